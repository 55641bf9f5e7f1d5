package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import dev.dango.testkit.Reply;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Children are asked for several at a time, and read one after the other. */
class ReadAheadTest {

    private static final int BOARDS = 20;

    private record NoSettings() {}

    private final FakeApi api = FakeApi.start();
    private final MemoryRun run =
            new MemoryRun(new NoSettings(), FixedClock.at("2026-03-01T12:00:00Z"));

    @BeforeEach
    void answer() {
        FakeListing boards =
                new FakeListing(
                        IntStream.rangeClosed(1, BOARDS).mapToObj(i -> Map.of("id", i)).toList());
        api.get("/boards", call -> boards.byCursor(call, 7));
        api.get("/boards/{board}/cards", ReadAheadTest::cards);
    }

    @AfterEach
    void close() throws Exception {
        run.close();
        api.close();
    }

    /** Three cards of each board, on two pages. */
    private static Reply cards(Call call) {
        int board = Integer.parseInt(call.variable("board"));
        return new FakeListing(
                        IntStream.range(0, 3)
                                .mapToObj(i -> Map.of("card", 10 * board + i))
                                .toList())
                .byCursor(call, 2);
    }

    private static List<Integer> cards(int boards) {
        return IntStream.rangeClosed(1, boards)
                .boxed()
                .flatMap(board -> IntStream.range(0, 3).mapToObj(i -> 10 * board + i))
                .toList();
    }

    private Resource cards(RestApi rest) {
        RestApi complete =
                rest.defaults(
                                list ->
                                        list.records("/data")
                                                .paging(Paging.token("/next_cursor", "cursor")))
                        .resource("boards", Endpoint.get("/boards"))
                        .resource(
                                "cards",
                                Endpoint.get("/boards/{board}/cards")
                                        .forEach("boards", "/id", "board"))
                        .select(List.of("cards"));
        return complete.resources(complete.client()).get(0);
    }

    private Resource cards() {
        return cards(RestApi.at(api.url()));
    }

    private static List<Integer> read(MemorySink sink) {
        return sink.rows().stream().map(row -> ((Number) row.get("card")).intValue()).toList();
    }

    @Test
    void asksForSeveralChildrenAtOnceAndKeepsTheirOrder() throws Exception {
        int atOnce = 8;
        CountDownLatch asked = new CountDownLatch(atOnce);
        api.get(
                "/boards/{board}/cards",
                call -> {
                    if (Integer.parseInt(call.variable("board")) > BOARDS - atOnce) {
                        asked.countDown();
                        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                    }
                    return cards(call);
                });

        assertThat(read(run.read(cards(), new MemorySink()))).isEqualTo(cards(BOARDS));
    }

    @Test
    void asksForSeveralParentsAtOnceAsWell() throws Exception {
        int atOnce = 8;
        CountDownLatch asked = new CountDownLatch(atOnce);
        api.get(
                "/boards/{board}/lists",
                call -> {
                    int board = Integer.parseInt(call.variable("board"));
                    if (board > BOARDS - atOnce) {
                        asked.countDown();
                        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                    }
                    return Reply.json(
                            List.of(Map.of("id", 2 * board), Map.of("id", 2 * board + 1)));
                });
        api.get(
                "/lists/{list}/cards",
                call ->
                        Reply.json(
                                List.of(Map.of("card", Integer.valueOf(call.variable("list"))))));
        RestApi rest =
                RestApi.at(api.url())
                        .resource(
                                "boards",
                                Endpoint.get("/boards")
                                        .records("/data")
                                        .paging(Paging.token("/next_cursor", "cursor")))
                        .resource(
                                "lists",
                                Endpoint.get("/boards/{board}/lists")
                                        .records("")
                                        .forEach("boards", "/id", "board"))
                        .resource(
                                "cards",
                                Endpoint.get("/lists/{list}/cards")
                                        .records("")
                                        .forEach("lists", "/id", "list"))
                        .select(List.of("cards"));
        Resource grandchildren = rest.resources(rest.client()).get(0);

        assertThat(read(run.read(grandchildren, new MemorySink())))
                .isEqualTo(IntStream.rangeClosed(2, 2 * BOARDS + 1).boxed().toList());
    }

    @Test
    void asksForOneAtATimeWhereTheServiceWantsIt() throws Exception {
        Resource one = cards(RestApi.at(api.url()).concurrency(1));

        assertThat(read(run.read(one, new MemorySink()))).isEqualTo(cards(BOARDS));
    }

    @Test
    void asksForNothingInVainWhenTheFirstChildIsEnough() throws Exception {
        run.read(cards(), new MemorySink().limit(1));

        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/boards", "/boards/1/cards");
    }

    @Test
    void asksForFewAheadWhenAFewChildrenAreEnough() throws Exception {
        run.read(cards(), new MemorySink().limit(7));

        assertThat(api.requests().stream().map(Call::path).distinct())
                .doesNotContain("/boards/8/cards");
    }

    @Test
    void reportsAFailureInItsTurnAndBreaksOffWhatNobodyWillTake() throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        api.failNext("/boards/5/cards", Reply.status(403), 1);
        api.hang("/boards/6/cards");
        MemorySink sink = new MemorySink();

        assertThatThrownBy(() -> run.read(cards(), sink))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION));

        assertThat(read(sink)).isEqualTo(cards(4));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().equals("dango-ahead")) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void endsWithTheRun() throws Exception {
        IntStream.rangeClosed(9, BOARDS).forEach(board -> api.hang("/boards/" + board + "/cards"));
        CompletableFuture<SourceException> read =
                CompletableFuture.supplyAsync(
                        () ->
                                catchThrowableOfType(
                                        SourceException.class,
                                        () -> run.read(cards(), new MemorySink())));
        api.awaitRequest("/boards/10/cards");

        run.cancel();

        assertThat(read).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(read.join().kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    @Test
    void servesLoopsOfAConnectorsOwn() {
        HttpClient client = RestApi.at(api.url()).client();
        Set<Integer> read = new LinkedHashSet<>();
        try (ReadAhead<Integer> ahead =
                client.readAhead(board -> Optional.of(cardsOf(client, board)), run)) {
            Predicate<Integer> reader =
                    board -> {
                        assertThat(ahead.send(cardsOf(client, board)).text("/data/0/card"))
                                .contains(Integer.toString(10 * board));
                        read.add(board);
                        return read.size() < 15;
                    };
            for (int board = 1; board <= BOARDS; board++) {
                ahead.add(board, reader);
            }
            ahead.finish(reader);
        }

        assertThat(read).containsExactlyElementsOf(IntStream.rangeClosed(1, 15).boxed().toList());
        assertThat(api.requests()).as("none twice").hasSizeLessThanOrEqualTo(BOARDS);
    }

    private static Request cardsOf(HttpClient client, int board) {
        return client.get("/boards/" + board + "/cards");
    }
}
