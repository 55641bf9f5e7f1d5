package dev.dango.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of HubSpot, by a fake that keeps HubSpot's limits. */
class HubspotRequestsTest {

    private static final String SEARCH = "/crm/v3/objects/companies/search";

    private final FakeApi api = FakeApi.start();
    private FakeHubspot account = new FakeHubspot(api);
    private final HubspotSource source = new HubspotSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(String... resources) {
        HubspotSource.Config config =
                new HubspotSource.Config(
                        Secret.of(FakeHubspot.TOKEN),
                        List.of(resources),
                        false,
                        false,
                        Duration.ofHours(1),
                        api.url());
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    private void companies(int count, String modified) {
        for (int id = 1; id <= count; id++) {
            account.put("companies", id, modified, Map.of("name", "Company " + id));
        }
    }

    @Test
    void aFirstLoadListsEverything() throws Exception {
        companies(250, "2020-01-01T00:00:00Z");
        MemoryRun run = run("companies");

        assertThat(read(run)).hasSize(250).extracting(row -> row.get("id")).doesNotHaveDuplicates();
        assertThat(api.requests("/crm/v3/objects/companies"))
                .as("three pages, one archived")
                .hasSize(4);
        assertThat(api.requests("/crm/v3/objects/companies/batch/read")).hasSize(3);
        assertThat(run.positions())
                .containsEntry("whole", "DONE 1970-01-01T00:00:00Z 2026-03-01T12:00:00Z ");
    }

    @Test
    void aFirstLoadIsTakenUpInItsMiddle() throws Exception {
        companies(250, "2020-01-01T00:00:00Z");
        MemoryRun run =
                run("companies")
                        .position("whole", "LIST 1970-01-01T00:00:00Z 2026-03-01T11:00:00Z 200");
        account.put("companies", 7, "2026-03-01T11:30:00Z", Map.of("name", "Changed meanwhile"));

        assertThat(read(run))
                .as("what was left of the list, and what has changed since it was begun")
                .hasSize(51)
                .last()
                .satisfies(row -> assertThat(row).containsEntry("name", "Changed meanwhile"));
        assertThat(run.positions())
                .containsEntry("whole", "DONE 2026-03-01T11:00:00Z 2026-03-01T12:00:00Z ");
    }

    @Test
    void aSearchGoesOnPastItsLastResultAlsoWhereAllHaveChangedAtOnce() throws Exception {
        account = new FakeHubspot(api, 400);
        companies(650, "2026-03-01T10:00:00Z");
        MemoryRun run =
                run("companies")
                        .position("whole", "DONE 2026-02-01T00:00:00Z 2026-03-01T09:00:00Z ");

        assertThat(read(run)).hasSize(650).extracting(row -> row.get("id")).doesNotHaveDuplicates();
        assertThat(api.requests(SEARCH)).hasSize(7);
    }

    @Test
    void checkpointsLieBetweenPages() throws Exception {
        companies(450, "2026-03-01T11:30:00Z");
        MemoryRun run =
                run("companies")
                        .position("whole", "DONE 2026-02-01T00:00:00Z 2026-03-01T11:00:00Z ");

        run.read(source.resources(run).get(0), new MemorySink().limit(250));

        assertThat(run.positions())
                .containsEntry("whole", "CHANGES 2026-03-01T11:00:00Z 2026-03-01T12:00:00Z 300");
    }

    @Test
    void anyNumberOfPropertiesIsRead() throws Exception {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            properties.put("a_property_with_a_long_name_" + i, "x");
        }
        account.put("companies", 1, "2026-03-01T11:30:00Z", properties);
        MemoryRun later =
                run("companies")
                        .position("whole", "DONE 2026-02-01T00:00:00Z 2026-03-01T11:00:00Z ");

        assertThat(read(run("companies")).get(0)).hasSize(503).containsAllEntriesOf(properties);
        assertThat(read(later).get(0)).hasSize(503).containsAllEntriesOf(properties);
    }

