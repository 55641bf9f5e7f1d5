package dev.dango.connectors.zendesk;

import static dev.dango.connectors.zendesk.FakeZendesk.page;
import static dev.dango.connectors.zendesk.FakeZendesk.record;
import static dev.dango.connectors.zendesk.FakeZendesk.refusal;
import static dev.dango.connectors.zendesk.FakeZendesk.ticket;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of Zendesk for each table, and what its answers mean. */
class ZendeskRequestsTest {

    private static final String CURSOR_EXPORT = "/api/v2/incremental/tickets/cursor";
    private static final String EVENTS = "/api/v2/incremental/ticket_events";
    private static final String VOICE = "/api/v2/channels/voice";

    private final FakeApi api = FakeApi.start();
    private final FakeZendesk zendesk = new FakeZendesk(api, 10);
    private final ZendeskSource source = new ZendeskSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(String... resources) {
        return run(Optional.empty(), resources);
    }

    private MemoryRun run(Optional<LocalDate> start, String... resources) {
        return new MemoryRun(
                new ZendeskSource.Config(
                        "bakery",
                        Optional.of(FakeZendesk.EMAIL),
                        Optional.of(Secret.of(FakeZendesk.TOKEN)),
                        Optional.empty(),
                        List.of(resources),
                        start,
                        Duration.ofDays(30),
                        2500,
                        2500,
                        Optional.of(api.url() + "/api/v2")),
                FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    private static FakeListing some(int count) {
        return new FakeListing(
                IntStream.rangeClosed(1, count)
                        .mapToObj(id -> Map.of("id", id, "name", "n" + id))
                        .toList());
    }

    // ---- tables that are read as a whole -----------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "ticket_fields, /ticket_fields, ticket_fields, id",
        "requests, /requests, requests, id",
        "skips, /skips, skips, id",
        "suspended_tickets, /suspended_tickets, suspended_tickets, id",
        "tags, /tags, tags, name",
        "activities, /activities, activities, id",
        "user_fields, /user_fields, user_fields, id",
        "organization_fields, /organization_fields, organization_fields, id",
        "organization_memberships, /organization_memberships, organization_memberships, id",
        "groups, /groups, groups, id",
        "group_memberships, /group_memberships, group_memberships, id",
        "brands, /brands, brands, id",
        "recipient_addresses, /recipient_addresses, recipient_addresses, id",
        "dynamic_content, /dynamic_content/items, items, id",
        "macros, /macros, macros, id",
        "automations, /automations, automations, id",
        "triggers, /triggers, triggers, id",
        "views, /views, views, id",
        "job_status, /job_statuses, job_statuses, id",
        "help_center_sections, /help_center/sections, sections, id",
        "help_center_categories, /help_center/categories, categories, id",
        "community_topics, /community/topics, topics, id",
        "community_posts, /community/posts, posts, id"
    })
    void readsEachListingToItsLastPage(String table, String path, String records, String key)
            throws Exception {
        FakeListing all = some(250);
        api.get("/api/v2" + path, call -> page(call, records, all));
        MemoryRun run = run(table);
        ResourceSpec spec = source.resources(run).get(0).spec();

        assertThat(spec.primaryKey()).containsExactly(key);
        assertThat(spec.mode()).isEqualTo(WriteMode.REPLACE);
        assertThat(read(run)).hasSize(250);
        assertThat(api.requests())
                .as("the page behind the last one is not asked for, though there is a cursor")
                .extracting(call -> call.query("page[after]").orElse(""))
                .containsExactly("", "100", "200");
    }

