package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.http.internal.ManualTime;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientTest {

    private record NoSettings() {}

    private final FakeApi api = FakeApi.start();
    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final MemoryRun run = new MemoryRun(new NoSettings(), clock);
    private final ManualTime time = new ManualTime();

    @AfterEach
    void close() throws Exception {
        run.close();
        api.close();
    }

    private HttpClient client(RestApi rest) {
        return rest.client(time, new Random(1));
    }

    private Response ask(String path) {
        HttpClient client = client(RestApi.at(api.url()));
        return client.send(client.get(path), run);
    }

    private SourceException failure(String path) {
        return catchThrowableOfType(SourceException.class, () -> ask(path));
    }

    // ---- something that takes a while ---------------------------------------------------------

    @Test
    void looksEverLessOftenUntilItIsDone() {
        AtomicInteger looks = new AtomicInteger();
        api.get("/job", call -> Reply.json(Map.of("done", looks.incrementAndGet() == 10)));
        HttpClient client = client(RestApi.at(api.url()));

        Response last =
                client.await(client.get("/job"), answer -> answer.flag("/done"), "a job", run);

        assertThat(last.flag("/done")).isTrue();
        assertThat(looks).hasValue(10);
        assertThat(time.pauses().stream().map(Duration::toMillis))
                .containsExactly(
                        250L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 20000L, 20000L, 20000L);
        assertThat(run.waits()).contains("1 s, a job", "20 s, a job");
    }

    // ---- a whole listing ---------------------------------------------------------------------

    @Test
    void readsAWholeListing() {
        FakeListing fields =
                new FakeListing(
                        List.of(Map.of("name", "a"), Map.of("name", "b"), Map.of("name", "c")));
        api.get("/fields", call -> fields.byCursor(call, 2));
        HttpClient client = client(RestApi.at(api.url()).defaults(list -> list.records("/data")));
        Endpoint listing = Endpoint.get("/fields").paging(Paging.token("/next_cursor", "cursor"));

        assertThat(client.pages(listing, run).stream().flatMap(page -> page.values().stream()))
                .containsExactly(Map.of("name", "a"), Map.of("name", "b"), Map.of("name", "c"));

        api.clearRequests();
        client.pages(listing, run, page -> page.recordCount() < 2);
        assertThat(api.requests()).as("ends when the taker has had enough").hasSize(1);
    }

    @Test
    void leavesAListingThatLeadsInACircle() {
        api.get("/fields", call -> Reply.json(Map.of("data", List.of(), "next_cursor", "same")));
        Endpoint listing =
                Endpoint.get("/fields")
                        .records("/data")
                        .paging(Paging.token("/next_cursor", "cursor"));

        assertThatThrownBy(() -> client(RestApi.at(api.url())).pages(listing, run))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE));
    }

    @Test
    void givesRecordsThatAreObjectsForChange() {
        api.get("/mixed", call -> Reply.jsonText("[{\"b\":1,\"a\":{\"c\":null}},7,{}]"));

        List<Map<String, Object>> objects = ask("/mixed").objects();
        objects.get(1).put("d", 2L);

        assertThat(objects).hasSize(2);
        assertThat(objects.get(0)).containsOnlyKeys("b", "a").containsEntry("b", 1L);
        assertThat(objects.get(1)).containsOnly(Map.entry("d", 2L));
    }

    // ---- at once -----------------------------------------------------------------------------

    @Test
    void asksOneThingAfterTheOtherWhereTheServiceWantsIt() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        api.get(
                "/x",
                call -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    second.countDown();
                    boolean together = second.await(200, TimeUnit.MILLISECONDS);
                    underWay.decrementAndGet();
                    return Reply.json(Map.of("together", together && most.get() > 1));
                });
        HttpClient client = client(RestApi.at(api.url()).concurrency(1));

        CompletableFuture<Response> other =
                CompletableFuture.supplyAsync(() -> client.send(client.get("/x"), run));
        Response one = client.send(client.get("/x"), run);

        assertThat(one.flag("/together")).isFalse();
        assertThat(other.join().flag("/together")).isFalse();
        assertThat(most).hasValue(1);
    }

    @Test
    void whoWaitsForATurnIsCancelledToo() throws Exception {
        api.hang("/x");
        HttpClient client = client(RestApi.at(api.url()).concurrency(1));
        List<CompletableFuture<Response>> both =
                Stream.of("/x", "/x")
                        .map(
                                path ->
                                        CompletableFuture.supplyAsync(
                                                () -> client.send(client.get(path), run)))
                        .toList();
        api.awaitRequest("/x");

        run.cancel();

        for (CompletableFuture<Response> asked : both) {
            assertThat(asked)
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        }
        assertThat(api.requests()).hasSize(1);
    }

    // ---- repetition ------------------------------------------------------------------------

    @Test
    void comesBackAfterFailuresThatPass() {
        api.get("/x", call -> Reply.json(Map.of("ok", true)));
        api.failNext("/x", Reply.status(503), 2);

        assertThat(ask("/x").flag("/ok")).isTrue();
        assertThat(api.requests()).hasSize(3);
        assertThat(time.pauses()).hasSize(2);
        assertThat(time.pauses().get(0)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
        assertThat(time.pauses().get(1))
                .isBetween(Duration.ofMillis(1600), Duration.ofMillis(2400));
        assertThat(run.waits().get(1)).endsWith(" s, 503 from 127.0.0.1 (attempt 3 of 5)");
    }

    @Test
    void waitsAsTold() {
        api.get("/x", call -> Reply.json(Map.of()));
        api.failNext("/x", Reply.status(429).header("Retry-After", "12"), 1);

        assertThat(ask("/x").status()).isEqualTo(200);
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(12));
        assertThat(run.waits()).containsExactly("12 s, 429 from 127.0.0.1 (attempt 2 of 5)");
    }

    @Test
    void countsWhatItDoes() {
        api.get("/x", call -> Reply.json(Map.of("ok", true)));
        api.failNext("/x", Reply.status(429).header("Retry-After", "12"), 1);

        Response answer = ask("/x");

        assertThat(run.requests()).isEqualTo(2);
        assertThat(run.bytes()).isGreaterThanOrEqualTo(answer.body().length).isPositive();
        assertThat(run.waited()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void waitsForAWindowToOpen() {
        api.get("/x", call -> Reply.json(Map.of()));
        Reply exhausted =
                Reply.status(403)
                        .header("X-RateLimit-Remaining", "0")
                        .header("X-RateLimit-Reset", "600");
        api.failNext("/x", exhausted, 1);

        assertThat(ask("/x").status()).isEqualTo(200);
        Duration waited = time.pauses().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(waited).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void givesUpAfterFiveAttempts() {
        api.failNext(500, 99);

        SourceException failure = failure("/x");

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failure)
                .hasMessage(
                        "GET "
                                + api.url()
                                + "/x was answered with 500: scripted failure."
                                + " Gave up after 5 attempts.");
        assertThat(api.requests()).hasSize(5);
    }

    @Test
    void givesUpOnLimitsThatNeverEnd() {
        api.failNext("/x", Reply.status(429).header("Retry-After", "3600"), 99);

        SourceException failure = failure("/x");

        assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(time.pauses()).hasSize(4).containsOnly(Duration.ofMinutes(5));
    }

    @Test
    void sendsListingsByPostAgain() {
        api.post("/x", call -> Reply.json(Map.of("got", call.body())));
        api.failNext("/x", 502, 1);
        HttpClient client = client(RestApi.at(api.url()));

        Response answer = client.send(client.post("/x").json(Map.of("a", 1)), run);

        assertThat(answer.text("/got")).contains("{\"a\":1}");
        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void triesAgainWhenNobodyAnswers() throws Exception {
        String closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = "http://127.0.0.1:" + socket.getLocalPort();
        }
        HttpClient client = client(RestApi.at(closed));

        assertThatThrownBy(() -> client.send(client.get("/x?key=s3cret"), run))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT))
                .hasMessageStartingWith("GET " + closed + "/x had no answer from 127.0.0.1: ")
                .hasMessageNotContaining("s3cret");
        assertThat(time.pauses()).hasSize(4);
        assertThat(run.waits().get(0)).endsWith("no answer from 127.0.0.1 (attempt 2 of 5)");
    }

    // ---- errors ----------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "401, AUTH",
        "403, PERMISSION",
        "404, NOT_FOUND",
        "410, NOT_FOUND",
        "400, REMOTE",
        "422, REMOTE"
    })
    void mapsRefusalsAndDoesNotRepeatThem(int status, ErrorKind kind) {
        api.get("/x", call -> Reply.json(Map.of()).withStatus(status));

        assertThat(failure("/x").kind()).isEqualTo(kind);
        assertThat(api.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"It broke.\",\"code\":\"x\"}}",
                "{\"status\":\"error\",\"message\":\"It broke\"}",
                "{\"errors\":[{\"message\":\"It broke\"}]}",
                "{\"error\":\"invalid_grant\",\"error_description\":\"It broke\"}",
                "{\"error\":\"It broke\"}",
                "{\"errors\":[{\"id\":1,\"detail\":\"It broke\"}]}",
                "{\"errorMessages\":[\"It\\n  broke\"],\"errors\":{}}",
                "{\"errors\":\"It broke\"}",
                "[{\"message\":\"It broke\",\"errorCode\":\"X\"}]",
                "[{\"error\":{\"code\":403,\"message\":\"It broke\"}}]"
            })
    void quotesTheServicesOwnMessage(String body) {
        api.get("/x", call -> Reply.jsonText(body).withStatus(400));

        assertThat(failure("/x?token=s3cret"))
                .hasMessage("GET " + api.url() + "/x was answered with 400: It broke.");
    }

    @Test
    void shortensMessages() {
        api.get("/x", call -> Reply.json(Map.of("message", "m".repeat(999))).withStatus(400));

        assertThat(failure("/x").getMessage()).endsWith("m…").hasSizeLessThan(400);
    }

    @Test
    void saysNothingMoreWhenTheServiceDoesNot() {
        byte[] page = "<html><body>Bad".getBytes(StandardCharsets.UTF_8);
        api.get("/x", call -> Reply.raw("text/html", page).withStatus(404));
        api.get(
                "/y",
                call ->
                        Reply.raw("text/plain", "no such y".getBytes(StandardCharsets.UTF_8))
                                .withStatus(400));

        assertThat(failure("/x")).hasMessage("GET " + api.url() + "/x was answered with 404.");
        assertThat(failure("/y"))
                .hasMessage("GET " + api.url() + "/y was answered with 400: no such y.");
    }

    @Test
    void tellsAWebPageFromJson() {
        api.get("/x", call -> Reply.raw("text/html", "<html>".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> ask("/x").text("/a"))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.REMOTE))
                .hasMessage(
                        "GET " + api.url() + "/x was answered with a web page instead of JSON.");
    }

    // ---- limits ----------------------------------------------------------------------------

    @Test
    void keepsToTheLimitOverAllRequests() {
        api.get("/x", call -> Reply.json(Map.of()));
        HttpClient client = client(RestApi.at(api.url()).limit(2, Duration.ofSeconds(10)));

        for (int i = 0; i < 5; i++) {
            assertThat(client.send(client.get("/x"), run).status()).isEqualTo(200);
        }

        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(run.waits().get(0)).isEqualTo("10 s, limit of 127.0.0.1");
    }

    @Test
    void keepsALimitOfSomeListingsOnly() throws Exception {
        api.get("/exports/{what}", call -> Reply.json(Map.of("export", true)));
        api.get("/x", call -> Reply.json(Map.of()));
        RestApi rest =
                RestApi.at(api.url())
                        .limits(
                                (response, now) ->
                                        response.text("/export").map(p -> Duration.ofSeconds(3)));
        Endpoint exports = Endpoint.get("").limit("exports", 2, Duration.ofMinutes(1));
        HttpClient client = client(rest);

        client.send(client.get("/exports/one"), exports, run);
        client.send(client.get("/x"), run);
        assertThat(time.pauses()).isEmpty();

        client.send(client.get("/exports/two"), exports, run);
        client.send(client.get("/exports/one"), exports, run);
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(57));
        assertThat(run.waits())
                .containsExactly(
                        "3 s, limit of exports of 127.0.0.1",
                        "57 s, limit of exports of 127.0.0.1");
    }

    @Test
    void readsLimitsTheApisOwnWay() {
        api.get("/x", call -> Reply.json(Map.of("points", 0)));
        RestApi rest =
                RestApi.at(api.url())
                        .limits(
                                (response, now) ->
                                        response.text("/points").map(p -> Duration.ofSeconds(3)));
        HttpClient client = client(rest);

        client.send(client.get("/x"), run);
        client.send(client.get("/x"), run);

        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3));
    }

    // ---- credentials and redirects ---------------------------------------------------------

    @Test
    void signsEveryWay() {
        Map<Auth, String> expected =
                Map.of(
                        Auth.bearer(Secret.of("t")), "authorization=Bearer t",
                        Auth.basic("u", Secret.of("p")), "authorization=Basic dTpw",
                        Auth.header("X-Key", Secret.of("k")), "x-key=k",
                        Auth.header("Authorization", "Token ", Secret.of("t")),
                                "authorization=Token t");
        api.get("/x", call -> Reply.json(call.headers()));
        expected.forEach(
                (auth, header) -> {
                    HttpClient client = client(RestApi.at(api.url()).auth(auth));
                    Response answer = client.send(client.get("/x"), run);
                    String[] pair = header.split("=");
                    assertThat(answer.text("/" + pair[0])).contains(pair[1]);
                });
        HttpClient client = client(RestApi.at(api.url()).auth(Auth.query("key", Secret.of("q"))));
        client.send(client.get("/x?a=1"), run);

        List<Call> calls = api.requests();
        assertThat(calls.get(calls.size() - 1).query("key")).contains("q");
    }

    @Test
    void refusesATokenWithALineBreakWithoutShowingIt() {
        RestApi rest = RestApi.at(api.url()).auth(Auth.header("X-Key", Secret.of("s3cret\n")));
        HttpClient client = client(rest);

        assertThatThrownBy(() -> client.send(client.get("/x"), run))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessage("The header X-Key has characters in it that cannot be sent.");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void followsRedirectsAndKeepsCredentialsFromOtherHosts() {
        try (FakeApi other = FakeApi.start()) {
            other.get("/moved", call -> Reply.json(Map.of("at", "other")));
            api.get("/x", call -> Reply.status(302).header("Location", "/y"));
            api.get("/y", call -> Reply.status(307).header("Location", other.url() + "/moved"));
            RestApi rest =
                    RestApi.at(api.url())
                            .auth(Auth.header("X-Key", Secret.of("s3cret")))
                            .header("X-Version", "1");
            HttpClient client = client(rest);

            assertThat(client.send(client.get("/x"), run).text("/at")).contains("other");
            assertThat(api.requests("/y").get(0).header("X-Key")).contains("s3cret");
            assertThat(other.requests().get(0).header("X-Key")).isEmpty();
            assertThat(other.requests().get(0).header("X-Version")).isEmpty();
        }
    }

    @Test
    void signsRequestsToHostsThatEndpointsName() {
        try (FakeApi other = FakeApi.start()) {
            other.get("/reports", call -> Reply.json(List.of()));
            RestApi rest =
                    RestApi.at(api.url())
                            .auth(Auth.bearer(Secret.of("t")))
                            .resource("reports", Endpoint.get(other.url() + "/reports"));
            HttpClient client = client(rest);

            client.send(client.get(other.url() + "/reports"), run);

            assertThat(other.requests().get(0).header("Authorization")).contains("Bearer t");
        }
    }

    @Test
    void endsWhenRedirectedForEver() {
        api.get("/x", call -> Reply.status(301).header("Location", "/x"));

        assertThat(failure("/x"))
                .hasMessage("GET " + api.url() + "/x is redirected over and over again.");
        assertThat(api.requests()).hasSize(6);
    }

    @Test
    void fetchesOAuthTokensOnceAndAnewWhenRefused() {
        int[] tokens = {0};
        api.post(
                "/token",
                call -> Reply.json(Map.of("access_token", "t" + ++tokens[0], "expires_in", 3600)));
        api.get("/x", call -> Reply.json(Map.of()));
        OAuth2 auth =
                OAuth2.clientCredentials(api.url() + "/token", "me", Secret.of("s&cret"))
                        .field("scope", "read all");
        HttpClient client = client(RestApi.at(api.url()).auth(auth));

        client.send(client.get("/x"), run);
        client.send(client.get("/x"), run);
        assertThat(api.requests("/token"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.body().split("&"))
                                        .containsExactlyInAnyOrder(
                                                "grant_type=client_credentials",
                                                "scope=read%20all",
                                                "client_id=me",
                                                "client_secret=s%26cret"));

        api.failNext("/x", Reply.status(401), 1);
        client.send(client.get("/x"), run);
        assertThat(api.requests("/token")).hasSize(2);
        assertThat(api.requests("/x"))
                .extracting(call -> call.header("Authorization").orElseThrow())
                .containsExactly("Bearer t1", "Bearer t1", "Bearer t1", "Bearer t2");

        api.failNext("/x", Reply.status(401), 9);
        assertThatThrownBy(() -> client.send(client.get("/x"), run))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.AUTH));
    }

    @Test
    void refreshesTokensAndKeepsTheNewRefreshToken() {
        api.post(
                "/token",
                call -> {
                    String old = call.body().contains("refresh_token=r1") ? "r1" : "r2";
                    return Reply.json(
                            Map.of(
                                    "access_token",
                                    "by-" + old,
                                    "refresh_token",
                                    "r2",
                                    "expires_in",
                                    0));
                });
        api.get("/x", call -> Reply.json(Map.of()));
        OAuth2 auth =
                OAuth2.refreshToken(api.url() + "/token", "me", Secret.of("s"), Secret.of("r1"))
                        .basic();
        HttpClient client = client(RestApi.at(api.url()).auth(auth));

        client.send(client.get("/x"), run);
        client.send(client.get("/x"), run);

        assertThat(api.requests("/x"))
                .extracting(call -> call.header("Authorization").orElseThrow())
                .containsExactly("Bearer by-r1", "Bearer by-r2");
        assertThat(api.requests("/token").get(0).header("Authorization"))
                .contains("Basic bWU6cw==");
    }

    @Test
    void aRefusedGrantIsAMatterOfCredentials() {
        api.post(
                "/token",
                call ->
                        Reply.json(
                                        Map.of(
                                                "error", "invalid_grant",
                                                "error_description", "Token revoked"))
                                .withStatus(400));
        OAuth2 auth =
                OAuth2.refreshToken(api.url() + "/token", "me", Secret.of("s"), Secret.of("r"));
        HttpClient client = client(RestApi.at(api.url()).auth(auth));

        assertThatThrownBy(() -> client.send(client.get("/x"), run))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.AUTH))
                .hasMessageEndingWith("was answered with 400: Token revoked.");
        assertThat(api.requests("/x")).isEmpty();
    }

    @Test
    void aTokenServiceInTroubleIsAskedFiveTimesNotTwentyFive() {
        api.failNext("/token", 503, 99);
        OAuth2 auth = OAuth2.clientCredentials(api.url() + "/token", "me", Secret.of("s"));
        HttpClient client = client(RestApi.at(api.url()).auth(auth));

        assertThatThrownBy(() -> client.send(client.get("/x"), run))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT));
        assertThat(api.requests()).hasSize(5);
    }

    // ---- the wire --------------------------------------------------------------------------

    @Test
    void readsCompressedAndOtherwiseEncodedText() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8));
        }
        api.get(
                "/gzip",
                call ->
                        Reply.raw("application/json", zipped.toByteArray())
                                .header("Content-Encoding", "gzip"));
        byte[] latin = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        api.get("/latin", call -> Reply.raw("application/json; charset=iso-8859-1", latin));
        api.get("/bom", call -> Reply.jsonText("\uFEFF{\"a\":\"é\",\"b\":[{\"c\":1}]}"));

        for (String path : List.of("/gzip", "/latin", "/bom")) {
            assertThat(ask(path).text("/a")).contains("é");
        }
        assertThat(ask("/bom").select("/b").last("/c")).contains("1");
        assertThat(api.requests().get(0).header("User-Agent").orElseThrow()).startsWith("dango/");
        assertThat(api.requests().get(0).header("Accept-Encoding")).contains("gzip");
    }

    @Test
    void endsAtOnceWhenCancelledWhileAnAnswerHangs() throws Exception {
        api.hang("/slow");
        CompletableFuture<SourceException> failure =
                CompletableFuture.supplyAsync(() -> failure("/slow"));
        api.awaitRequest("/slow");

        run.cancel();

        assertThat(failure.get(1, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    @Test
    void endsAtOnceWhenCancelledWhileWaiting() throws Exception {
        api.failNext("/x", Reply.status(429).header("Retry-After", "300"), 1);
        HttpClient client = RestApi.at(api.url()).client();
        CompletableFuture<SourceException> failure =
                CompletableFuture.supplyAsync(
                        () ->
                                catchThrowableOfType(
                                        SourceException.class,
                                        () -> client.send(client.get("/x"), run)));
        api.awaitRequest("/x");

        run.cancel();

        assertThat(failure.get(1, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
    }
}
