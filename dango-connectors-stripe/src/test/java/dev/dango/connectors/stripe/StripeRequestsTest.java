package dev.dango.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of Stripe, by a fake that pages, filters and refuses as Stripe does. */
class StripeRequestsTest {

    private static final long FIRST = 1_700_000_000L;
    private static final String KEY = "sk_live_51Hfake";

    private final FakeApi api = FakeApi.start();
    private final StripeSource source = new StripeSource();

    /** 250 charges an hour apart, the newest first. */
    private final FakeListing charges =
            new FakeListing(IntStream.rangeClosed(1, 250).mapToObj(i -> charge(251 - i)).toList());

    @BeforeEach
    void answer() {
        api.requireHeader(
                "Authorization",
                "Bearer " + KEY,
                error(401, "Invalid API Key provided: sk_live_****fake"));
        listing("/v1/charges", charges);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static Map<String, Object> charge(int number) {
        return Map.of("id", "ch_" + number, "object", "charge", "created", FIRST + 3600L * number);
    }

    private static Reply error(int status, String message) {
        return Reply.json(
                        Map.of(
                                "error",
                                Map.of("type", "invalid_request_error", "message", message)))
                .withStatus(status);
    }

    private void listing(String path, FakeListing records) {
        api.get(path, call -> created(records, call).afterId(call));
    }

    private static FakeListing created(FakeListing records, Call call) {
        long from = call.query("created[gte]").map(Long::parseLong).orElse(0L);
        long to = call.query("created[lt]").map(Long::parseLong).orElse(Long.MAX_VALUE);
        return records.where(
                record -> {
                    long at = (Long) record.getOrDefault("created", record.get("date"));
                    return at >= from && at < to;
                });
    }

    private MemoryRun run(String key, List<String> resources, Optional<LocalDate> start) {
        StripeSource.Config config =
                new StripeSource.Config(
                        Secret.of(key),
                        resources,
                        start,
                        Optional.empty(),
                        Duration.ofDays(2),
                        Optional.of("acct_1"),
                        api.url() + "/v1");
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private MemoryRun run(String... resources) {
        return run(KEY, List.of(resources), Optional.empty());
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    @Test
    void readsAllPagesNewestFirst() throws Exception {
        List<Map<String, Object>> rows = read(run("charges"));

        assertThat(rows).hasSize(250).extracting(row -> row.get("id")).doesNotHaveDuplicates();
        assertThat(rows.get(0)).containsEntry("id", "ch_250");
        assertThat(api.requests()).hasSize(3);
        assertThat(api.requests())
                .allSatisfy(
                        call -> {
                            assertThat(call.query("limit")).contains("100");
                            assertThat(call.header("Stripe-Version")).contains("2023-08-16");
                            assertThat(call.header("Stripe-Account")).contains("acct_1");
                        });
        assertThat(api.requests().get(1).query("starting_after")).contains("ch_151");
    }

    @Test
    void asksForLessTheNextTime() throws Exception {
        MemoryRun next =
                run("charges")
                        .position("whole", Instant.ofEpochSecond(FIRST + 3600L * 250).toString());
        charges.addFirst(charge(251));

        List<Map<String, Object>> rows = read(next);

        assertThat(api.requests()).hasSize(1);
        assertThat(api.requests().get(0).query("created[gte]"))
                .contains(Long.toString(FIRST + 3600L * 250 - 2 * 86_400));
        assertThat(rows).hasSize(50); // the new one, and two days of lookback
    }

    @Test
    void beginsAtTheStartDate() throws Exception {
        MemoryRun run = run(KEY, List.of("charges"), Optional.of(LocalDate.of(2023, 11, 20)));

        read(run);

        assertThat(api.requests().get(0).query("created[gte]")).contains("1700438400");
    }

    @Test
    void declaresWhatItKnowsOfEachListing() throws Exception {
        for (Resource resource : source.resources(run())) {
            assertThat(resource.spec().primaryKey()).containsExactly("id");
            resource.spec()
                    .cursor()
                    .ifPresent(
                            cursor -> {
                                assertThat(cursor.order()).isEqualTo(CursorSpec.Order.DESCENDING);
                                assertThat(cursor.lag()).isEqualTo(Duration.ofDays(2));
                                assertThat(resource.spec().mode()).isEqualTo(WriteMode.MERGE);
                            });
        }
    }

    @Test
    void asksEachListingAtItsOwnPath() throws Exception {
        FakeListing empty = new FakeListing(List.of());
        List<String> paths =
                List.of(
                        "charges",
                        "customers",
                        "disputes",
                        "refunds",
                        "payouts",
                        "balance_transactions",
                        "payment_intents",
                        "setup_intents",
                        "files",
                        "file_links",
                        "products",
                        "prices",
                        "plans",
                        "coupons",
                        "promotion_codes",
                        "tax_rates",
                        "shipping_rates",
                        "checkout/sessions",
                        "payment_links",
                        "invoices",
                        "invoiceitems",
                        "credit_notes",
                        "quotes",
                        "subscriptions",
                        "subscription_schedules",
                        "accounts",
                        "application_fees",
                        "topups",
                        "transfers",
                        "reviews");
        paths.forEach(path -> listing("/v1/" + path, empty));
        MemoryRun run = run();

        for (Resource resource : source.resources(run)) {
            assertThat(run.read(resource)).isEmpty();
        }

        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactlyInAnyOrderElementsOf(
                        paths.stream().map(path -> "/v1/" + path).toList());
    }

    @Test
    void includesCanceledSubscriptions() throws Exception {
        listing(
                "/v1/subscriptions",
                new FakeListing(List.of(Map.of("id", "sub_1", "created", FIRST))));

        read(run("subscriptions"));

        assertThat(api.requests().get(0).query("status")).contains("all");
        assertThat(api.requests().get(0).query("created[gte]")).isEmpty();
    }

    @Test
    void goesByTheDateOfInvoiceItems() throws Exception {
        MemoryRun run = run("invoice_items");

        assertThat(source.resources(run).get(0).spec().cursor().orElseThrow().column())
                .isEqualTo("date");
    }

    @Test
    void keepsTheOriginalsNames() throws Exception {
        listing("/v1/balance_transactions", new FakeListing(List.of()));
        MemoryRun run = run("Charge", "BalanceTransaction", "customers");

        assertThat(source.resources(run))
                .extracting(resource -> resource.spec().name())
                .containsExactly("Charge", "BalanceTransaction", "customers");
        assertThat(run.read(source.resources(run).get(0))).hasSize(250);
    }

    @Test
    void readsLinesOfInvoicesThatAreNew() throws Exception {
        listing(
                "/v1/invoices",
                new FakeListing(
                        List.of(
                                Map.of("id", "in_2", "created", FIRST + 10_000_000),
                                Map.of("id", "in_1", "created", FIRST))));
        api.get(
                "/v1/invoices/{id}/lines",
                call ->
                        new FakeListing(List.of(Map.of("id", "il_" + call.variable("id"))))
                                .afterId(call));

        assertThat(read(run("invoice_line_items")))
                .extracting(row -> row.get("id"), row -> row.get("_invoices_id"))
                .containsExactly(tuple("il_in_2", "in_2"), tuple("il_in_1", "in_1"));
        api.clearRequests();
        assertThat(read(run("invoice_line_items").position("whole", "2024-01-01T00:00:00Z")))
                .extracting(row -> row.get("id"))
                .containsExactly("il_in_2");
        assertThat(api.requests()).hasSize(2);
        api.clearRequests();
        read(run("invoice_line_items").until(Instant.parse("2031-01-01T00:00:00Z")));
        assertThat(api.requests())
                .as("the parent is asked for the window; its children know none")
                .extracting(call -> call.path(), call -> call.query("created[lt]").isPresent())
                .contains(tuple("/v1/invoices", true), tuple("/v1/invoices/in_1/lines", false));
    }

    @Test
    void passesRecordsOnAsTheyAre() throws Exception {
        String page;
        try (InputStream in = getClass().getResourceAsStream("/stripe/invoices.json")) {
            page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        api.get("/v1/invoices", call -> Reply.jsonText(page));

        Map<String, Object> invoice = read(run("invoices")).get(0);

        assertThat(invoice)
                .containsEntry("id", "in_1OtestA")
                .containsEntry("customer_name", "Café \"Zürich\" GmbH")
                .containsEntry("due_date", null)
                .containsEntry("metadata", Map.of("order", "42"));
        assertThat(invoice.get("lines"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("total_count", 2);
    }

    @Test
    void oneForbiddenListingLeavesTheOthers() throws Exception {
        api.get(
                "/v1/payouts",
                call -> error(403, "The provided key does not have the required permissions."));
        MemoryRun run = run("payouts", "charges");
        List<Resource> resources = source.resources(run);

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> run.read(resources.get(0)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
        assertThat(failure).hasMessageContaining("does not have the required permissions.");
        assertThat(run.read(resources.get(1))).hasSize(250);
    }

    @Test
    void checkRefusesABadKey() {
        SourceException failure =
                catchThrowableOfType(
                        SourceException.class,
                        () -> source.check(run("sk_live_wrong", List.of(), Optional.empty())));

        assertThat(failure.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(failure)
                .hasMessage(
                        "GET "
                                + api.url()
                                + "/v1/charges was answered with 401: Invalid API Key provided:"
                                + " sk_live_****fake.");
        assertThat(failure.hint()).isNotEmpty();
    }

    @Test
    void checkTellsATestKey() throws Exception {
        MemoryRun live = run();
        source.check(live);
        assertThat(live.warnings()).isEmpty();
        assertThat(api.requests()).hasSize(1);

        api.requireHeader("Authorization", "Bearer rk_test_1", error(401, "Invalid API Key"));
        MemoryRun test = run("rk_test_1", List.of(), Optional.empty());
        source.check(test);
        assertThat(test.warnings())
                .containsExactly("The key is a test key: it shows test data, not real payments.");
    }

    @Test
    void refusesAPublishableKeyBeforeAnyRequest() {
        assertThatThrownBy(() -> run("pk_live_1", List.of(), Optional.empty()))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageNotContaining("pk_live_1");
    }

    @Test
    void comesBackWhenToldToWait() throws Exception {
        api.failNext("/v1/charges", 429, 2);

        assertThat(read(run("charges"))).hasSize(250);
        assertThat(api.requests()).hasSize(5);
    }
}
