package dev.dango.cli.kill;

import dev.dango.testkit.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Signups that change later, listed by their last change: only the first state of each that was
 * loaded counts. Which one that is among those before the first sync that ended, depends on what a
 * killed sync got to.
 */
final class Signups extends RestOrigin {

    private final Map<Integer, Map<String, Object>> byId = new LinkedHashMap<>();
    private final Set<Integer> loaded = new HashSet<>();
    private final List<String> possible = new ArrayList<>();
    private int changes;

    Signups() {
        super("signups");
    }

    @Override
    Map<String, Object> listing() {
        return Map.of(
                "write_disposition",
                Map.of("disposition", "merge", "strategy", "insert-only"),
                "primary_key",
                "id",
                "incremental",
                Map.of(
                        "cursor_path",
                        "seq",
                        "initial_value",
                        0,
                        "start_param",
                        "from",
                        "row_order",
                        "asc"));
    }

    @Override
    List<Map<String, Object>> asked(List<Map<String, Object>> all, Call call) {
        int from = call.number("from", 0);
        return all.stream().filter(signup -> (int) signup.get("seq") >= from).toList();
    }

    @Override
    public void change(Random random) {
        int more = 5 + random.nextInt(25);
        for (int i = 0; i < more; i++) {
            put(byId.size());
            put(random.nextInt(byId.size()));
        }
        publish(List.copyOf(byId.values()));
        byId.forEach(
                (id, signup) -> {
                    if (!loaded.contains(id)) {
                        possible.add(text(signup));
                    }
                });
    }

    /** A changed one goes to the end, since it is the last to have changed. */
    private void put(int id) {
        byId.remove(id);
        int seq = ++changes;
        byId.put(id, Map.of("id", id, "seq", seq, "tags", Collections.nCopies(1 + seq % 3, seq)));
    }

    private static String text(Map<String, Object> signup) {
        return "%s %s %s".formatted(signup.get("id"), signup.get("seq"), signup.get("tags"));
    }

    @Override
    public void synced() {
        loaded.addAll(byId.keySet());
    }

    /** Never one that came too late. */
    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf(
                        "signups",
                        "SELECT concat_ws(' ', id, seq, (SELECT list(value ORDER BY _dlt_list_idx)::VARCHAR"
                                + " FROM signups__tags t WHERE t._dlt_parent_id = s._dlt_id))"
                                + " FROM signups s",
                        possible));
    }

    @Override
    public List<Expected> expected() {
        return List.of(
                new Expected(
                        "SELECT id::VARCHAR FROM signups",
                        byId.keySet().stream().map(String::valueOf).toList()),
                new Expected(
                        "SELECT concat_ws(' ', resource, slice, position) FROM _dango_state",
                        List.of("signups whole " + changes)),
                Schema.of("signups", "id BIGINT, seq BIGINT", "signups__tags", "value BIGINT"));
    }
}
