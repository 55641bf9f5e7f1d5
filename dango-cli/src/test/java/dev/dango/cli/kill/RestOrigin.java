package dev.dango.cli.kill;

import dev.dango.engine.project.SourceEntry;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One listing of a REST API, read page by page by the connector for such APIs. */
abstract class RestOrigin implements Origin {

    private static final int PAGE = 10;

    private final String name;
    private final FakeApi api = FakeApi.start();
    private volatile List<Map<String, Object>> records = List.of();

    RestOrigin(String name) {
        this.name = name;
        api.get("/" + name, call -> new FakeListing(asked(records, call)).byCursor(call, PAGE));
    }

    /** The settings of the listing, beside its name and how it is paged. */
    abstract Map<String, Object> listing();

    /** Those of the records that a request asks for. */
    List<Map<String, Object>> asked(List<Map<String, Object>> all, Call call) {
        return all;
    }

    List<Map<String, Object>> records() {
        return records;
    }

    /** What the API sends from now on, in this order. */
    void publish(List<Map<String, Object>> now) {
        records = List.copyOf(now);
    }

    @Override
    public SourceEntry entry() {
        Map<String, Object> resource = new LinkedHashMap<>(listing());
        resource.put("name", name);
        resource.put("path", name);
        resource.put("data_selector", "data");
        resource.put(
                "paginator",
                Map.of("type", "cursor", "cursor_path", "next_cursor", "cursor_param", "cursor"));
        return SourceEntry.of(
                name,
                "rest_api",
                Map.of("client", Map.of("base_url", api.url()), "resources", List.of(resource)));
    }

    @Override
    public void close() {
        api.close();
    }
}
