package dev.dango.connectors.pipedrive;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Pipedrive's own OpenAPI documents allow. */
class PipedriveDocumentTest {

    private static final String SEVERAL =
            "the parameter's description has several values separated by commas, its schema one";

    private final FakeApi api = FakeApi.start();
    private final PipedriveSource source = new PipedriveSource();

    @BeforeEach
    void answer() {
        FakePipedrive.answerAll(api);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(List<String> resources) {
        return new MemoryRun(
                new PipedriveSource.Config(
                        Secret.of(FakePipedrive.TOKEN),
                        resources,
                        Optional.empty(),
                        api.url() + "/api"),
                FixedClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument version1 = ApiDocument.openApi("pipedrive/pipedrive-v1-openapi.yml");
        ApiDocument version2 = ApiDocument.openApi("pipedrive/pipedrive-v2-openapi.yml");
        try (MemoryRun all = run(source.choices("resources", run(List.of())))) {
            for (Resource resource : source.resources(all)) {
                all.read(resource);
                all.position("whole", "2026-01-01T10:00:00Z")
                        .position("deals", "2026-01-01T10:00:00Z");
                all.read(resource);
            }
            source.check(all);
        }
        version1.under("/api/v1")
                .except(
                        "\"update_time DESC\"",
                        "the parameter's description has a direction behind the field")
                .allows(requests("v1"));
        version2.under("/api/v2")
                .except("next_activity_id,", SEVERAL)
                .except("open,won,lost,deleted", SEVERAL)
                .allows(requests("v2"));
    }

    private List<Call> requests(String version) {
        return api.requests().stream()
                .filter(call -> call.path().startsWith("/api/" + version + "/"))
                .toList();
    }
}
