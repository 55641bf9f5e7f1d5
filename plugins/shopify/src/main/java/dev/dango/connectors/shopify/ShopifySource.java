package dev.dango.connectors.shopify;

import dev.dango.http.Auth;
import dev.dango.http.OAuth2;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A shop by the GraphQL Admin API, table by table in the order of its reference.
 *
 * <p>What has a time of change is asked for by it ({@link Table#byChange} in its order, {@link
 * Table#changed} without one); the rest is read completely by every run. Products and collections
 * that were deleted are deleted here, too; of other deletions Shopify tells nothing.
 */
public final class ShopifySource extends RestSource {

    /** The version against whose schema all queries are checked. */
    private static final String VERSION = "2026-07";

    /** What users write under {@code type: shopify}. */
    public record Config(
            @Setting(
                            doc = "Name of the shop, as in NAME.myshopify.com.",
                            example = "ada-teas",
                            aliases = "shop_url")
                    String shop,
            @Setting(
                            doc = "Access token of an app of the shop (shpat_...).",
                            aliases = "private_app_password",
                            env = "SHOPIFY_ACCESS_TOKEN")
                    Optional<Secret> accessToken,
            @Setting(
                            doc = "Client id of an app of the developer dashboard, if not a token.",
                            example = "1f2e3d4c5b6a")
                    Optional<String> clientId,
            @Setting(doc = "Client secret of that app.", env = "SHOPIFY_CLIENT_SECRET")
                    Optional<Secret> clientSecret,
            @Setting(
                            doc = "Tables to load.",
                            example = "[orders, products, inventory_levels]",
                            defaultValue = "[orders, customers, products]")
                    List<String> resources,
            @Setting(
                            doc = "Load nothing that has not changed since this day (UTC).",
                            example = "2024-06-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "Load metafields of orders, customers, products, variants and"
                                            + " collections as well.",
                            defaultValue = "false")
                    boolean metafields,
            @Setting(
                            doc =
                                    "Load names, addresses, e-mail addresses and phone numbers,"
                                            + " which Shopify shows to approved apps and not on"
                                            + " every plan.",
                            defaultValue = "true")
                    boolean personalData,
            @Setting(
                            doc =
                                    "After how many records a table is gone on with by a bulk"
                                            + " operation; 0 for never.",
                            defaultValue = "2000")
                    int bulkAfter,
            @Setting(
                            doc = "Address of the API, if not the shop's own.",
                            example = "https://proxy.example.com/admin/api/2026-07")
                    Optional<String> baseUrl) {

        /**
         * Wants one way to sign in.
         *
         * @param shop a name, host or address
         * @param accessToken a token
         * @param clientId of an app
         * @param clientSecret of an app
         * @param resources selected tables
         * @param startDate inclusive
         * @param metafields whether to load them
         * @param personalData whether to load it
         * @param bulkAfter not negative
         * @param baseUrl where the API is
         */
        public Config {
            if (accessToken.isEmpty() && (clientId.isEmpty() || clientSecret.isEmpty())) {
                throw SourceException.of(ErrorKind.CONFIG, "There is no access_token.")
                        .hint("Give access_token, or client_id and client_secret of an app.");
            }
            if (bulkAfter < 0) {
                throw SourceException.of(ErrorKind.CONFIG, "bulk_after must not be negative.");
            }
        }

        String address() {
            String host = shop.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
            String full = host.contains(".") ? host : host + ".myshopify.com";
            return baseUrl.orElse("https://" + full + "/admin/api/" + VERSION);
        }

        private Instant start() {
            return startDate
                    .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .orElse(Instant.EPOCH);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("shopify", "Shopify")
                .category("E-commerce & Payment")
                .description("Orders, customers, products, stock and discounts of a Shopify shop.")
                .docs("https://shopify.dev/docs/api/admin-graphql")
                .access(
                        "Make an app for the shop in Shopify's developer dashboard and install it:"
                                + " its client id and secret, or the access token of an older custom"
                                + " app, let Dango in. It needs a read scope for each table"
                                + " (read_orders, read_customers, read_products, read_inventory ...),"
                                + " read_all_orders for orders older than 60 days, and access to"
                                + " protected customer data, without which personal_data: false loads"
                                + " the rest.")
                .limits(
                        "Shopify counts what queries cost, from 100 points a second on. A sync"
                                + " sends a request for 10 to 250 changed records; tables with more than"
                                + " bulk_after changes are gone on with by a bulk operation, of which"
                                + " five may run at a time.")
                .config(Config.class);
    }

    static List<Table> tables(boolean metafields, boolean personalData) {
        return described(metafields).stream()
                .map(table -> table.personalData(personalData))
                .toList();
    }

    /** https://shopify.dev/docs/api/admin-graphql/2026-07. */
    private static List<Table> described(boolean metafields) {
        Function<Table, Table> extended =
                table ->
                        metafields
                                ? table.nested("metafields", "Metafield", Fields.METAFIELD, 10)
                                : table;
        return List.of(
                // Orders
                extended.apply(
                        Table.of("orders", "Order", Fields.ORDER)
                                .needs("read_orders")
                                .byChange()
                                .nested("lineItems", "LineItem", Fields.LINE_ITEM, 20)
                                .nested("shippingLines", "ShippingLine", Fields.SHIPPING_LINE, 2)
                                .page(10)),
                ofOrders("refunds", "Refund", Fields.REFUND)
                        .nested("refundLineItems", "RefundLineItem", Fields.REFUND_LINE_ITEM, 5)
                        .nested("orderAdjustments", "OrderAdjustment", Fields.ORDER_ADJUSTMENT, 2)
                        .page(20),
                ofOrders("transactions", "OrderTransaction", Fields.TRANSACTION).page(50),
                ofOrders("fulfillments", "Fulfillment", Fields.FULFILLMENT)
                        .nested(
                                "fulfillmentLineItems",
                                "FulfillmentLineItem",
                                Fields.FULFILLMENT_LINE_ITEM,
                                10)
                        .page(50),
                Table.of("fulfillment_orders", "FulfillmentOrder", Fields.FULFILLMENT_ORDER)
                        .from("fulfillmentOrders", "includeClosed: true")
                        .needs("read_merchant_managed_fulfillment_orders")
                        .byChange()
                        .nested(
                                "lineItems",
                                "FulfillmentOrderLineItem",
                                Fields.FULFILLMENT_ORDER_LINE_ITEM,
                                10)
                        .page(20),
                Table.of("draft_orders", "DraftOrder", Fields.DRAFT_ORDER)
                        .from("draftOrders", "")
                        .needs("read_draft_orders")
                        .byChange()
                        .nested("lineItems", "DraftOrderLineItem", Fields.DRAFT_ORDER_LINE_ITEM, 10)
                        .page(10),
                Table.of("abandoned_checkouts", "AbandonedCheckout", Fields.ABANDONED_CHECKOUT)
                        .from("abandonedCheckouts", "sortKey: ID")
                        .needs("read_orders")
                        .changed()
                        .nested(
                                "lineItems",
                                "AbandonedCheckoutLineItem",
                                Fields.ABANDONED_CHECKOUT_LINE_ITEM,
                                10)
                        .page(10),
                // Customers
                extended.apply(
                        Table.of("customers", "Customer", Fields.CUSTOMER)
                                .needs("read_customers")
                                .byChange()
                                .nested(
                                        "addresses: addressesV2",
                                        "MailingAddress",
                                        Fields.CUSTOMER_ADDRESS,
                                        5)
                                .page(50)),
                // Products and collections
                extended.apply(
                        Table.of("products", "Product", Fields.PRODUCT)
                                .needs("read_products")
                                .byChange()
                                .deletedAs("PRODUCT")
                                .nested("variants", "ProductVariant", Fields.PRODUCT_VARIANT, 20)
                                .nested(
                                        "media",
                                        "MediaImage|Video|ExternalVideo|Model3d",
                                        Fields.MEDIA,
                                        10)
                                .page(10)),
                extended.apply(
                        Table.of(
                                        "product_variants",
                                        "ProductVariant",
                                        Fields.PRODUCT_VARIANT + " product { id }")
                                .from("productVariants", "sortKey: ID")
                                .needs("read_products")
                                .changed()
                                .page(100)),
                extended.apply(
                        Table.of("collections", "Collection", Fields.COLLECTION)
                                .needs("read_products")
                                .byChange()
                                .deletedAs("COLLECTION")
                                .nested("products", "Product", "id", 50)
                                .page(10)),
                // Inventory
                Table.of("inventory_items", "InventoryItem", Fields.INVENTORY_ITEM)
                        .from("inventoryItems", "")
                        .needs("read_inventory")
                        .changed()
                        .page(100),
                Table.of("inventory_levels", "InventoryLevel", Fields.INVENTORY_LEVEL)
                        .from("inventoryLevels", "includeInactive: true")
                        .within("Location")
                        .needs("read_inventory")
                        .changed()
                        .key("inventoryItemId", "locationId")
                        .page(50),
                Table.of("locations", "Location", Fields.LOCATION)
                        .from("locations", "includeInactive: true, includeLegacy: true")
                        .needs("read_locations")
                        .unsearched(),
                // Discounts, prices and gift cards
                Table.of("discounts", "DiscountNode", Fields.DISCOUNT)
                        .from("discountNodes", "")
                        .needs("read_discounts")
                        .byChange()
                        .page(50),
                Table.of("price_lists", "PriceList", Fields.PRICE_LIST)
                        .from("priceLists", "")
                        .needs("read_products")
                        .unsearched()
                        .page(100),
                Table.of("gift_cards", "GiftCard", Fields.GIFT_CARD)
                        .from("giftCards", "")
                        .needs("read_gift_cards")
                        .unsearched()
                        .page(100),
                // Payments
                Table.of("tender_transactions", "TenderTransaction", Fields.TENDER_TRANSACTION)
                        .from("tenderTransactions", "")
                        .needs("read_orders")
                        .since("processed_at", "processedAt"),
                Table.of("disputes", "ShopifyPaymentsDispute", Fields.DISPUTE)
                        .needs("read_shopify_payments_disputes")
                        .unsearched()
                        .page(100));
    }

    /** Lists of an order change with it. */
    private static Table ofOrders(String list, String type, String fields) {
        return Table.of(list, "Order", fields)
                .from("orders", "")
                .needs("read_orders")
                .byChange()
                .each(list, type);
    }

    // ---- signing in ------------------------------------------------------------------------

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        return Admin.limited(RestApi.at(config.address()))
                .auth(auth(config))
                .defaults(Admin::refusals);
    }

    private static Auth auth(Config config) {
        return config.accessToken()
                .map(token -> Auth.header("X-Shopify-Access-Token", token))
                .orElseGet(() -> granted(config));
    }

    /**
     * Tokens for a day, which Shopify wants in a header of its own:
     * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant.
     */
    private static Auth granted(Config config) {
        String shop = config.address().replaceFirst("/admin/api/.*$", "");
        OAuth2 grant =
                OAuth2.clientCredentials(
                        shop + "/admin/oauth/access_token",
                        config.clientId().orElseThrow(),
                        config.clientSecret().orElseThrow());
        return new Auth() {
            @Override
            public Request sign(Request request, Function<Request, Response> send) {
                String bearer = grant.sign(request, send).header("Authorization").orElseThrow();
                return request.header(
                        "X-Shopify-Access-Token", bearer.substring("Bearer ".length()));
            }

            @Override
            public boolean renew() {
                return grant.renew();
            }
        };
    }

    // ---- tables ----------------------------------------------------------------------------

    @Override
    public List<Resource> resources(SourceContext context) throws Exception {
        super.resources(context);
        Config config = context.config(Config.class);
        Admin admin = new Admin(api(context).client());
        List<Resource> resources = new ArrayList<>();
        for (Table table : selected(config)) {
            resources.add(new TableResource(table, admin, config.start(), config.bulkAfter()));
        }
        return resources;
    }

    private static List<Table> selected(Config config) {
        List<Table> tables = tables(config.metafields(), config.personalData());
        List<String> names = tables.stream().map(Table::name).toList();
        for (String name : config.resources()) {
            if (!names.contains(name)) {
                throw SourceException.of(ErrorKind.CONFIG, "There is no resource \"" + name + "\".")
                        .hint("On offer are " + String.join(", ", names) + ".")
                        .didYouMean(name, names);
            }
        }
        return tables.stream().filter(table -> config.resources().contains(table.name())).toList();
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        return setting.equals("resources")
                ? tables(false, true).stream().map(Table::name).toList()
                : List.of();
    }

    /** Asks for the app's access scopes, and tells which are missing. */
    @Override
    public void check(SourceContext context) throws Exception {
        resources(context);
        Response app =
                new Admin(api(context).client())
                        .ask(
                                "{ shop { id } currentAppInstallation { accessScopes { handle } } }",
                                Map.of(),
                                context);
        Collection<String> granted =
                app.texts("/data/currentAppInstallation/accessScopes/*/handle");
        List<Table> tables = selected(context.config(Config.class));
        Collection<String> missing = new TreeSet<>();
        tables.stream().map(Table::scope).filter(s -> !isGranted(s, granted)).forEach(missing::add);
        if (!missing.isEmpty()) {
            context.warn("The app lacks the access scope " + String.join(", ", missing) + ".");
        }
        boolean orders = tables.stream().anyMatch(table -> table.scope().equals("read_orders"));
        if (orders && !granted.contains("read_all_orders")) {
            context.warn(
                    "Without the access scope read_all_orders Shopify shows the orders of the last"
                            + " 60 days only.");
        }
    }

    /** Who may write may read. */
    private static boolean isGranted(String scope, Collection<String> granted) {
        return Stream.of(scope, scope.replaceFirst("^read_", "write_")).anyMatch(granted::contains);
    }
}
