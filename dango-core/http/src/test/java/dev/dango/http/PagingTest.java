package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to page, against an API that pages so. */
class PagingTest {

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

    private List<Object> ids(Endpoint endpoint) throws Exception {
        RestApi rest = RestApi.at(api.url()).resource("items", endpoint);
        Resource resource = rest.resources(rest.client()).get(0);
        return run.read(resource).stream().map(row -> row.get("id")).toList();
    }

    private void reads25(Endpoint endpoint, int requests) throws Exception {
        assertThat(ids(endpoint))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
        assertThat(api.requests()).hasSize(requests);
    }

    private static Endpoint items() {
        return Endpoint.get("/items").records("/data");
    }

    private Reply linked(Call call, String template, int size) {
        int page = call.number("page", 1);
        Reply reply = Reply.json(items.part((page - 1) * size, size));
        boolean more = page * size < items.records().size();
        return more ? reply.header("Link", template.formatted(page + 1)) : reply;
    }

    @Test
    void none() throws Exception {
        api.get("/items", call -> Reply.json(Map.of("data", items.records())));

        reads25(items(), 1);
    }

    @Test
    void linkHeader() throws Exception {
        String template = "<" + api.url() + "/items?page=%d&sig=a%%2Bb>; rel=\"next\"";
        api.get("/items", call -> linked(call, template, 10));

        reads25(Endpoint.get("/items").query("x", 1).records("").paging(Paging.linkHeader()), 3);
        assertThat(api.requests().get(2).queries())
                .containsEntry("sig", List.of("a+b"))
                .doesNotContainKey("x");
    }

    @Test
    void nextUrlAbsoluteAndRelative() throws Exception {
        for (String base : List.of(api.url(), "")) {
            api.clearRequests();
            api.get(
                    "/items",
                    call -> {
                        int from = call.number("from", 0);
                        String next = from < 20 ? base + "/items?from=" + (from + 10) : "";
                        return Reply.json(
                                Map.of(
                                        "data",
                                        items.part(from, 10),
                                        "links",
                                        Map.of("next", next)));
                    });

            reads25(items().paging(Paging.nextUrl("/links/next")), 3);
        }
    }

    @Test
    void linksThatLeadAroundAProxyAreAskedForThroughIt() throws Exception {
        String template = "<https://api.vendor.invalid/v2/items?page=%d&sig=a%%2Bb>; rel=\"next\"";
        api.get("/proxy/items", call -> linked(call, template, 10));

        reads25(
                Endpoint.get("/proxy/items")
                        .query("x", 1)
                        .records("")
                        .paging(Paging.linkHeader().atSameAddress()),
                3);
        assertThat(api.requests().get(2).queries())
                .containsEntry("sig", List.of("a+b"))
                .doesNotContainKey("x");
    }

    @Test
    void token() throws Exception {
        api.get("/items", call -> items.byCursor(call, 10));

        reads25(items().paging(Paging.token("/next_cursor", "cursor")), 3);
    }

    @Test
    void tokenInTheBody() throws Exception {
        api.post(
                "/items",
                call -> {
                    int from = call.body().contains("\"after\":\"t10\"") ? 10 : 0;
                    from = call.body().contains("\"after\":\"t20\"") ? 20 : from;
                    String next = from < 20 ? "t" + (from + 10) : "";
                    return Reply.json(Map.of("data", items.part(from, 10), "next", next));
                });

        reads25(
                Endpoint.post("/items")
                        .json(Map.of("query", "{ items }"))
                        .records("/data")
                        .paging(Paging.token("/next", "/variables/after")),
                3);
        assertThat(api.requests().get(2).body())
                .isEqualTo("{\"query\":\"{ items }\",\"variables\":{\"after\":\"t20\"}}");
    }

