package dev.dango.cli.kill;

import dev.dango.testkit.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Orders with lines that have tags, listed by the time of their last change: merged by id from the
 * last change on. Other listings may be of the same form.
 */
class Orders extends RestOrigin {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final String name;
    private final Object disposition;
    private final Map<Integer, Map<String, Object>> byId = new LinkedHashMap<>();
    private int changes;

    Orders() {
        this("orders", "merge");
    }

    Orders(String name, Object disposition) {
        super(name);
        this.name = name;
        this.disposition = disposition;
    }

    @Override
    Map<String, Object> listing() {
        return Map.of(
                "write_disposition",
                disposition,
                "primary_key",
                "id",
                "incremental",
                Map.of(
                        "cursor_path",
                        "updated_at",
                        "initial_value",
                        START.toString(),
                        "start_param",
                        "since",
                        "row_order",
                        "asc"));
    }

    @Override
    List<Map<String, Object>> asked(List<Map<String, Object>> all, Call call) {
        Instant since = call.query("since").map(Instant::parse).orElse(START);
        return all.stream().filter(order -> !updated(order).isBefore(since)).toList();
    }

    private static Instant updated(Map<String, Object> order) {
        return Instant.parse((String) order.get("updated_at"));
    }

    @Override
    public void change(Random random) {
        int more = 5 + random.nextInt(25);
        for (int i = 0; i < more; i++) {
            put(byId.size(), random);
            put(random.nextInt(byId.size()), random);
        }
        publish(List.copyOf(byId.values()));
    }

    /** A changed order goes to the end, since it is the last to have changed. */
    private void put(int id, Random random) {
        byId.remove(id);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            List<String> tags = random.nextBoolean() ? List.of("x" + changes) : List.of();
            lines.add(Map.of("sku", "s" + random.nextInt(50), "tags", tags));
        }
        Instant updatedAt = START.plusSeconds(++changes);
        byId.put(
                id,
                Map.of("id", id, "updated_at", updatedAt.toString(), "n", changes, "lines", lines));
    }

    @Override
    public List<Expected> expected() {
        List<String> orders = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (Map<String, Object> order : byId.values()) {
            Object id = order.get("id");
            orders.add("%s %s %d".formatted(id, order.get("n"), updated(order).getEpochSecond()));
            List<?> list = (List<?>) order.get("lines");
            for (int i = 0; i < list.size(); i++) {
                Map<?, ?> line = (Map<?, ?>) list.get(i);
                lines.add("%s %d %s".formatted(id, i, line.get("sku")));
                for (Object tag : (List<?>) line.get("tags")) {
                    tags.add("%s %d 0 %s".formatted(id, i, tag));
                }
            }
        }
        return List.of(
                new Expected(
                        "SELECT concat_ws(' ', id, n, epoch(updated_at)::BIGINT) FROM " + name,
                        orders),
                new Expected(
                        "SELECT concat_ws(' ', o.id, l._dlt_list_idx, l.sku)" + fromLines(), lines),
                new Expected(
                        "SELECT concat_ws(' ', o.id, l._dlt_list_idx, t._dlt_list_idx, t.value)"
                                + fromLines()
                                + " JOIN %s__lines__tags t ON t._dlt_parent_id = l._dlt_id"
                                        .formatted(name),
                        tags),
                new Expected(
                        "SELECT concat_ws(' ', resource, slice, position) FROM _dango_state",
                        List.of(name + " whole " + START.plusSeconds(changes))),
                Schema.of(
                        name,
                        "id BIGINT, n BIGINT, updated_at TIMESTAMP WITH TIME ZONE",
                        name + "__lines",
                        "sku VARCHAR",
                        name + "__lines__tags",
                        "value VARCHAR"));
    }

    private String fromLines() {
        return " FROM %1$s o JOIN %1$s__lines l ON l._dlt_parent_id = o._dlt_id".formatted(name);
    }
}
