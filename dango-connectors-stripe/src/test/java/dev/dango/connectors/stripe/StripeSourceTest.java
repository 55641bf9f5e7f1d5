package dev.dango.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe from its listings to the warehouse's tables. */
class StripeSourceTest extends HttpSourceContract {

    private static final long FIRST = 1_700_000_000L;
    private static final long HOUR = 3600;
    private static final String KEY = "sk_test_51Hfake";

    private final FakeListing charges =
            new FakeListing(
                    IntStream.rangeClosed(1, 250).mapToObj(i -> charge(251 - i, 0)).toList());

    @BeforeEach
    void answer() {
        Reply refusal = Reply.json(Map.of("error", Map.of("message", "Invalid API Key provided")));
        api.requireHeader("Authorization", "Bearer " + KEY, refusal.withStatus(401));
        api.get("/v1/charges", call -> since(call).afterId(call));
        FakeListing one = new FakeListing(List.of(Map.of("id", "sub_1", "status", "canceled")));
        api.get("/v1/subscriptions", one::afterId);
    }

    private static Map<String, Object> charge(int number, int refunded) {
        return Map.of(
                "id",
                "ch_" + number,
                "created",
                FIRST + HOUR * number,
                "amount_refunded",
                refunded,
                "billing_details",
                Map.of("name", "Zoë"),
                "refunds",
                List.of(Map.of("id", "re_" + number)));
    }

    private FakeListing since(Call call) {
        long from = call.query("created[gte]").map(Long::parseLong).orElse(0L);
        long to = call.query("created[lt]").map(Long::parseLong).orElse(Long.MAX_VALUE);
        return charges.where(
                charge ->
                        (Long) charge.get("created") >= from && (Long) charge.get("created") < to);
    }

    @Override
    protected Source source() {
        return new StripeSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("api_key", KEY);
        settings.put("base_url", api.url() + "/v1");
        settings.put("resources", List.of("charges", "subscriptions"));
        settings.put("lookback", "2d");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "start_date", "2023-01-01",
                                "end_date", "2031-01-01",
                                "account", "acct_1")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case PRIMARY_KEYS, INCREMENTAL, CHECKPOINTS, CREDENTIALS, NETWORK -> true;
            case SCHEMA, SLICES, DELETES -> false;
        };
    }

    @Override
    protected void addRecord() {
        charges.addFirst(charge(charges.records().size() + 1, 0));
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    @Test
    void loadsAllThenOnlyWhatIsNewOrRecent() {
        TestProject project = project();
        syncWell(project);
        assertThat(api.requests("/v1/charges")).hasSize(3);
        assertThat(one(project, "SELECT count(DISTINCT id) FROM charges")).isEqualTo("250");

        api.clearRequests();
        addRecord();
        charges.replace("id", "ch_240", charge(240, 500));
        charges.replace("id", "ch_10", charge(10, 500));
        syncWell(project);

        assertThat(api.requests("/v1/charges")).hasSize(1);
        assertThat(one(project, "SELECT count(*) FROM charges")).isEqualTo("251");
        assertThat(one(project, "SELECT string_agg(id) FROM charges WHERE amount_refunded > 0"))
                .as("a change within the lookback is seen, an older one is not")
                .isEqualTo("ch_240");
    }

    @Test
    void losesNothingWhenAPageFailsInTheMiddle() {
        TestProject project = project();
        api.get(
                "/v1/charges",
                call ->
                        call.query("starting_after").filter("ch_51"::equals).isPresent()
                                ? Reply.status(400)
                                : since(call).afterId(call));
        SourceReport broken = project.sync();
        assertThat(broken.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.resource()).contains("charges"));
        assertThat(one(project, "SELECT status FROM subscriptions")).isEqualTo("canceled");

        api.get("/v1/charges", call -> since(call).afterId(call));
        syncWell(project);

        assertThat(one(project, "SELECT count(*) || ' ' || count(DISTINCT id) FROM charges"))
                .isEqualTo("250 250");
        assertThat(one(project, "SELECT count(*) FROM charges__refunds")).isEqualTo("250");
    }

    @Test
    void namesTablesAsTheOriginalDidForItsNames() {
        TestProject project = project();
        syncWell(
                project.settings(
                        Map.of(
                                "stripe_secret_key",
                                KEY,
                                "base_url",
                                api.url() + "/v1",
                                "endpoints",
                                List.of("Charge"))));

        assertThat(one(project, "SELECT count(*) FROM charge")).isEqualTo("250");
    }
}
