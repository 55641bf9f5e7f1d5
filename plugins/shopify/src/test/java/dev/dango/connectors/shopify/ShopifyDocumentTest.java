package dev.dango.connectors.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.apidocs.ApiDocument;
import dev.dango.http.Request;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every query is one that Shopify's own schema allows. */
class ShopifyDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final FakeShopify shop = new FakeShopify(api);
    private final ShopifySource source = new ShopifySource();
    private final List<Table> tables = ShopifySource.tables(true, true);

    @AfterEach
    void close() {
        api.close();
    }

    /** One record in each connection, with more in it than the first page shows. */
    @BeforeEach
    void fill() {
        for (Table table : tables) {
            if (table.parents().isEmpty() && table.list().isEmpty()) {
                String connection = table.place().replace("/data/", "");
                shop.connection(connection).add(record(table));
            }
        }
        Map<String, Object> location = new LinkedHashMap<>(node("Location"));
        location.put("inventoryLevels", List.of(node("InventoryLevel")));
        shop.connection("locations").replace("id", location.get("id").toString(), location);
        Map<String, Object> order = new LinkedHashMap<>(shop.connection("orders").records().get(0));
        for (Table table : tables) {
            table.list().ifPresent(list -> order.put(list, List.of(record(table))));
            table.list().ifPresent(list -> shop.connection("all " + list).add(record(table)));
        }
        shop.connection("orders").replace("id", order.get("id").toString(), order);
    }

    private static Map<String, Object> record(Table table) {
        Map<String, Object> record = new LinkedHashMap<>(node(table.type()));
        for (Table.Nested nested : table.nested()) {
            String type = nested.types().split("\\|")[0];
            record.put(
                    nested.name(),
                    IntStream.rangeClosed(0, nested.first()).mapToObj(i -> node(type)).toList());
        }
        return record;
    }

    private static Map<String, Object> node(String type) {
        return Map.of(
                "id", "gid://shopify/" + type + "/1",
                "updatedAt", "2026-01-01T00:00:00Z",
                "processedAt", "2026-01-01T00:00:00Z");
    }

    private MemoryRun run(boolean personalData) {
        ShopifySource.Config config =
                new ShopifySource.Config(
                        "ada-teas",
                        Optional.of(Secret.of(FakeShopify.TOKEN)),
                        Optional.empty(),
                        Optional.empty(),
                        tables.stream().map(Table::name).toList(),
                        Optional.empty(),
                        true,
                        personalData,
                        0,
                        Optional.of(api.url() + "/admin/api/2026-07"));
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void everyQueryIsInTheSchema() throws Exception {
        ApiDocument schema =
                ApiDocument.graphQl("shopify/admin_2026-07.graphql-introspection.json");
        readEverything();

        schema.allows(api.requests(FakeShopify.PATH));
    }

    /**
     * The queries that bulk operations run stand in a text, which a validator does not look into.
     */
    @Test
    void everyBulkQueryIsInTheSchema() {
        ApiDocument schema =
                ApiDocument.graphQl("shopify/admin_2026-07.graphql-introspection.json");
        List<Call> queries = new ArrayList<>();
        for (Table table : tables) {
            if (table.isFitForBulk()) {
                queries.add(asked(table.bulk("updated_at:>='2026-01-01T00:00:00Z'")));
            }
        }

        schema.allows(queries);
    }

    private static Call asked(String query) {
        String body =
                Request.post("http://127.0.0.1").json(Map.of("query", query)).body().orElseThrow();
        return new Call("POST", FakeShopify.PATH, Map.of(), Map.of(), body, Map.of());
    }

    @Test
    void readsEveryTableAndWhatItsFirstPageDoesNotShow() throws Exception {
        readEverything();

        assertThat(api.requests().stream().map(Call::body).filter(b -> b.contains("node(id: $id)")))
                .as("a request for the rest of each nested connection, and for levels of stock")
                .hasSizeGreaterThan(tables.stream().mapToInt(table -> table.nested().size()).sum());
    }

    private void readEverything() throws Exception {
        try (MemoryRun run = run(true)) {
            source.check(run);
            for (Resource resource : source.resources(run)) {
                assertThat(run.read(resource)).as(resource.spec().name()).isNotEmpty();
            }
        }
        try (MemoryRun again = run(false).position("whole", "2025-12-01T00:00:00Z")) {
            for (Resource resource : source.resources(again)) {
                assertThat(again.read(resource)).as(resource.spec().name()).isNotEmpty();
            }
        }
        try (MemoryRun bulk = run(true)) {
            Admin admin = new Admin(source.api(bulk).client());
            assertThat(new Bulk(admin).run(tables.get(0), "", bulk, node -> true)).isTrue();
        }
    }
}