    @ParameterizedTest
    @CsvSource({
        "ticket_forms, /ticket_forms, ticket_forms",
        "custom_agent_roles, /custom_roles, custom_roles",
        "sharing_agreements, /sharing_agreements, sharing_agreements",
        "sla_policies, /slas/policies, sla_policies",
        "targets, /targets, targets",
        "talk_phone_numbers, /channels/voice/phone_numbers, phone_numbers",
        "talk_addresses, /channels/voice/addresses, addresses",
        "talk_greetings, /channels/voice/greetings, greetings",
        "talk_greeting_categories, /channels/voice/greeting_categories, greeting_categories",
        "talk_ivrs, /channels/voice/ivr, ivrs",
        "talk_lines, /channels/voice/lines, lines",
        "talk_agents_activity, /channels/voice/stats/agents_activity, agents_activity"
    })
    void readsListingsThatKnowNoCursors(String table, String path, String records)
            throws Exception {
        FakeListing all = some(3);
        api.get(
                "/api/v2" + path,
                call ->
                        call.number("page", 1) == 2
                                ? Reply.json(Map.of(records, all.part(2, 1)))
                                : Reply.json(
                                        Map.of(
                                                records,
                                                all.part(0, 2),
                                                "next_page",
                                                // its own address, also through a proxy
                                                "https://bakery.zendesk.example"
                                                        + call.path()
                                                        + "?page=2")));

        assertThat(read(run(table))).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "talk_settings, /settings, settings",
        "talk_current_queue_activity, /stats/current_queue_activity, current_queue_activity"
    })
    void readsWhatThereIsOneOf(String table, String path, String record) throws Exception {
        api.get(VOICE + path, call -> Reply.json(Map.of(record, Map.of("voice", true))));

        assertThat(read(run(table))).containsExactly(Map.of("voice", true));
    }

    // ---- exports by cursor -------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"tickets", "users"})
    void exportsGoOnWhereTheLastPageEnded(String table) throws Exception {
        FakeListing all = table.equals("users") ? zendesk.users : zendesk.tickets;
        for (int id = 1; id <= 25; id++) {
            all.add(record(id, "2026-01-01T00:00:00Z", Map.of("active", true)));
        }
        MemoryRun run = run(table);

        assertThat(read(run)).hasSize(25);
        assertThat(api.requests())
                .extracting(call -> call.query("start_time"), call -> call.query("cursor"))
                .containsExactly(
                        tuple(Optional.of("946684800"), Optional.empty()),
                        tuple(Optional.empty(), Optional.of("1767225600.10")),
                        tuple(Optional.empty(), Optional.of("1767225600.20")));
        assertThat(run.positions()).containsEntry("whole", "1767225600.25");
        assertThat(source.resources(run).get(0).spec().mode()).isEqualTo(WriteMode.MERGE);

        api.clearRequests();
        all.add(record(26, "2026-02-01T00:00:00Z", Map.of("active", true)));
        assertThat(read(run)).extracting(row -> row.get("id")).containsExactly(26L);
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void beginsAtTheStartDateButNotWithinTheLastMinute() throws Exception {
        read(run(Optional.of(LocalDate.of(2026, 1, 5)), "tickets"));
        read(run(Optional.of(LocalDate.of(2026, 3, 2)), "tickets"));
        read(run(Optional.of(LocalDate.of(2026, 3, 2)), "ticket_events"));

        assertThat(api.requests())
                .extracting(call -> call.query("start_time").orElseThrow())
                .containsExactly(
                        seconds("2026-01-05T00:00:00Z"),
                        seconds("2026-03-01T11:58:00Z"),
                        seconds("2026-03-01T11:58:00Z"));
    }

    @Test
    void loadsUsersAndOrganizationsOfAllTimes() throws Exception {
        read(run(Optional.of(LocalDate.of(2026, 1, 5)), "users"));
        read(run(Optional.of(LocalDate.of(2026, 1, 5)), "organizations"));

        assertThat(api.requests())
                .extracting(call -> call.query("start_time").orElseThrow())
                .containsOnly(seconds("2000-01-01T00:00:00Z"));
    }

    private static String seconds(String instant) {
        return Long.toString(Instant.parse(instant).getEpochSecond());
    }

    @Test
    void anExportThatNeverGetsOnEndsInAnError() {
        api.get(
                CURSOR_EXPORT,
                call ->
                        Reply.json(
                                Map.of(
                                        "tickets",
                                        List.of(),
                                        "after_cursor",
                                        "same",
                                        "end_of_stream",
                                        false)));

        assertThatThrownBy(() -> read(run("tickets")))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.REMOTE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsMetricsOfTicketsThatChanged(boolean besides) throws Exception {
        Map<String, Object> metric = Map.of("id", 5L, "ticket_id", 1L, "replies", 2L);
        api.get(
                CURSOR_EXPORT,
                call ->
                        Reply.json(
                                besides
                                        ? Map.of(
                                                "tickets",
                                                List.of(Map.of("id", 1)),
                                                "metric_sets",
                                                List.of(metric),
                                                "end_of_stream",
                                                true)
                                        : Map.of(
                                                "tickets",
                                                List.of(Map.of("id", 1, "metric_set", metric)),
                                                "end_of_stream",
                                                true)));

        assertThat(read(run("ticket_metrics"))).containsExactly(metric);
        assertThat(api.requests().get(0).query("include")).contains("metric_sets");
    }

    // ---- custom fields -----------------------------------------------------------------------

    @Test
    void asksForTheFieldsOnceAndAgainWhenThereIsANewOne() throws Exception {
        for (int id = 100; id < 250; id++) {
            zendesk.ticketFields.add(FakeZendesk.field(id, "Field " + id, Map.of()));
        }
        zendesk.ticketFields.add(
                FakeZendesk.field(10, "Oven", Map.of("o_1", "First", "o_2", "Second")));
        for (int id = 1; id <= 15; id++) {
            zendesk.tickets.add(
                    ticket(id, "2026-01-01T00:00:00Z", 10L, List.of("o_1", "o_2", "o_3")));
        }
        zendesk.tickets.add(ticket(16, "2026-01-02T00:00:00Z", 99L, "gone"));
        zendesk.tickets.add(ticket(17, "2026-01-02T00:00:00Z", 99L, null));

        List<Map<String, Object>> rows = read(run("tickets"));

        assertThat(rows.get(0)).containsEntry("Oven", List.of("First", "Second", "o_3"));
        assertThat(rows.get(15)).containsEntry("custom_field_99", "gone");
        assertThat(rows.get(16)).containsEntry("custom_field_99", null);
        assertThat(api.requests("/api/v2/ticket_fields")).as("two times two pages").hasSize(4);
    }

    // ---- exports by time ---------------------------------------------------------------------

    @Test
    void turnsFullPagesAndKeepsTheTimeOfTheLastOne() throws Exception {
        for (int id = 1; id <= 2500; id++) {
            zendesk.metricEvents.add(
                    record(id, "2026-01-01T00:00:00Z", Map.of("changed", 1_767_225_600L + id)));
        }
        MemoryRun run = run("ticket_metric_events");
        ResourceSpec spec = source.resources(run).get(0).spec();

        List<Map<String, Object>> rows = read(run);

        assertThat(rows.stream().map(row -> row.get("id")).distinct()).hasSize(2500);
        assertThat(rows).as("each page begins with the last record before").hasSize(2502);
        assertThat(spec.mode()).isEqualTo(WriteMode.INSERT_ONLY);
        assertThat(spec.primaryKey()).containsExactly("id");
        assertThat(api.requests()).hasSize(3);
        assertThat(run.positions()).containsEntry("whole", Long.toString(1_767_225_600L + 2500));

        api.clearRequests();
        assertThat(read(run)).hasSize(1);
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void keepsThePositionWhenThereIsNothing() throws Exception {
        MemoryRun run = run("organizations").position("whole", "1767225600");

        assertThat(read(run)).isEmpty();
        assertThat(api.requests().get(0).query("start_time")).contains("1767225600");
        assertThat(run.positions()).containsEntry("whole", "1767225600");
    }

    @Test
    void aThousandRecordsThatLeadNowhereAreAnError() {
        List<Map<String, Object>> events = new ArrayList<>();
        IntStream.range(0, 1000).forEach(id -> events.add(Map.of("id", id)));
        api.get(
                EVENTS,
                call ->
                        Reply.json(
                                Map.of(
                                        "ticket_events",
                                        events,
                                        "end_time",
                                        5,
                                        "end_of_stream",
                                        false)));

        assertThatThrownBy(() -> read(run("ticket_events")))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.REMOTE));
    }

    @Test
    void findsCommentsAmongTheEvents() throws Exception {
        Map<String, Object> comment =
                Map.of("id", 71L, "event_type", "Comment", "body", "Hello", "public", true);
        zendesk.events.add(
                record(
                        7,
                        "2026-01-01T00:00:00Z",
                        Map.of(
                                "ticket_id",
                                1,
                                "created_at",
                                "2026-01-01T00:00:00Z",
                                "child_events",
                                List.of(Map.of("id", 70, "event_type", "Change"), comment))));

        assertThat(read(run("ticket_comments")))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsAllEntriesOf(comment)
                                        .containsEntry("ticket_id", 1L)
                                        .containsEntry("ticket_event_id", 7L)
                                        .containsEntry("created_at", "2026-01-01T00:00:00Z"));
        assertThat(api.requests().get(0).query("include")).contains("comment_events");
    }

    @ParameterizedTest
    @CsvSource({"talk_calls, calls", "talk_legs, legs", "calls_incremental, calls"})
    void readsCallsUntilThereAreNoNewOnes(String table, String records) throws Exception {
        List<Long> times = List.of(1_700_000_000L, 1_700_000_100L, 1_700_000_200L);
        api.get(
                VOICE + "/stats/incremental/" + records,
                call -> {
                    long start = Long.parseLong(call.query("start_time").orElseThrow());
                    List<Long> rest =
                            times.stream().filter(time -> time >= start).limit(2).toList();
                    return Reply.json(
                            Map.of(
                                    records,
                                    rest.stream().map(time -> Map.of("id", time)).toList(),
                                    "count",
                                    rest.size(),
                                    "end_time",
                                    rest.get(rest.size() - 1)));
                });

        assertThat(read(run(table)).stream().map(row -> row.get("id")).distinct()).hasSize(3);
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void readsArticlesThatChanged() throws Exception {
        api.get(
                "/api/v2/help_center/incremental/articles",
                call ->
                        Reply.json(
                                Map.of(
                                        "articles",
                                        List.of(Map.of("id", 1)),
                                        "count",
                                        1,
                                        "end_time",
                                        1_767_225_600L,
                                        "next_page",
                                        "https://bakery.zendesk.example/again")));
        MemoryRun run = run("help_center_articles");

        assertThat(read(run)).hasSize(1);
        assertThat(api.requests()).hasSize(1);
        assertThat(run.positions()).containsEntry("whole", "1767225600");
        assertThat(source.resources(run).get(0).spec().mode()).isEqualTo(WriteMode.MERGE);
    }

    // ---- ratings -----------------------------------------------------------------------------

    @Test
    void readsRatingsAgainThatMayStillBeGiven() throws Exception {
        api.get(
                "/api/v2/satisfaction_ratings",
                call -> page(call, "satisfaction_ratings", some(1)));

        read(run("satisfaction_ratings"));
        read(run("satisfaction_ratings").position("whole", "2026-02-01T00:00:00Z"));

        assertThat(api.requests())
                .extracting(call -> call.query("start_time").orElseThrow())
                .containsExactly("946684800", seconds("2026-01-02T00:00:00Z"));
    }

    // ---- selection, limits and refusals ------------------------------------------------------

    @Test
    void loadsTheOriginalsTablesUnlessToldOtherwise() throws Exception {
        assertThat(source.resources(run()))
                .extracting(resource -> resource.spec().name())
                .containsExactlyInAnyOrder(
                        "tickets",
                        "ticket_events",
                        "ticket_metric_events",
                        "ticket_fields",
                        "users",
                        "groups",
                        "organizations",
                        "brands",
                        "sla_policies",
                        "activities",
                        "automations",
                        "dynamic_content",
                        "group_memberships",
                        "job_status",
                        "macros",
                        "organization_fields",
                        "organization_memberships",
                        "recipient_addresses",
                        "requests",
                        "satisfaction_ratings",
                        "skips",
                        "suspended_tickets",
                        "ticket_metrics",
                        "triggers",
                        "user_fields",
                        "views",
                        "tags",
                        "custom_agent_roles",
                        "sharing_agreements",
                        "targets",
                        "ticket_forms");
    }

    @Test
    void heedsTheHeaderOfExports() throws Exception {
        zendesk.users.add(record(1, "2026-01-01T00:00:00Z", Map.of("active", true)));
        Reply busy =
                Reply.json(
                                Map.of(
                                        "users",
                                        List.of(),
                                        "after_cursor",
                                        "5.5",
                                        "end_of_stream",
                                        false))
                        .header(
                                "zendesk-ratelimit-incremental-exports",
                                "total=10; remaining=0; resets=1");
        api.failNext("/api/v2/incremental/users/cursor", busy, 1);
        MemoryRun run = run("users");
        List<Resource> resources = source.resources(run);

        run.read(resources.get(0));

        assertThat(run.waited()).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void whatTheTokenMayNotSeeIsReportedAndTheOthersAreRead() throws Exception {
        api.get(
                "/api/v2/slas/policies",
                call ->
                        Reply.json(
                                        Map.of(
                                                "error",
                                                Map.of(
                                                        "title",
                                                        "Forbidden",
                                                        "message",
                                                        "You do not have access to this page.")))
                                .withStatus(403));
        zendesk.groups.add(Map.of("id", 1));
        MemoryRun run = run("sla_policies", "groups");
        List<Resource> resources = source.resources(run);

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> run.read(resources.get(0)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
        assertThat(failure).hasMessageContaining("You do not have access to this page.");
        assertThat(failure.hint()).contains("administrator");
        assertThat(run.read(resources.get(1))).hasSize(1);
    }

    @Test
    void aProductThatIsNotThereIsNotFound() {
        api.get(VOICE + "/phone_numbers", call -> refusal(404, "InvalidEndpoint", "Not found"));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("talk_phone_numbers")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(failure.hint()).contains("product");
    }

    @Test
    void skipsMayBeMissing() throws Exception {
        api.get("/api/v2/skips", call -> refusal(404, "InvalidEndpoint", "Not found"));

        assertThat(read(run("skips"))).isEmpty();
    }

    @Test
    void aWrongTokenIsAMatterOfCredentials() {
        api.requireHeader(
                "Authorization",
                "Basic x",
                Reply.json(Map.of("error", "Couldn't authenticate you")).withStatus(401));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> source.check(run()));

        assertThat(failure.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(failure).hasMessageContaining("Couldn't authenticate you");
        assertThat(failure.hint()).contains("token access");
        assertThat(api.requests()).extracting(Call::path).containsExactly("/api/v2/users/me");
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 503})
    void comesBackWhenToldTo(int status) throws Exception {
        zendesk.groups.add(Map.of("id", 1));
        api.failNext("/api/v2/groups", status, 2);

        assertThat(read(run("groups"))).hasSize(1);
        assertThat(api.requests()).hasSize(3);
    }

    // ---- settings ----------------------------------------------------------------------------

    private static ZendeskSource.Config config(
            String subdomain, Optional<String> email, Duration lookback, int exports) {
        return new ZendeskSource.Config(
                subdomain,
                email,
                Optional.of(Secret.of("t")),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                lookback,
                200,
                exports,
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bakery", "bakery.zendesk.com", "https://Bakery.zendesk.com/agent"})
    void takesTheSubdomainAsPeopleWriteIt(String subdomain) {
        assertThat(config(subdomain, Optional.of("a@b"), Duration.ZERO, 10).address())
                .isEqualTo("https://bakery.zendesk.com/api/v2");
    }

    @Test
    void refusesSettingsThatCannotWork() {
        Optional<String> email = Optional.of("a@b");
        assertThatThrownBy(() -> config("help.bakery.example", email, Duration.ZERO, 10))
                .hasMessageContaining("subdomain");
        assertThatThrownBy(() -> config("bakery", Optional.empty(), Duration.ZERO, 10))
                .hasMessageContaining("email and token, or oauth_token");
        assertThatThrownBy(() -> config("bakery", email, Duration.ofDays(-1), 10))
                .hasMessageContaining("lookback");
        assertThatThrownBy(() -> config("bakery", email, Duration.ZERO, 0))
                .hasMessageContaining("exports_per_minute");
    }

    @Test
    void signsWithAnOAuthToken() throws Exception {
        api.requireHeader("Authorization", "Bearer o-1", Reply.status(401));
        ZendeskSource.Config config =
                new ZendeskSource.Config(
                        "bakery",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Secret.of("o-1")),
                        List.of(),
                        Optional.empty(),
                        Duration.ZERO,
                        200,
                        10,
                        Optional.of(api.url() + "/api/v2"));

        source.check(new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z")));

        assertThat(api.requests()).hasSize(1);
    }
}
