package dev.dango.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.Dango;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.source.ClasspathSources;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.Reply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stripe from its listings to the warehouse's tables. */
class StripeSyncTest {

    private static final long FIRST = 1_700_000_000L;
    private static final long HOUR = 3600;

    @TempDir private Path folder;
    private Project project;
    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeApi api = FakeApi.start();
    private final FakeListing charges =
            new FakeListing(
                    IntStream.rangeClosed(1, 250).mapToObj(i -> charge(251 - i, 0)).toList());

    @BeforeEach
    void answer() {
        project = NewProject.create(folder, "shop").project();
        api.get("/v1/charges", call -> since(call).afterId(call));
        api.get(
                "/v1/subscriptions",
                call ->
                        Reply.json(
                                Map.of("data", List.of(Map.of("id", "sub_1", "created", FIRST)))));
    }

    @AfterEach
    void close() {
        api.close();
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
                Map.of("name", "Zoë"));
    }

    private FakeListing since(Call call) {
        long from = call.query("created[gte]").map(Long::parseLong).orElse(0L);
        return charges.where(charge -> (Long) charge.get("created") >= from);
    }

    private SourceReport sync(String... resources) {
        clock.advance(Duration.ofDays(1));
        Map<String, Object> settings = new HashMap<>();
        settings.put("stripe_secret_key_env", "BILLING_KEY");
        settings.put("endpoints", List.of(resources));
        settings.put("lookback", "2d");
        settings.put("base_url", api.url() + "/v1");
        Dango dango =
                new Dango(
                        project,
                        new ClasspathSources(List.of(new StripeSource())),
                        new Environment(project, Map.of("BILLING_KEY", "sk_test_1")),
                        new Redactor(),
                        clock);
        return dango.sync(
                        List.of(SourceEntry.of("billing", "stripe", settings)),
                        SyncOptions.DEFAULT,
                        SyncListener.NONE,
                        new CancellationSource())
                .sources()
                .get(0);
    }

    private String query(String sql) throws SQLException {
        try (Connection warehouse =
                        DriverManager.getConnection("jdbc:duckdb:" + project.warehouse());
                Statement statement = warehouse.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void loadsAllThenOnlyWhatIsNewOrRecent() throws Exception {
        assertThat(sync("charges", "subscriptions").status()).isEqualTo(SourceReport.Status.OK);
        assertThat(api.requests("/v1/charges")).hasSize(3);
        assertThat(query("SELECT count(DISTINCT id) FROM raw_billing.charges")).isEqualTo("250");
        assertThat(query("SELECT min(billing_details__name) FROM raw_billing.charges"))
                .isEqualTo("Zoë");

        api.clearRequests();
        charges.addFirst(charge(251, 0));
        charges.replace("id", "ch_240", charge(240, 500));
        charges.replace("id", "ch_10", charge(10, 500));
        SourceReport second = sync("charges", "subscriptions");

        assertThat(second.failures()).isEmpty();
        assertThat(api.requests("/v1/charges")).hasSize(1);
        assertThat(query("SELECT count(*) FROM raw_billing.charges")).isEqualTo("251");
        assertThat(
                        query(
                                "SELECT string_agg(id) FROM raw_billing.charges WHERE amount_refunded > 0"))
                .as("a change within the lookback is seen, an older one is not")
                .isEqualTo("ch_240");
    }

    @Test
    void losesNothingWhenAPageFailsInTheMiddle() throws Exception {
        api.get(
                "/v1/charges",
                call ->
                        call.query("starting_after").filter("ch_51"::equals).isPresent()
                                ? Reply.status(401)
                                : since(call).afterId(call));
        assertThat(sync("charges").failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("AUTH"));

        api.get("/v1/charges", call -> since(call).afterId(call));
        assertThat(sync("charges").failures()).isEmpty();

        assertThat(query("SELECT count(*) || ' ' || count(DISTINCT id) FROM raw_billing.charges"))
                .isEqualTo("250 250");
    }

    @Test
    void namesTablesAsTheOriginalDidForItsNames() throws Exception {
        assertThat(sync("Charge").failures()).isEmpty();

        assertThat(query("SELECT count(*) FROM raw_billing.charge")).isEqualTo("250");
    }
}
