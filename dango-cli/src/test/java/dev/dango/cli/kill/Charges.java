package dev.dango.cli.kill;

import dev.dango.engine.project.SourceEntry;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Charges of Stripe, the newest first, of which some are refunded later. */
final class Charges implements Origin {

    private static final long FIRST = 1_700_000_000;

    private final FakeApi api = FakeApi.start();
    private final FakeListing charges = new FakeListing(List.of());

    Charges(Path project) {
        writeKey(project);
        api.get(
                "/v1/charges",
                call -> {
                    int from = call.number("created[gte]", 0);
                    return charges.where(charge -> (long) charge.get("created") >= from)
                            .afterId(call);
                });
    }

    private static void writeKey(Path project) {
        try {
            Files.writeString(project.resolve(".env"), "STRIPE_API_KEY=sk_live_1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SourceEntry entry() {
        return SourceEntry.of(
                "payments",
                "stripe",
                Map.of(
                        "stripe_secret_key_env",
                        "STRIPE_API_KEY",
                        "resources",
                        List.of("charges"),
                        "base_url",
                        api.url() + "/v1"));
    }

    @Override
    public void change(Random random) {
        int more = 20 + random.nextInt(150);
        for (int i = 0; i < more; i++) {
            charges.addFirst(charge(charges.records().size(), 0));
        }
        for (int i = 0; i < 5; i++) {
            int refunded = random.nextInt(charges.records().size());
            charges.replace("id", "ch_" + refunded, charge(refunded, 1 + random.nextInt(500)));
        }
    }

    private static Map<String, Object> charge(int number, int refunded) {
        return Map.of(
                "id",
                "ch_" + number,
                "created",
                FIRST + 600L * number,
                "amount_refunded",
                refunded,
                "items",
                List.of("a" + number, "b" + refunded));
    }

    @Override
    public List<Expected> expected() {
        List<String> rows = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (Map<String, Object> charge : charges.records()) {
            Object id = charge.get("id");
            rows.add(
                    "%s %s %s".formatted(id, charge.get("created"), charge.get("amount_refunded")));
            List<?> list = (List<?>) charge.get("items");
            items.add("%s 0 %s".formatted(id, list.get(0)));
            items.add("%s 1 %s".formatted(id, list.get(1)));
        }
        return List.of(
                new Expected(
                        "SELECT concat_ws(' ', id, created, amount_refunded) FROM charges", rows),
                new Expected(
                        "SELECT concat_ws(' ', c.id, i._dlt_list_idx, i.value) FROM charges c"
                                + " JOIN charges__items i ON i._dlt_parent_id = c._dlt_id",
                        items));
    }

    @Override
    public void close() {
        api.close();
    }
}
