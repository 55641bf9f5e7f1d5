package dev.dango.connectors.slack;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Slack's own OpenAPI document allows. */
class SlackDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final SlackSource source = new SlackSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(boolean tablePerChannel) {
        SlackSource.Config config =
                new SlackSource.Config(
                        Secret.of("xoxb-fake"),
                        List.of(),
                        Optional.of(LocalDate.of(2026, 1, 1)),
                        SlackSource.RESOURCES,
                        tablePerChannel,
                        true,
                        Duration.ofDays(1),
                        api.url() + "/api");
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document = ApiDocument.openApi("slack/slack_web_openapi_v2.json");
        FakeSlack slack = new FakeSlack(api, 1);
        slack.channel("C1", "general", false, true);
        slack.channel("G1", "secret", true, true);
        slack.user("U1");
        slack.user("U2");
        slack.file("F1", 1_770_000_000L);
        slack.file("F2", 1_770_000_001L);
        slack.message("C1", "1770000000.000100", "one");
        slack.message("C1", "1770000001.000100", "two");
        slack.reply("C1", "1770000001.000100", "1770000002.000100", "a");
        slack.reply("C1", "1770000001.000100", "1770000003.000100", "b");

        readAll(true);
        readAll(false);

        document.except(
                        "Header parameter 'token' is required",
                        "the token is sent as a bearer: docs.slack.dev/authentication/tokens")
                .under("/api")
                .allows(api.requests());
    }

    private void readAll(boolean tablePerChannel) throws Exception {
        try (MemoryRun all = run(tablePerChannel)) {
            source.check(all);
            for (Resource resource : source.resources(all)) {
                all.read(resource);
                all.read(resource);
            }
        }
    }
}
