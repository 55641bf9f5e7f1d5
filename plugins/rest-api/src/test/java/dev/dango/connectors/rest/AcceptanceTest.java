package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import dev.dango.testkit.TestProject;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole configurations through the real engine into a real warehouse. */
class AcceptanceTest extends RestTesting {

    private static final String FIVE = "SELECT id FROM items ORDER BY id";

    private static String dlt(String resources) {
        return "{client: {base_url: BASE}, resources: " + resources + "}";
    }

    // ---- the original's configuration --------------------------------------------------------

    @Test
    void readsTheOriginalsExample() throws Exception {
        FakeListing orders = five();
        api.requireHeader("Authorization", "Bearer secret-1", Reply.status(401));
        api.get(
                "/v1/orders",
                call -> {
                    int from = call.number("cursor", 0);
                    Map<String, Object> meta = new HashMap<>();
                    meta.put("next", from < 4 ? from + 2 : null);
                    return Reply.json(
                            Map.of("data", Map.of("items", orders.part(from, 2)), "meta", meta));
                });
        TestProject project =
                project(
                        """
                        base_url: BASE
                        auth_type: bearer
                        auth_token_env: ORDERS_API_TOKEN
                        endpoints:
                        - {path: /v1/orders, name: orders, data_selector: data.items, primary_key: id, paginator: {type: cursor, cursor_path: meta.next}}
                        """);
        Files.writeString(project.project().root().resolve(".env"), "ORDERS_API_TOKEN=secret-1\n");

        sync(project);
        orders.add(Map.of("id", 6));
        sync(project);

        assertThat(project.query("SELECT id FROM orders ORDER BY id"))
                .containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void aMissingTokenIsAnErrorBeforeAnyRequest() {
        TestProject project =
                project("{base_url: BASE, auth_token_env: NOT_SET, endpoints: [{path: items}]}");

        SourceReport report = project.sync();

        assertThat(report.failures().get(0).kind()).isEqualTo("CONFIG");
        assertThat(report.failures().get(0).message())
                .contains(
                        "auth_token_env names the environment variable NOT_SET, which is not set");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void aResourceSaysHowDeepItsTablesGoAndWhatMayChange() {
        AtomicReference<Map<String, Object>> item =
                new AtomicReference<>(Map.of("id", 1, "tags", List.of("a"), "o", Map.of("p", 1)));
        api.get("/v1/items", call -> Reply.json(List.of(item.get())));
        TestProject project =
                project(
                        """
                        base_url: BASE
                        endpoints:
                        - path: v1/items
                          name: items
                          max_table_nesting: 0
                          schema_contract: {columns: discard_value}
                          columns: {id: {data_type: bigint, nullable: false}}
                        """);
        sync(project);
        assertThat(project.query("SELECT id, tags, o FROM items"))
                .containsExactly("1|[\"a\"]|{\"p\":1}");

        item.set(Map.of("id", 2, "new", "x"));
        sync(project);
        assertThat(project.columns("items")).doesNotContain("new");
        assertThat(project.query("SELECT column_name, value FROM _dango_rejects"))
                .containsExactly("new|x");
    }

    @Test
    void readsTheOriginalsNativeResources() {
        api.get(
                "/v1/things",
                call -> Reply.json(List.of(Map.of("id", 1, "v", call.query("v").get()))));
        TestProject project =
                project(
                        "{base_url: BASE/v1, endpoints: [{name: items, endpoint: {path: things, params:"
                                + " {v: a}}}]}");
        sync(project);
        sync(
                project.settings(
                        settings(
                                "{base_url: BASE/v1, endpoints: [{name: items, endpoint: {path: things, params: {v: b}}}]}")));

        assertThat(project.query("SELECT id, v FROM items")).containsExactly("1|b");
    }

    // ---- detection -----------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"header", "next", "total_pages", "cursors"})
    void findsOutHowTheApiPages(String way) {
        FakeListing items = five();
        api.get(
                "/items",
                call -> {
                    if (way.equals("total_pages")) {
                        return items.byPage(call, 1, 2);
                    }
                    int from = call.number("cursor", 0);
                    boolean more = from < 4;
                    String url = "/items?cursor=" + (from + 2);
                    List<Map<String, Object>> data = items.part(from, 2);
                    if (way.equals("header")) {
                        Reply reply = Reply.json(data);
                        return more ? reply.header("Link", "<" + url + ">; rel=\"next\"") : reply;
                    }
                    Map<String, Object> page = new HashMap<>(Map.of("results", data));
                    Object next = more ? (way.equals("next") ? url : (Object) (from + 2)) : null;
                    Map<String, Object> cursors = new HashMap<>();
                    cursors.put("next", next);
                    page.put(way, way.equals("next") ? next : cursors);
                    return Reply.json(page);
                });
        TestProject project = project(dlt("[items]"));

        sync(project);

        assertThat(project.query(FIVE)).containsExactly("1", "2", "3", "4", "5");
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void tellsThatItCannotPageByATotalAlone() {
        FakeListing items = five();
        api.get("/items", call -> items.byOffset(call, 2));
        TestProject project = project(dlt("[items]"));

        sync(project);

        assertThat(project.query(FIVE)).containsExactly("1", "2");
        assertThat(project.said()).anyMatch(text -> text.contains("says that there are 5"));
    }

    // ---- parents -------------------------------------------------------------------------------

    @Test
    void readsChildrenOfParents() {
        api.get(
                "/parents",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of("id", 1, "name", "one"),
                                        Map.of("id", 2, "name", "two"),
                                        Map.of("id", 3, "name", "three"))));
        api.get(
                "/parents/{id}/kids",
                call ->
                        call.variable("id").equals("2")
                                ? Reply.json(Map.of("message", "none")).withStatus(404)
                                : Reply.json(List.of(Map.of("kid", "k" + call.variable("id")))));
        TestProject project =
                project(
                        dlt(
                                """
                                [{name: parents, selected: false},
                                 {name: kids, include_from_parent: [id, name],
                                  endpoint: {path: "parents/{resources.parents.id}/kids",
                                             response_actions: [{status_code: 404, action: ignore}]}}]
                                """));

        sync(project);

        assertThat(project.query("SELECT kid, _parents_id, _parents_name FROM kids ORDER BY ALL"))
                .containsExactly("k1|1|one", "k3|3|three");
        assertThat(project.columns("parents")).isEmpty();
    }

    @Test
    void readsGrandchildren() {
        api.get("/a", call -> Reply.json(List.of(Map.of("id", "x"), Map.of("id", "y"))));
        api.get("/a/{a}/b", call -> Reply.json(List.of(Map.of("id", 1, "up", call.variable("a")))));
        api.get(
                "/b/{b}",
                call -> Reply.json(Map.of("id", call.variable("b") + call.query("of").get())));
        TestProject project =
                project(
                        dlt(
                                """
                                [{name: c, endpoint: {path: "b/{resources.b.id}", params: {of: "{resources.b.up}"}}},
                                 {name: b, endpoint: {path: "a/{resources.a.id}/b", data_selector: $}}, a]
                                """));

        sync(project);

        assertThat(project.query("SELECT id FROM c ORDER BY id")).containsExactly("1x", "1y");
    }

    @Test
    void readsOldForms() {
        api.get("/posts", call -> Reply.json(List.of(Map.of("id", 1), Map.of("id", 2))));
        api.get(
                "/acme/posts/{id}/comments",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of(
                                                "id", call.number("since", 0),
                                                "post", call.variable("id")))));
        TestProject project =
                project(
                        dlt(
                                """
                                [{name: comments, endpoint: {path: "{org}/posts/{post_id}/comments",
                                  params: {org: acme, post_id: {type: resolve, resource: posts, field: id},
                                           since: {type: incremental, cursor_path: id, initial_value: 7}}}},
                                 posts]
                                """));

