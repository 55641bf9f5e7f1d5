package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.CursorSpec.Order;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.WriteMode;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What endpoints can say, against a fake API. */
class RestResourceTest {

    private record NoSettings() {}

    private final FakeApi api = FakeApi.start();
    private final MemoryRun run =
            new MemoryRun(new NoSettings(), FixedClock.at("2026-03-01T12:00:00Z"));
    private final FakeListing items =
            new FakeListing(IntStream.rangeClosed(1, 25).mapToObj(i -> Map.of("id", i)).toList());

    @AfterEach
    void close() throws Exception {
        run.close();
        api.close();
    }

    private Resource resource(RestApi rest, String name) {
        return rest.select(List.of(name)).resources(rest.client()).get(0);
    }

    private List<Map<String, Object>> read(RestApi rest, String name) throws Exception {
        return run.read(resource(rest, name));
    }

    private RestApi rest() {
        return RestApi.at(api.url() + "/v1");
    }

    // ---- other tables ------------------------------------------------------------------------

    @Test
    void selectsATableThatIsReadInAWayOfItsOwn() throws Exception {
        api.get("/v1/state", call -> Reply.json(Map.of("on", true)));
        Endpoint state =
                Endpoint.custom(
                        (name, client) ->
                                Resource.of(
                                        ResourceSpec.named(name),
                                        (slice, read, out) -> {
                                            Response answer =
                                                    client.send(client.get("/state"), read);
                                            out.row(Map.of("on", answer.flag("/on")));
                                        }));
        RestApi rest = rest().resource("state", state.formerly("State"));

        assertThat(resource(rest, "State").spec().name()).isEqualTo("State");
        assertThat(read(rest, "state")).containsExactly(Map.of("on", true));
        RestApi child = rest.resource("x", Endpoint.get("/x/{on}").forEach("state", "/on", "on"));
        assertThatThrownBy(() -> resource(child, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- tokens that expire ------------------------------------------------------------------

    @Test
    void hasAListingReadAnewWhenATokenHasExpired() {
        api.get(
                "/v1/items",
                call ->
                        call.query("cursor").isPresent()
                                ? Reply.json(Map.of("error", "EXPIRED")).withStatus(422)
                                : items.byCursor(call, 10));
        RestApi rest =
                rest().resource(
                                "items",
                                Endpoint.get("/items")
                                        .paging(Paging.token("/next_cursor", "cursor"))
                                        .restartOn(Match.status(422).value("/error", "EXPIRED")));

        assertThatThrownBy(() -> read(rest, "items"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT);
                            assertThat(e.retryAfter()).contains(Duration.ZERO);
                        });
        assertThat(api.requests()).as("the same page is not asked for again").hasSize(2);
    }

    // ---- outside the loop --------------------------------------------------------------------

    @Test
    void readsAListingPageByPageUntilToldToStop() {
        api.get("/v1/items", call -> items.byCursor(call, 10));
        List<Integer> counts = new ArrayList<>();

        rest().client()
                .pages(
                        Endpoint.get("/items").paging(Paging.token("/next_cursor", "cursor")),
                        run,
                        page -> {
                            counts.add(page.recordCount());
                            return counts.size() < 2;
                        });

        assertThat(counts).containsExactly(10, 10);
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void namesInItsHintWhatTheAnswerSays() {
        api.get("/v1/items", call -> Reply.json(Map.of("ok", false, "needed", "users:read")));
        RestApi rest =
                rest().resource(
                                "items",
                                Endpoint.get("/items")
                                        .fail(
                                                ErrorKind.PERMISSION,
                                                Match.any().value("/ok", "false"),
                                                "Add the scope {/needed}, not {/provided}."));

        assertThatThrownBy(() -> read(rest, "items"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.hint()).isEqualTo("Add the scope users:read, not ?."));
    }

    // ---- rows --------------------------------------------------------------------------------

    @Test
    void readsTheRestOfAListThatEndsWithinItsRecord() throws Exception {
        api.get(
                "/v1/teams",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of("id", 7, "members", List.of("a"), "more", true),
                                        Map.of("id", 8, "members", List.of("z"), "more", false))));
        api.get("/v1/teams/7/members", call -> items.byCursor(call, 10));
        Endpoint members =
                Endpoint.get("/teams/7/members").paging(Paging.token("/next_cursor", "cursor"));
        RestApi rest =
                rest().resource(
                                "teams",
                                Endpoint.get("/teams")
                                        .rows(
                                                (page, more) ->
                                                        page.values().stream()
                                                                .map(team -> (Map<?, ?>) team)
                                                                .map(
                                                                        team ->
                                                                                whole(
                                                                                        team,
                                                                                        members,
                                                                                        more))
                                                                .toList()));

        assertThat(read(rest, "teams"))
                .containsExactly(Map.of("id", 7L, "members", 25), Map.of("id", 8L, "members", 1));
    }

    private static Map<String, Object> whole(
            Map<?, ?> team, Endpoint members, Function<Endpoint, List<Response>> more) {
        int count =
                Boolean.TRUE.equals(team.get("more"))
                        ? more.apply(members).stream().mapToInt(Response::recordCount).sum()
                        : ((List<?>) team.get("members")).size();
        return Map.of("id", team.get("id"), "members", count);
    }

    // ---- values ------------------------------------------------------------------------------

    @Test
    void readsAListingForEachValue() throws Exception {
        api.get(
                "/v1/players/{name}",
                call -> Reply.json(Map.of("name", call.variable("name"), "rating", 1500)));
        RestApi rest =
                rest().resource(
                                "players",
                                Endpoint.get("/players/{player}")
                                        .records("")
                                        .forEach("player", List.of("erik", "a b"))
                                        .include("", "_player")
                                        .include("/rating", "_none"));

        assertThat(read(rest, "players"))
                .extracting(row -> row.get("name"), row -> row.get("_player"))
                .containsExactly(tuple("erik", "erik"), tuple("a b", "a b"));
        assertThat(read(rest, "players"))
                .allSatisfy(r -> assertThat(r).containsEntry("_none", null));

        api.clearRequests();
        ((RestResource) resource(rest, "players")).probe(run);
        assertThat(api.requests()).extracting(Call::path).containsExactly("/v1/players/erik");
    }

    @Test
    void keepsAPositionForEachValueThatCanAskForWhatIsNew() throws Exception {
        api.get("/v1/repos/{repo}/issues", items::afterId);
        Endpoint issues =
                Endpoint.get("/repos/{repo}/issues")
                        .records("/data")
                        .forEach("repo", List.of("one", "two"))
                        .since(CursorSpec.timestamp("at"), "since", TimeFormat.ISO_INSTANT);
        Resource resource = resource(rest().resource("issues", issues), "issues");
        run.position("two", "2026-01-01T00:00:00Z");

        assertThat(run.slices(resource)).extracting(Slice::id).containsExactly("one", "two");
        run.read(resource);
        assertThat(api.requests())
                .extracting(call -> call.query("since"))
                .containsExactly(Optional.empty(), Optional.of("2026-01-01T00:00:00Z"));
        assertThatThrownBy(() -> issues.forEach("repos", "/id", "repo"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAChildOfAListingOfValues() throws Exception {
        api.get("/v1/teams/{team}/boards", call -> Reply.json(List.of(Map.of("id", 7))));
        api.get("/v1/teams/{team}/boards/{board}", call -> Reply.json(call.variables()));
        RestApi rest =
                rest().resource(
                                "boards",
                                Endpoint.get("/teams/{team}/boards")
                                        .forEach("team", List.of("a", "b")))
                        .resource(
                                "details",
                                Endpoint.get("/teams/{team}/boards/{board}")
                                        .records("")
                                        .forEach("boards", "/id", "board"));

        assertThat(read(rest, "details"))
                .containsExactly(
                        Map.of("team", "a", "board", "7"), Map.of("team", "b", "board", "7"));
    }

    // ---- the loop --------------------------------------------------------------------------

    @Test
    void makesAPointToStartAgainFromAfterEachPageAndStopsWhenTheSinkHasEnough() throws Exception {
        api.get("/v1/items", items::afterId);
        RestApi rest =
                rest().defaults(
                                list ->
                                        list.records("/data")
                                                .query("limit", 5)
                                                .key("id")
                                                .paging(
                                                        Paging.lastId(
                                                                "/id",
                                                                "starting_after",
                                                                "/has_more")))
                        .resource("items", Endpoint.get("/items").query("limit", 10));

        MemorySink sink = run.read(resource(rest, "items"), new MemorySink().limit(15));

        assertThat(sink.rows()).hasSize(20);
        assertThat(sink.checkpoints()).isEqualTo(2);
        assertThat(api.requests()).hasSize(2);
        assertThat(resource(rest, "items").spec().primaryKey()).containsExactly("id");
        assertThat(resource(rest, "items").spec().mode()).isEqualTo(WriteMode.REPLACE);
    }

    @Test
    void findsRecordsWhereTheyUsuallyAre() throws Exception {
        api.get("/v1/a", call -> Reply.jsonText("{\"tags\":[1],\"x\":{\"results\":[{\"id\":1}]}}"));
        api.get("/v1/b", call -> Reply.jsonText("{\"meta\":{\"l\":[2]},\"people\":[{\"id\":2}]}"));
        api.get("/v1/c", call -> Reply.jsonText("{\"id\":3,\"name\":\"one\"}"));
        RestApi rest =
                rest().resource("a", Endpoint.get("a"))
                        .resource("b", Endpoint.get("b"))
                        .resource("c", Endpoint.get("c"));

        assertThat(read(rest, "a")).containsExactly(Map.of("id", 1));
        assertThat(read(rest, "b")).containsExactly(Map.of("id", 2));
        assertThat(read(rest, "c")).containsExactly(Map.of("id", 3, "name", "one"));
    }

    @Test
    void reshapesPages() throws Exception {
        api.get("/v1/reports", call -> Reply.jsonText("[{\"id\":7}]"));
        api.get(
                "/v1/report",
                call ->
                        Reply.jsonText(
                                "{\"names\":[\"day\",\"n\"],\"rows\":[[\"2026-01-01\",1],[\"2026-01-02\",2.5]]}"));
        Endpoint report =
                Endpoint.get("/report")
                        .records("/rows")
                        .forEach("reports", "/id", "report")
                        .include("/id", "_reports_id")
                        .rows(RestResourceTest::named);
        RestApi rest =
                rest().resource("reports", Endpoint.get("/reports")).resource("report", report);

        assertThat(read(rest, "report"))
                .containsExactly(
                        Map.of("_reports_id", 7L, "day", "2026-01-01", "n", 1L),
                        Map.of("_reports_id", 7L, "day", "2026-01-02", "n", 2.5));
    }

    private static List<Map<String, Object>> named(Response page) {
        List<String> names = page.texts("/names/*");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object cells : page.values()) {
            Map<String, Object> row = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), ((List<?>) cells).get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void rulesSayWhatAnswersMean() throws Exception {
        api.get("/v1/slack", call -> Reply.jsonText("{\"ok\":false,\"error\":\"missing_scope\"}"));
        api.get("/v1/gone", call -> Reply.json(Map.of("code", "feature_off")).withStatus(404));
        api.get("/v1/busy", call -> Reply.json(List.of(Map.of("id", 1))));
        api.failNext(
                "/v1/busy", Reply.json(Map.of("error", "throttled")).header("Retry-After", "0"), 2);
        RestApi rest =
                rest().defaults(
                                list ->
                                        list.fail(
                                                        ErrorKind.PERMISSION,
                                                        Match.any().value("/error", "missing_.*"))
                                                .fail(
                                                        ErrorKind.RATE_LIMITED,
                                                        Match.status(200).containing("throttled")))
                        .resource("slack", Endpoint.get("/slack"))
                        .resource(
                                "gone",
                                Endpoint.get("/gone")
                                        .ignore(Match.status(404).value("/code", "feature_off")))
                        .resource("busy", Endpoint.get("/busy"));

        assertThatThrownBy(() -> read(rest, "slack"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION))
                .hasMessageEndingWith("was answered with 200: missing_scope.");
        assertThat(read(rest, "gone")).isEmpty();
        assertThat(read(rest, "busy")).hasSize(1);
        assertThat(api.requests("/v1/busy")).hasSize(3);
    }

    @Test
    void rulesMayLookAtHeaders() {
        Reply tooMuch = Reply.status(429).header("Retry-After", "0");
        api.get("/v1/spent", call -> tooMuch.header("X-Left-Today", "0"));
        RestApi rest =
                rest().resource(
                                "spent",
                                Endpoint.get("/spent")
                                        .fail(
                                                ErrorKind.UNSUPPORTED,
                                                Match.status(429).header("x-left-today", "0+")));

        assertThatThrownBy(() -> read(rest, "spent"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED));
        assertThat(api.requests("/v1/spent")).hasSize(1);
    }

    @Test
    void rulesMayGiveAdviceOfTheApisOwn() {
        api.get("/v1/orders", call -> Reply.status(403));
        Endpoint orders =
                Endpoint.get("/orders")
                        .fail(
                                ErrorKind.PERMISSION,
                                Match.status(403),
                                "Give the token the scope \"read_orders\".");
        RestApi rest = rest().resource("orders", orders);

        assertThatThrownBy(() -> read(rest, "orders"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e ->
                                assertThat(e.hint())
                                        .isEqualTo("Give the token the scope \"read_orders\"."));
    }

    // ---- what is new -----------------------------------------------------------------------

    private static Endpoint changed(String path) {
        return Endpoint.get(path)
                .records("")
                .since(
                        CursorSpec.timestamp("updated").lag(Duration.ofHours(1)),
                        "since",
                        TimeFormat.ISO_INSTANT)
                .until("before", TimeFormat.EPOCH_SECONDS);
    }

    @Test
    void asksForEverythingThenForWhatIsNew() throws Exception {
        api.get("/v1/items", call -> Reply.json(List.of()));
        RestApi rest = rest().resource("items", changed("/items"));

        read(rest, "items");
        assertThat(api.requests().get(0).queries()).isEmpty();

        run.position("whole", "2026-02-01T10:00:00Z").until(Instant.parse("2026-02-02T00:00:00Z"));
        read(rest, "items");
        assertThat(api.requests().get(1).query("since")).contains("2026-02-01T09:00:00Z");
        assertThat(api.requests().get(1).query("before")).contains("1769990400");
    }

    @Test
    void staysBetweenTheConfiguredStartAndEnd() throws Exception {
        api.get("/v1/items", call -> Reply.json(List.of()));
        RestApi rest =
                rest().defaults(
                                list ->
                                        list.start(Instant.parse("2026-01-01T00:00:00Z"))
                                                .end(Instant.parse("2026-02-01T00:00:00Z")))
                        .resource("items", changed("/items"));

        read(rest, "items");
        run.until(Instant.parse("2026-03-01T00:00:00Z"));
        read(rest, "items");

        assertThat(api.requests())
                .allSatisfy(
                        call -> {
                            assertThat(call.query("since")).contains("2026-01-01T00:00:00Z");
                            assertThat(call.query("before")).contains("1769904000");
                        });
    }

    @Test
    void asksInTheApisOwnWay() throws Exception {
        api.post("/v1/items", call -> Reply.json(List.of()));
        Endpoint endpoint =
                Endpoint.post("/items")
                        .records("")
                        .json(Map.of("size", 10))
                        .incremental(
                                CursorSpec.number("seq").lag(5),
                                (request, cursor) -> request.set("/after", cursor.after(0)));
        run.position("whole", "42");

        read(rest().resource("items", endpoint), "items");

        assertThat(api.requests().get(0).body()).isEqualTo("{\"size\":10,\"after\":37}");
    }

    @Test
    void asksInsideAnExpression() throws Exception {
        api.get("/v1/search", call -> Reply.json(List.of()));
        Endpoint endpoint =
                Endpoint.get("/search")
                        .records("")
                        .query("q", "updated >= \"{since}\" order by updated")
                        .since(CursorSpec.timestamp("updated"), TimeFormat.ISO_DATE);
        RestApi rest = rest().resource("found", endpoint);

        read(rest, "found");
        run.position("whole", "2026-02-03T04:05:06Z");
        read(rest, "found");

        assertThat(api.requests())
                .extracting(call -> call.query("q").orElseThrow())
                .containsExactly(
                        "updated >= \"1970-01-01\" order by updated",
                        "updated >= \"2026-02-03\" order by updated");
    }

    @Test
    void asksByVariablesOfItsOwn() throws Exception {
        api.get("/v1/items/{from}", call -> Reply.json(List.of()));
        Endpoint endpoint =
                Endpoint.get("/items/{seq}")
                        .records("")
                        .query("{seq}", "{unset}")
                        .incremental(
                                CursorSpec.number("seq"),
                                cursor -> {
                                    Map<String, Object> values = new HashMap<>();
                                    values.put("seq", cursor.map(c -> c.after(7)).orElse(0L));
                                    values.put("unset", null);
                                    return values;
                                });
        RestApi rest = rest().resource("items", endpoint);
        run.position("whole", "42");

        read(rest, "items");
        ((RestResource) rest.resources(rest.client()).get(0)).probe(run);

        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/v1/items/42", "/v1/items/0");
        assertThat(api.requests()).allSatisfy(call -> assertThat(call.queries()).isEmpty());
    }

    @Test
    void goesOnWhereTheLastPageSaysTo() throws Exception {
        api.get(
                "/v1/items",
                call -> {
                    int from = call.number("token", 0);
                    return Reply.json(
                            Map.of(
                                    "data",
                                    items.part(from, 10),
                                    "token",
                                    Math.min(from + 10, items.records().size()),
                                    "more",
                                    from + 10 < items.records().size()));
                });
        RestApi rest =
                rest().resource(
                                "items",
                                Endpoint.get("/items")
                                        .records("/data")
                                        .paging(Paging.token("/token", "token").moreWhile("/more"))
                                        .resume(
                                                (request, cursor) ->
                                                        cursor.position()
                                                                .map(t -> request.query("token", t))
                                                                .orElse(request),
                                                page -> page.text("/token")));

        assertThat(read(rest, "items")).hasSize(25);
        assertThat(run.positions()).isEqualTo(Map.of("whole", "25"));
        assertThat(resource(rest, "items").spec().mode()).isEqualTo(WriteMode.APPEND);

        items.add(Map.of("id", 26));
        api.clearRequests();
        assertThat(read(rest, "items")).extracting(row -> row.get("id")).containsExactly(26);
        assertThat(api.requests()).hasSize(1);
        assertThat(run.positions()).isEqualTo(Map.of("whole", "26"));
    }

    @Test
    void readsWindowsOfDays() throws Exception {
        api.get("/v1/stats", call -> Reply.json(List.of(Map.of("day", call.query("from").get()))));
        Endpoint endpoint =
                Endpoint.get("/stats")
                        .records("")
                        .query("from", "{from}")
                        .query("range", "{\"until\":\"{to}\"}")
                        .start(Instant.parse("2026-02-20T09:00:00Z"))
                        .cursor(CursorSpec.timestamp("day").lag(Duration.ofDays(2)))
                        .days(4);

        assertThat(read(rest().resource("stats", endpoint), "stats"))
                .extracting(row -> row.get("day"))
                .containsExactly("2026-02-20", "2026-02-24", "2026-02-28");
        assertThat(api.requests())
                .extracting(call -> call.query("range").orElseThrow())
                .containsExactly(
                        "{\"until\":\"2026-02-23\"}",
                        "{\"until\":\"2026-02-27\"}",
                        "{\"until\":\"2026-03-01\"}");

        api.clearRequests();
        run.position("whole", "2026-02-28T00:00:00Z").until(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(read(rest().resource("stats", endpoint), "stats"))
                .extracting(row -> row.get("day"))
                .containsExactly("2026-02-26");
        assertThat(api.requests().get(0).query("range")).contains("{\"until\":\"2026-02-28\"}");
    }

    @Test
    void readsWindowsOfTimeWithoutGaps() throws Exception {
        api.get("/v1/log", call -> Reply.json(List.of()));
        Endpoint endpoint =
                Endpoint.get("/log")
                        .records("")
                        .query("from", "{from}")
                        .query("to", "{to}")
                        .start(Instant.parse("2026-03-01T09:30:00Z"))
                        .windows(Duration.ofHours(1), TimeFormat.ISO_INSTANT);

        read(rest().resource("log", endpoint), "log");

        assertThat(api.requests())
                .extracting(call -> call.query("from").get() + " " + call.query("to").get())
                .containsExactly(
                        "2026-03-01T09:30:00Z 2026-03-01T10:30:00Z",
                        "2026-03-01T10:30:00Z 2026-03-01T11:30:00Z",
                        "2026-03-01T11:30:00Z 2026-03-01T12:00:00Z");
    }

    // ---- listings that end before their time -----------------------------------------------

    private static final int LISTED_PAGES = 3;

    /** Pages of two records of a filtered listing; the service refuses all after the third. */
    private static Reply capped(Call call, List<Map<String, Object>> found) {
        int page = call.number("page", 1);
        return page > LISTED_PAGES
                ? Reply.status(400)
                : Reply.json(new FakeListing(found).part(2 * page - 2, 2));
    }

    private static Map<String, Object> version(int id, String updated) {
        return Map.of("id", id, "meta", Map.of("updated", updated));
    }

    private static List<Map<String, Object>> versions(int count, String updated) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> version(i, updated)).toList();
    }

    private static String updated(Map<String, Object> record) {
        return ((Map<?, ?>) record.get("meta")).get("updated").toString();
    }

    private static Endpoint cappedEndpoint() {
        return Endpoint.get("/found")
                .records("")
                .key("id")
                .paging(Paging.pageNumber("page", 1))
                .restartAfter(LISTED_PAGES, "/meta/updated");
    }

    @Test
    void beginsAnewAtTheNewestRecordWhereTheServiceLetsAListingEnd() throws Exception {
        List<Map<String, Object>> versions = new ArrayList<>();
        IntStream.rangeClosed(1, 15)
                .forEach(i -> versions.add(version(i, "2026-02-01T00:00:%02dZ".formatted(i / 2))));
        api.get(
                "/v1/found",
                call ->
                        capped(
                                call,
                                versions.stream()
                                        .filter(v -> updated(v).compareTo(since(call)) >= 0)
                                        .toList()));
        Endpoint endpoint =
                cappedEndpoint()
                        .since(
                                CursorSpec.timestamp("meta.updated").ordered(Order.ASCENDING),
                                "since",
                                TimeFormat.ISO_INSTANT);

        assertThat(read(rest().resource("found", endpoint), "found"))
                .extracting(row -> ((Number) row.get("id")).intValue())
                .containsAll(IntStream.rangeClosed(1, 15).boxed().toList());
        assertThat(api.requests())
                .filteredOn(call -> call.query("page").equals(Optional.of("1")))
                .extracting(RestResourceTest::since)
                .containsExactly(
                        "", "2026-02-01T00:00:03Z", "2026-02-01T00:00:05Z", "2026-02-01T00:00:07Z");
    }

    private static String since(Call call) {
        return call.query("since").orElse("");
    }

    @Test
    void beginsAnewBeforeTheOldestRecordWhereTheNewestComeFirst() throws Exception {
        List<Map<String, Object>> versions = new ArrayList<>();
        IntStream.rangeClosed(1, 14)
                .forEach(i -> versions.add(version(i, Integer.toString(1_770_000_000 - i))));
        api.get(
                "/v1/found",
                call -> {
                    String until = call.query("until").orElse("9");
                    return capped(
                            call,
                            versions.stream()
                                    .filter(v -> updated(v).compareTo(until) <= 0)
                                    .toList());
                });
        Endpoint endpoint =
                cappedEndpoint()
                        .since(
                                CursorSpec.timestamp("meta.updated").ordered(Order.DESCENDING),
                                "since",
                                TimeFormat.EPOCH_SECONDS)
                        .until("until", TimeFormat.EPOCH_SECONDS);
        run.position("whole", "2026-01-01T00:00:00Z");

        assertThat(read(rest().resource("found", endpoint), "found"))
                .extracting(row -> ((Number) row.get("id")).intValue())
                .containsAll(IntStream.rangeClosed(1, 14).boxed().toList());
        assertThat(api.requests())
                .filteredOn(call -> call.query("page").equals(Optional.of("1")))
                .extracting(call -> since(call) + " " + call.query("until").orElse(""))
                .containsExactly("1767225600 ", "1767225600 1769999994", "1767225600 1769999989");
    }

    /** Before its third answer the record that came first changes, and goes to the end. */
    @Test
    void losesNoRecordOfPagesThatMove() throws Exception {
        List<Map<String, Object>> versions = new ArrayList<>();
        IntStream.rangeClosed(1, 9)
                .forEach(i -> versions.add(version(i, "2026-02-01T00:00:%02dZ".formatted(i / 2))));
        api.get(
                "/v1/found",
                call -> {
                    if (api.requests().size() == 3) {
                        versions.remove(0);
                        versions.add(version(1, "2026-02-02T00:00:00Z"));
                    }
                    List<Map<String, Object>> found =
                            versions.stream()
                                    .filter(v -> updated(v).compareTo(since(call)) >= 0)
                                    .toList();
                    return Reply.json(
                            new FakeListing(found).part(2 * call.number("page", 1) - 2, 2));
                });
        Endpoint endpoint =
                Endpoint.get("/found")
                        .records("")
                        .key("id")
                        .paging(Paging.pageNumber("page", 1))
                        .since(
                                CursorSpec.timestamp("meta.updated").ordered(Order.ASCENDING),
                                "since",
                                TimeFormat.ISO_INSTANT)
                        .restartEachPage("/meta/updated");

        assertThat(read(rest().resource("found", endpoint), "found"))
                .extracting(row -> ((Number) row.get("id")).intValue())
                .containsAll(IntStream.rangeClosed(1, 9).boxed().toList());
    }

    @Test
    void beginsAnewWithinAWindowAndInAnExpression() throws Exception {
        api.get(
                "/v1/found",
                call ->
                        capped(
                                call,
                                call.query("q").orElseThrow().startsWith("2026-02-27")
                                        ? versions(9, "2026-02-28T00:00:00Z")
                                        : List.of()));
        Endpoint windows =
                cappedEndpoint()
                        .cursor(CursorSpec.timestamp("meta.updated").ordered(Order.ASCENDING))
                        .query("q", "{from}..{to}")
                        .start(Instant.parse("2026-02-27T00:00:00Z"))
                        .windows(Duration.ofDays(2), TimeFormat.ISO_DATE);
        Endpoint expression =
                cappedEndpoint()
                        .query("q", "{since}..")
                        .since(
                                CursorSpec.timestamp("meta.updated").ordered(Order.ASCENDING),
                                TimeFormat.ISO_DATE)
                        .start(Instant.parse("2026-02-27T00:00:00Z"));

        read(rest().resource("found", windows), "found");
        read(rest().resource("found", expression), "found");

        assertThat(api.requests())
                .filteredOn(call -> call.query("page").equals(Optional.of("1")))
                .extracting(call -> call.query("q").orElseThrow())
                .containsExactly(
                        "2026-02-27..2026-03-01",
                        "2026-02-28..2026-03-01",
                        "2026-03-01..2026-03-01",
                        "2026-02-27..",
                        "2026-02-28..");
    }

    @Test
    void endsWhenMoreRecordsShareOneValueThanTheServiceLists() {
        api.get("/v1/found", call -> capped(call, versions(9, "7")));
        Endpoint endpoint =
                cappedEndpoint()
                        .incremental(
                                CursorSpec.number("meta.updated").ordered(Order.ASCENDING),
                                (request, cursor) -> request.query("from", cursor.after(0)));

        assertThatThrownBy(() -> read(rest().resource("found", endpoint), "found"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.REMOTE);
                            assertThat(e.hint()).isNotBlank();
                        })
                .hasMessageEndingWith(
                        "has more records with the cursor's value \"7\" than the service lists.");
        assertThat(api.requests()).hasSize(2 * LISTED_PAGES);
    }

    @Test
    void saysThatAListingCannotGoOnWithoutTheCursorsValue() {
        api.get("/v1/found", call -> capped(call, items.records()));
        Endpoint endpoint =
                cappedEndpoint()
                        .since(
                                CursorSpec.timestamp("meta.updated").ordered(Order.ASCENDING),
                                "since",
                                TimeFormat.ISO_DATE);

        assertThatThrownBy(() -> read(rest().resource("found", endpoint), "found"))
                .hasMessageContaining("has no value at /meta/updated");
    }

    // ---- parents ---------------------------------------------------------------------------

    private RestApi repos(Endpoint issues) {
        FakeListing repos =
                new FakeListing(
                        List.of(
                                Map.of(
                                        "id",
                                        1,
                                        "full_name",
                                        "acme/a",
                                        "pushed",
                                        "2026-01-01T00:00:00Z"),
                                Map.of(
                                        "id",
                                        2,
                                        "full_name",
                                        "acme/b c",
                                        "pushed",
                                        "2026-01-02T00:00:00Z"),
                                Map.of("id", 3)));
        api.get("/v1/repos", call -> repos.byPage(call, 1, 2));
        api.get(
                "/v1/repos/{owner}/{name}/issues",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of("n", 1, "of", call.variable("name")),
                                        Map.of("n", 2))));
        return rest().resource(
                        "repos",
                        Endpoint.get("/repos")
                                .records("/data")
                                .paging(Paging.pageNumber("page", 1, "/total_pages"))
                                .since(
                                        CursorSpec.timestamp("pushed"),
                                        "since",
                                        TimeFormat.ISO_DATE))
                .resource("issues", issues);
    }

    private static Endpoint issues() {
        return Endpoint.get("/repos/{+repo}/issues")
                .records("")
                .forEach("repos", "/full_name", "repo")
                .include("/id", "_repos_id")
                .include("/pushed", "_repos_pushed");
    }

    @Test
    void readsAListingForEachParentRecordInOneSlice() throws Exception {
        RestApi rest = repos(issues());

        assertThat(resource(rest, "issues").slices(null)).containsExactly(Slice.WHOLE);
        assertThat(read(rest, "issues"))
                .containsExactly(
                        Map.of(
                                "_repos_id",
                                1,
                                "_repos_pushed",
                                "2026-01-01T00:00:00Z",
                                "n",
                                1,
                                "of",
                                "a"),
                        Map.of("_repos_id", 1, "_repos_pushed", "2026-01-01T00:00:00Z", "n", 2),
                        Map.of(
                                "_repos_id",
                                2,
                                "_repos_pushed",
                                "2026-01-02T00:00:00Z",
                                "n",
                                1,
                                "of",
                                "b c"),
                        Map.of("_repos_id", 2, "_repos_pushed", "2026-01-02T00:00:00Z", "n", 2));
        assertThat(api.requests("/v1/repos")).allMatch(call -> call.query("since").isEmpty());
    }

    @Test
    void stopsInTheMiddleOfTheParentsWhenTheSinkHasEnough() throws Exception {
        MemorySink sink = new MemorySink().limit(2);

        assertThat(run.read(resource(repos(issues()), "issues"), sink).rows()).hasSize(2);
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void givesEachParentAPositionIfTheChildCanAskForWhatIsNew() throws Exception {
        Endpoint issues =
                issues().since(CursorSpec.timestamp("updated"), "since", TimeFormat.ISO_DATE);
        RestApi rest = repos(issues);
        run.position("acme/a", "2026-02-03T00:00:00Z");

        assertThat(read(rest, "issues")).hasSize(4);
        assertThat(api.requests("/v1/repos/acme/a/issues").get(0).query("since"))
                .contains("2026-02-03");
        assertThat(api.requests("/v1/repos/acme/b c/issues").get(0).query("since")).isEmpty();
        assertThat(api.requests("/v1/repos")).allMatch(call -> call.query("since").isEmpty());
    }

    @Test
    void letsTheParentAskForWhatIsNew() throws Exception {
        RestApi rest = repos(issues().cursor(CursorSpec.timestamp("_repos_pushed")));
        run.position("whole", "2026-01-02T00:00:00Z");

        read(rest, "issues");

        assertThat(api.requests("/v1/repos"))
                .isNotEmpty()
                .allMatch(call -> call.query("since").equals(Optional.of("2026-01-02")));
    }

    @Test
    void tellsHowFarTheParentsWereReadAlsoWithoutChildren() throws Exception {
        Resource issues =
                resource(repos(issues().cursor(CursorSpec.timestamp("_repos_pushed"))), "issues");
        api.get("/v1/repos/{owner}/{name}/issues", call -> Reply.jsonText("[]"));
        MemorySink sink = new MemorySink();

        assertThat(run.read(issues, sink).rows()).isEmpty();
        assertThat(sink.passedValues())
                .containsExactly("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
    }

    @Test
    void leavesNothingOfParentsThatHaveNoChildrenAnyMore() throws Exception {
        Resource issues =
                resource(
                        repos(
                                issues().cursor(CursorSpec.timestamp("_repos_pushed"))
                                        .mergeKey("_repos_id")),
                        "issues");
        api.get("/v1/repos/acme/a/issues", call -> Reply.jsonText("[]"));
        MemorySink sink = new MemorySink();
        sink.row(Map.of("n", 7, "_repos_id", 1L));
        assertThat(run.read(issues, sink).column("n")).contains(7);

        run.position("whole", "2026-01-01T00:00:00Z");
        assertThat(run.read(issues, sink).column("n")).isNotEmpty().doesNotContain(7);
    }

    @Test
    void readsGrandchildrenInTheSlicesOfTheListingThatAsksForWhatIsNew() throws Exception {
        Endpoint issues =
                issues().since(CursorSpec.timestamp("updated"), "since", TimeFormat.ISO_DATE);
        Endpoint comments =
                Endpoint.get("/repos/{+repo}/issues/{issue}/comments")
                        .records("")
                        .forEach("issues", "/n", "issue")
                        .include("/updated", "_issues_updated")
                        .cursor(CursorSpec.timestamp("_issues_updated"));
        RestApi rest = repos(issues).resource("comments", comments);
        api.get(
                "/v1/repos/{owner}/{name}/issues/{issue}/comments",
                call -> Reply.json(List.of(Map.of("on", call.path()))));
        run.position("acme/a", "2026-02-03T00:00:00Z");
        Resource resource = resource(rest, "comments");

        assertThat(run.slices(resource))
                .extracting(Slice::id)
                .containsExactly("acme/a", "acme/b c");
        assertThat(read(rest, "comments"))
                .extracting(row -> row.get("on"))
                .containsExactly(
                        "/v1/repos/acme/a/issues/1/comments",
                        "/v1/repos/acme/a/issues/2/comments",
                        "/v1/repos/acme/b c/issues/1/comments",
                        "/v1/repos/acme/b c/issues/2/comments");
        assertThat(api.requests("/v1/repos/acme/a/issues").get(0).query("since"))
                .contains("2026-02-03");
    }

    @Test
    void goesThroughGrandparents() throws Exception {
        api.get("/v1/boards", call -> Reply.jsonText("[{\"id\":1},{\"id\":2}]"));
        api.get(
                "/v1/boards/{board}/sprints",
                call -> Reply.jsonText("[{\"id\":\"s" + call.variable("board") + "\"}]"));
        api.post("/v1/report", call -> Reply.json(List.of(Map.of("asked", call.body()))));
        RestApi rest =
                rest().defaults(list -> list.records(""))
                        .resource("boards", Endpoint.get("/boards"))
                        .resource(
                                "sprints",
                                Endpoint.get("/boards/{board}/sprints")
                                        .forEach("boards", "/id", "board"))
                        .resource(
                                "reports",
                                Endpoint.post("/report")
                                        .json(Map.of("b", "{board}", "s", "sprint {sprint}"))
                                        .forEach("sprints", "/id", "sprint"));

        assertThat(read(rest, "reports"))
                .extracting(row -> row.get("asked").toString())
                .hasSize(2)
                .allMatch(body -> body.matches("\\{.*\"b\":[12][,}].*"))
                .anyMatch(body -> body.contains("\"s\":\"sprint s2\""));
    }

    @Test
    void refusesAParentThatIsNotThere() {
        RestApi rest = rest().resource("x", Endpoint.get("/x").forEach("nobody", "/id", "id"));

        assertThatThrownBy(() -> rest.resources(rest.client()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no parent called nobody");
    }

    // ---- selection and checks --------------------------------------------------------------

    private final class ShopSource extends RestSource {

        private final List<String> selected;

        ShopSource(String... selected) {
            this.selected = List.of(selected);
        }

        @Override
        public SourceSpec spec() {
            return SourceSpec.of("shop", "Shop").config(NoSettings.class);
        }

        @Override
        protected RestApi api(SourceContext context) {
            return rest().resource("orders", Endpoint.get("/orders").formerly("Order"))
                    .resource("customers", Endpoint.get("/customers"))
                    .resource("logs", Endpoint.get("/logs").onRequest())
                    .select(selected);
        }
    }

    private static List<String> names(Source source, SourceContext run) throws Exception {
        return source.resources(run).stream().map(resource -> resource.spec().name()).toList();
    }

    @Test
    void selectsResources() throws Exception {
        assertThat(names(new ShopSource(), run)).containsExactly("orders", "customers");
        assertThat(names(new ShopSource("logs", "Order", "logs"), run))
                .containsExactly("logs", "Order");
        assertThat(new ShopSource().choices("resources", run))
                .containsExactly("orders", "customers", "logs");
        assertThat(new ShopSource().choices("api_key", run)).isEmpty();
    }

    @Test
    void namesTheNearestResource() {
        assertThatThrownBy(() -> new ShopSource("custmers").resources(run))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
                            assertThat(e.hint()).isEqualTo("Did you mean \"customers\"?");
                        })
                .hasMessage("There is no resource \"custmers\".");
        assertThatThrownBy(() -> new ShopSource("unrelated").resources(run))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e ->
                                assertThat(e.hint())
                                        .isEqualTo("On offer are orders, customers, logs."));
    }

    @Test
    void checksByTheFirstPage() throws Exception {
        api.get("/v1/orders", call -> Reply.json(List.of()));
        new ShopSource().check(run);
        assertThat(api.requests()).hasSize(1);

        api.failNext("/v1/orders", Reply.status(401), 1);
        assertThatThrownBy(() -> new ShopSource().check(run))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.AUTH));
    }

    @Test
    void checksAWindowAndAChildByItsParent() throws Exception {
        api.get("/v1/stats", call -> Reply.json(List.of()));
        api.get("/v1/boards", call -> Reply.json(List.of()));
        RestApi rest =
                rest().resource(
                                "stats",
                                Endpoint.get("/stats")
                                        .query("to", "{to}")
                                        .start(Instant.parse("2026-01-01T00:00:00Z"))
                                        .days(7))
                        .resource("boards", Endpoint.get("/boards"))
                        .resource(
                                "cards",
                                Endpoint.get("/boards/{b}/cards").forEach("boards", "/id", "b"));

        ((RestResource) resource(rest, "stats")).probe(run);
        ((RestResource) resource(rest, "cards")).probe(run);

        assertThat(api.requests("/v1/stats").get(0).query("to")).contains("2026-03-01");
        assertThat(api.requests("/v1/boards")).hasSize(1);
    }

    @Test
    void refusesABaseUrlThatIsNone() {
        for (String url :
                List.of("api.example.com", "https://", "https://exa mple/v1", "http://{host}")) {
            assertThatThrownBy(() -> RestApi.at(url))
                    .as(url)
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG));
        }
    }
}
