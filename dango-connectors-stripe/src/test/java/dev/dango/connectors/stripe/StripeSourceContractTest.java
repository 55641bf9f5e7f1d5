package dev.dango.connectors.stripe;

import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** What every connector keeps to, by {@code stripe}. */
class StripeSourceContractTest extends HttpSourceContract {

    private static final long DAY = 86_400;
    private static final Set<SourceBehavior> LACKS =
            Set.of(SourceBehavior.SCHEMA, SourceBehavior.SLICES, SourceBehavior.DELETES);

    private final FakeListing charges = listing();
    private final FakeListing products = listing();

    private static FakeListing listing() {
        return new FakeListing(
                IntStream.rangeClosed(1, 120).mapToObj(day -> record(121 - day)).toList());
    }

    private static Map<String, Object> record(int day) {
        return Map.of("id", "x_" + day, "created", 1_700_000_000L + DAY * day);
    }

    @BeforeEach
    void answer() {
        api.requireHeader(
                "Authorization",
                "Bearer sk_test_51Hfake",
                Reply.json(Map.of("error", Map.of("message", "Invalid API Key provided")))
                        .withStatus(401));
        api.get("/v1/account", call -> Reply.json(Map.of("id", "acct_1")));
        api.get("/v1/charges", call -> since(charges, call).afterId(call));
        api.get("/v1/products", call -> since(products, call).afterId(call));
    }

    private static FakeListing since(FakeListing records, Call call) {
        long from = call.query("created[gte]").map(Long::parseLong).orElse(0L);
        return records.where(record -> (Long) record.get("created") >= from);
    }

    @Override
    protected Source source() {
        return new StripeSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "api_key",
                "sk_test_51Hfake",
                "base_url",
                api.url() + "/v1",
                "resources",
                List.of("charges", "products"));
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                Map.of(
                        "api_key", "sk_test_51Hfake",
                        "base_url", api.url(),
                        "resources", List.of("charges"),
                        "start_date", "2024-01-01",
                        "end_date", "2025-01-01",
                        "lookback", "7d",
                        "account", "acct_2"));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return !LACKS.contains(behavior);
    }

    @Override
    protected void addRecord() {
        charges.addFirst(record(121));
    }
}
