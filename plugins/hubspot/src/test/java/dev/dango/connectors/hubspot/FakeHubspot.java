package dev.dango.connectors.hubspot;

import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A HubSpot account: lists by id, searches that end after 10,000 results, batches that are not too
 * large, associations that end after two in a list, and archived objects apart.
 */
final class FakeHubspot {

    static final String TOKEN = "pat-eu1-fake";

    private static final int LINKS_IN_A_LIST = 2;

    /** How many results of a search can be had. */
    private final int mostResults;

    /** Objects by type and id. */
    private final Map<String, NavigableMap<Long, Held>> objects = new ConcurrentHashMap<>();

    private record Held(
            Map<String, String> properties, Map<String, List<String>> links, Instant archivedAt) {}

    FakeHubspot(FakeApi api) {
        this(api, 10_000);
    }

    FakeHubspot(FakeApi api, int mostResults) {
        this.mostResults = mostResults;
        api.requireHeader(
                "Authorization",
                "Bearer " + TOKEN,
                error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found."));
        api.get("/crm/v3/properties/{type}", this::properties);
        api.get("/crm/v3/objects/{type}", this::list);
        api.post("/crm/v3/objects/{type}/search", this::search);
        api.post("/crm/v3/objects/{type}/batch/read", this::batch);
        api.post("/crm/v4/associations/{from}/{to}/batch/read", this::links);
        api.get("/crm/v3/owners", FakeHubspot::owners);
        api.get(
                "/crm/v3/pipelines/{type}",
                call ->
                        results(
                                List.of(
                                        Map.of(
                                                "id",
                                                "p1",
                                                "stages",
                                                List.of(Map.of("id", "s1"))))));
        api.get(
                "/crm-object-schemas/v3/schemas",
                call ->
                        results(
                                List.of(
                                        Map.of(
                                                "id", "2-77",
                                                "objectTypeId", "2-77",
                                                "name", "cars",
                                                "fullyQualifiedName", "p1_cars"))));
        api.get("/marketing/v3/forms", call -> results(List.of(Map.of("id", "f1"))));
        api.get(
                "/marketing/v3/emails",
                call -> results(List.of(Map.of("id", "e1", "updatedAt", "2026-01-01T00:00:00Z"))));
    }

    // ---- what the account holds ------------------------------------------------------------

    void put(String type, long id, String modified, Map<String, String> properties) {
        put(type, id, modified, properties, Map.of());
    }

    void put(
            String type,
            long id,
            String modified,
            Map<String, String> properties,
            Map<String, List<String>> links) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put("hs_object_id", Long.toString(id));
        all.put("hs_lastmodifieddate", modified);
        if (type.equals("contacts")) {
            all.put("hs_lastmodifieddate", "1970-01-01T00:00:00Z");
            all.put("lastmodifieddate", modified);
        }
        objects(type).put(id, new Held(all, links, null));
    }

    void archive(String type, long id, String at) {
        objects(type)
                .computeIfPresent(
                        id, (i, r) -> new Held(r.properties(), r.links(), Instant.parse(at)));
    }

    void forget(String type, long id) {
        objects(type).remove(id);
    }

    private synchronized NavigableMap<Long, Held> objects(String type) {
        return objects.computeIfAbsent(type, name -> new TreeMap<>());
    }

    // ---- what it answers -------------------------------------------------------------------

    static Reply error(int status, String category, String message) {
        return Reply.json(
                        Map.of(
                                "status",
                                "error",
                                "message",
                                message,
                                "correlationId",
                                "aeb5f871-7f07-4993-9211-075dc63e7cbf",
                                "category",
                                category))
                .withStatus(status);
    }

    private static Reply results(List<?> results) {
        return Reply.json(Map.of("results", results));
    }

