package dev.dango.connectors.freshdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Source;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Freshdesk from its listings to the warehouse's tables. */
class FreshdeskSourceTest extends HttpSourceContract {

    private static final String HALF_PAST = "2026-02-01T10:30:00Z";
    private static final String AT_ELEVEN = "2026-02-01T11:00:00Z";

    private final FakeFreshdesk desk = new FakeFreshdesk(api);

    @BeforeEach
    void fill() {
        for (int id = 1; id <= 3; id++) {
            desk.tickets.add(FakeFreshdesk.ticket(id, "2026-01-0" + id + "T10:00:00Z"));
        }
        desk.contacts.add(FakeFreshdesk.contact(1, "verified", "2026-01-01T10:00:00Z"));
        desk.contacts.add(FakeFreshdesk.contact(2, "verified", "2026-01-02T10:00:00Z"));
        desk.contacts.add(FakeFreshdesk.contact(3, "unverified", "2026-01-03T10:00:00Z"));
    }

    @Override
    protected Source source() {
        return new FreshdeskSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("tickets", "contacts")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("domain", "bakery");
        settings.put("api_key", FakeFreshdesk.KEY);
        settings.put("base_url", api.url() + "/api/v2");
        settings.put("requests_per_minute", 2000); // as many as the contract may need
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "resources",
                                List.of("tickets"),
                                "start_date",
                                "2025-01-01",
                                "include",
                                List.of("stats"),
                                "lookback",
                                "7d",
                                "requests_per_minute",
                                400,
                                "per_page",
                                50)));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case PRIMARY_KEYS, INCREMENTAL, CHECKPOINTS, SLICES, CREDENTIALS, NETWORK -> true;
            case SCHEMA, DELETES -> false;
        };
    }

    @Override
    protected void addRecord() {
        desk.tickets.add(FakeFreshdesk.ticket(4, "2026-02-01T10:00:00Z"));
    }

    @Test
    void loadsAllThenOnlyWhatChanged() {
        TestProject project = project();
        syncWell(project);
        assertThat(project.query("SELECT count(*) FROM tickets")).containsExactly("3");
        assertThat(
                        project.query(
                                "SELECT subject, custom_fields__cf_color FROM tickets WHERE id = 1"))
                .containsExactly("Ticket 1|red");
        assertThat(project.query("SELECT count(*) FROM tickets__tags")).containsExactly("6");

        desk.tickets.replace("id", "1", FakeFreshdesk.ticket(1, "2026-02-02T10:00:00Z"));
        api.clearRequests();
        syncWell(project);

        assertThat(api.requests("/api/v2/tickets"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("updated_since"))
                                        .contains("2026-01-03T09:59:00Z"));
        assertThat(project.query("SELECT count(*) FROM tickets")).containsExactly("3");
        assertThat(project.query("SELECT updated_at::DATE FROM tickets WHERE id = 1"))
                .containsExactly("2026-02-02");
    }

    @Test
    void goesOnAfterABreakWhereItWas() {
        TestProject project =
                project().settings(with(Map.of("resources", List.of("tickets"), "per_page", 2)));
        addRecord();
        api.get(
                "/api/v2/tickets",
                call ->
                        call.query("updated_since").orElseThrow().equals("2026-01-02T09:59:59Z")
                                ? Reply.status(400)
                                : desk.listTickets(call));
        assertThat(project.sync().failures()).hasSize(1);
        assertThat(project.query("SELECT count(*) FROM tickets")).containsExactly("2");

        api.get("/api/v2/tickets", desk::listTickets);
        api.clearRequests();
        syncWell(project);

        assertThat(project.query("SELECT count(*) FROM tickets")).containsExactly("4");
        assertThat(api.requests("/api/v2/tickets").get(0).query("updated_since"))
                .contains("2026-01-02T09:59:00Z");
    }

    @Test
    void followsContactsThroughTheirStates() {
        TestProject project = project();
        syncWell(project);
        assertThat(project.query("SELECT id, state FROM contacts ORDER BY id"))
                .containsExactly("1|verified", "2|verified", "3|unverified");

        desk.contacts.replace(
                "id", "1", FakeFreshdesk.contact(1, "deleted", "2026-02-01T10:00:00Z"));
        desk.contacts.replace(
                "id", "3", FakeFreshdesk.contact(3, "blocked", "2026-02-02T10:00:00Z"));
        syncWell(project);

        assertThat(project.query("SELECT id, state FROM contacts ORDER BY id"))
                .containsExactly("2|verified", "3|blocked");
    }

    @Test
    void missesNoContactThatChangesBehindTheRead() {
        AtomicBoolean changes = new AtomicBoolean(true);
        api.get(
                "/api/v2/contacts",
                call -> {
                    Reply page = desk.listContacts(call);
                    if (call.query("page").isEmpty() && changes.getAndSet(false)) {
                        desk.contacts.replace(
                                "id", "1", FakeFreshdesk.contact(1, "verified", HALF_PAST));
                        desk.contacts.replace(
                                "id", "2", FakeFreshdesk.contact(2, "verified", AT_ELEVEN));
                    }
                    return page;
                });
        TestProject project =
                project().settings(with(Map.of("resources", List.of("contacts"), "per_page", 1)));

        syncWell(project);
        syncWell(project);

        assertThat(project.query("SELECT strftime(updated_at, '%H:%M') FROM contacts WHERE id < 3"))
                .containsExactlyInAnyOrder("10:30", "11:00");
    }

    @Test
    void takesTheOriginalsSettings() {
        TestProject project = project();
        syncWell(
                project.settings(
                        Map.of(
                                "domain",
                                "bakery.freshdesk.com",
                                "api_secret_key",
                                FakeFreshdesk.KEY,
                                "endpoints",
                                List.of("tickets"),
                                "per_page",
                                100,
                                "base_url",
                                api.url() + "/api/v2")));

        assertThat(project.query("SELECT count(*) FROM tickets")).containsExactly("3");
    }
}