    @Test
    void headerToken() throws Exception {
        api.get(
                "/items",
                call -> {
                    int from = call.number("locator", 0);
                    Reply reply = Reply.json(items.part(from, 10));
                    return from < 20 ? reply.header("X-Next", "" + (from + 10)) : reply;
                });

        reads25(
                Endpoint.get("/items").records("").paging(Paging.headerToken("x-next", "locator")),
                3);
    }

    @Test
    void lastId() throws Exception {
        api.get("/items", items::afterId);

        reads25(items().paging(Paging.lastId("/id", "starting_after", "/has_more")), 3);
    }

    @Test
    void pageNumberUntilEmpty() throws Exception {
        api.get("/items", call -> items.byPage(call, 0, 10));

        reads25(items().paging(Paging.pageNumber("page", 0)), 4);
        assertThat(api.requests().get(0).query("page")).contains("0");
    }

    @Test
    void pageNumberUntilTheLast() throws Exception {
        api.get("/items", call -> items.byPage(call, 1, 10));

        reads25(items().paging(Paging.pageNumber("page", 1, "/total_pages")), 3);
    }

    @Test
    void offsetUntilTheTotalThoughTheServerSendsLessThanAsked() throws Exception {
        api.get("/items", call -> items.byOffset(call, 7));

        reads25(items().paging(Paging.offset("offset", "limit", 1000, "/total")), 4);
        assertThat(api.requests().get(0).queries())
                .containsEntry("offset", List.of("0"))
                .containsEntry("limit", List.of("1000"));
    }

    @Test
    void offsetUntilEmpty() throws Exception {
        api.get("/items", call -> items.byOffset(call, 10));

        reads25(items().paging(Paging.offset("offset", "limit", 10)), 4);
    }

