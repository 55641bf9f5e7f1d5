package dev.dango.connectors.hubspot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** With which others some objects are associated. */
final class Links {

    static final Links NONE = new Links();

    /** The ids of the others, by their type and by the object. */
    private final Map<String, Map<String, List<String>>> others = new LinkedHashMap<>();

    private Links() {}

    /**
     * Takes what a list says of them, and asks for those that it only begins.
     *
     * @param types of the others
     * @param listed objects of a page
     */
    static Links listed(Crm crm, List<String> types, List<Map<String, Object>> listed) {
        Links links = new Links();
        for (String type : types) {
            Map<String, List<String>> found = new LinkedHashMap<>();
            List<String> begun = new ArrayList<>();
            for (Map<String, Object> record : listed) {
                String id = Json.text(record, "id");
                Object linked = linked(record, type);
                found.put(
                        id,
                        Json.list(linked, "results").stream()
                                .map(other -> Json.text(other, "id"))
                                .toList());
                if (!Json.text(linked, "paging", "next", "after").isEmpty()) {
                    begun.add(id);
                }
            }
            found.putAll(crm.links(begun, type));
            links.others.put(type, found);
        }
        return links;
    }

    /** Answers spell some types with a blank: {@code line items}. */
    private static Object linked(Map<String, Object> record, String type) {
        Map<String, Object> links = Json.map(record.get("associations"));
        return links.getOrDefault(type, links.get(type.replace('_', ' ')));
    }

    /** Asks for them, since a search says nothing of them. */
    static Links asked(Crm crm, List<String> types, List<String> ids) {
        Links links = new Links();
        for (String type : types) {
            links.others.put(type, crm.links(ids, type));
        }
        return links;
    }

    /** Adds a list for each type to an object's row, in the original's form. */
    void addTo(Map<String, Object> row, String id) {
        others.forEach(
                (type, found) ->
                        row.put(
                                type,
                                found.getOrDefault(id, List.of()).stream()
                                        .distinct() // one comes again for each of its labels
                                        .map(other -> Map.of("value", id, type + "_id", other))
                                        .toList()));
    }
}
