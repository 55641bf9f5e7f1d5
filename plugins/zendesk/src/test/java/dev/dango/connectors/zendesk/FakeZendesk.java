package dev.dango.connectors.zendesk;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account that exports, pages and refuses as Zendesk does. */
final class FakeZendesk {

    static final String EMAIL = "jane@bakery.example";
    static final String TOKEN = "zd-51Hfake";

    /** A minute before the time of the tests. */
    private static final long NEWEST_START = Instant.parse("2026-03-01T11:59:00Z").getEpochSecond();

    /** Records whose {@code changed} says when; it is not shown. */
    final FakeListing tickets = new FakeListing(List.of());

    final FakeListing users = new FakeListing(List.of());
    final FakeListing organizations = new FakeListing(List.of());
    final FakeListing events = new FakeListing(List.of());
    final FakeListing metricEvents = new FakeListing(List.of());
    final FakeListing ticketFields = new FakeListing(List.of());
    final FakeListing groups = new FakeListing(List.of());
    private final int pageSize;

    FakeZendesk(FakeApi api, int pageSize) {
        this.pageSize = pageSize;
        String pair = EMAIL + "/token:" + TOKEN;
        api.requireHeader(
                "Authorization",
                "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
                Reply.json(Map.of("error", "Couldn't authenticate you")).withStatus(401));
        api.get("/api/v2/users/me", call -> Reply.json(Map.of("user", Map.of("id", 1))));
        api.get("/api/v2/incremental/tickets/cursor", call -> byCursor(call, "tickets", tickets));
        api.get("/api/v2/incremental/users/cursor", call -> byCursor(call, "users", users));
        api.get(
                "/api/v2/incremental/organizations",
                call -> byTime(call, "organizations", organizations, true));
        api.get(
                "/api/v2/incremental/ticket_events",
                call -> byTime(call, "ticket_events", events, true));
        api.get(
                "/api/v2/incremental/ticket_metric_events",
                call -> byTime(call, "ticket_metric_events", metricEvents, false));
        api.get("/api/v2/ticket_fields", call -> page(call, "ticket_fields", ticketFields));
        api.get("/api/v2/groups", call -> page(call, "groups", groups));
    }

    static Map<String, Object> record(long id, String changed, Map<String, ?> more) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", id);
        record.put("updated_at", changed);
        record.put("changed", Instant.parse(changed).getEpochSecond());
        record.putAll(more);
        return record;
    }

    static Map<String, Object> ticket(long id, String changed, Object... customFields) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (int i = 0; i < customFields.length; i += 2) {
            Map<String, Object> field = new HashMap<>();
            field.put("id", customFields[i]);
            field.put("value", customFields[i + 1]);
            fields.add(field);
        }
        return record(
                id,
                changed,
                Map.of(
                        "status",
                        "open",
                        "tags",
                        List.of("a"),
                        "via",
                        Map.of("channel", "web"),
                        "custom_fields",
                        fields,
                        "fields",
                        fields));
    }

    static Map<String, Object> field(long id, String title, Map<String, String> options) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("id", id);
        field.put("title", title);
        field.put("removable", true);
        if (!options.isEmpty()) {
            field.put(
                    "custom_field_options",
                    options.entrySet().stream()
                            .map(o -> Map.of("value", o.getKey(), "name", o.getValue()))
                            .toList());
        }
        return field;
    }

    private static long changed(Map<String, Object> record) {
        return (Long) record.get("changed");
    }

    private static List<Map<String, Object>> sorted(FakeListing all) {
        return all.records().stream()
                .sorted(
                        Comparator.comparing(FakeZendesk::changed)
                                .thenComparing(record -> (Long) record.get("id")))
                .toList();
    }

    private static Map<String, Object> shown(Map<String, Object> record) {
        Map<String, Object> shown = new LinkedHashMap<>(record);
        shown.remove("changed");
        return shown;
    }

    static Reply refusal(int status, String error, String description) {
        return Reply.json(Map.of("error", error, "description", description)).withStatus(status);
    }

    /** A cursor is what was seen last: the time of its change, and its id. */
    private Reply byCursor(Call call, String name, FakeListing all) {
        if (call.query("cursor").isPresent() == call.query("start_time").isPresent()) {
            return refusal(422, "InvalidValue", "Give start_time or cursor.");
        }
        if (call.number("start_time", 0) > NEWEST_START) {
            return refusal(422, "InvalidValue", "Too recent start_time.");
        }
        String from = call.query("cursor").orElse(call.query("start_time").orElse("") + ".-1");
        List<Map<String, Object>> rest =
                sorted(all).stream().filter(record -> behind(record, from)).toList();
        List<Map<String, Object>> part = rest.subList(0, Math.min(pageSize, rest.size()));
        Map<String, Object> last = part.isEmpty() ? null : part.get(part.size() - 1);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, part.stream().map(FakeZendesk::shown).toList());
        page.put("after_cursor", last == null ? from : changed(last) + "." + last.get("id"));
        page.put("end_of_stream", rest.size() == part.size());
        return Reply.json(page);
    }

    private static boolean behind(Map<String, Object> record, String cursor) {
        long time = Long.parseLong(cursor.split("\\.")[0]);
        long id = Long.parseLong(cursor.split("\\.")[1]);
        return changed(record) > time || (changed(record) == time && (Long) record.get("id") > id);
    }

    /** A thousand records, and more if they share the second of the last one. */
    private static Reply byTime(Call call, String name, FakeListing all, boolean saysEnd) {
        long start = call.number("start_time", -1);
        if (start < 0 || start > NEWEST_START) {
            return refusal(422, "InvalidValue", "Too recent start_time.");
        }
        List<Map<String, Object>> rest =
                sorted(all).stream().filter(record -> changed(record) >= start).toList();
        int size = Math.min(1000, rest.size());
        while (size > 0
                && size < rest.size()
                && changed(rest.get(size)) == changed(rest.get(size - 1))) {
            size++;
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, rest.subList(0, size).stream().map(FakeZendesk::shown).toList());
        page.put("count", size);
        page.put("end_time", size == 0 ? null : changed(rest.get(size - 1)));
        page.put("next_page", "https://bakery.zendesk.example" + call.path());
        if (saysEnd) {
            page.put("end_of_stream", size == rest.size());
        }
        return Reply.json(page);
    }

    /** The last page has a cursor, too; behind it there is an empty page without one. */
    static Reply page(Call call, String name, FakeListing all) {
        if (call.query("page[size]").isEmpty()) {
            return Reply.json(Map.of(name, all.part(0, 100), "count", all.records().size()));
        }
        int size = call.number("page[size]", 100);
        int from = call.number("page[after]", 0);
        Map<String, Object> meta = new HashMap<>();
        meta.put("has_more", from + size < all.records().size());
        meta.put("after_cursor", from < all.records().size() ? from + size : null);
        return Reply.json(Map.of(name, all.part(from, size), "meta", meta));
    }
}
