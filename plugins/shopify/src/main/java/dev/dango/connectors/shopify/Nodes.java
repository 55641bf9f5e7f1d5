package dev.dango.connectors.shopify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes rows of nodes: ids are the numbers that the REST API had, and users' tables have, in {@code
 * id}; the global id stands beside them as {@code admin_graphql_api_id}, also as it was there.
 */
final class Nodes {

    private static final Pattern GLOBAL_ID =
            Pattern.compile("gid://shopify/([A-Za-z]+)/(\\d{1,18})(\\?.*)?");

    private Nodes() {}

    /** The type that a global id names. */
    static String type(String globalId) {
        Matcher id = GLOBAL_ID.matcher(globalId);
        return id.matches() ? id.group(1) : "";
    }

    /** The number in a global id; what is none stays as it is. */
    static Object number(Object globalId) {
        Matcher id = GLOBAL_ID.matcher(String.valueOf(globalId));
        return id.matches() ? (Object) Long.valueOf(id.group(2)) : globalId;
    }

    /** The row of a node, without the frames of connections. */
    static Map<String, Object> row(Map<String, Object> node) {
        Map<String, Object> row = new LinkedHashMap<>();
        node.forEach((name, value) -> put(row, name, value));
        return row;
    }

    private static void put(Map<String, Object> row, String name, Object value) {
        if (name.equals("id")) {
            row.put("id", number(value));
            row.put("adminGraphqlApiId", value);
        } else if (name.endsWith("Id")) {
            row.put(name, number(value));
        } else if (isReference(value)) {
            row.put(name + "Id", number(object(value).get("id")));
        } else {
            row.put(name, plain(value));
        }
    }

    /** An object of which only the id was asked for. */
    private static boolean isReference(Object value) {
        return value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey("id");
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(Nodes::plain).toList();
        }
        return value instanceof Map ? row(object(value)) : value;
    }

    @SuppressWarnings("unchecked") // JSON objects are nothing else
    static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }
}
