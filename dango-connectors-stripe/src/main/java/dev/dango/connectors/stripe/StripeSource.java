package dev.dango.connectors.stripe;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Paging;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Stripe's listings, in the order of its API reference.
 *
 * <p>Stripe sends the newest objects first and filters by the time of creation, not of change. So
 * there are two sorts of listings here. What happens at a moment ({@link #moments}) is read from
 * the last position on, less the {@code lookback} in which charges are refunded and invoices paid;
 * a later change goes unseen until a full refresh. What lives long and changes at any time ({@link
 * #things}) is read completely by every run.
 *
 * <p>The names in {@code formerly} are the class names by which the original configurations select
 * listings; a table selected so is called {@code charge}, not {@code charges}.
 */
public final class StripeSource extends RestSource {

    /**
     * The last version against whose published description paths, filters and shapes were checked.
     */
    private static final String STRIPE_VERSION = "2023-08-16";

    /** Stripe allows 100 and 25 reads a second; a live account has other clients, too. */
    private static final int LIVE_REQUESTS_PER_SECOND = 80;

    private static final int TEST_REQUESTS_PER_SECOND = 25;

    /** What users write under {@code type: stripe}. */
    public record Config(
            @Setting(
                            doc = "Secret key (sk_...) or restricted key (rk_...) of the account.",
                            aliases = "stripe_secret_key",
                            env = "STRIPE_API_KEY")
                    Secret apiKey,
            @Setting(
                            doc =
                                    "Listings to load; without it all but events and those that"
                                            + " take a request for each parent record. Class names"
                                            + " such as Charge are accepted, too, and name the"
                                            + " table.",
                            example = "[charges, customers, subscriptions]",
                            aliases = "endpoints")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load nothing created before this day (UTC); without it"
                                            + " everything.",
                            example = "2024-06-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc = "Load nothing created on this day (UTC) or later.",
                            example = "2025-01-01")
                    Optional<LocalDate> endDate,
            @Setting(
                            doc =
                                    "How far back each run reads again what may have changed since"
                                            + " it was created: charges, invoices, payouts ...",
                            defaultValue = "30d")
                    Duration lookback,
            @Setting(
                            doc = "Connected account to read, if not the key's own.",
                            example = "acct_1032D82eZvKYlo2C")
                    Optional<String> account,
            @Setting(doc = "Address of the API.", defaultValue = "https://api.stripe.com/v1")
                    String baseUrl) {

        /**
         * Refuses keys that cannot work.
         *
         * @param apiKey the key
         * @param resources selected listings
         * @param startDate inclusive
         * @param endDate exclusive
         * @param lookback not negative
         * @param account a connected account
         * @param baseUrl where the API is
         */
        public Config {
            if (apiKey.reveal().startsWith("pk_")) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "api_key is a publishable key, which cannot read anything.")
                        .hint("Use a secret key (sk_...) or a restricted key (rk_...).");
            }
            if (lookback.isNegative()) {
                throw SourceException.of(ErrorKind.CONFIG, "lookback must not be negative.");
            }
        }

        boolean isTest() {
            return apiKey.reveal().matches("[sr]k_test_.*");
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("stripe", "Stripe")
                .category("E-commerce & Payment")
                .description("Payments, customers, billing and payouts of a Stripe account.")
                .docs("https://docs.stripe.com/api")
                .access(
                        "Make a restricted key in the Stripe dashboard under Developers, API keys,"
                                + " with the permission Read for what is to be loaded; a secret key"
                                + " works, too, but may do more than is needed. A listing the key"
                                + " may not read is reported, and the others are loaded.")
                .limits(
                        "Stripe allows 100 reads a second in live mode and 25 in test mode; a sync"
                                + " keeps below, with 100 objects a request. Reading costs"
                                + " nothing.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        return listings(connection(config), config).select(config.resources());
    }

    @Override
    public void check(SourceContext context) throws Exception {
        super.check(context);
        if (context.config(Config.class).isTest()) {
            context.warn("The key is a test key: it shows test data, not real payments.");
        }
    }

    private static RestApi connection(Config config) {
        int limit = config.isTest() ? TEST_REQUESTS_PER_SECOND : LIVE_REQUESTS_PER_SECOND;
        RestApi api =
                RestApi.at(config.baseUrl())
                        .auth(Auth.bearer(config.apiKey()))
                        .header("Stripe-Version", STRIPE_VERSION)
                        .limit(limit, Duration.ofSeconds(1))
                        .defaults(StripeSource::listing)
                        .defaults(list -> within(list, config));
        return config.account().map(id -> api.header("Stripe-Account", id)).orElse(api);
    }

    private static Endpoint listing(Endpoint list) {
        return list.records("/data")
                .key("id")
                .query("limit", 100)
                .paging(Paging.lastId("/id", "starting_after", "/has_more"));
    }

    private static Endpoint within(Endpoint list, Config config) {
        Endpoint started =
                config.startDate()
                        .map(day -> list.start(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
                        .orElse(list);
        return config.endDate()
                .map(day -> started.end(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .orElse(started)
                .until("created[lt]", TimeFormat.EPOCH_SECONDS);
    }

    private static RestApi listings(RestApi api, Config config) {
        Duration back = config.lookback();
        return api
                // Core resources
                .resource("charges", moments("/charges", back).formerly("Charge"))
                .resource("customers", moments("/customers", back).formerly("Customer"))
                .resource("disputes", moments("/disputes", back).formerly("Dispute"))
                .resource("refunds", moments("/refunds", back).formerly("Refund"))
                .resource("payouts", moments("/payouts", back).formerly("Payout"))
                .resource(
                        "balance_transactions",
                        moments("/balance_transactions", back).formerly("BalanceTransaction"))
                .resource(
                        "payment_intents",
                        moments("/payment_intents", back).formerly("PaymentIntent"))
                .resource("setup_intents", moments("/setup_intents", back).formerly("SetupIntent"))
                .resource("files", moments("/files", back).formerly("File"))
                .resource("file_links", moments("/file_links", back).formerly("FileLink"))
                .resource("events", moments("/events", Duration.ZERO).formerly("Event").onRequest())
                // Payment methods
                .resource(
                        "payment_methods",
                        get("/customers/{customer}/payment_methods")
                                .forEach("customers", "/id", "customer")
                                .onRequest())
                // Products
                .resource("products", things("/products").formerly("Product"))
                .resource("prices", things("/prices").formerly("Price"))
                .resource("plans", things("/plans").formerly("Plan"))
                .resource("coupons", things("/coupons").formerly("Coupon"))
                .resource("promotion_codes", things("/promotion_codes").formerly("PromotionCode"))
                .resource("tax_rates", things("/tax_rates").formerly("TaxRate"))
                .resource("shipping_rates", things("/shipping_rates").formerly("ShippingRate"))
                // Checkout
                .resource("checkout_sessions", moments("/checkout/sessions", back))
                .resource("payment_links", things("/payment_links").formerly("PaymentLink"))
                // Billing
                .resource("invoices", moments("/invoices", back).formerly("Invoice"))
                .resource(
                        "invoice_items",
                        moments("/invoiceitems", "date", back).formerly("InvoiceItem"))
                .resource(
                        "invoice_line_items",
                        get("/invoices/{invoice}/lines")
                                .forEach("invoices", "/id", "invoice")
                                .include("/id", "_invoices_id")
                                .include("/created", "_invoices_created")
                                .cursor(newestFirst("_invoices_created", back))
                                .onRequest())
                .resource("credit_notes", moments("/credit_notes", back).formerly("CreditNote"))
                .resource("quotes", things("/quotes").formerly("Quote"))
                .resource(
                        "subscriptions",
                        things("/subscriptions").query("status", "all").formerly("Subscription"))
                .resource(
                        "subscription_items",
                        get("/subscription_items")
                                .query("subscription", "{subscription}")
                                .forEach("subscriptions", "/id", "subscription")
                                .onRequest())
                .resource(
                        "subscription_schedules",
                        things("/subscription_schedules").formerly("SubscriptionSchedule"))
                // Connect
                .resource("accounts", things("/accounts").formerly("Account"))
                .resource(
                        "application_fees",
                        moments("/application_fees", back).formerly("ApplicationFee"))
                .resource("topups", moments("/topups", back).formerly("Topup"))
                .resource("transfers", moments("/transfers", back).formerly("Transfer"))
                // Fraud
                .resource("reviews", things("/reviews").formerly("Review"));
    }

    /** What happens at a moment and settles within the lookback. */
    private static Endpoint moments(String path, Duration lookback) {
        return moments(path, "created", lookback);
    }

    private static Endpoint moments(String path, String column, Duration lookback) {
        return get(path)
                .since(newestFirst(column, lookback), "created[gte]", TimeFormat.EPOCH_SECONDS);
    }

    private static CursorSpec newestFirst(String column, Duration lookback) {
        return CursorSpec.timestamp(column).lag(lookback).ordered(CursorSpec.Order.DESCENDING);
    }

    /** What lives long and changes at any time. */
    private static Endpoint things(String path) {
        return get(path);
    }
}
