package dev.dango.connectors.rest;

import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.SourceContract;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every connector keeps to, by orders that change and the lines of each. */
class RestApiSourceTest extends SourceContract {

    private static final String TOKEN = "tok_live_4711";

    private final FakeApi api = FakeApi.start();
    private final FakeListing orders =
            new FakeListing(IntStream.rangeClosed(1, 25).mapToObj(i -> order(i)).toList());

    private static Map<String, Object> order(int number) {
        Instant changed = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3600L * number);
        return Map.of("id", number, "updated_at", changed.toString());
    }

    @BeforeEach
    void answer() {
        api.requireHeader("Authorization", "Bearer " + TOKEN, Reply.status(401));
        api.get("/v1/orders", call -> changed(call).byCursor(call, 10));
        api.get(
                "/v1/orders/{id}/lines",
                call -> Reply.json(List.of(Map.of("line", 1), Map.of("line", 2))));
    }

    private FakeListing changed(Call call) {
        String since = call.query("since").orElse("");
        return orders.where(order -> order.get("updated_at").toString().compareTo(since) >= 0);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Override
    protected Source source() {
        return new RestApiSource();
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> orders =
                Map.of(
                        "path", "orders",
                        "columns",
                                Map.of(
                                        "id", Map.of("data_type", "bigint"),
                                        "updated_at", Map.of("data_type", "timestamp")),
                        "incremental",
                                Map.of(
                                        "cursor_path", "updated_at",
                                        "initial_value", "2026-01-01T00:00:00Z",
                                        "start_param", "since"));
        Map<String, Object> lines =
                Map.of(
                        "path", "orders/{resources.orders.id}/lines",
                        "name", "lines",
                        "data_selector", "$",
                        "include_from_parent", List.of("id"),
                        "primary_key", List.of("_orders_id", "line"));
        return Map.of(
                "base_url",
                api.url() + "/v1",
                "auth_token",
                TOKEN,
                "endpoints",
                List.of(orders, lines));
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        Map<String, Object> flat = new LinkedHashMap<>(settings());
        flat.put("auth_type", "api_key");
        flat.put("api_key_name", "X-Key");
        flat.put("api_key_location", "query");
        flat.put("basic_username", "ada");
        flat.put("basic_password", "lovelace");
        flat.put("access_token_url", api.url() + "/token");
        flat.put("client_id", "me");
        flat.put("client_secret", "hush");
        flat.put("auth_header_name", "X-Auth");
        flat.put("headers", Map.of("X-Tenant", "acme"));
        flat.put("resources", List.of("orders"));
        return List.of(
                flat,
                Map.of(
                        "client", Map.of("base_url", api.url()),
                        "resource_defaults", Map.of("write_disposition", "replace"),
                        "resources", List.of("orders")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return behavior != SourceBehavior.DELETES && behavior != SourceBehavior.SLICES;
    }

    @Override
    protected void addRecord() {
        orders.add(order(26));
    }
}
