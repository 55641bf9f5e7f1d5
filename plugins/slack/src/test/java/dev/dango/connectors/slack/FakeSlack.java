package dev.dango.connectors.slack;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Slack workspace that pages and filters as Slack does, and fails with status 200. */
final class FakeSlack {

    private final int pageSize;
    private final List<Map<String, Object>> channels = new ArrayList<>();
    private final List<Map<String, Object>> users = new ArrayList<>();
    private final List<Map<String, Object>> files = new ArrayList<>();
    private final Map<String, List<Map<String, Object>>> messages = new LinkedHashMap<>();

    FakeSlack(FakeApi api, int pageSize) {
        this.pageSize = pageSize;
        api.get("/api/auth.test", call -> Reply.json(Map.of("ok", true, "user_id", "U0")));
        api.get("/api/conversations.list", this::channels);
        api.get("/api/conversations.members", this::members);
        api.get("/api/conversations.history", this::history);
        api.get("/api/conversations.replies", this::replies);
        api.get("/api/users.list", call -> page("members", users, call));
        api.get("/api/files.list", this::files);
    }

    // ---- what there is -----------------------------------------------------------------------

    void channel(String id, String name, boolean isPrivate, boolean isMember) {
        channels.add(
                Map.of(
                        "id", id,
                        "name", name,
                        "created", 1_700_000_000,
                        "updated", 1_700_000_000_123L,
                        "is_private", isPrivate,
                        "is_member", isMember));
        messages.put(id, new ArrayList<>());
    }

    /** Slack promises no order. */
    void reverseChannels() {
        Collections.reverse(channels);
    }

    void user(String id) {
        users.add(Map.of("id", id, "name", "name of " + id, "updated", 1_700_000_000));
    }

    void file(String id, long created) {
        files.add(Map.of("id", id, "created", created, "name", id + ".png"));
    }

    void message(String channel, String ts, String text) {
        message(channel, ts, Map.of("user", "U1", "text", text));
    }

    void message(String channel, String ts, Map<String, Object> more) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "message");
        message.put("ts", ts);
        message.putAll(more);
        List<Map<String, Object>> all = messages.get(channel);
        all.removeIf(old -> old.get("ts").equals(ts));
        all.add(message);
        all.sort(Comparator.comparing(FakeSlack::time).reversed());
    }

    void reply(String channel, String thread, String ts, String text) {
        Map<String, Object> first =
                messages.get(channel).stream()
                        .filter(message -> message.get("ts").equals(thread))
                        .findFirst()
                        .orElseThrow();
        first.put("thread_ts", thread);
        first.merge("reply_count", 1, (a, b) -> (Integer) a + (Integer) b);
        first.put("latest_reply", ts);
        message(channel, ts, Map.of("user", "U2", "text", text, "thread_ts", thread));
    }

    // ---- what is answered --------------------------------------------------------------------

    private Reply channels(Call call) {
        String types = call.query("types").orElse("");
        return page(
                "channels",
                channels.stream()
                        .filter(c -> types.contains("private") || c.get("is_private").equals(false))
                        .toList(),
                call);
    }

    private Reply members(Call call) {
        List<Object> ids = users.stream().map(user -> user.get("id")).toList();
        return page("members", ids, call);
    }

    private Reply history(Call call) {
        String channel = call.query("channel").orElse("");
        Optional<Map<String, Object>> known =
                channels.stream().filter(c -> c.get("id").equals(channel)).findFirst();
        if (known.isEmpty()) {
            return failed("channel_not_found");
        }
        if (known.get().get("is_member").equals(false)) {
            return failed("not_in_channel");
        }
        List<Map<String, Object>> found = between(channel, call);
        return call.query("oldest").isPresent() && call.query("latest").isEmpty()
                ? oldestPageFirst(found, call)
                : page("messages", found, call);
    }

    /** Without an end Slack begins with the page next to the start, each page newest first. */
    private Reply oldestPageFirst(List<Map<String, Object>> newestFirst, Call call) {
        int from = from(call);
        int to = Math.min(from + pageSize, newestFirst.size());
        List<Map<String, Object>> page =
                newestFirst.subList(newestFirst.size() - to, newestFirst.size() - from);
        return Reply.json(body("messages", page, to < newestFirst.size() ? "c" + to : ""));
    }

    Reply replies(Call call) {
        String thread = call.query("ts").orElse("");
        List<Map<String, Object>> all =
                new ArrayList<>(messages.get(call.query("channel").orElse("")));
        all.removeIf(message -> !thread.equals(message.get("thread_ts")));
        all.removeIf(message -> thread.equals(message.get("ts")));
        all.sort(Comparator.comparing(FakeSlack::time));
        if (all.isEmpty()) {
            return failed("thread_not_found");
        }
        int from = from(call);
        int to = Math.min(from + pageSize, all.size());
        List<Map<String, Object>> page = new ArrayList<>();
        page.add(Map.of("type", "message", "ts", thread, "thread_ts", thread, "text", "first"));
        page.addAll(all.subList(from, to));
        return Reply.json(body("messages", page, to < all.size() ? "c" + to : ""));
    }

    /** The history shows the messages that threads begin with, not their replies. */
    private List<Map<String, Object>> between(String channel, Call call) {
        BigDecimal oldest = new BigDecimal(call.query("oldest").orElse("0"));
        BigDecimal latest = new BigDecimal(call.query("latest").orElse("9999999999"));
        boolean inclusive = call.query("inclusive").orElse("").equals("true");
        return messages.get(channel).stream()
                .filter(m -> m.getOrDefault("thread_ts", m.get("ts")).equals(m.get("ts")))
                .filter(m -> time(m).compareTo(oldest) >= (inclusive ? 0 : 1))
                .filter(m -> time(m).compareTo(latest) <= (inclusive ? 0 : -1))
                .toList();
    }

    private Reply files(Call call) {
        long since = call.number("ts_from", 0);
        List<Map<String, Object>> found =
                files.stream()
                        .filter(f -> ((Number) f.get("created")).longValue() >= since)
                        .toList();
        int number = call.number("page", 1);
        int from = Math.min((number - 1) * pageSize, found.size());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ok", true);
        body.put("files", found.subList(from, Math.min(from + pageSize, found.size())));
        body.put(
                "paging",
                Map.of(
                        "count",
                        pageSize,
                        "total",
                        found.size(),
                        "page",
                        number,
                        "pages",
                        (found.size() + pageSize - 1) / pageSize));
        return Reply.json(body);
    }

    private Reply page(String name, List<?> all, Call call) {
        int from = from(call);
        int to = Math.min(from + pageSize, all.size());
        return Reply.json(body(name, all.subList(from, to), to < all.size() ? "c" + to : ""));
    }

    private static int from(Call call) {
        return call.query("cursor").map(c -> Integer.parseInt(c.substring(1))).orElse(0);
    }

    private static Map<String, Object> body(String name, List<?> part, String next) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ok", true);
        body.put(name, part);
        body.put("response_metadata", Map.of("next_cursor", next));
        return body;
    }

    private static BigDecimal time(Map<String, Object> message) {
        return new BigDecimal(message.get("ts").toString());
    }

    static Reply failed(String error) {
        return Reply.json(Map.of("ok", false, "error", error));
    }

    static Reply missingScope(String needed) {
        return Reply.json(
                Map.of(
                        "ok",
                        false,
                        "error",
                        "missing_scope",
                        "needed",
                        needed,
                        "provided",
                        "channels:read"));
    }
}
