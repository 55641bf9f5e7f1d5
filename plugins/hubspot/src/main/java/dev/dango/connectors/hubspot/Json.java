package dev.dango.connectors.hubspot;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
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

    /** Keeps a service that leads in a circle from keeping us for ever. */
    static void mustDiffer(Object asked, Object next, Object request) {
        if (asked.equals(next)) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            request + " names a page as the next one that was read before.")
                    .hint("HubSpot seems to be in trouble; try again later.");
        }
    }
}
