package dev.dango.connectors.hubspot;

import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ReadContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks for objects of one type. Of one read; not thread-safe. */
final class Crm {

    /** The largest batch of /crm/v3/objects/{type}/batch/read, and the largest page of a list. */
    static final int BATCH = 100;

    /** The same where the history of properties is asked for. */
    static final int HISTORY_BATCH = 50;

    private final CrmObject object;
    private final HttpClient client;
    private final ReadContext context;

    Crm(CrmObject object, HttpClient client, ReadContext context) {
        this.object = object;
        this.client = client;
        this.context = context;
    }

    /** The names of all properties with their types. */
    Map<String, String> properties() {
        Map<String, String> types = new LinkedHashMap<>();
        Response answer = client.send(client.get("/crm/v3/properties/" + object.path()), context);
        for (Map<String, Object> property : results(answer)) {
            types.put(String.valueOf(property.get("name")), String.valueOf(property.get("type")));
        }
        return types;
    }

    /** A page of the list of all objects: ids, and the first of their associations. */
    Response list(String after, int limit, boolean archived) {
        Request request =
                client.get("/crm/v3/objects/" + object.path())
                        .query("limit", limit)
                        .query("archived", archived)
                        .query("after", after.isEmpty() ? null : after);
        boolean linked = !archived && !object.links().isEmpty();
        return client.send(
                linked ? request.query("associations", String.join(",", object.links())) : request,
                context);
    }

    /**
     * The first page of what has changed within a time, by id: ids only, since a search is refused
     * that is longer than 3,000 characters. HubSpot lists no more than 10,000 results of a search
     * and does not keep to an order by time, so there is no second page: the next search begins
     * behind the last id. (developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm)
     */
    Response search(Instant from, Instant to, long behind, int limit) {
        List<Map<String, Object>> filters =
                List.of(
                        filter(object.modified(), "GTE", from.toEpochMilli()),
                        filter(object.modified(), "LT", to.toEpochMilli()),
                        filter("hs_object_id", "GT", behind));
        Endpoint search =
                Endpoint.post("/crm/v3/objects/" + object.path() + "/search")
                        .json(
                                Map.of(
                                        "filterGroups", List.of(Map.of("filters", filters)),
                                        "sorts", List.of("hs_object_id"),
                                        "properties", List.of("hs_object_id"),
                                        "after", "0",
                                        "limit", limit))
                        .records("/results")
                        .paging(Paging.none())
                        .limit("searches", 5, Duration.ofSeconds(1));
        return client.pages(search, context).get(0);
    }

    private static Map<String, Object> filter(String property, String operator, long value) {
        return Map.of(
                "propertyName", property, "operator", operator, "value", Long.toString(value));
    }

    /**
     * Asks for objects by their ids.
     *
     * @param properties which to answer with; they are too many for an address
     * @param histories whether to answer with all values that the properties ever had
     * @param archived whether the objects are archived
     */
    Request batch(List<String> ids, List<String> properties, boolean histories, boolean archived) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inputs", ids.stream().map(id -> Map.of("id", id)).toList());
        body.put("properties", histories ? List.of() : properties);
        body.put("propertiesWithHistory", histories ? properties : List.of());
        return client.post("/crm/v3/objects/" + object.path() + "/batch/read")
                .query("archived", archived)
                .json(body);
    }

    Response send(Request request) {
        return client.send(request, context);
    }

    /** The ids of all objects of another type with which objects are associated, by object. */
    Map<String, List<String>> links(List<String> ids, String type) {
        Map<String, List<String>> links = new LinkedHashMap<>();
        String path = "/crm/v4/associations/" + object.path() + "/" + type + "/batch/read";
        List<Map<String, String>> inputs = ids.stream().map(id -> Map.of("id", id)).toList();
        Trail trail = new Trail();
        while (!inputs.isEmpty()) {
            Request request = client.post(path).json(Map.of("inputs", inputs));
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, Object> result : results(client.send(request, context))) {
                String id = Json.text(result, "from", "id");
                List<String> others = links.computeIfAbsent(id, from -> new ArrayList<>());
                for (Object other : Json.list(result, "to")) {
                    others.add(Json.text(other, "toObjectId"));
                }
                String after = Json.text(result, "paging", "next", "after");
                if (!after.isEmpty()) {
                    more.add(Map.of("id", id, "after", after));
                }
            }
            inputs = trail.follow(more, request);
        }
        return links;
    }

    /** The records of an answer. */
    static List<Map<String, Object>> results(Response answer) {
        return answer.select("/results").values().stream().map(Json::map).toList();
    }

    static List<String> ids(List<Map<String, Object>> records) {
        return records.stream().map(record -> Json.text(record, "id")).toList();
    }
}
