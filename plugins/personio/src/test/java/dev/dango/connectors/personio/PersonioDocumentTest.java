package dev.dango.connectors.personio;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Personio's own OpenAPI documents of the first generation allow. */
class PersonioDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final PersonioSource source = new PersonioSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(List<String> resources) {
        PersonioSource.Config config =
                new PersonioSource.Config(
                        Secret.of(FakePersonio.CLIENT),
                        Secret.of(FakePersonio.SECRET),
                        resources,
                        LocalDate.of(2025, 1, 1),
                        api.url());
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"))
                .position("whole", "2026-01-02T10:00:00Z");
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document =
                ApiDocument.openApi(
                                "personio/personio-personnel-data-api-oa3.yaml",
                                "personio/personio-auth-api.yaml")
                        .under("/v1");
        FakePersonio personio = new FakePersonio(api);
        personio.employees.add(FakePersonio.employee(4, "2026-02-01T08:00:00+01:00"));
        try (MemoryRun all = run(source.choices("resources", run(List.of())))) {
            source.check(all);
            for (Resource resource : source.resources(all)) {
                all.read(resource);
            }
        }
        List<Call> first =
                api.requests().stream().filter(call -> call.path().startsWith("/v1/")).toList();
        document.allows(first);
    }
}
