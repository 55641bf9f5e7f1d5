package dev.dango.connectors.strapi;

import dev.dango.http.Request;
import dev.dango.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The entries of a page, in whichever of Strapi's shapes they come, and the page after it. */
final class Entries {

    /** Strapi's usual maxLimit; servers that allow less send less without a word. */
    static final int PAGE = 100;

    static final String CHANGED_SINCE = "filters[updatedAt][$gte]";

    private static final String NEVER = "null";

    private static final String START = "pagination[start]";

    private Entries() {}

    // ---- paging ----------------------------------------------------------------------------

    /**
     * Goes on at the last entry's time of change. An offset alone would skip an entry whenever one
     * that was read already changes and moves to the end; here offsets only count the entries of
     * one and the same millisecond.
     */
    static Optional<Request> next(Request request, Response page) {
        List<String> changes = changes(page);
        long limit = page.text("/meta/pagination/limit").map(Long::parseLong).orElse((long) PAGE);
        if (changes.size() != limit) {
            return Optional.empty();
        }
        String last = changes.get(changes.size() - 1);
        long atLast = changes.stream().filter(last::equals).count();
        boolean sameTime =
                atLast == limit && request.value(CHANGED_SINCE).orElse(NEVER).equals(last);
        long before = sameTime ? request.value(START).map(Long::parseLong).orElse(0L) : 0;
        Request further = request.query(START, before + atLast);
        return Optional.of(last.equals(NEVER) ? further : further.query(CHANGED_SINCE, last));
    }

    /** When each entry changed; types may be set up to keep no times. */
    private static List<String> changes(Response page) {
        Response entries = entries(page);
        List<Optional<String>> plain = entries.each("/updatedAt");
        List<Optional<String>> wrapped = entries.each("/attributes/updatedAt");
        return IntStream.range(0, plain.size())
                .mapToObj(i -> plain.get(i).or(() -> wrapped.get(i)).orElse(NEVER))
                .map(json -> json.replace("\"", ""))
                .toList();
    }

    /** Some plugins answer with the bare list: {@code /users}, {@code /i18n/locales}. */
    private static Response entries(Response page) {
        return page.json("/data").isPresent() ? page : page.select("");
    }

    // ---- rows ------------------------------------------------------------------------------

    static List<Map<String, Object>> rows(Response page) {
        return entries(page).values().stream().map(Entries::row).toList();
    }

    /** Types without translations come in no language, and the same for each that is asked for. */
    static List<Map<String, Object>> localizedRows(Response page) {
        List<Map<String, Object>> rows = rows(page);
        rows.forEach(row -> row.merge("locale", "", (own, none) -> own));
        return rows;
    }

    /** Version 4 knows no documentId; there the number identifies an entry in one language. */
    private static Map<String, Object> row(Object entry) {
        Map<String, Object> row = new LinkedHashMap<>(object(flat(entry)));
        row.computeIfAbsent("documentId", name -> String.valueOf(row.get("id")));
        return row;
    }

    @SuppressWarnings("unchecked") // JSON objects are nothing else
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    /** Takes the wrappings of version 4 off: {@code {id, attributes}} and {@code {data}}. */
    private static Object flat(Object json) {
        if (!isWrapped(json)) {
            return json;
        }
        Map<String, Object> flat = new LinkedHashMap<>();
        flat.put("id", object(json).get("id"));
        object(object(json).get("attributes"))
                .forEach((name, value) -> flat.put(name, attribute(value)));
        return flat;
    }

    private static boolean isWrapped(Object json) {
        return json instanceof Map<?, ?> entry
                && entry.containsKey("id")
                && entry.get("attributes") instanceof Map;
    }

    /** A relation, a component that may hold relations, a list of these, or a plain value. */
    private static Object attribute(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(Entries::attribute).toList();
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, Object> members = object(value);
        if (isRelation(members)) {
            return related(members.get("data"));
        }
        Map<String, Object> flat = new LinkedHashMap<>();
        members.forEach((name, member) -> flat.put(name, attribute(member)));
        return flat;
    }

    private static boolean isRelation(Map<String, Object> members) {
        Object data = members.get("data");
        return members.keySet().equals(Set.of("data"))
                && (data == null || data instanceof List || isWrapped(data));
    }

    private static Object related(Object data) {
        return data instanceof List<?> entries
                ? entries.stream().map(Entries::flat).toList()
                : flat(data);
    }
}
