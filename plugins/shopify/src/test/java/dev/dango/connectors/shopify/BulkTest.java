package dev.dango.connectors.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bulk operations and the files they leave. */
class BulkTest {

    private final FakeApi api = FakeApi.start();
    private final FakeShopify shop = new FakeShopify(api);
    private final Table orders = ShopifySource.tables(false, true).get(0);
    private final MemoryRun run =
            new MemoryRun(
                    new ShopifySource.Config(
                            "ada-teas",
                            Optional.of(Secret.of(FakeShopify.TOKEN)),
                            Optional.empty(),
                            Optional.empty(),
                            List.of("orders"),
                            Optional.empty(),
                            false,
                            true,
                            0,
                            Optional.of(api.url() + "/admin/api/2026-07")),
                    FixedClock.at("2026-03-01T12:00:00Z"));
    private final Admin admin = new Admin(new ShopifySource().api(run).client());

    @AfterEach
    void close() {
        run.close();
        api.close();
    }

    private List<Map<String, Object>> read(int part) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        assertThat(new Bulk(admin, part).run(orders, "", run, nodes::add)).isTrue();
        return nodes;
    }

    @Test
    void putsRecordsTogetherHoweverTheirFileIsCut() {
        for (int i = 1; i <= 5; i++) {
            shop.connection("orders").add(FakeShopify.order(i, "2026-01-01T00:00:00Z", i));
        }

        List<Map<String, Object>> nodes = read(97);

        assertThat(nodes).hasSize(5);
        assertThat(nodes.stream().map(node -> ((List<?>) node.get("lineItems")).size()))
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(api.requests("/files/1.jsonl").stream().flatMap(c -> c.header("Range").stream()))
                .startsWith("bytes=0-96", "bytes=97-193")
                .hasSizeGreaterThan(10);
    }

    @Test
    void anEmptyResultHasNoFile() {
        assertThat(read(1000)).isEmpty();
        assertThat(api.requests()).extracting(Call::path).containsOnly(FakeShopify.PATH);
    }

    @Test
    void takesAFileThatComesWhole() {
        shop.connection("orders").add(FakeShopify.order(1, "2026-01-01T00:00:00Z", 0));
        byte[] line = "{\"id\":\"gid://shopify/Order/1\"}\n".getBytes(StandardCharsets.UTF_8);
        api.get("/files/{file}", call -> Reply.raw("application/jsonl", line));

        assertThat(read(10)).containsExactly(Map.of("id", "gid://shopify/Order/1"));
    }

    @Test
    void stopsWhereNothingMoreIsWanted() {
        IntStream.range(0, 50)
                .forEach(
                        i ->
                                shop.connection("orders")
                                        .add(FakeShopify.order(i, "2026-01-01T00:00:00Z", 0)));
        List<Object> seen = new ArrayList<>();

        new Bulk(admin, 500)
                .run(
                        orders,
                        "",
                        run,
                        node -> {
                            seen.add(node.get("id"));
                            return seen.size() < 3;
                        });

        assertThat(seen).hasSize(3);
        assertThat(api.requests("/files/1.jsonl")).hasSizeLessThan(10);
    }

    private SourceException failure(String status, String code) {
        api.post(
                FakeShopify.PATH,
                call ->
                        Reply.json(
                                Map.of(
                                        "data",
                                        Map.of(
                                                "bulkOperationRunQuery",
                                                Map.of(
                                                        "bulkOperation",
                                                        Map.of(
                                                                "id",
                                                                "gid://shopify/BulkOperation/1"),
                                                        "userErrors",
                                                        List.of()),
                                                "bulkOperation",
                                                Map.of("status", status, "errorCode", code)))));
        return catchThrowableOfType(SourceException.class, () -> read(1000));
    }

    @Test
    void tellsHowOperationsEnd() {
        assertThat(failure("FAILED", "ACCESS_DENIED").kind()).isEqualTo(ErrorKind.PERMISSION);
        assertThat(failure("FAILED", "TIMEOUT").kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failure("CANCELED", ""))
                .hasMessage("A bulk operation ended with CANCELED.")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.REMOTE));
    }

    @Test
    void refusesARecordApartFromItsParent() {
        shop.connection("orders").add(FakeShopify.order(1, "2026-01-01T00:00:00Z", 0));
        byte[] lines =
                ("{\"id\":\"gid://shopify/Order/1\"}\n"
                                + "{\"id\":\"gid://shopify/LineItem/1\","
                                + "\"__parentId\":\"gid://shopify/Order/2\"}\n")
                        .getBytes(StandardCharsets.UTF_8);
        api.get("/files/{file}", call -> Reply.raw("application/jsonl", lines));

        SourceException failure = catchThrowableOfType(SourceException.class, () -> read(1000));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
        assertThat(failure.hint()).contains("bulk_after: 0");
    }
}
