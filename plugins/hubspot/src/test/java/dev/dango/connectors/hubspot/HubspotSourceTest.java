package dev.dango.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HubSpot from its objects to the warehouse's tables. */
class HubspotSourceTest extends HttpSourceContract {

    private FakeHubspot account;

    @BeforeEach
    void answer() {
        account = new FakeHubspot(api);
        account.put(
                "contacts",
                1,
                "2026-01-01T10:00:00Z",
                Map.of(
                        "email", "ada@x.example",
                        "amount", "12.50",
                        "opted_out", "false",
                        "birthday", "1815-12-10",
                        "notes", ""),
                Map.of("deals", List.of("11", "12", "13")));
        account.put("contacts", 2, "2026-02-01T10:00:00Z", Map.of("email", "grace@x.example"));
        account.put("contacts", 3, "2026-02-02T10:00:00Z", Map.of("email", "barbara@x.example"));
        account.put(
                "deals",
                11,
                "2026-02-03T10:00:00Z",
                Map.of("dealname", "Engine", "hs_v2_date_entered_won", "2026-02-03T09:00:00Z"));
    }

    @Override
    protected Source source() {
        return new HubspotSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("api_key", FakeHubspot.TOKEN);
        settings.put("base_url", api.url());
        settings.put("resources", List.of("contacts", "owners", "pipelines_deals"));
        settings.putAll(more);
        return settings;
    }

    private Map<String, Object> withDeals() {
        return with(Map.of("resources", List.of("contacts", "deals")));
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(Map.of("include_history", true, "soft_delete", true, "lookback", "2h")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, SLICES -> false;
            default -> true;
        };
    }

    @Override
    protected String pathOfRecords() {
        return "/crm/v3/objects/contacts/batch/read";
    }

    @Override
    protected void addRecord() {
        account.put("contacts", 4, "2026-03-01T12:01:30Z", Map.of("email", "new@x.example"));
    }

    @Override
    protected void removeRecord() {
        account.archive("contacts", 2, "2026-03-01T12:01:30Z");
    }

    @Test
    void keepsTheOriginalsColumnsAndTables() {
        TestProject project = project().settings(withDeals());
        syncWell(project);

        assertThat(
                        project.query(
                                "SELECT id, email, amount, opted_out, birthday, lastmodifieddate::VARCHAR"
                                        + " FROM contacts WHERE id = '1'"))
                .containsExactly("1|ada@x.example|12.5|false|1815-12-10|2026-01-01 10:00:00+00");
        assertThat(project.query("SELECT value, deals_id FROM contacts__deals ORDER BY deals_id"))
                .as("each association once, also those a list only begins")
                .containsExactly("1|11", "1|12", "1|13");
        assertThat(project.columns("contacts")).doesNotContain("notes");
    }

    @Test
    void searchesOnlyForWhatHasChanged() {
        TestProject project = project().settings(withDeals());
        syncWell(project);
        api.clearRequests();
        account.put(
                "contacts",
                3,
                "2026-03-01T12:01:10Z",
                Map.of("email", "liskov@x.example"),
                Map.of("deals", List.of("11", "12", "13")));
        syncWell(project);

        assertThat(api.requests())
                .filteredOn(call -> call.path().contains("contacts"))
                .extracting(Call::path)
                .containsExactly(
                        "/crm/v3/properties/contacts",
                        "/crm/v3/objects/contacts/search",
                        "/crm/v3/objects/contacts/batch/read",
                        "/crm/v4/associations/contacts/deals/batch/read",
                        "/crm/v4/associations/contacts/deals/batch/read",
                        "/crm/v3/objects/contacts");
        assertThat(project.query("SELECT email FROM contacts ORDER BY id"))
                .containsExactly("ada@x.example", "grace@x.example", "liskov@x.example");
        assertThat(project.query("SELECT deals_id FROM contacts__deals WHERE value = '3'"))
                .containsExactlyInAnyOrder("11", "12", "13");
    }

    @Test
    void archivedObjectsAreDeletedOrMarked() {
        TestProject deleting = project();
        TestProject marking = project();
        marking.settings(with(Map.of("soft_delete", true)));
        syncWell(deleting);
        syncWell(marking);
        removeRecord();
        syncWell(deleting);
        syncWell(marking);

        assertThat(deleting.query("SELECT id FROM contacts ORDER BY id")).containsExactly("1", "3");
        assertThat(marking.query("SELECT id, is_deleted FROM contacts ORDER BY id"))
                .containsExactly("1|false", "2|true", "3|false");
    }

    @Test
    void objectsThatWereMergedIntoOthersGo() {
        TestProject project = project();
        syncWell(project);
        account.forget("contacts", 2);
        account.put(
                "contacts",
                3,
                "2026-03-01T12:01:10Z",
                Map.of("email", "one@x.example", "hs_merged_object_ids", "2;3"));
        syncWell(project);

        assertThat(project.query("SELECT id FROM contacts ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    void loadsHistoriesAndStages() {
        TestProject project = project();
        syncWell(
                project.settings(
                        with(
                                Map.of(
                                        "resources",
                                        List.of("deals", "stages_timing_deals"),
                                        "include_history",
                                        true))));

        assertThat(
                        project.query(
                                "SELECT object_id, value, source_type FROM deals_property_history"
                                        + " WHERE property_name = 'dealname' ORDER BY value"))
                .containsExactly("11|Engine|CRM_UI", "11|old Engine|IMPORT");
        assertThat(
                        project.query(
                                "SELECT id, stage, hs_v2_date_enteredx::VARCHAR FROM stages_timing_deals"))
                .containsExactly("11|won|2026-02-03 09:00:00+00");

        account.put("deals", 11, "2026-03-01T12:01:10Z", Map.of("dealname", "Engine 2"));
        syncWell(project);

        assertThat(
                        project.query(
                                "SELECT value FROM deals_property_history"
                                        + " WHERE property_name = 'dealname' ORDER BY value"))
                .containsExactly("Engine 2", "old Engine 2");
    }

    @Test
    void loadsObjectsOfTheAccountsOwn() {
        account.put("2-77", 5, "2026-01-01T00:00:00Z", Map.of("wheels", "4"));
        TestProject project = project();
        syncWell(project.settings(with(Map.of("resources", List.of("custom_objects")))));

        assertThat(project.query("SELECT id, wheels FROM cars")).containsExactly("5|4");
    }
}
