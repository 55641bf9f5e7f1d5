package dev.dango.connectors.asana;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.MemoryRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Asana's own OpenAPI document allows. */
class AsanaDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final AsanaSource source = new AsanaSource();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document = ApiDocument.openApi("asana/asana_oas.yaml").under(FakeAsana.BASE);
        FakeAsana asana = new FakeAsana(api);
        asana.bakery.add(FakeAsana.task("1", "2026-02-01T10:00:00.000Z"));
        asana.bakery.add(FakeAsana.task("2", "2026-02-02T10:00:00.000Z"));
        asana.bakery.add(FakeAsana.task("3", "2026-02-03T10:00:00.000Z"));
        FakeListing one =
                new FakeListing(
                        List.of(Map.of("gid", "7", "created_at", "2026-02-01T10:00:00.000Z")));
        for (String path :
                List.of(
                        "/users",
                        "/tags",
                        "/goals",
                        "/status_updates",
                        "/portfolios",
                        "/attachments")) {
            asana.listing(path, one);
        }
        asana.listing("/workspaces/{workspace}/{listing}", one);
        asana.listing("/projects/{project}/sections", one);
        asana.listing("/portfolios/{portfolio}/items", one);
        MemoryRun none = AsanaRequestsTest.run(api, List.of());
        MemoryRun all = AsanaRequestsTest.run(api, source.choices("resources", none));
        source.check(all);
        for (Resource resource : source.resources(all)) {
            all.read(resource);
            all.read(resource);
        }
        document.except(
                        "'limit' is unexpected on path \"/workspaces/{workspace_gid}/tasks/search\"",
                        "the text about this path says that limit sets the size of its pages")
                .allows(api.requests());
    }
}
