package dev.dango.connectors.freshdesk;

import static dev.dango.connectors.freshdesk.FakeFreshdesk.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of Freshdesk for each table, and what its answers mean. */
class FreshdeskRequestsTest {

    private static final String TICKETS = "/api/v2/tickets";
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeApi api = FakeApi.start();
    private final FakeFreshdesk desk = new FakeFreshdesk(api);
    private final FreshdeskSource source = new FreshdeskSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(FreshdeskSource.Config config) {
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private MemoryRun run(String... resources) {
        return run(config(Optional.empty(), 100, resources));
    }

    private FreshdeskSource.Config config(
            Optional<LocalDate> start, int perPage, String... resources) {
        return new FreshdeskSource.Config(
                "bakery",
                Secret.of(FakeFreshdesk.KEY),
                List.of(resources),
                start,
                List.of("stats", "description"),
                Duration.ofDays(30),
                1_000_000,
                perPage,
                Optional.of(api.url() + "/api/v2"));
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    private void tickets(int count, int perSecond) {
        IntStream.range(0, count)
                .forEach(
                        i ->
                                desk.tickets.add(
                                        FakeFreshdesk.ticket(
                                                i, FIRST.plusSeconds(i / perSecond).toString())));
    }

    private static long distinct(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("id")).distinct().count();
    }

    @ParameterizedTest
    @CsvSource({
        "ticket_fields, /ticket_fields, REPLACE",
        "contact_fields, /contact_fields, REPLACE",
        "companies, /companies, REPLACE",
        "company_fields, /company_fields, REPLACE",
        "agents, /agents, REPLACE",
        "skills, /admin/skills, REPLACE",
        "roles, /roles, REPLACE",
        "groups, /groups, REPLACE",
        "solution_categories, /solutions/categories, REPLACE",
        "solution_folders, /solutions/categories/1/folders, REPLACE",
        "solution_articles, /solutions/folders/1/articles, REPLACE",
        "canned_response_folders, /canned_response_folders, REPLACE",
        "canned_responses, /canned_response_folders/1/responses, REPLACE",
        "surveys, /surveys, REPLACE",
        "satisfaction_ratings, /surveys/satisfaction_ratings, MERGE",
        "time_entries, /time_entries, MERGE",
        "email_mailboxes, /email/mailboxes, REPLACE",
        "products, /products, REPLACE",
        "business_hours, /business_hours, REPLACE",
        "sla_policies, /sla_policies, REPLACE",
    })
    void readsEachTableToItsLastPage(String table, String path, WriteMode mode) throws Exception {
        FakeListing records =
                new FakeListing(
                        IntStream.rangeClosed(1, 150)
                                .mapToObj(id -> Map.of("id", id, "executed_at", "2026-01-01"))
                                .toList());
        FakeListing one = new FakeListing(List.of(Map.of("id", 1)));
        List.of("/solutions/categories", "/solutions/categories/1/folders")
                .forEach(parent -> api.get("/api/v2" + parent, call -> desk.page(call, one)));
        api.get("/api/v2/canned_response_folders", call -> desk.page(call, one));
        api.get("/api/v2" + path, call -> desk.page(call, records));
        MemoryRun run = run(table);
        ResourceSpec spec = source.resources(run).get(0).spec();

        assertThat(spec.primaryKey()).containsExactly("id");
        assertThat(spec.mode()).isEqualTo(mode);
        assertThat(read(run)).hasSize(150);
        assertThat(api.requests("/api/v2" + path)).hasSize(2);
    }

    // ---- tickets -----------------------------------------------------------------------------

    @Test
    void asksForTicketsOfAllTimesWithWhatBelongsToThem() throws Exception {
        tickets(2, 1);

        assertThat(read(run("tickets"))).hasSize(2);
        Call call = api.requests().get(0);
        assertThat(call.query("updated_since")).contains("2000-01-01T00:00:00Z");
        assertThat(call.query("include")).contains("stats,description");
        assertThat(call.query("order_by")).contains("updated_at");
        assertThat(call.query("order_type")).contains("asc");
        assertThat(call.query("per_page")).contains("100");
    }

    @Test
    void beginsAtTheStartDate() throws Exception {
        read(run(config(Optional.of(LocalDate.of(2026, 1, 5)), 100, "tickets")));

        read(run(config(Optional.of(LocalDate.of(2026, 1, 5)), 100, "contacts")));

        assertThat(api.requests().get(0).query("updated_since")).contains("2026-01-05T00:00:00Z");
        assertThat(api.requests("/api/v2/contacts"))
                .extracting(call -> call.query("_updated_since").orElseThrow())
                .as("tickets of any age refer to contacts")
                .containsOnly("2000-01-01T00:00:00Z");
    }

    @Test
    void goesPastTheLastPageThatFreshdeskLists() throws Exception {
        tickets(605, 1);

        List<Map<String, Object>> rows = read(run(config(Optional.empty(), 2, "tickets")));

        assertThat(distinct(rows)).isEqualTo(605);
        assertThat(api.requests()).hasSizeBetween(303, 310);
    }

    @Test
    void moreTicketsOfOneSecondThanFreshdeskListsAreReported() {
        tickets(605, 1000);

        assertThatThrownBy(() -> read(run(config(Optional.empty(), 2, "tickets"))))
                .hasMessageContaining("beyond the 300th page");
    }

    @Test
    void missesNoTicketWhenOthersChangeMeanwhile() throws Exception {
        tickets(50, 1);
        api.get(
                TICKETS,
                call -> {
                    Reply page = desk.page(call, since(call));
                    desk.tickets.replace(
                            "id", "0", FakeFreshdesk.ticket(0, "2026-02-01T00:00:00Z"));
                    return page;
                });

        assertThat(distinct(read(run(config(Optional.empty(), 10, "tickets"))))).isEqualTo(50);
    }

    private FakeListing since(Call call) {
        String since = call.query("updated_since").orElseThrow();
        return new FakeListing(
                desk
                        .tickets
                        .where(ticket -> ticket.get("updated_at").toString().compareTo(since) >= 0)
                        .records()
                        .stream()
                        .sorted(
                                (a, b) ->
                                        a.get("updated_at")
                                                .toString()
                                                .compareTo(b.get("updated_at").toString()))
                        .toList());
    }

    @Test
    void turnsPagesWhereManyTicketsChangedInTheSameSecond() throws Exception {
        tickets(95, 30);

        List<Map<String, Object>> rows = read(run(config(Optional.empty(), 10, "tickets")));

        assertThat(distinct(rows)).isEqualTo(95);
        assertThat(rows).hasSizeLessThan(200);
    }

    @Test
    void listsDeletedTicketsOnRequest() throws Exception {
        desk.deletedTickets.add(FakeFreshdesk.ticket(7, "2026-01-01T00:00:00Z"));

        assertThat(read(run("deleted_tickets"))).hasSize(1);
        assertThat(api.requests().get(0).query("filter")).contains("deleted");
        assertThat(source.resources(run()))
                .extracting(resource -> resource.spec().name())
                .contains("tickets", "contacts", "skills")
                .doesNotContain("deleted_tickets", "conversations");
    }

    @Test
    void readsConversationsOfTicketsThatChanged() throws Exception {
        for (int id = 0; id < 3; id++) {
            Instant changed = FIRST.plus(Duration.ofHours(id));
            desk.tickets.add(FakeFreshdesk.ticket(id, changed.toString()));
        }
        api.get(
                "/api/v2/tickets/{ticket}/conversations",
                call ->
                        call.variable("ticket").equals("1")
                                ? Reply.status(404)
                                : Reply.json(List.of(Map.of("id", "c" + call.variable("ticket")))));
        MemoryRun run = run("conversations");

        assertThat(read(run)).extracting(row -> row.get("id")).containsExactly("c0", "c2");
        assertThat(source.resources(run).get(0).spec().mode()).isEqualTo(WriteMode.MERGE);

        api.clearRequests();
        MemoryRun next =
                run("conversations").position("whole", FIRST.plus(Duration.ofHours(2)).toString());
        assertThat(read(next)).extracting(row -> row.get("id")).containsExactly("c2");
        assertThat(api.requests()).hasSize(2);
    }

    // ---- other incremental tables ------------------------------------------------------------

    @Test
    void asksForContactsOfEachStateByTheirLastChange() throws Exception {
        MemoryRun run = run("contacts").position("deleted", "2026-02-01T00:00:00Z");

        read(run);

        assertThat(api.requests())
                .extracting(
                        call -> call.query("state").orElseThrow(),
                        call -> call.query("_updated_since").orElseThrow())
                .containsExactly(
                        tuple("verified", "2000-01-01T00:00:00Z"),
                        tuple("unverified", "2000-01-01T00:00:00Z"),
                        tuple("blocked", "2000-01-01T00:00:00Z"),
                        tuple("deleted", "2026-01-31T18:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "satisfaction_ratings, /surveys/satisfaction_ratings, created_since",
        "time_entries, /time_entries, executed_after"
    })
    void readsAgainWhatMayStillChange(String table, String path, String parameter)
            throws Exception {
        api.get("/api/v2" + path, call -> Reply.json(List.of()));

        read(run(table).position("whole", "2026-02-01T00:00:00Z"));

        assertThat(api.requests().get(0).query(parameter)).contains("2026-01-02T00:00:00Z");
    }

    // ---- refusals ----------------------------------------------------------------------------

    @Test
    void whatThePlanDoesNotHaveIsEmpty() throws Exception {
        api.get(
                "/api/v2/admin/skills",
                call -> error(403, "require_feature", "The Skills feature is not supported."));

        assertThat(read(run("skills"))).isEmpty();
    }

    @Test
    void whatTheKeyMayNotSeeIsReportedAndTheOthersAreRead() throws Exception {
        api.get(
                "/api/v2/roles",
                call -> error(403, "access_denied", "You are not authorized to do this."));
        tickets(1, 1);
        MemoryRun run = run("roles", "tickets");
        List<Resource> resources = source.resources(run);

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> run.read(resources.get(0)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
        assertThat(failure).hasMessageContaining("You are not authorized to do this.");
        assertThat(failure.hint()).contains("administrator");
        assertThat(run.read(resources.get(1))).hasSize(1);
    }

    @Test
    void anUnknownAccountIsNotFound() {
        api.get(TICKETS, call -> Reply.status(404));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("tickets")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(failure.hint()).contains("domain");
    }

    @Test
    void aWrongKeyIsAMatterOfCredentials() {
        api.requireHeader(
                "Authorization", "Basic x", error(401, "invalid_credentials", "Log in first."));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> source.check(run()));

        assertThat(failure.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(failure.hint()).contains("api_key");
        assertThat(api.requests("/api/v2/agents/me")).hasSize(1);
    }

    @Test
    void comesBackWhenToldToWait() throws Exception {
        tickets(1, 1);
        api.failNext(TICKETS, 429, 2);

        assertThat(read(run("tickets"))).hasSize(1);
        assertThat(api.requests()).hasSize(3);
    }

    // ---- settings ----------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bakery",
                "bakery.freshdesk.com",
                "https://bakery.freshdesk.com/",
                " Bakery.Freshdesk.com "
            })
    void takesTheDomainAsPeopleWriteIt(String domain) {
        assertThat(withDomain(domain).address()).isEqualTo("https://bakery.freshdesk.com/api/v2");
    }

    @Test
    void refusesADomainOfOnesOwn() {
        assertThatThrownBy(() -> withDomain("support.bakery.example"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
                            assertThat(e.hint()).contains(".freshdesk.com");
                        });
    }

    private static FreshdeskSource.Config withDomain(String domain) {
        return of(domain, Duration.ZERO, 200, 100);
    }

    private static FreshdeskSource.Config of(
            String domain, Duration lookback, int requests, int perPage) {
        return new FreshdeskSource.Config(
                domain,
                Secret.of("k"),
                List.of(),
                Optional.empty(),
                List.of(),
                lookback,
                requests,
                perPage,
                Optional.empty());
    }

    @Test
    void refusesNumbersThatCannotBe() {
        assertThatThrownBy(() -> of("a", Duration.ofDays(-1), 200, 100))
                .hasMessageContaining("lookback");
        assertThatThrownBy(() -> of("a", Duration.ZERO, 0, 100))
                .hasMessageContaining("requests_per_minute");
        assertThatThrownBy(() -> of("a", Duration.ZERO, 200, 101)).hasMessageContaining("per_page");
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "50, 20", "200, 20", "400, 100", "700, 200", "1000, 300", "5000, 400"})
    void keepsToWhatThePlanAllowsOfLists(int requests, int lists) {
        assertThat(of("a", Duration.ZERO, requests, 100).listsPerMinute()).isEqualTo(lists);
    }
}