    private static Reply page(List<?> results, Optional<String> after) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("results", results);
        after.ifPresent(token -> page.put("paging", Map.of("next", Map.of("after", token))));
        return Reply.json(page);
    }

    /** Read as connectors do, since the kit has no parser. */
    private static Map<String, Object> body(Call call) {
        byte[] bytes = call.body().getBytes(StandardCharsets.UTF_8);
        Response parsed = Response.of(Request.get("http://x.example"), 200, Map.of(), bytes);
        return Json.map(parsed.values().get(0));
    }

    private Reply properties(Call call) {
        Map<String, String> types = new TreeMap<>();
        types.put("hs_object_id", "number");
        types.put("hs_lastmodifieddate", "datetime");
        types.put("lastmodifieddate", "datetime");
        types.put("amount", "number");
        types.put("opted_out", "bool");
        types.put("birthday", "date");
        for (Held object : objects(call.variable("type")).values()) {
            object.properties()
                    .keySet()
                    .forEach(
                            name ->
                                    types.putIfAbsent(
                                            name,
                                            name.startsWith("hs_v2_date") ? "datetime" : "string"));
        }
        return results(
                types.entrySet().stream()
                        .map(e -> Map.of("name", e.getKey(), "type", e.getValue(), "label", "L"))
                        .toList());
    }

    private Reply list(Call call) {
        int limit = call.number("limit", 10);
        if (limit > 100) {
            return error(400, "VALIDATION_ERROR", "Limit cannot exceed 100.");
        }
        if (Stream.of(call.path(), call.queries().toString()).mapToInt(String::length).sum()
                > 4000) {
            return error(414, "VALIDATION_ERROR", "URI Too Long");
        }
        boolean archived = call.query("archived").map(Boolean::parseBoolean).orElse(false);
        long after = call.query("after").map(Long::parseLong).orElse(0L);
        List<String> types =
                call.query("associations").map(a -> Arrays.asList(a.split(","))).orElse(List.of());
        List<Map<String, Object>> found = new ArrayList<>();
        Long last = null;
        for (Map.Entry<Long, Held> entry : objects(call.variable("type")).entrySet()) {
            if ((entry.getValue().archivedAt() != null) != archived || entry.getKey() <= after) {
                continue;
            }
            if (found.size() == limit) {
                return page(found, Optional.of(Long.toString(last)));
            }
            last = entry.getKey();
            Map<String, Object> object = shown(last, entry.getValue(), List.of("hs_object_id"));
            Map<String, Object> links = new LinkedHashMap<>();
            for (String type : types) {
                List<String> others = entry.getValue().links().getOrDefault(type, List.of());
                if (!others.isEmpty()) {
                    links.put(type.replace('_', ' '), listed(others));
                }
            }
            if (!links.isEmpty()) {
                object.put("associations", links);
            }
            found.add(object);
        }
        return page(found, Optional.empty());
    }

    /** Each association comes once for each of its labels. */
    private static Map<String, Object> listed(List<String> others) {
        Map<String, Object> links = new LinkedHashMap<>();
        links.put(
                "results",
                others.stream()
                        .limit(LINKS_IN_A_LIST)
                        .flatMap(
                                id ->
                                        Stream.of(
                                                Map.of("id", id, "type", "a_to_b"),
                                                Map.of("id", id, "type", "a_to_b_unlabeled")))
                        .toList());
        if (others.size() > LINKS_IN_A_LIST) {
            links.put("paging", Map.of("next", Map.of("after", "more", "link", "https://x")));
        }
        return links;
    }

    private static Map<String, Object> shown(long id, Held record, List<?> properties) {
        Map<String, Object> values = new LinkedHashMap<>();
        properties.forEach(name -> values.put(name.toString(), record.properties().get(name)));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", Long.toString(id));
        object.put("properties", values);
        object.put("createdAt", "2020-01-01T00:00:00Z");
        object.put("updatedAt", "2020-01-01T00:00:00Z");
        object.put("archived", record.archivedAt() != null);
        if (record.archivedAt() != null) {
            object.put("archivedAt", record.archivedAt().toString());
        }
        return object;
    }

    private Reply search(Call call) {
        Map<String, Object> body = body(call);
        int limit = Integer.parseInt(Json.text(body, "limit"));
        int from = body.containsKey("after") ? Integer.parseInt(Json.text(body, "after")) : 0;
        if (limit > 200 || from + limit > mostResults || call.body().length() > 3000) {
            return error(400, "VALIDATION_ERROR", "There was a problem with the request.");
        }
        List<?> filters = Json.list(Json.list(body, "filterGroups").get(0), "filters");
        String sort = Json.list(body, "sorts").get(0).toString();
        List<Map.Entry<Long, Held>> found =
                objects(call.variable("type")).entrySet().stream()
                        .filter(entry -> entry.getValue().archivedAt() == null)
                        .filter(
                                entry ->
                                        filters.stream().allMatch(f -> passes(entry.getValue(), f)))
                        .sorted(
                                (one, other) ->
                                        Long.compare(
                                                number(one.getValue(), sort),
                                                number(other.getValue(), sort)))
                        .toList();
        List<Map<String, Object>> results =
                found.stream()
                        .skip(from)
                        .limit(limit)
                        .map(e -> shown(e.getKey(), e.getValue(), Json.list(body, "properties")))
                        .toList();
        return page(
                results,
                Optional.of(from + limit)
                        .filter(next -> next < found.size())
                        .map(next -> Integer.toString(next)));
    }

    private static boolean passes(Held record, Object filter) {
        long value = number(record, Json.text(filter, "propertyName"));
        long bound = Long.parseLong(Json.text(filter, "value"));
        return switch (Json.text(filter, "operator")) {
            case "GTE" -> value >= bound;
            case "GT" -> value > bound;
            case "LT" -> value < bound;
            default -> throw new IllegalArgumentException("unknown operator in " + filter);
        };
    }

    private static long number(Held record, String property) {
        String value = record.properties().get(property);
        return value.matches("\\d+") ? Long.parseLong(value) : Instant.parse(value).toEpochMilli();
    }

    private Reply batch(Call call) {
        Map<String, Object> body = body(call);
        List<?> inputs = Json.list(body, "inputs");
        List<?> histories = Json.list(body, "propertiesWithHistory");
        if (inputs.size() > (histories.isEmpty() ? 100 : 50) || inputs.isEmpty()) {
            return error(400, "VALIDATION_ERROR", "The number of inputs is not supported.");
        }
        boolean archived = call.query("archived").map(Boolean::parseBoolean).orElse(false);
        List<Map<String, Object>> results = new ArrayList<>();
        for (Object input : inputs) {
            long id = Long.parseLong(Json.text(input, "id"));
            Held record = objects(call.variable("type")).get(id);
            if (record != null && (record.archivedAt() != null) == archived) {
                Map<String, Object> object = shown(id, record, Json.list(body, "properties"));
                object.put("propertiesWithHistory", history(record, histories));
                results.add(object);
            }
        }
        return Reply.json(Map.of("status", "COMPLETE", "results", results))
                .withStatus(results.size() == inputs.size() ? 200 : 207);
    }

    private static Map<String, Object> history(Held record, List<?> names) {
        Map<String, Object> histories = new LinkedHashMap<>();
        for (Object name : names) {
            String value = record.properties().get(name);
            if (value != null) {
                histories.put(
                        name.toString(),
                        List.of(
                                Map.of(
                                        "value", value,
                                        "timestamp", "2026-01-01T00:00:00Z",
                                        "sourceType", "CRM_UI"),
                                Map.of(
                                        "value", "old " + value,
                                        "timestamp", "2025-01-01T00:00:00Z",
                                        "sourceType", "IMPORT")));
            }
        }
        return histories;
    }

    /** Two associations of an object at once. */
    private Reply links(Call call) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (Object input : Json.list(body(call), "inputs")) {
            long id = Long.parseLong(Json.text(input, "id"));
            String after = Json.text(input, "after");
            int from = after.isEmpty() ? 0 : Integer.parseInt(after);
            List<String> others =
                    Optional.ofNullable(objects(call.variable("from")).get(id))
                            .map(record -> record.links().get(call.variable("to")))
                            .orElse(List.of());
            if (!others.isEmpty()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("from", Map.of("id", Long.toString(id)));
                result.put(
                        "to",
                        others.stream()
                                .skip(from)
                                .limit(2)
                                .map(other -> Map.of("toObjectId", Long.parseLong(other)))
                                .toList());
                if (from + 2 < others.size()) {
                    result.put("paging", Map.of("next", Map.of("after", from + 2)));
                }
                results.add(result);
            }
        }
        return results(results).withStatus(207);
    }

    private static Reply owners(Call call) {
        boolean archived = call.query("archived").map(Boolean::parseBoolean).orElse(false);
        return results(
                List.of(
                        archived
                                ? Map.of("id", "2", "email", "left@x.example", "archived", true)
                                : Map.of("id", "1", "email", "here@x.example", "archived", false)));
    }
}
