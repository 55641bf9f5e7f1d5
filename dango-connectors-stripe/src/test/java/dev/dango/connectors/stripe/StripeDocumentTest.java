package dev.dango.connectors.stripe;

import dev.dango.apidocs.ApiDocument;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request is one that Stripe's own OpenAPI document allows. */
class StripeDocumentTest {

    private static final String LATER =
            "the filter by creation came after this document: docs.stripe.com/api lists it";

    private final FakeApi api = FakeApi.start();
    private final StripeSource source = new StripeSource();

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(List<String> resources) {
        StripeSource.Config config =
                new StripeSource.Config(
                        Secret.of("sk_test_51Hfake"),
                        resources,
                        Optional.of(LocalDate.of(2023, 1, 1)),
                        Optional.of(LocalDate.of(2031, 1, 1)),
                        Duration.ofDays(2),
                        Optional.of("acct_1"),
                        api.url() + "/v1");
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document = ApiDocument.openApi("stripe/spec3.yaml");
        FakeListing one = new FakeListing(List.of(Map.of("id", "x_1", "created", 1_700_000_000L)));
        api.get("/v1/{listing}", one::afterId);
        api.get("/v1/{group}/{listing}", one::afterId);
        api.get("/v1/{parents}/{parent}/{listing}", one::afterId);
        try (MemoryRun all = run(source.choices("resources", run(List.of())))) {
            for (Resource resource : source.resources(all)) {
                all.read(resource);
                all.read(resource);
            }
        }
        document.except("parameter.schema.anyOf", "text in created[gte] is taken for no integer")
                .except("unexpected on path \"/v1/checkout/sessions\"", LATER)
                .except("unexpected on path \"/v1/credit_notes\"", LATER)
                .allows(api.requests());
    }
}
