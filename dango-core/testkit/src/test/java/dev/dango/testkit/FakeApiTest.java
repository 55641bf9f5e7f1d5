package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeApiTest {

    private final FakeApi api = FakeApi.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        api.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api.url() + path));
    }

    @Test
    void answersByRouteAndRecordsWhatWasAsked() throws Exception {
        api.get("/repos/{repo}/issues", call -> Reply.json(Map.of("of", call.variable("repo"))));

        assertThat(get("/repos/a%20b/issues?x=1&x=2&y%5B%5D=%C3%A9").body())
                .isEqualTo("{\"of\":\"a b\"}");
        Call call = api.requests("/repos/a b/issues").get(0);
        assertThat(call.queries()).isEqualTo(Map.of("x", List.of("1", "2"), "y[]", List.of("é")));
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
        assertThat(api.requests()).hasSize(2);

        api.clearRequests();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void readsWhatIsPosted() throws Exception {
        api.post("/x", call -> Reply.json(Map.of("got", call.body())).withStatus(201));
        HttpRequest post = request("/x").POST(HttpRequest.BodyPublishers.ofString("é\"")).build();

        HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"got\":\"é\\\"\"}");
    }

    @Test
    void failsAsScriptedAndThenNoMore() throws Exception {
        api.get("/x", call -> Reply.json(List.of()));
        api.failNext("/x", 503, 2);
        api.failNext("/y", 500, 1);

        assertThat(List.of(get("/x").statusCode(), get("/x").statusCode(), get("/x").statusCode()))
                .containsExactly(503, 503, 200);
        assertThat(get("/y").headers().firstValue("Retry-After")).contains("0");
    }

    @Test
    void tellsWhatARouteThrew() throws Exception {
        api.get("/x", call -> Reply.json(call.number("n", 0) / call.number("by", 0)));

        HttpResponse<String> answer = get("/x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/ by zero");
    }

    @Test
    void letsInOnlyWhoSendsTheHeader() throws Exception {
        api.get("/x", call -> Reply.status(204));
        api.requireHeader("X-Key", "k", Reply.status(401));

        assertThat(get("/x").statusCode()).isEqualTo(401);
        HttpRequest signed = request("/x").header("x-key", "k").build();
        assertThat(client.send(signed, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void hangsUntilItIsClosed() throws Exception {
        api.hang("/slow");
        CompletableFuture<?> answer =
                client.sendAsync(request("/slow").build(), HttpResponse.BodyHandlers.discarding());
        api.awaitRequest("/slow");
        assertThat(answer).isNotDone();

        api.close();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void pagesThroughAListingThatGrows() throws Exception {
        FakeListing items =
                new FakeListing(IntStream.range(0, 5).mapToObj(i -> Map.of("id", i)).toList());
        api.get("/items", items::afterId);

        assertThat(get("/items?limit=5").body()).endsWith("\"has_more\":false}");
        items.add(Map.of("id", 9));
        assertThat(get("/items?limit=5").body()).endsWith("\"has_more\":true}");
        assertThat(get("/items?limit=5&starting_after=4").body())
                .isEqualTo("{\"data\":[{\"id\":9}],\"has_more\":false}");
    }
}
