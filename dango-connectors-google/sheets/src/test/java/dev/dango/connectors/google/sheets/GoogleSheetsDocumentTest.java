package dev.dango.connectors.google.sheets;

import static dev.dango.connectors.google.sheets.FakeGoogle.row;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Every request is one that Google's own discovery documents allow. */
class GoogleSheetsDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final FakeGoogle google = new FakeGoogle(api);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument documents =
                ApiDocument.discovery(
                        "google-sheets/sheets__v4.json", "google-sheets/drive__v3.json");
        google.tab("Long", 3000, 100, List.of(row("n"), row(1)));
        google.tab("Short", 10, 2, List.of(row("a", "b"), row(1, 2)));
        google.namedRange("Part", "Short", Map.of("endColumnIndex", 1));
        GoogleSheetsSource source = new GoogleSheetsSource();
        GoogleSheetsSource.Config config =
                new GoogleSheetsSource.Config(
                        FakeGoogle.ID,
                        List.of("Long", "Short", "Part"),
                        Optional.of(Secret.of(google.key())),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        api.url(),
                        api.url() + "/drive/v3");
        try (MemoryRun run = new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"))) {
            source.check(run);
            for (Resource resource : source.resources(run)) {
                assertThat(run.read(resource)).isNotEmpty();
            }
        }
        documents.allows(
                api.requests().stream().filter(call -> !call.path().equals("/token")).toList());
    }
}
