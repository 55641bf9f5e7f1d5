package dev.dango.connectors.notion;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Notion's own OpenAPI document allows. */
class NotionDocumentTest {

    private static final String BY_TIME =
            "the document knows sorts by property only: those by timestamp stand in"
                    + " developers.notion.com/reference/sort-data-source-entries";

    private final FakeApi api = FakeApi.start();
    private final NotionSource source = new NotionSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(List<NotionSource.Database> databases, List<String> resources) {
        NotionSource.Config config =
                new NotionSource.Config(
                        Secret.of("ntn_fake"),
                        databases,
                        resources,
                        NotionSource.Changes.AUTO,
                        api.url() + "/v1");
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document = ApiDocument.openApi("notion/notion-openapi.json");
        FakeNotion notion = new FakeNotion(api, 1, 10_000);
        notion.user("u1", "Zoë");
        notion.user("u2", "Ada");
        notion.dataSource("ds-1", "Tasks", Map.of("Name", "title", "Related", "relation"));
        notion.database("db-1", "Tasks", List.of("ds-1"));
        Map<String, Object> related =
                Map.of("type", "relation", "relation", List.of(), "has_more", true);
        notion.page("ds-1", "p1", "2026-01-01T00:00:00.000Z", Map.of("Related", related));
        notion.page("ds-1", "p2", "2026-01-02T00:00:00.000Z", Map.of());
        notion.relate("p1", "Related", List.of("r1", "r2"));
        notion.block("p1", "b1", "toggle", Map.of());
        notion.block("p1", "b2", "paragraph", Map.of());
        notion.block("b1", "b3", "paragraph", Map.of());
        notion.comment("p1", "c1", "one");
        notion.comment("p1", "c2", "two");

        readAll(List.of());
        readAll(List.of(new NotionSource.Database("db-1", Optional.empty())));

        document.except("required properties ([\"property\"])", BY_TIME)
                .except("not allowed by the schema: [\"timestamp\"]", BY_TIME)
                .allows(api.requests());
    }

    private void readAll(List<NotionSource.Database> databases) throws Exception {
        List<String> names = source.choices("resources", run(databases, List.of()));
        try (MemoryRun all = run(databases, names)) {
            source.check(all);
            for (Resource resource : source.resources(all)) {
                all.read(resource);
                all.position("live", "2026-01-01T00:00:00Z");
                all.read(resource);
            }
        }
    }
}
