package dev.dango.connectors.zendesk;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Zendesk's own OpenAPI documents allow; there is none of Talk. */
class ZendeskDocumentTest {

    private static final String SKIPS =
            "the original reads it; the reference has skips of one user only";

    private final FakeApi api = FakeApi.start();
    private final ZendeskSource source = new ZendeskSource();

    @BeforeEach
    void answer() {
        List.of("/api/v2/{a}", "/api/v2/{a}/{b}", "/api/v2/{a}/{b}/{c}")
                .forEach(path -> api.get(path, call -> Reply.json(Map.of("count", 0))));
        FakeZendesk zendesk = new FakeZendesk(api, 1);
        for (int id = 1; id <= 2; id++) {
            zendesk.tickets.add(FakeZendesk.ticket(id, "2026-01-01T00:00:00Z", 10L, "a"));
            zendesk.groups.add(Map.of("id", id));
        }
    }

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(List<String> resources) {
        return new MemoryRun(
                new ZendeskSource.Config(
                        "bakery",
                        Optional.of(FakeZendesk.EMAIL),
                        Optional.of(Secret.of(FakeZendesk.TOKEN)),
                        Optional.empty(),
                        resources,
                        Optional.empty(),
                        Duration.ofDays(30),
                        2500,
                        2500,
                        Optional.of(api.url() + "/api/v2")),
                FixedClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document =
                ApiDocument.openApi("zendesk/support-api.yaml", "zendesk/help-center-api.yaml");
        List<String> tables =
                source.choices("resources", run(List.of())).stream()
                        .filter(table -> !table.startsWith("talk_"))
                        .toList();
        for (String table : tables) {
            try (MemoryRun run = run(List.of(table))) {
                Resource resource = source.resources(run).get(0);
                run.read(resource);
                run.read(resource);
            }
        }
        source.check(run(List.of()));

        document.except(
                        "'page[size]' is unexpected",
                        "cursor pagination is described in the text of each operation")
                .except(
                        "'include' is unexpected",
                        "sideloads are described in the text of each operation")
                .except(
                        "'start_time' is required on path '/api/v2/incremental/",
                        "with a cursor there is none: so are the addresses in after_url")
                .except(
                        "'start_time' is unexpected on path \"/api/v2/satisfaction_ratings\"",
                        "described in the text of the operation")
                .except("GET operation not allowed on path '/api/v2/skips'", SKIPS)
                .except("no such path", "agents may leave out the locale of the help center")
                .allows(api.requests());
    }
}
