package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every paginator with every parameter, against an API that pages so; five records, two a page. */
class PaginatorTest extends RestTesting {

    private final FakeListing items = five();

    private void reads(String paginator, Object... ids) throws Exception {
        assertThat(ids(items(paginator))).containsExactly(ids);
    }

    private static String items(String paginator) {
        return "{base_url: BASE, endpoints: [{path: items, data_selector: data, method: METHOD, paginator: "
                        .replace(
                                ", method: METHOD",
                                paginator.contains("_body_path") ? ", method: POST" : "")
                + paginator
                + "}]}";
    }

    private Map<String, Object> page(int from, String name, Object value) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("data", items.part(from, 2));
        page.put(name, value);
        return page;
    }

    private static int from(Call call) {
        return call.number("from", 0);
    }

    // ---- links and cursors -----------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"json_link", "json_response"})
    void jsonLink(String type) throws Exception {
        api.get(
                "/items",
                call -> {
                    int next = from(call) + 2;
                    return Reply.json(
                            page(
                                    from(call),
                                    "links",
                                    next < 5 ? Map.of("more", "items?from=" + next) : Map.of()));
                });

        reads("{type: " + type + ", next_url_path: links.more}", 1, 2, 3, 4, 5);
        assertThat(sent("from")).containsExactly("-", "2", "4");
    }

    @Test
    void jsonLinkAtItsUsualPlace() throws Exception {
        api.get(
                "/items",
                call ->
                        Reply.json(
                                page(
                                        from(call),
                                        "next",
                                        from(call) < 4
                                                ? api.url() + "/items?from=" + (from(call) + 2)
                                                : "")));

        reads("json_link", 1, 2, 3, 4, 5);
    }

    private Reply linked(Call call, String relation) {
        Reply reply = Reply.json(page(from(call), "x", 1));
        String link = "<?from=" + (from(call) + 2) + ">; rel=\"" + relation + "\"";
        return from(call) < 4 ? reply.header("Link", link) : reply;
    }

    @Test
    void headerLink() throws Exception {
        api.get("/items", call -> linked(call, "next"));

        reads("header_link", 1, 2, 3, 4, 5);
    }

    @Test
    void headerLinkOfAnotherRelation() throws Exception {
        api.get("/items", call -> linked(call, "following"));

        reads("{type: header_link, links_next_key: following}", 1, 2, 3, 4, 5);
    }

    @Test
    void headerCursor() throws Exception {
        api.get(
                "/items",
                call ->
                        from(call) < 4
                                ? Reply.json(page(from(call), "x", 1))
                                        .header("X-More", String.valueOf(from(call) + 2))
                                : Reply.json(page(from(call), "x", 1)));

        reads("{type: header_cursor, cursor_key: x-more, cursor_param: from}", 1, 2, 3, 4, 5);
    }

    private Reply cursored(Call call, String name) {
        Object next = from(call) < 4 ? from(call) + 2 : false;
        return Reply.json(page(from(call), name, next));
    }

    @Test
    void cursor() throws Exception {
        api.get("/items", call -> cursored(call, "more"));

        reads("{type: cursor, cursor_path: $.more, cursor_param: from}", 1, 2, 3, 4, 5);
    }

    @Test
    void cursorInTheBody() throws Exception {
        api.post(
                "/items",
                call -> {
                    boolean first = call.body().isEmpty();
                    return first
                            ? Reply.json(page(0, "meta", Map.of("next", "abc")))
                            : Reply.json(page(2, "got", call.body()));
                });

        reads("{type: cursor, cursor_path: meta.next, cursor_body_path: page.after}", 1, 2, 3, 4);
        assertThat(api.requests().get(1).body()).isEqualTo("{\"page\":{\"after\":\"abc\"}}");
    }

    @Test
    void cursorWhileThereIsMore() throws Exception {
        api.get(
                "/items",
                call -> {
                    Map<String, Object> page = page(from(call), "more", from(call) + 2);
                    page.put("has_more", from(call) < 2 ? "yes" : "no");
                    return Reply.json(page);
                });

        reads(
                "{type: cursor, cursor_path: more, cursor_param: from, has_more_path: has_more}",
                1,
                2,
                3,
                4);
    }

    @Test
    void cursorUntilAnEmptyPage() throws Exception {
        api.get("/items", call -> Reply.json(page(from(call), "more", from(call) + 2)));

        reads(
                "{type: cursor, cursor_path: more, cursor_param: from, stop_after_empty_page: true}",
                1,
                2,
                3,
                4,
                5);
        assertThat(api.requests()).hasSize(4);
    }

    @Test
    void aMissingFlagIsAnErrorAndNotTheEnd() {
        api.get("/items", call -> Reply.json(page(from(call), "more", 2)));

        assertThatThrownBy(
                        () -> reads("{type: cursor, cursor_path: more, has_more_path: meta.more}"))
                .hasMessageContaining("has nothing at /meta/more");
    }

    // ---- numbers ---------------------------------------------------------------------------

    @Test
    void offsetUpToTheTotal() throws Exception {
        api.get("/items", call -> items.byOffset(call, 2));

        reads("{type: offset, limit: 2}", 1, 2, 3, 4, 5);
        assertThat(sent("offset")).containsExactly("0", "2", "4");
        assertThat(sent("limit")).containsOnly("2");
    }

    @Test
    void offsetWithoutATotalTakesOneMoreRequest() throws Exception {
        api.get("/items", call -> items.byOffset(call, 2));

        reads("{type: offset, limit: 2, total_path: null}", 1, 2, 3, 4, 5);
        assertThat(sent("offset")).containsExactly("0", "2", "4", "5");
    }

    @Test
    void offsetFromAndUpToWhereItIsTold() throws Exception {
        api.get("/items", call -> Reply.json(page(call.number("skip", 0), "all", 5)));

        reads(
                "{type: offset, limit: 2, offset: 1, maximum_offset: 4, offset_param: skip,"
                        + " limit_param: take, total_path: all}",
                2,
                3,
                4,
                5);
        assertThat(sent("skip")).containsExactly("1", "3");
        assertThat(sent("take")).containsOnly("2");
    }

    @Test
    void offsetInTheBody() throws Exception {
        api.post(
                "/items",
                call -> {
                    String body = call.body();
                    int from = Integer.parseInt(body.replaceAll(".*\"from\":(\\d+).*", "$1"));
                    return Reply.json(page(from, "total", 5));
                });

        reads(
                "{type: offset, limit: 2, offset_body_path: page.from, limit_body_path: page.size}",
                1,
                2,
                3,
                4,
                5);
        assertThat(api.requests().get(2).body()).isEqualTo("{\"page\":{\"size\":2,\"from\":4}}");
    }

    @Test
    void offsetGoesOnAfterAnEmptyPageUpToTheTotal() throws Exception {
        api.get(
                "/items",
                call ->
                        call.number("offset", 0) == 2
                                ? Reply.json(Map.of("data", List.of(), "total", 5))
                                : items.byOffset(call, 2));

        reads("{type: offset, limit: 2, stop_after_empty_page: false}", 1, 2, 5);
    }

    @Test
    void offsetWhileThereIsMore() throws Exception {
        api.get(
                "/items",
                call ->
                        Reply.json(
                                page(
                                        call.number("offset", 0),
                                        "more",
                                        call.number("offset", 0) < 2)));

        reads("{type: offset, limit: 2, total_path: null, has_more_path: more}", 1, 2, 3, 4);
    }

    @Test
    void offsetGrowsByTheLimitWhereRecordsAreParts() throws Exception {
        api.get(
                "/orders",
                call ->
                        Reply.json(
                                Map.of(
                                        "total",
                                        4,
                                        "orders",
                                        List.of(
                                                Map.of(
                                                        "lines",
                                                        List.of(
                                                                Map.of(
                                                                        "id",
                                                                        call.number("offset", 0)),
                                                                Map.of(
                                                                        "id",
                                                                        call.number("offset", 0)
                                                                                + 10),
                                                                Map.of(
                                                                        "id",
                                                                        call.number("offset", 0)
                                                                                + 20)))))));

        assertThat(
                        ids(
                                "{base_url: BASE, endpoints: [{path: orders, data_selector: 'orders[*].lines',"
                                        + " paginator: {type: offset, limit: 2}}]}"))
                .containsExactly(0, 10, 20, 2, 12, 22);
    }

    @Test
    void pageNumberUntilAnEmptyPage() throws Exception {
        api.get("/items", call -> Reply.json(page(2 * call.number("page", 0), "x", 1)));

        reads("page_number", 1, 2, 3, 4, 5);
        assertThat(sent("page")).containsExactly("0", "1", "2", "3");
    }

    @Test
    void pageNumberUpToTheTotal() throws Exception {
        api.get("/items", call -> Reply.json(page(2 * call.number("p", 0) - 2, "pages", 3)));

        reads("{type: page_number, base_page: 1, page_param: p, total_path: pages}", 1, 2, 3, 4, 5);
        assertThat(sent("p")).containsExactly("1", "2", "3");
    }

    @Test
    void pageNumberFromAndUpToWhereItIsTold() throws Exception {
        api.get("/items", call -> Reply.json(page(2 * call.number("page", 0) - 2, "x", 1)));

        reads("{type: page_number, base_page: 1, page: 2, maximum_page: 3}", 3, 4);
        assertThat(sent("page")).containsExactly("2");
    }

    @Test
    void pageNumberInTheBody() throws Exception {
        api.post(
                "/items",
                call -> {
                    int page = Integer.parseInt(call.body().replaceAll("\\D", ""));
                    return Reply.json(page(2 * page, "total", 3));
                });

        reads("{type: page_number, page_body_path: page.n}", 1, 2, 3, 4, 5);
        assertThat(api.requests().get(1).body()).isEqualTo("{\"page\":{\"n\":1}}");
    }

    // ---- one page, or who knows --------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"single_page", "none"})
    void singlePage(String type) throws Exception {
        api.get("/items", call -> cursored(call, "next_cursor"));

        reads(type, 1, 2);
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void aTotalAloneIsNotSilentlyCutOff() throws Exception {
        api.get("/items", call -> items.byOffset(call, 2));

        reads("auto", 1, 2);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("sent 2 records and says that there are 5");
    }

    @Test
    void aSelectorThatFindsNothingIsTold() throws Exception {
        api.get("/items", call -> Reply.json(Map.of("datas", items.records())));

        reads("auto");
        assertThat(warnings)
                .containsExactly(
                        "endpoints[1].data_selector finds nothing in a first page: there is no"
                                + " /data.");
    }

    @Test
    void theClientsPaginatorHoldsForAll() throws Exception {
        api.get("/items", call -> items.byOffset(call, 2));

        assertThat(
                        ids(
                                "{client: {base_url: BASE, paginator: {type: offset, limit: 2}},"
                                        + " resources: [items]}"))
                .hasSize(5);
    }
}
