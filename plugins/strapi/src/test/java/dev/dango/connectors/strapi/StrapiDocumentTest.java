package dev.dango.connectors.strapi;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that a Strapi server's own description of its API allows. */
class StrapiDocumentTest {

    private final FakeApi api = FakeApi.start();
    private final StrapiSource source = new StrapiSource();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document =
                ApiDocument.openApi("strapi/strapi-5.54.0-generated-openapi.json").under("/api");
        FakeListing articles =
                new FakeListing(
                        IntStream.rangeClosed(1, 9)
                                .mapToObj(
                                        i ->
                                                FakeStrapi.article(
                                                        i, "2026-01-0" + i + "T08:00:00.000Z"))
                                .toList());
        api.get("/api/articles", call -> FakeStrapi.list(call, articles));
        StrapiSource.Config config =
                new StrapiSource.Config(
                        api.url() + "/api",
                        Secret.of(FakeStrapi.TOKEN),
                        List.of("articles"),
                        List.of(),
                        List.of("all"),
                        List.of(),
                        false,
                        "5");
        try (MemoryRun run = new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"))) {
            source.check(run);
            for (Resource resource : source.resources(run)) {
                run.read(resource);
                run.read(resource);
            }
        }

        document.except(
                        "Unexpected character ('*'",
                        "the document has populate=*; the validator reads what may be a text or an"
                                + " array as JSON")
                .allows(api.requests());
    }
}
