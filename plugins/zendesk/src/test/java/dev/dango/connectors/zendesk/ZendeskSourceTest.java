package dev.dango.connectors.zendesk;

import static dev.dango.connectors.zendesk.FakeZendesk.field;
import static dev.dango.connectors.zendesk.FakeZendesk.record;
import static dev.dango.connectors.zendesk.FakeZendesk.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Source;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zendesk from its exports to the warehouse's tables. */
class ZendeskSourceTest extends HttpSourceContract {

    private final FakeZendesk zendesk = new FakeZendesk(api, 2);

    @BeforeEach
    void fill() {
        zendesk.ticketFields.add(Map.of("id", 1, "title", "Subject", "removable", false));
        zendesk.ticketFields.add(field(10, "Product Area", Map.of("area_oven", "Oven")));
        zendesk.ticketFields.add(field(11, "Status", Map.of()));
        for (int id = 1; id <= 3; id++) {
            zendesk.tickets.add(
                    ticket(id, "2026-01-0" + id + "T10:00:00Z", 10L, "area_oven", 11L, "fresh"));
            zendesk.users.add(record(id, "2026-01-0" + id + "T10:00:00Z", Map.of("active", true)));
            zendesk.groups.add(Map.of("id", id));
        }
    }

    @Override
    protected Source source() {
        return new ZendeskSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("tickets", "users", "groups")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("subdomain", "bakery");
        settings.put("email", FakeZendesk.EMAIL);
        settings.put("token", FakeZendesk.TOKEN);
        settings.put("base_url", api.url() + "/api/v2");
        settings.put("exports_per_minute", 1000); // as many as the contract may need
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "oauth_token",
                                "o-1",
                                "resources",
                                List.of("tickets"),
                                "start_date",
                                "2025-01-01",
                                "lookback",
                                "7d",
                                "requests_per_minute",
                                700)));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case PRIMARY_KEYS, INCREMENTAL, CHECKPOINTS, CREDENTIALS, NETWORK -> true;
            case SCHEMA, SLICES, DELETES -> false;
        };
    }

    @Override
    protected String pathOfRecords() {
        return "/api/v2/incremental/users/cursor";
    }

    @Override
    protected void addRecord() {
        zendesk.tickets.add(ticket(4, "2026-02-01T10:00:00Z", 10L, null));
    }

    private TestProject loading(String... resources) {
        TestProject project =
                project().settings(with(Map.of("resources", List.of((Object[]) resources))));
        syncWell(project);
        return project;
    }

    private void sync(TestProject project) {
        api.clearRequests();
        syncWell(project);
    }

    @Test
    void loadsAllThenOnlyWhatChanged() {
        TestProject project = loading("tickets");
        assertThat(project.query("SELECT count(*) FROM tickets")).containsExactly("3");
        assertThat(api.requests("/api/v2/incremental/tickets/cursor")).hasSize(2);

        zendesk.tickets.replace("id", "1", ticket(1, "2026-02-01T10:00:00Z", 10L, "new"));
        sync(project);

        assertThat(api.requests("/api/v2/incremental/tickets/cursor"))
                .singleElement()
                .satisfies(
                        call -> {
                            assertThat(call.query("cursor")).isPresent();
                            assertThat(call.query("start_time")).isEmpty();
                        });
        assertThat(project.query("SELECT id, product_area FROM tickets ORDER BY id"))
                .containsExactly("1|new", "2|Oven", "3|Oven");
    }

    @Test
    void namesCustomFieldsByTheirTitles() {
        TestProject project = loading("tickets");

        assertThat(
                        project.query(
                                "SELECT status, status_11, product_area FROM tickets WHERE id = 1"))
                .containsExactly("open|fresh|Oven");
        assertThat(project.columns("tickets")).doesNotContain("custom_fields", "fields");
    }

    @Test
    void keepsTheColumnOfAFieldThatGetsAnotherTitle() {
        TestProject project = loading("tickets");

        zendesk.ticketFields.replace(
                "id", "10", field(10, "Area", Map.of("area_oven", "Big Oven")));
        zendesk.ticketFields.add(field(12, "Product area", Map.of()));
        zendesk.tickets.add(ticket(4, "2026-02-01T10:00:00Z", 10L, "area_oven", 12L, 7));
        sync(project);

        assertThat(project.query("SELECT product_area, product_area_12 FROM tickets WHERE id = 4"))
                .containsExactly("Big Oven|7");
        assertThat(project.columns("tickets")).doesNotContain("area");
    }

    @Test
    void keepsDeletedTicketsByTheirStatus() {
        TestProject project = loading("tickets");

        zendesk.tickets.replace(
                "id", "2", record(2, "2026-02-01T10:00:00Z", Map.of("status", "deleted")));
        sync(project);

        assertThat(project.query("SELECT status FROM tickets ORDER BY id"))
                .containsExactly("open", "deleted", "open");
    }

    @Test
    void removesDeletedUsersAndOrganizations() {
        zendesk.organizations.add(record(7, "2026-01-01T10:00:00Z", Map.of("name", "A")));
        zendesk.organizations.add(record(8, "2026-01-02T10:00:00Z", Map.of("name", "B")));
        TestProject project = loading("users", "organizations");
        assertThat(project.query("SELECT count(*) FROM users")).containsExactly("3");

        zendesk.users.replace(
                "id", "1", record(1, "2026-02-01T10:00:00Z", Map.of("active", false)));
        zendesk.organizations.replace(
                "id",
                "7",
                record(7, "2026-02-01T10:00:00Z", Map.of("deleted_at", "2026-02-01T10:00:00Z")));
        sync(project);

        assertThat(project.query("SELECT id FROM users ORDER BY id")).containsExactly("2", "3");
        assertThat(project.query("SELECT name FROM organizations")).containsExactly("B");
    }

    @Test
    void eventsThatComeAgainDoNoHarm() {
        IntStream.rangeClosed(1, 1500)
                .forEach(
                        id ->
                                zendesk.events.add(
                                        record(
                                                id,
                                                "2026-01-01T00:00:00Z",
                                                Map.of(
                                                        "changed",
                                                        1_767_225_600L + id / 2,
                                                        "ticket_id",
                                                        1,
                                                        "child_events",
                                                        List.of(Map.of("id", id))))));
        TestProject project = loading("ticket_events");
        assertThat(api.requests("/api/v2/incremental/ticket_events")).hasSize(2);
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM ticket_events"))
                .containsExactly("1500|1500");
        assertThat(project.query("SELECT count(*) FROM ticket_events__child_events"))
                .containsExactly("1500");

        sync(project);

        assertThat(api.requests("/api/v2/incremental/ticket_events")).hasSize(1);
        assertThat(project.query("SELECT count(*) FROM ticket_events")).containsExactly("1500");
        assertThat(project.query("SELECT count(*) FROM ticket_events__child_events"))
                .containsExactly("1500");
    }

    @Test
    void takesCredentialsFromWhereTheOriginalKeepsThem() throws Exception {
        TestProject project =
                project()
                        .settings(
                                Map.of(
                                        "subdomain",
                                        "bakery",
                                        "resources",
                                        List.of("groups"),
                                        "base_url",
                                        api.url() + "/api/v2"));
        Files.createDirectories(folder.resolve("project-0/.dlt"));
        Files.writeString(
                folder.resolve("project-0/.dlt/secrets.toml"),
                "[sources.test.credentials]%nemail = \"%s\"%ntoken = \"%s\"%n"
                        .formatted(FakeZendesk.EMAIL, FakeZendesk.TOKEN));

        syncWell(project);

        assertThat(project.query("SELECT count(*) FROM groups")).containsExactly("3");
    }
}
