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
        for (Map<String, Object> event : page.objects()) {
            if (event.get("child_events") instanceof List<?> changes) {
                changes.stream()
                        .map(change -> (Map<?, ?>) change)
                        .filter(change -> "Comment".equals(change.get("event_type")))
                        .forEach(change -> comments.add(comment(event, change)));
            }
        }
        return comments;
    }

    private static Map<String, Object> comment(Map<String, Object> event, Map<?, ?> change) {
        Map<String, Object> comment = new LinkedHashMap<>();
        change.forEach((name, value) -> comment.put(name.toString(), value));
        comment.put("ticket_id", event.get("ticket_id"));
        comment.put("ticket_event_id", event.get("id"));
        comment.computeIfAbsent("created_at", name -> event.get("created_at"));
        return comment;
    }

    /** Zendesk puts metrics beside the tickets or into each, depending on the listing. */
    static List<Map<String, Object>> metrics(Response page) {
        List<Map<String, Object>> metrics = page.select("/metric_sets").objects();
        metrics.addAll(page.select("/tickets/*/metric_set").objects());
        return metrics;
    }

    /** Users who are not active are deleted; others may be suspended. */
    static List<Map<String, Object>> users(Response page) {
        List<Map<String, Object>> users = page.objects();
        users.stream()
                .filter(user -> Boolean.FALSE.equals(user.get("active")))
                .forEach(user -> user.put("deleted", true));
        return users;
    }
}