        sync(project);

        assertThat(project.query("SELECT id, post FROM comments ORDER BY ALL"))
                .containsExactly("7|1", "7|2");
        assertThat(api.requests("/acme/posts/1/comments").get(0).queries())
                .containsOnlyKeys("since");
    }

    // ---- failures ------------------------------------------------------------------------------

    @Test
    void triesAgain() {
        api.get("/items", call -> Reply.json(five().records()));
        api.failNext("/items", 503, 2);
        TestProject project = project(dlt("[items]"));

        sync(project);

        assertThat(project.query(FIVE)).hasSize(5);
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void oneRefusalIsEnough() {
        api.get("/items", call -> Reply.status(403));

        SourceReport report = project(dlt("[items]")).sync();

        assertThat(report.failures().get(0).kind()).isEqualTo("PERMISSION");
        assertThat(api.requests()).hasSize(1);
    }

    // ---- what is new
    // -----------------------------------------------------------------------------

    @Test
    void asksForWhatIsNewAndRepeatsNothing() {
        FakeListing items = five();
        api.get(
                "/items",
                call ->
                        Reply.json(
                                items.where(i -> (int) i.get("id") >= call.number("since", 0))
                                        .records()));
        TestProject project =
                project(
                        dlt(
                                """
                                [{name: items, write_disposition: append, endpoint: {
                                  path: items, params: {since: "{incremental.start_value}"},
                                  incremental: {cursor_path: id, initial_value: 2}}}]
                                """));

        sync(project);
        items.add(Map.of("id", 6));
        sync(project);

        assertThat(sent("since")).containsExactly("2", "5");
        assertThat(project.query(FIVE)).containsExactly("2", "3", "4", "5", "6");
    }

    @Test
    void dropsWhatIsBeforeTheFirstValueThoughTheApiSendsIt() {
        api.get("/items", call -> Reply.json(five().records()));
        TestProject project =
                project(
                        dlt(
                                "[{name: items, endpoint: {path: items, incremental: {cursor_path: id,"
                                        + " initial_value: 4}}}]"));

        sync(project);

        assertThat(project.query(FIVE)).containsExactly("4", "5");
    }

    @Test
    void stopsWhereRecordsInOrderHaveLeftTheWindow() {
        FakeListing items = new FakeListing(five().records());
        api.get(
                "/items",
                call -> {
                    int page = call.number("page", 0);
                    return Reply.json(
                            List.of(Map.of("id", 100 - 2 * page), Map.of("id", 99 - 2 * page)));
                });
        TestProject project =
                project(
                        dlt(
                                "[{name: items, endpoint: {path: items, paginator: page_number,"
                                        + " incremental: {cursor_path: id, initial_value: 96, row_order:"
                                        + " desc}}}]"));

        sync(project);

        assertThat(project.query("SELECT count(*) FROM items")).containsExactly("5");
        assertThat(items.records()).hasSize(5);
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void pagesByPost() {
        FakeListing items = five();
        api.post(
                "/search",
                call -> {
                    int page = Integer.parseInt(call.body().replaceAll(".*\"n\":(\\d+).*", "$1"));
                    assertThat(call.body())
                            .startsWith("{\"query\":{\"since\":3,\"q\":\"from 3 {x}\"}");
                    return Reply.json(Map.of("hits", items.part(2 * page, 2)));
                });
        TestProject project =
                project(
                        dlt(
                                """
                                [{name: items, endpoint: {path: search, method: POST, data_selector: hits,
                                  json: {query: {since: "{incremental.start_value}", q: "from {incremental.start_value} {{x}}"}},
                                  paginator: {type: page_number, page_body_path: page.n},
                                  incremental: {cursor_path: id, initial_value: 3}}}]
                                """));

        sync(project);

        assertThat(project.query(FIVE)).containsExactly("3", "4", "5");
        assertThat(api.requests()).hasSize(4);
    }

    @Test
    void sendsFormsAndEndsListingsByWhatAnAnswerSays() {
        api.post(
                "/search",
                call ->
                        call.body().equals("kind=a%20b&day=2024-01-02")
                                ? Reply.json(Map.of("error", "no data for this day"))
                                        .withStatus(400)
                                : Reply.json(five().records()));
        TestProject project =
                project(
                        dlt(
                                """
                                [{name: items, endpoint: {path: search, method: post,
                                  data: {kind: a b, day: "{incremental.start_value}"},
                                  response_actions: [{status_code: 400, content: no data, action: ignore}],
                                  incremental: {cursor_path: at, initial_value: 2024-01-02}}}]
                                """));

        SourceReport report = sync(project);

        assertThat(report.tables()).allMatch(table -> table.read() == 0);
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void checksByOneRequest() {
        api.get("/items", call -> Reply.json(five().records()));

        project(dlt("[{name: items, endpoint: {path: items}}, others]")).check();

        assertThat(paths(api.requests())).containsExactly("/items");
    }

    @Test
    void mergesAsItIsTold() {
        api.get(
                "/items",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of("id", 1, "lsn", 1, "v", "a"),
                                        Map.of("id", 2, "lsn", 1))));
        String settings =
                """
                client: {base_url: BASE}
                resource_defaults: {primary_key: id, endpoint: {path: items}}
                resources:
                - {name: upserted, write_disposition: {disposition: merge, strategy: upsert},
                   columns: {lsn: {dedup_sort: desc}, gone: {hard_delete: true}, v: {data_type: text}}}
                - {name: inserted, write_disposition: {disposition: merge, strategy: insert-only}}
                - {name: versions, write_disposition: {disposition: merge, strategy: scd2}}
                """;
        TestProject project = project(settings);
        sync(project);
        api.get(
                "/items",
                call ->
                        Reply.json(
                                List.of(
                                        Map.of("id", 1, "lsn", 3, "v", "c"),
                                        Map.of("id", 1, "lsn", 2, "v", "b"),
                                        Map.of("id", 2, "lsn", 2, "gone", true))));
        sync(project);
        assertThat(project.query("SELECT id, v FROM upserted")).containsExactly("1|c");
        assertThat(project.query("SELECT id, v FROM inserted ORDER BY 1"))
                .containsExactly("1|a", "2|null");
        assertThat(
                        project.query(
                                "SELECT count(*), count(*) FILTER (_dlt_valid_to IS NULL) FROM versions"))
                .containsExactly("5|3");
    }

    @Test
    void writesAsItIsTold() {
        api.get("/items", call -> Reply.json(five().records()));
        api.get("/others", call -> Reply.json(five().records()));
        TestProject project =
                project(
                        """
                        client: {base_url: BASE}
                        resource_defaults: {write_disposition: append, columns: {note: {data_type: text}}}
                        resources:
                        - items
                        - {name: others, table_name: rest, write_disposition: replace, columns: [{name: price, data_type: decimal, precision: 10, scale: 2}]}
                        """);

        sync(project);
        sync(project);

        assertThat(project.query("SELECT count(*), count(note) FROM items"))
                .containsExactly("10|0");
        assertThat(project.query("SELECT count(*), count(price) FROM rest")).containsExactly("5|0");
    }
}
