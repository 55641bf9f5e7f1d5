package dev.dango.connectors.asana;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One workspace with two projects: pages, filters and refuses as Asana does. */
final class FakeAsana {

    static final String TOKEN = "2/1200/fake:a1b2c3";
    static final String BASE = "/api/1.0";

    private static final int LARGEST_PAGE = 2;

    final FakeListing bakery = new FakeListing(List.of());
    final FakeListing mill = new FakeListing(List.of());
    final FakeListing subtasks = new FakeListing(List.of());

    /** When tasks were moved, by their ids: the filter minds it, {@code modified_at} does not. */
    final Map<String, String> moves = new HashMap<>();

    private final FakeApi api;
    private final List<Map<String, Object>> workspaces = List.of(named("w1", "Acme"));
    private final List<Map<String, Object>> projects =
            List.of(named("p1", "Bakery"), named("p2", "Mill"));

    FakeAsana(FakeApi api) {
        this.api = api;
        api.requireHeader("Authorization", "Bearer " + TOKEN, error(401, "Not Authorized"));
        listing("/workspaces", new FakeListing(workspaces));
        listing("/projects", new FakeListing(projects));
        api.get(BASE + "/users/me", call -> Reply.json(Map.of("data", named("u1", "Zoë"))));
        api.get(BASE + "/tasks", this::tasks);
        api.get(BASE + "/workspaces/{workspace}/tasks/search", this::search);
        api.get(BASE + "/tasks/{task}/stories", FakeAsana::stories);
    }

    static Map<String, Object> named(String gid, String name) {
        return Map.of("gid", gid, "resource_type", "any", "name", name);
    }

    static Map<String, Object> task(String gid, String modified) {
        return Map.of(
                "gid",
                gid,
                "name",
                "Bake " + gid,
                "modified_at",
                modified,
                "assignee",
                named("u1", "Zoë"),
                "custom_fields",
                List.of(Map.of("gid", "f1", "name", "Flour", "display_value", "Rye")));
    }

    static Reply error(int status, String message) {
        return Reply.json(
                        Map.of(
                                "errors",
                                List.of(
                                        Map.of(
                                                "message",
                                                message,
                                                "help",
                                                "https://developers.asana.com/docs/errors"))))
                .withStatus(status);
    }

    void listing(String path, FakeListing records) {
        api.get(BASE + path, call -> page(call, records));
    }

    private Reply tasks(Call call) {
        FakeListing project = "p1".equals(call.query("project").orElse("")) ? bakery : mill;
        String since = call.query("modified_since").orElse("");
        return page(call, project.where(task -> lastMove(task).compareTo(since) >= 0));
    }

    private String lastMove(Map<String, Object> task) {
        return moves.getOrDefault(task.get("gid").toString(), modified(task));
    }

    private static FakeListing since(FakeListing tasks, String moment) {
        return tasks.where(task -> modified(task).compareTo(moment) >= 0);
    }

    private static String modified(Map<String, Object> task) {
        return task.get("modified_at").toString();
    }

    /** No pages: the next request has to ask for what is later. */
    private Reply search(Call call) {
        if (!"true".equals(call.query("is_subtask").orElse(""))) {
            return error(400, "Expected the filter is_subtask");
        }
        List<Map<String, Object>> found =
                since(subtasks, call.query("modified_at.after").orElse("")).records().stream()
                        .sorted(Comparator.comparing(FakeAsana::modified))
                        .limit(call.number("limit", 20))
                        .toList();
        return Reply.json(Map.of("data", found));
    }

    private static Reply stories(Call call) {
        String task = call.variable("task");
        Map<String, Object> story =
                Map.of("gid", "s" + task, "text", "Done?", "target", named(task, "Bake"));
        return page(call, new FakeListing(List.of(story)));
    }

    /** Tokens are opaque, and {@code next_page} is null on the last page. */
    static Reply page(Call call, FakeListing records) {
        int from =
                call.query("offset").map(token -> Integer.parseInt(token.substring(3))).orElse(0);
        int size = Math.min(call.number("limit", LARGEST_PAGE), LARGEST_PAGE);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("data", records.part(from, size));
        page.put(
                "next_page",
                from + size < records.records().size()
                        ? Map.of("offset", "eyJ" + (from + size), "path", call.path())
                        : null);
        return Reply.json(page);
    }
}
