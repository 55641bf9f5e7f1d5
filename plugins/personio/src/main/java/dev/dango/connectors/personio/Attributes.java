package dev.dango.connectors.personio;

import dev.dango.http.ColumnNames;
import dev.dango.http.Response;
import dev.dango.http.TimeFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes records out of their wrappings: {@code {"type": ..., "attributes": {...}}} around objects,
 * {@code {"label": ..., "value": ...}} around the attributes of an employee.
 *
 * <p>An employee's attribute is called by its universal id, which all accounts share. One that an
 * account has made itself has none and the key {@code dynamic_123}: it is called by its label, with
 * the key behind it where another attribute has that name.
 */
final class Attributes {

    private Attributes() {}

    /** The rows of a page of any listing. */
    static List<Map<String, ?>> rows(Response page) {
        List<Map<String, ?>> rows = new ArrayList<>();
        page.values().forEach(record -> rows.add(object((Map<?, ?>) record)));
        return rows;
    }

    /** The rows of a custom report: a column for each of the report's, in the form of a pair. */
    static List<Map<String, ?>> reportRows(Response page) {
        List<Map<String, ?>> rows = new ArrayList<>();
        for (Object item : page.values()) {
            Map<String, Object> row = new LinkedHashMap<>();
            ((Map<?, ?>) item).forEach((name, value) -> addReported(row, name, value));
            rows.add(row);
        }
        return rows;
    }

    private static void addReported(Map<String, Object> row, Object name, Object value) {
        if (!name.equals("attributes")) {
            row.putIfAbsent("item_id", value); // the item's only name: that of its employee
            row.put(name.toString(), value);
            return;
        }
        for (Object pair : (List<?>) value) {
            Map<?, ?> attribute = (Map<?, ?>) pair;
            row.put(String.valueOf(attribute.get("attribute_id")), plain(attribute.get("value")));
        }
    }

    /** An object without its wrapping; what stands beside the attributes is kept. */
    private static Map<String, Object> object(Map<?, ?> record) {
        Map<String, Object> row = new LinkedHashMap<>();
        boolean wrapped = record.get("attributes") instanceof Map<?, ?>;
        record.forEach(
                (name, value) -> {
                    if (wrapped && name.equals("attributes")) {
                        addAll(row, (Map<?, ?>) value);
                    } else if (!(wrapped && name.equals("type"))) {
                        row.put(name.toString(), named(name.toString(), value));
                    }
                });
        return row;
    }

    private static void addAll(Map<String, Object> row, Map<?, ?> attributes) {
        ColumnNames names =
                new ColumnNames(
                        attributes.entrySet().stream()
                                .filter(attribute -> !isOwn(attribute))
                                .map(Attributes::common)
                                .toArray(String[]::new));
        for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
            String key = attribute.getKey().toString();
            String column = isOwn(attribute) ? names.of(label(attribute), key) : common(attribute);
            row.put(column, attributeValue(key, attribute.getValue()));
        }
    }

    /** Whether the account has made this attribute itself. */
    private static boolean isOwn(Map.Entry<?, ?> attribute) {
        return attribute.getKey().toString().startsWith("dynamic_")
                && isLabelled(attribute.getValue())
                && universalId(attribute).isEmpty();
    }

    /** What all accounts call this attribute. */
    private static String common(Map.Entry<?, ?> attribute) {
        return isLabelled(attribute.getValue())
                ? universalId(attribute).orElse(attribute.getKey().toString())
                : attribute.getKey().toString();
    }

    private static Optional<String> universalId(Map.Entry<?, ?> attribute) {
        Object id = ((Map<?, ?>) attribute.getValue()).get("universal_id");
        return Optional.ofNullable(id).map(Object::toString).filter(text -> !text.isEmpty());
    }

    private static String label(Map.Entry<?, ?> attribute) {
        return String.valueOf(((Map<?, ?>) attribute.getValue()).get("label"));
    }

    private static Object attributeValue(String key, Object value) {
        if (!isLabelled(value)) {
            return named(key, value);
        }
        Map<?, ?> labelled = (Map<?, ?>) value;
        boolean day = "date".equals(labelled.get("type")) && !key.endsWith("_at");
        return day ? day(labelled.get("value")) : named(key, labelled.get("value"));
    }

    private static boolean isLabelled(Object value) {
        return value instanceof Map<?, ?> map
                && map.containsKey("label")
                && map.containsKey("value");
    }

    private static Object named(String name, Object value) {
        if (name.endsWith("_at")) {
            return moment(value);
        }
        return name.endsWith("_date") ? day(value) : plain(value);
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return isLabelled(map) ? plain(map.get("value")) : object(map);
        }
        return value instanceof List<?> list
                ? list.stream().map(Attributes::plain).toList()
                : value;
    }

    private static Object moment(Object value) {
        boolean isMoment = value instanceof String text && text.matches("\\d{4}-\\d\\d-\\d\\dT.*");
        return isMoment ? instant(value.toString()) : value;
    }

    private static Instant instant(String text) {
        return TimeFormat.instant(text);
    }

    /** Days come as midnight of the account's zone, which is another day in UTC. */
    private static Object day(Object value) {
        boolean isDay = value instanceof String text && text.matches("\\d{4}-\\d\\d-\\d\\d(T.*)?");
        return isDay ? LocalDate.parse(value.toString().substring(0, 10)) : value;
    }
}
