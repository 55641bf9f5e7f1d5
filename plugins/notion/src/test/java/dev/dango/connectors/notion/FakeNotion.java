package dev.dango.connectors.notion;

import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Notion workspace that searches, filters, sorts and pages as Notion does. */
final class FakeNotion {

    private final int pageSize;
    private final int mostResults;
    private final List<Map<String, Object>> users = new ArrayList<>();
    private final List<Map<String, Object>> dataSources = new ArrayList<>();
    private final List<Map<String, Object>> databases = new ArrayList<>();
    private final List<Map<String, Object>> pages = new ArrayList<>();
    private final Map<String, List<Map<String, Object>>> children = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> comments = new LinkedHashMap<>();
    private final Map<String, List<String>> relations = new LinkedHashMap<>();

    /**
     * Teaches the routes.
     *
     * @param pageSize of all listings
     * @param mostResults of a query of a data source
     */
    FakeNotion(FakeApi api, int pageSize, int mostResults) {
        this.pageSize = pageSize;
        this.mostResults = mostResults;
        api.get("/v1/users/me", call -> Reply.json(Map.of("object", "user", "id", "bot")));
        api.get("/v1/users", call -> page(users, call.query("start_cursor")));
        api.post("/v1/search", this::search);
        api.get("/v1/databases/{id}", call -> one(databases, call));
        api.get("/v1/data_sources/{id}", call -> one(dataSources, call));
        api.post("/v1/data_sources/{id}/query", this::query);
        api.get("/v1/blocks/{id}/children", call -> listed(children, call.variable("id"), call));
        api.get("/v1/comments", call -> listed(comments, call.query("block_id").orElse(""), call));
        api.get("/v1/pages/{page}/properties/{property}", this::related);
    }

    // ---- what there is -----------------------------------------------------------------------

    void user(String id, String name) {
        users.add(Map.of("object", "user", "id", id, "name", name, "type", "person"));
    }

    void database(String id, String title, List<String> dataSourceIds) {
        databases.add(
                Map.of(
                        "object",
                        "database",
                        "id",
                        id,
                        "title",
                        richText(title),
                        "data_sources",
                        dataSourceIds.stream()
                                .map(source -> Map.of("id", source, "name", "Part " + source))
                                .toList()));
    }

    /** Adds a data source; the type of a formula is followed by its expression. */
    void dataSource(String id, String title, Map<String, String> typesByName) {
        Map<String, Object> properties = new LinkedHashMap<>();
        typesByName.forEach((name, type) -> properties.put(name, property(name, type)));
        dataSources.add(
                Map.of(
                        "object",
                        "data_source",
                        "id",
                        id,
                        "title",
                        richText(title),
                        "properties",
                        properties,
                        "created_time",
                        "2025-01-01T%02d:00:00.000Z".formatted(dataSources.size()),
                        "in_trash",
                        false));
    }

    private static Map<String, Object> property(String name, String type) {
        String[] typeAndFormula = type.split(" ", 2);
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("id", idOf(name));
        property.put("name", name);
        property.put("type", typeAndFormula[0]);
        if (typeAndFormula.length == 2) {
            property.put("formula", Map.of("expression", typeAndFormula[1]));
        }
        return property;
    }

    /** The search begins with what was edited last. */
    void edit(String dataSource) {
        dataSources.sort(Comparator.comparing(each -> !each.get("id").equals(dataSource)));
    }

    static String idOf(String name) {
        return name.equals("Name") ? "title" : "id%3A" + name.replaceAll("\\W", "");
    }

