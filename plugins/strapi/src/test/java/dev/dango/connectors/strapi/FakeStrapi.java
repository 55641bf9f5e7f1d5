package dev.dango.connectors.strapi;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as a Strapi server does whose maxLimit is three entries. */
final class FakeStrapi {

    static final String TOKEN = "4f9a1c5be0";

    private static final int MAX_LIMIT = 3;

    private FakeStrapi() {}

    static void letIn(FakeApi api) {
        api.requireHeader(
                "Authorization",
                "Bearer " + TOKEN,
                error(401, "UnauthorizedError", "Missing or invalid credentials"));
    }

    static Reply error(int status, String name, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", null);
        body.put(
                "error",
                Map.of("status", status, "name", name, "message", message, "details", Map.of()));
        return Reply.json(body).withStatus(status);
    }

    /** An entry as version 5 sends it. */
    static Map<String, Object> article(int id, String changed) {
        Map<String, Object> article = new LinkedHashMap<>();
        article.put("id", id);
        article.put("documentId", "doc" + id);
        article.put("title", "Article " + id);
        article.put("updatedAt", changed);
        article.put("locale", null);
        article.put("author", Map.of("id", 7, "documentId", "doc7", "name", "Zoë"));
        return article;
    }

    /** Filters, sorts and pages; a limit beyond the server's own is cut without a word. */
    static Reply list(Call call, FakeListing entries) {
        String since = call.query("filters[updatedAt][$gte]").orElse("");
        int start = call.number("pagination[start]", 0);
        int limit = Math.min(call.number("pagination[limit]", 25), MAX_LIMIT);
        List<Map<String, Object>> found =
                entries.where(entry -> changed(entry).compareTo(since) >= 0).records().stream()
                        .sorted(Comparator.comparing(FakeStrapi::changed))
                        .toList();
        Map<String, Object> pagination = Map.of("start", start, "limit", limit);
        return Reply.json(
                Map.of(
                        "data",
                        new FakeListing(found).part(start, limit),
                        "meta",
                        Map.of("pagination", pagination)));
    }

    private static String changed(Map<String, Object> entry) {
        Object attributes = entry.getOrDefault("attributes", entry);
        return ((Map<?, ?>) attributes).get("updatedAt").toString();
    }
}