    @Test
    void aSearchThatLeadsInACircleEndsInAnError() {
        Reply page =
                Reply.json(
                        Map.of(
                                "results", List.of(Map.of("id", "5", "properties", Map.of())),
                                "paging", Map.of("next", Map.of("after", "200"))));
        api.post(SEARCH, call -> page);

        SourceException failure =
                catchThrowableOfType(
                        SourceException.class,
                        () ->
                                read(
                                        run("companies")
                                                .position(
                                                        "whole",
                                                        "DONE 2026-02-01T00:00:00Z 2026-02-02T00:00:00Z ")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
        assertThat(api.requests(SEARCH)).hasSize(2);
    }

    @Test
    void aListThatLeadsInACircleEndsInAnError() {
        Reply page =
                Reply.json(
                        Map.of(
                                "results", List.of(),
                                "paging", Map.of("next", Map.of("after", "again"))));
        api.get("/crm/v3/objects/companies", call -> page);

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("companies")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
        assertThat(api.requests("/crm/v3/objects/companies")).hasSize(2);
    }

    @Test
    void contactsAreFoundByAPropertyOfTheirOwn() throws Exception {
        account.put("contacts", 1, "2026-03-01T11:30:00Z", Map.of("email", "ada@x.example"));

        List<Map<String, Object>> found =
                read(
                        run("contacts")
                                .position(
                                        "whole",
                                        "DONE 2026-02-01T00:00:00Z 2026-02-02T00:00:00Z "));

        assertThat(found).hasSize(1);
        assertThat(api.requests("/crm/v3/objects/contacts/search").get(0).body())
                .contains("\"propertyName\":\"lastmodifieddate\"");
    }

    @Test
    void linksLeadToSelectedObjectsOnly() throws Exception {
        read(run("companies", "deals", "owners"));

        assertThat(api.requests("/crm/v3/objects/companies").get(0).query("associations"))
                .contains("deals");
    }

    @Test
    void ownersWhoHaveLeftAreLoadedToo() throws Exception {
        assertThat(read(run("owners"))).extracting(row -> row.get("id")).containsExactly("1", "2");
    }

    @Test
    void propertiesTellOfWhichObjectTheyAre() throws Exception {
        List<Map<String, Object>> properties = read(run("properties", "contacts", "deals"));

        assertThat(properties)
                .extracting(row -> row.get("object_type"))
                .containsOnly("contacts", "deals");
        assertThat(read(run("properties")))
                .extracting(row -> row.get("object_type"))
                .containsOnly("contacts", "companies", "deals", "tickets");
    }

    @Test
    void offersTheAccountsOwnObjects() throws Exception {
        assertThat(source.choices("resources", run("contacts")))
                .contains("contacts", "owners", "deals_property_history", "cars")
                .doesNotHaveDuplicates();
        api.get(
                "/crm-object-schemas/v3/schemas",
                call -> FakeHubspot.error(403, "MISSING_SCOPES", "crm.schemas.custom.read"));
        assertThat(source.choices("resources", run("contacts"))).doesNotContain("cars");
    }

    @Test
    void offersWhatIsStandardAlsoWhereNobodyAnswers() throws Exception {
        MemoryRun run = run("contacts").impatient();
        api.get("/crm-object-schemas/v3/schemas", call -> Reply.status(503));

        assertThat(source.choices("resources", run)).contains("contacts").doesNotContain("cars");
    }

    @Test
    void anUnknownTableIsNamed() {
        SourceException failure =
                catchThrowableOfType(
                        SourceException.class, () -> source.resources(run("contacts", "carz")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(failure.hint()).contains("cars");
    }

    @Test
    void loadsTheOriginalsTablesUnlessOthersAreSelected() throws Exception {
        assertThat(source.resources(run()))
                .extracting(resource -> resource.spec().name())
                .containsExactly("contacts", "companies", "deals", "tickets");
        assertThat(api.requests()).as("what is standard needs no question").isEmpty();
    }

    @Test
    void aMissingScopeIsNamedAndLeavesTheOthers() throws Exception {
        companies(1, "2020-01-01T00:00:00Z");
        refuseDeals(Map.of("requiredGranularScopes", List.of("crm.objects.deals.read")));
        MemoryRun run = run("deals", "companies");
        List<Resource> resources = source.resources(run);

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> run.read(resources.get(0)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
        assertThat(failure).hasMessageContaining("granted all required scopes");
        assertThat(failure.hint()).startsWith("Add the scope crm.objects.deals.read to ");
        assertThat(run.read(resources.get(1))).hasSize(1);

        refuseDeals(Map.of());
        assertThatThrownBy(() -> run.read(resources.get(0)))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.hint()).startsWith("Add the scope it takes"));
    }

    private void refuseDeals(Map<String, Object> context) {
        api.get(
                "/crm/v3/properties/deals",
                call ->
                        Reply.json(
                                        Map.of(
                                                "status",
                                                "error",
                                                "message",
                                                "This app hasn't been granted all required"
                                                        + " scopes to make this call.",
                                                "errors",
                                                List.of(Map.of("context", context)),
                                                "category",
                                                "MISSING_SCOPES"))
                                .withStatus(403));
    }

    @Test
    void theDailyLimitIsNotWaitedFor() {
        api.get(
                "/crm/v3/properties/companies",
                call ->
                        Reply.json(
                                        Map.of(
                                                "status", "error",
                                                "message", "You have reached your daily limit.",
                                                "errorType", "RATE_LIMIT",
                                                "policyName", "DAILY"))
                                .withStatus(429));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("companies")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
        assertThat(failure.hint()).contains("midnight");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void anExhaustedIntervalIsLeftToRoll() throws Exception {
        api.get(
                "/crm/v3/owners",
                call ->
                        Reply.json(Map.of("results", List.of()))
                                .header("X-HubSpot-RateLimit-Remaining", "0")
                                .header("X-HubSpot-RateLimit-Interval-Milliseconds", "5000"));
        MemoryRun run = run("owners");

        read(run);

        assertThat(run.waited()).as("a part of it").isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void checkAsksForWhatIsSelected() throws Exception {
        source.check(run("owners", "tickets"));
        source.check(run("owners"));

        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/crm/v3/objects/tickets", "/crm/v3/owners");
    }

    @Test
    void everyTableIsRead() throws Exception {
        List<String> histories = List.of("contacts_property_history", "cars_property_history");
        List<String> names =
                source.choices("resources", run("contacts")).stream()
                        .filter(name -> !name.endsWith("_history") || histories.contains(name))
                        .toList();
        readTwice(names);

        assertThat(api.requests())
                .extracting(Call::path)
                .contains(
                        "/crm/v3/objects/commerce_payments",
                        "/crm/v3/pipelines/tickets",
                        "/crm-object-schemas/v3/schemas",
                        "/marketing/v3/forms",
                        "/marketing/v3/emails",
                        "/crm/v3/objects/2-77/search");
    }

    /** Each by itself, so that no limit is reached. */
    private void readTwice(List<String> names) throws Exception {
        for (String object : names) {
            account.put(object, 1, "2026-03-01T11:59:00Z", Map.of("name", "One"));
        }
        for (String name : names) {
            MemoryRun run = run(name, "contacts", "deals");
            Resource resource = source.resources(run).get(0);
            run.read(resource);
            if (resource instanceof CrmTable) {
                run.position("whole", "DONE 2026-02-01T00:00:00Z 2026-02-02T00:00:00Z ");
                run.read(resource);
            }
        }
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document =
                ApiDocument.openApi(
                        "hubspot/contacts.json",
                        "hubspot/companies.json",
                        "hubspot/tickets.json",
                        "hubspot/products.json",
                        "hubspot/quotes.json",
                        "hubspot/lineItems.json",
                        "hubspot/owners.json",
                        "hubspot/pipelines.json",
                        "hubspot/properties.json");
        readTwice(
                List.of(
                        "contacts",
                        "companies",
                        "tickets",
                        "products",
                        "quotes",
                        "line_items",
                        "contacts_property_history",
                        "stages_timing_tickets",
                        "pipelines_tickets",
                        "owners",
                        "properties"));

        document.allows(
                api.requests().stream()
                        .filter(call -> call.path().startsWith("/crm/v3/"))
                        .toList());
    }
}