    /** Adds a page, or takes the place of the one with its id. */
    void page(String source, String id, String edited, Map<String, Object> values) {
        Map<String, Object> properties = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> {
                    Map<String, Object> whole = new LinkedHashMap<>();
                    whole.put("id", idOf(name));
                    ((Map<?, ?>) value).forEach((key, part) -> whole.put(key.toString(), part));
                    properties.put(name, whole);
                });
        pages.removeIf(page -> page.get("id").equals(id));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("object", "page");
        page.put("id", id);
        page.put("created_time", "2026-01-01T00:00:00.000Z");
        page.put("last_edited_time", edited);
        page.put("created_by", Map.of("object", "user", "id", "u1"));
        page.put("last_edited_by", Map.of("object", "user", "id", "u1"));
        page.put("parent", Map.of("type", "data_source_id", "data_source_id", source));
        page.put("in_trash", false);
        page.put("url", "https://notion.so/" + id);
        page.put("public_url", null);
        page.put("properties", properties);
        pages.add(page);
    }

    void trash(String id, String edited) {
        pages.stream()
                .filter(page -> page.get("id").equals(id))
                .forEach(
                        page -> {
                            page.put("in_trash", true);
                            page.put("last_edited_time", edited);
                        });
    }

    void relate(String page, String property, List<String> ids) {
        relations.put(page + "/" + idOf(property), ids);
    }

    void block(String parent, String id, String type, Map<String, Object> content) {
        boolean ofPage = pages.stream().anyMatch(page -> page.get("id").equals(parent));
        String kind = ofPage ? "page_id" : "block_id";
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("object", "block");
        block.put("id", id);
        block.put("parent", Map.of("type", kind, kind, parent));
        block.put("created_time", "2026-01-01T00:00:00.000Z");
        block.put("last_edited_time", "2026-01-01T00:00:00.000Z");
        block.put("created_by", Map.of("object", "user", "id", "u1"));
        block.put("last_edited_by", Map.of("object", "user", "id", "u1"));
        block.put("type", type);
        block.put("has_children", type.equals("toggle") || type.equals("child_page"));
        block.put(type, content);
        children.computeIfAbsent(parent, none -> new ArrayList<>()).add(block);
    }

    void removeBlock(String parent, String id) {
        children.get(parent).removeIf(block -> block.get("id").equals(id));
    }

    void comment(String page, String id, String text) {
        comments.computeIfAbsent(page, none -> new ArrayList<>())
                .add(
                        Map.of(
                                "object",
                                "comment",
                                "id",
                                id,
                                "discussion_id",
                                "d1",
                                "created_time",
                                "2026-01-01T00:00:00.000Z",
                                "last_edited_time",
                                "2026-01-01T00:00:00.000Z",
                                "created_by",
                                Map.of("object", "user", "id", "u1"),
                                "rich_text",
                                richText(text)));
    }

    static List<Map<String, Object>> richText(String text) {
        int middle = text.length() / 2;
        return List.of(
                Map.of("type", "text", "plain_text", text.substring(0, middle)),
                Map.of("type", "text", "plain_text", text.substring(middle)));
    }

    // ---- what is answered --------------------------------------------------------------------

    private Reply search(Call call) {
        Response body = body(call);
        boolean wantsPages = body.text("/filter/value").orElse("").equals("page");
        List<Map<String, Object>> found = new ArrayList<>(wantsPages ? pages : dataSources);
        found.removeIf(each -> Boolean.TRUE.equals(each.get("in_trash")));
        if (wantsPages) {
            found.sort(Comparator.comparing(FakeNotion::edited).reversed());
        }
        return page(found, body.text("/start_cursor"));
    }

    private Reply query(Call call) {
        Response body = body(call);
        String source = call.variable("id");
        String trash = body.json("/in_trash").orElse("false");
        Instant since =
                body.text("/filter/last_edited_time/on_or_after")
                        .map(Instant::parse)
                        .orElse(Instant.EPOCH);
        List<Map<String, Object>> found = new ArrayList<>(pages);
        found.removeIf(
                page ->
                        !((Map<?, ?>) page.get("parent")).get("data_source_id").equals(source)
                                || !trash.equals(page.get("in_trash").toString())
                                || Instant.parse(edited(page)).isBefore(since));
        found.sort(Comparator.comparing(FakeNotion::edited));
        return page(
                found.subList(0, Math.min(found.size(), mostResults)), body.text("/start_cursor"));
    }

    private Reply related(Call call) {
        String key = call.variable("page") + "/" + call.variable("property").replace(":", "%3A");
        List<Map<String, Object>> items =
                relations.get(key).stream()
                        .<Map<String, Object>>map(
                                id ->
                                        Map.of(
                                                "object",
                                                "property_item",
                                                "type",
                                                "relation",
                                                "relation",
                                                Map.of("id", id)))
                        .toList();
        return page(items, call.query("start_cursor"));
    }

    private Reply one(List<Map<String, Object>> all, Call call) {
        return all.stream()
                .filter(each -> each.get("id").equals(call.variable("id")))
                .findFirst()
                .map(Reply::json)
                .orElseGet(() -> error(404, "object_not_found", "Could not find it."));
    }

    private Reply listed(Map<String, List<Map<String, Object>>> lists, String key, Call call) {
        return page(lists.getOrDefault(key, List.of()), call.query("start_cursor"));
    }

    private Reply page(List<Map<String, Object>> all, Optional<String> cursor) {
        int from = cursor.map(c -> Integer.parseInt(c.substring(1))).orElse(0);
        int to = Math.min(from + pageSize, all.size());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("object", "list");
        page.put("results", all.subList(from, to));
        page.put("next_cursor", to < all.size() ? "c" + to : null);
        page.put("has_more", to < all.size());
        return Reply.json(page);
    }

    private static String edited(Map<String, Object> page) {
        return page.get("last_edited_time").toString();
    }

    static Response body(Call call) {
        byte[] json = call.body().getBytes(StandardCharsets.UTF_8);
        return Response.of(Request.post("http://fake"), 200, Map.of(), json);
    }

    static Reply error(int status, String code, String message) {
        return Reply.json(
                        Map.of(
                                "object", "error", "status", status, "code", code, "message",
                                message))
                .withStatus(status);
    }
}
