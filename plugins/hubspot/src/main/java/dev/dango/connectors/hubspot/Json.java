package dev.dango.connectors.hubspot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds values in answers that were read as plain maps and lists. */
final class Json {

    private Json() {}

    static Map<String, Object> map(Object value) {
        Map<String, Object> typed = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, child) -> typed.put(name.toString(), child));
        }
        return typed;
    }

    static List<?> list(Object value, String... path) {
        return at(value, path) instanceof List<?> list ? list : List.of();
    }

    /** The text of a scalar; empty if there is none. */
    static String text(Object value, String... path) {
        Object found = at(value, path);
        return found == null ? "" : found.toString();
    }

    static Object at(Object value, String... path) {
        Object found = value;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }
}
