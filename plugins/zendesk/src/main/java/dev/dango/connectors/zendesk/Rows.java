package dev.dango.connectors.zendesk;

import dev.dango.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of exports that are not what Zendesk calls a record. */
final class Rows {

    private Rows() {}

    /** The comments among the changes that an event is made of. */
    static List<Map<String, Object>> comments(Response page) {
        List<Map<String, Object>> comments = new ArrayList<>();
        for (Object event : page.values()) {
            Map<?, ?> update = (Map<?, ?>) event;
            for (Object child : (List<?>) update.get("child_events")) {
                Map<?, ?> change = (Map<?, ?>) child;
                if ("Comment".equals(change.get("event_type"))) {
                    comments.add(comment(update, change));
                }
            }
        }
        return comments;
    }

    private static Map<String, Object> comment(Map<?, ?> event, Map<?, ?> change) {
        Map<String, Object> comment = new LinkedHashMap<>();
        change.forEach((name, value) -> comment.put(name.toString(), value));
        comment.put("ticket_id", event.get("ticket_id"));
        comment.put("ticket_event_id", event.get("id"));
        comment.computeIfAbsent("created_at", name -> event.get("created_at"));
        return comment;
    }

    /** Zendesk puts metrics beside the tickets or into each, depending on the listing. */
    @SuppressWarnings("unchecked") // the names of JSON's objects are texts
    static List<Map<String, Object>> metrics(Response page) {
        List<Object> metrics = new ArrayList<>(page.select("/metric_sets").values());
        metrics.addAll(page.select("/tickets/*/metric_set").values());
        return metrics.stream().map(one -> (Map<String, Object>) one).toList();
    }

    /** Users who are not active are deleted; others may be suspended. */
    @SuppressWarnings("unchecked") // the names of JSON's objects are texts
    static List<Map<String, Object>> users(Response page) {
        List<Map<String, Object>> users =
                page.values().stream().map(one -> (Map<String, Object>) one).toList();
        users.stream()
                .filter(user -> Boolean.FALSE.equals(user.get("active")))
                .forEach(user -> user.put("deleted", true));
        return users;
    }
}
