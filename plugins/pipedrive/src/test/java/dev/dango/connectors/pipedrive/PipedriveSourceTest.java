package dev.dango.connectors.pipedrive;

import static dev.dango.connectors.pipedrive.FakePipedrive.deal;
import static dev.dango.connectors.pipedrive.FakePipedrive.record;
import static dev.dango.connectors.pipedrive.FakePipedrive.refusal;
import static dev.dango.connectors.pipedrive.FakePipedrive.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipedrive from its listings to the warehouse's tables. */
class PipedriveSourceTest extends HttpSourceContract {

    private final FakePipedrive pipedrive = new FakePipedrive(api);

    @BeforeEach
    void fill() {
        for (int i = 1; i <= 5; i++) {
            pipedrive.deals.add(deal(i, 10 + i));
            pipedrive.products.add(with(record(i, i), "is_deleted", false));
        }
        pipedrive.archivedDeals.add(with(deal(9, 3), "is_archived", true));
        pipedrive.persons.add(record(1, 1));
        pipedrive.persons.add(record(2, 2));
    }

    @Override
    protected Source source() {
        return new PipedriveSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return loading("deals", "products", "persons");
    }

    private Map<String, Object> loading(String... resources) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("api_key", FakePipedrive.TOKEN);
        settings.put("base_url", api.url() + "/api");
        settings.put("resources", List.of(resources));
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(with(settings(), "since_timestamp", "2020-01-01 00:00:00"));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return behavior != SourceBehavior.SCHEMA;
    }

    @Override
    protected void addRecord() {
        pipedrive.deals.add(deal(20, 20));
    }

    @Override
    protected void removeRecord() {
        pipedrive.deals.replace("id", "2", with(deal(2, 21), "is_deleted", true));
    }

    private TestProject synced(String... resources) {
        TestProject project = project().settings(loading(resources));
        syncWell(project);
        api.clearRequests();
        return project;
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    private Map<String, Long> asked() {
        return api.requests().stream()
                .collect(
                        Collectors.groupingBy(
                                call -> call.path().replace("/api/", ""),
                                TreeMap::new,
                                Collectors.counting()));
    }

    // ---- what is new -----------------------------------------------------------------------

    @Test
    void asksOnlyForWhatChanged() {
        TestProject project = synced("deals", "products", "persons");
        pipedrive.deals.replace("id", "1", with(deal(1, 25), "title", "Better"));
        pipedrive.products.add(record(6, 26));

        syncWell(project);

        assertThat(asked())
                .as("one page of each listing, what was deleted, and the fields")
                .containsOnly(
                        entry("v1/recents", 2L),
                        entry("v2/dealFields", 1L),
                        entry("v2/deals", 1L),
                        entry("v2/deals/archived", 1L),
                        entry("v2/persons", 1L),
                        entry("v2/personFields", 1L),
                        entry("v2/productFields", 1L),
                        entry("v2/products", 1L));
        assertThat(api.requests("/api/v2/deals").get(0).query("updated_since"))
                .contains("2026-01-15T10:00:00Z");
        assertThat(one(project, "SELECT title FROM deals WHERE id = 1")).isEqualTo("Better");
        assertThat(one(project, "SELECT count(*) FROM products")).isEqualTo("6");
    }

    @Test
    void keepsTheFirstLoadsOfDealsByPage() {
        api.get(
                "/api/v2/deals",
                call ->
                        call.query("cursor").isPresent()
                                ? Reply.status(400)
                                : Reply.json(
                                        Map.of(
                                                "data",
                                                List.of(deal(1, 11), deal(2, 12)),
                                                "additional_data",
                                                Map.of("next_cursor", "c2"))));
        TestProject project = project();
        assertThat(project.sync().failures()).hasSize(1);
        pipedrive.v2("deals", pipedrive.deals);
        api.clearRequests();

        syncWell(project);

        assertThat(api.requests("/api/v2/deals").get(0).query("updated_since"))
                .contains("2026-01-12T10:00:00Z");
        assertThat(one(project, "SELECT count(*) FROM deals")).isEqualTo("6");
    }

    @Test
    void readsLeadsUntilTheyAreKnown() {
        for (int i = 1; i <= 7; i++) {
            pipedrive.leads.add(with(record(i, i), FakePipedrive.TAGS, "1,2"));
        }
        pipedrive.archivedLeads.add(with(record(8, 2), "label_ids", List.of("f08b42a0")));
        TestProject project = synced("leads");
        assertThat(project.query("SELECT DISTINCT value FROM leads__tags ORDER BY 1"))
                .containsExactly("Hot", "Partner");
        assertThat(one(project, "SELECT value FROM leads__label_ids")).isEqualTo("f08b42a0");
        pipedrive.leads.replace("id", "1", record(1, 9));

        syncWell(project);

        assertThat(api.requests("/api/v1/leads")).hasSize(1);
        assertThat(one(project, "SELECT count(*) FROM leads")).isEqualTo("8");
        assertThat(one(project, "SELECT strftime(update_time, '%d') FROM leads WHERE id = 1"))
                .isEqualTo("09");
    }

    @Test
    void beginsAtTheConfiguredTime() {
        pipedrive.leads.add(record(1, 1));
        pipedrive.leads.add(record(2, 20));
        TestProject project =
                project()
                        .settings(
                                with(
                                        loading("deals", "leads"),
                                        "since_timestamp",
                                        "2026-01-13 00:00:00"));

        syncWell(project);

        assertThat(project.query("SELECT id FROM deals ORDER BY 1")).containsExactly("3", "4", "5");
        assertThat(project.query("SELECT id FROM leads")).containsExactly("2");
        assertThat(api.requests("/api/v2/deals").get(0).query("updated_since"))
                .contains("2026-01-13T00:00:00Z");
    }

    // ---- what is gone ----------------------------------------------------------------------

    @Test
    void hearsOfDeletedDealsAndPersons() {
        TestProject project = project();
        syncWell(project);
        assertThat(api.requests("/api/v1/recents")).as("before the first load").isEmpty();
        assertThat(api.requests("/api/v2/deals").get(0).query("status")).isEmpty();
        pipedrive.deals.replace("id", "2", with(deal(2, 25), "is_deleted", true));
        pipedrive.v2("persons", pipedrive.persons.where(person -> person.get("id").equals(1)));
        pipedrive.recents.add(change(1, true));
        pipedrive.recents.add(change(2, false));

        syncWell(project);

        assertThat(project.query("SELECT id FROM deals ORDER BY 1"))
                .containsExactly("1", "3", "4", "5", "9");
        assertThat(project.query("SELECT id FROM persons")).containsExactly("1");
        assertThat(api.requests("/api/v1/recents"))
                .extracting(call -> call.query("items").get() + call.query("since_timestamp").get())
                .containsExactlyInAnyOrder(
                        "person2026-01-02 10:00:00", "product2026-01-05 10:00:00");
    }

    private static Map<String, Object> change(int id, boolean active) {
        return Map.of("item", "person", "id", id, "data", Map.of("id", id, "active_flag", active));
    }

    @Test
    void archivedDealsStayWhereTheyWere() {
        TestProject project = synced("deals");
        FakeListing open = pipedrive.deals.where(deal -> !deal.get("id").equals(4));
        pipedrive.v2("deals", open);
        pipedrive.archivedDeals.add(with(deal(4, 27), "is_archived", true));

        syncWell(project);

        assertThat(project.query("SELECT id FROM deals WHERE is_archived ORDER BY 1"))
                .containsExactly("4", "9");
        assertThat(one(project, "SELECT count(*) FROM deals")).isEqualTo("6");
    }

    // ---- custom fields ---------------------------------------------------------------------

    @Test
    void putsCustomFieldsUnderTheirNames() {
        TestProject project = synced("deals", "custom_fields_mapping");

        assertThat(
                        project.query(
                                "SELECT title, deal_size, budget, currency_of_budget, source_channel, status"
                                        + " FROM deals WHERE id = 1"))
                .containsExactly("Deal 1|Large|2300|EUR|Web form|open");
        assertThat(
                        one(
                                project,
                                "SELECT title_%s FROM deals LIMIT 1"
                                        .formatted(FakePipedrive.TITLE)))
                .as("a custom field with the name of a standard one")
                .isEqualTo("Dr.");
        assertThat(project.query("SELECT DISTINCT value FROM deals__tags ORDER BY 1"))
                .containsExactly("Hot", "Partner");
        assertThat(project.query("SELECT DISTINCT value FROM deals__label"))
                .containsExactly("Customer");
        assertThat(
                        project.query(
                                "SELECT name, field_type, options->>'$.8' FROM custom_fields_mapping"
                                        + " WHERE endpoint = 'deal' AND hash_string = '%s'"
                                                .formatted(FakePipedrive.SIZE)))
                .containsExactly("Deal size|enum|Large");
        assertThat(project.columns("deals"))
                .containsAll(
                        project.query(
                                "SELECT normalized_name FROM custom_fields_mapping WHERE field_type <> 'set'"));
    }

    // ---- children --------------------------------------------------------------------------

    @Test
    void asksForWhatBelongsToDealsThatChanged() {
        api.get("/api/v1/deals/{deal}/participants", call -> ofDeal(call, "related_item_id", 100));
        api.get(
                "/api/v1/deals/{deal}/flow",
                call ->
                        Reply.json(
                                Map.of(
                                        "data",
                                        List.of(
                                                Map.of(
                                                        "object", "dealChange",
                                                        "timestamp", "2026-01-01 10:00:00",
                                                        "data",
                                                                Map.of(
                                                                        "id",
                                                                        7,
                                                                        "new_value",
                                                                        3))))));
        api.get("/api/v2/deals/{deal}/products", call -> ofDeal(call, "deal_id", 200));
        api.get("/api/v2/deals/2/products", call -> refusal(404, "Deal not found", "NOT_FOUND"));
        TestProject project = synced("deals_participants", "deals_flow", "deal_products");
        assertThat(one(project, "SELECT count(*) FROM deals_participants")).isEqualTo("6");
        assertThat(one(project, "SELECT count(*) FROM deal_products")).isEqualTo("5");
        assertThat(
                        project.query(
                                "SELECT object, id, data->>'new_value' FROM deals_flow WHERE deal_id = 3"))
                .containsExactly("dealChange|7|3");
        pipedrive.deals.replace("id", "3", deal(3, 28));

        syncWell(project);

        assertThat(asked())
                .contains(
                        entry("v1/deals/3/participants", 1L),
                        entry("v1/deals/3/flow", 1L),
                        entry("v2/deals/3/products", 1L))
                .doesNotContainKey("v1/deals/1/flow");
    }

    private static Reply ofDeal(Call call, String column, int base) {
        int deal = Integer.parseInt(call.variable("deal"));
        return Reply.json(Map.of("data", List.of(Map.of("id", base + deal, column, deal))));
    }

    // ---- failures --------------------------------------------------------------------------

    @Test
    void goesWithoutProjectsWhereTheAccountHasNone() {
        api.get("/api/v2/tasks", call -> refusal(402, "Payment required", "PAYMENT_REQUIRED"));

        TestProject project = synced("persons", "tasks");

        assertThat(one(project, "SELECT count(*) FROM persons")).isEqualTo("2");
    }

    @Test
    void doesNotWaitForTomorrow() {
        Reply spent =
                refusal(429, "request over limit", "LIMIT")
                        .header("x-daily-ratelimit-token-remaining", "0")
                        .header("Retry-After", "40000");
        api.get("/api/v2/persons", call -> spent);
        TestProject project = project().settings(loading("persons"));

        SourceReport report = project.sync();

        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("UNSUPPORTED");
                            assertThat(failure.hint()).contains("tomorrow");
                        });
        assertThat(api.requests("/api/v2/persons")).hasSize(1);
    }

    @Test
    void tellsWhereTheTokenIs() {
        TestProject project = project().settings(with(settings(), "api_key", "wrong"));

        assertThat(project.sync().failures().get(0))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("AUTH");
                            assertThat(failure.message()).contains("unauthorized access");
                            assertThat(failure.hint()).contains("Personal preferences");
                        });
    }

    // ---- names -----------------------------------------------------------------------------

    @Test
    void understandsConfigurationsOfTheOriginal() {
        pipedrive.v1("activityTypes", new FakeListing(List.of(record(1, 1))));
        TestProject project =
                project()
                        .settings(
                                Map.of(
                                        "pipedrive_api_key",
                                        FakePipedrive.TOKEN,
                                        "since_timestamp",
                                        "1970-01-01 00:00:00",
                                        "resources",
                                        List.of("activityTypes", "deals"),
                                        "base_url",
                                        api.url() + "/api"));

        syncWell(project);

        assertThat(one(project, "SELECT count(*) FROM activity_types")).isEqualTo("1");
        assertThat(one(project, "SELECT count(*) FROM deals")).isEqualTo("6");
    }

    @Test
    void readsEachTableFromItsOwnListing() throws Exception {
        FakePipedrive.answerAll(api);
        PipedriveSource source = new PipedriveSource();
        Map<String, List<String>> paths = new TreeMap<>();
        for (String table : source.choices("resources", run())) {
            api.clearRequests();
            MemoryRun run = run(table);
            for (Resource resource : source.resources(run)) {
                run.read(resource);
            }
            paths.put(
                    table,
                    api.requests().stream()
                            .map(call -> call.path().replace("/api/", ""))
                            .filter(path -> !path.endsWith("Fields"))
                            .toList());
        }

        assertThat(paths)
                .containsOnly(
                        entry("activities", List.of("v2/activities")),
                        entry("activity_types", List.of("v1/activityTypes")),
                        entry("boards", List.of("v2/boards")),
                        entry("call_logs", List.of("v1/callLogs")),
                        entry("currencies", List.of("v1/currencies")),
                        entry("custom_fields_mapping", List.of()),
                        entry("deal_followers", ofDeals("v2/deals/1/followers")),
                        entry("deal_products", ofDeals("v2/deals/1/products")),
                        entry("deals", List.of("v2/deals", "v2/deals/archived")),
                        entry("deals_flow", ofDeals("v1/deals/1/flow")),
                        entry("deals_participants", ofDeals("v1/deals/1/participants")),
                        entry("files", List.of("v1/files")),
                        entry("filters", List.of("v1/filters")),
                        entry("lead_labels", List.of("v1/leadLabels")),
                        entry("lead_sources", List.of("v1/leadSources")),
                        entry("leads", List.of("v1/leads", "v1/leads/archived")),
                        entry("notes", List.of("v1/notes")),
                        entry("organizations", List.of("v2/organizations")),
                        entry("permission_sets", List.of("v1/permissionSets")),
                        entry("persons", List.of("v2/persons")),
                        entry("phases", List.of("v2/boards", "v2/phases")),
                        entry("pipelines", List.of("v2/pipelines")),
                        entry("products", List.of("v2/products")),
                        entry("projects", List.of("v2/projects", "v2/projects/archived")),
                        entry("roles", List.of("v1/roles")),
                        entry("stages", List.of("v2/stages")),
                        entry("tasks", List.of("v2/tasks")),
                        entry("users", List.of("v1/users")));
    }

    private static List<String> ofDeals(String child) {
        return List.of("v2/deals", child, "v2/deals/archived");
    }

    private MemoryRun run(String... resources) {
        return new MemoryRun(
                new PipedriveSource.Config(
                        Secret.of(FakePipedrive.TOKEN),
                        List.of(resources),
                        Optional.empty(),
                        api.url() + "/api"),
                FixedClock.at("2026-03-01T12:00:00Z"));
    }
}
