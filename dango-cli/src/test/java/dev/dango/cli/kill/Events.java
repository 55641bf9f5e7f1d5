package dev.dango.cli.kill;

import dev.dango.testkit.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events that only come, the oldest first: appended from the last one on. */
final class Events extends RestOrigin {

    Events() {
        super("events");
    }

    @Override
    Map<String, Object> listing() {
        return Map.of(
                "write_disposition",
                "append",
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
        return all.stream().filter(event -> (int) event.get("seq") >= from).toList();
    }

    /** Three events share a number, so that the last one read may not be the last of its number. */
    @Override
    public void change(Random random) {
        List<Map<String, Object>> all = new ArrayList<>(records());
        int more = 5 + random.nextInt(40);
        for (int i = 0; i < more; i++) {
            int id = all.size();
            List<String> tags = List.of("a", "b", "c").subList(0, id % 4);
            all.add(Map.of("id", id, "seq", id / 3, "kind", "k" + id % 7, "tags", tags));
        }
        publish(all);
    }

    /** No gap, into which an event would never come any more. */
    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf(
                        "events",
                        "SELECT count(*) - 1 - max(id) || ' ' || count(*) - count(DISTINCT id)"
                                + " FROM events",
                        List.of("0 0")));
    }

    @Override
    public List<Expected> expected() {
        List<String> events = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (Map<String, Object> event : records()) {
            events.add("%s %s %s".formatted(event.get("id"), event.get("seq"), event.get("kind")));
            List<?> list = (List<?>) event.get("tags");
            for (int i = 0; i < list.size(); i++) {
                tags.add("%s %d %s".formatted(event.get("id"), i, list.get(i)));
            }
        }
        int last = (records().size() - 1) / 3;
        return List.of(
                new Expected("SELECT concat_ws(' ', id, seq, kind) FROM events", events),
                new Expected(
                        "SELECT concat_ws(' ', e.id, t._dlt_list_idx, t.value) FROM events e"
                                + " JOIN events__tags t ON t._dlt_parent_id = e._dlt_id",
                        tags),
                new Expected(
                        "SELECT concat_ws(' ', resource, slice, position) FROM _dango_state",
                        List.of("events whole " + last)),
                Schema.of(
                        "events",
                        "id BIGINT, seq BIGINT, kind VARCHAR",
                        "events__tags",
                        "value VARCHAR"));
    }
}