    @Test
    void countsFromAndUpToWhereItIsTold() throws Exception {
        api.get("/items", call -> items.byOffset(call, 10));
        Counting tens = Paging.offset("offset", "limit", 10);

        assertThat(ids(items().paging(tens.from(5).below(15))))
                .containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(ids(items().paging(tens.from(20).total("/total")))).hasSize(5);
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void goesOnAfterAnEmptyPage() throws Exception {
        api.get(
                "/items",
                call ->
                        call.number("offset", 0) == 10
                                ? Reply.jsonText("{\"data\": [], \"total\": 25}")
                                : items.byOffset(call, 10));
        Counting tens = Paging.offset("offset", "limit", 10, "/total");

        assertThat(ids(items().paging(tens))).hasSize(10);
        assertThat(ids(items().paging(tens.pastEmpty()))).hasSize(15);
    }

    @Test
    void countsByTheLimitWhereRecordsAreParts() throws Exception {
        api.get(
                "/items",
                call ->
                        call.number("offset", 0) < 4
                                ? Reply.jsonText(
                                        "{\"data\": [{\"id\": " + call.number("offset", 0) + "}]}")
                                : Reply.jsonText("{\"data\": []}"));

        ids(items().paging(Paging.offset("offset", "limit", 2).bySize()));

        assertThat(api.requests())
                .extracting(call -> call.number("offset", -1))
                .containsExactly(0, 2, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "false", "0", "\"\"", "{}"})
    void aTokenThatIsNoneEndsTheListing(String token) throws Exception {
        api.get(
                "/items",
                call -> Reply.jsonText("{\"next\": " + token + ", \"data\": [{\"id\": 1}]}"));

        assertThat(ids(items().paging(Paging.token("/next", "cursor")))).hasSize(1);
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void whileAFlagSaysSo() throws Exception {
        api.get(
                "/items",
                call -> {
                    int from = call.number("after", 0);
                    return Reply.json(
                            Map.of(
                                    "data", items.part(from, 10),
                                    "meta", Map.of("more", from < 20, "after", from + 10)));
                });

        reads25(items().paging(Paging.token("/meta/after", "after").moreWhile("/meta/more")), 3);
    }

    @Test
    void endsWhenAPageSaysSo() throws Exception {
        api.get(
                "/items",
                call -> {
                    int from = call.number("after", 0);
                    return Reply.json(
                            Map.of(
                                    "data",
                                    items.part(from, 10),
                                    "end_of_stream",
                                    from >= 20,
                                    "after",
                                    from + 10));
                });

        reads25(items().paging(Paging.token("/after", "after").endWhen("/end_of_stream")), 3);
    }

    @Test
    void untilEmptyThoughATokenGoesOn() throws Exception {
        api.get(
                "/items",
                call -> {
                    int from = call.number("after", 0);
                    return Reply.json(Map.of("data", items.part(from, 10), "after", from + 10));
                });

        reads25(items().paging(Paging.token("/after", "after").untilEmpty()), 4);
    }

    @Test
    void detectsLinkHeaders() throws Exception {
        api.get("/items", call -> linked(call, "</items?page=%d>; rel=next", 10));

        reads25(Endpoint.get("/items").paging(Paging.detect()), 3);
    }

    @Test
    void detectsAddresses() throws Exception {
        api.get(
                "/items",
                call -> {
                    int from = call.number("from", 0);
                    String next = from < 20 ? "/items?from=" + (from + 10) : "";
                    Map<String, Object> paging = Map.of("next", Map.of("after", "1", "link", next));
                    return Reply.json(Map.of("paging", paging, "results", items.part(from, 10)));
                });

        reads25(Endpoint.get("/items").paging(Paging.detect()), 3);
    }

    @Test
    void detectsNumbersOfPages() throws Exception {
        for (int first : List.of(0, 1)) {
            api.clearRequests();
            api.get("/items", call -> items.byPage(call, first, 10));

            reads25(Endpoint.get("/items").paging(Paging.detect()), 3);
        }
    }

    @Test
    void detectsTokens() throws Exception {
        api.get("/items", call -> items.byCursor(call, 10));

        reads25(Endpoint.get("/items").paging(Paging.detect()), 3);
        assertThat(api.requests().get(1).query("cursor")).contains("c10");
    }

    @Test
    void detectsUnderAFlag() throws Exception {
        api.get("/items", call -> items.byCursor(call, 10));

        reads25(Endpoint.get("/items").paging(Paging.detect().untilEmpty()), 3);
    }

    @Test
    void warnsWhenThereIsMoreAndNoWayToGetIt() throws Exception {
        api.get("/items", call -> Reply.json(Map.of("items", items.part(0, 10), "total", 25)));
        RestApi rest =
                RestApi.at(api.url())
                        .resource("items", Endpoint.get("/items").paging(Paging.detect()));

        assertThat(run.read(rest.resources(rest.client()).get(0))).hasSize(10);
        assertThat(run.warnings())
                .containsExactly(
                        "GET "
                                + api.url()
                                + "/items sent 10 records and says that there are 25, but not how"
                                + " to get the next page: set its paging.");
    }

    @Test
    void aRepeatedTokenEndsInAnErrorNotInALoop() {
        api.get(
                "/items",
                call ->
                        Reply.json(
                                Map.of(
                                        "data",
                                        List.of(Map.of("id", call.queries().size())),
                                        "next",
                                        "same")));

        fails(items().paging(Paging.token("/next", "cursor")), "read before", 2);
    }

    @Test
    void aServiceThatDoesNotKnowThePageParameterEndsInAnError() {
        api.get("/items", call -> Reply.json(Map.of("data", items.records())));

        fails(items().paging(Paging.pageNumber("page", 1)), "the same page as before", 2);
    }

    private void fails(Endpoint endpoint, String message, int requests) {
        RestApi rest = RestApi.at(api.url()).resource("items", endpoint);
        Resource resource = rest.resources(rest.client()).get(0);

        assertThatThrownBy(() -> run.read(resource))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.REMOTE))
                .hasMessageContaining(message);
        assertThat(api.requests()).hasSize(requests);
    }
}
