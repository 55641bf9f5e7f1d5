package dev.dango.connectors.pipedrive;

import dev.dango.http.ColumnNames;
import dev.dango.http.HttpClient;
import dev.dango.http.Response;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Puts values under the names of their fields, and the labels of options in the place of their ids:
 * of custom fields, and of standard ones whose options have numbers. Asks for the fields of a sort
 * of record when the first such record comes, once a run. Thread-safe.
 *
 * @see <a href="https://pipedrive.readme.io/docs/core-api-concepts-custom-fields">Custom fields</a>
 */
final class Fields {

    static final String LEAD = "lead";

    private static final List<String> ENTITIES =
            List.of("activity", "organization", "person", "product", "deal");

    private final HttpClient client;
    private final SourceContext context;
    private final Map<String, Map<String, Field>> known = new HashMap<>();

    Fields(HttpClient client, SourceContext context) {
        this.client = client;
        this.context = context;
    }

    /**
     * A field whose values are not passed on as they are.
     *
     * @param code what the API calls it
     * @param name what users call it
     * @param column where its values go
     * @param type such as {@code enum}
     * @param options labels by id
     */
    private record Field(
            String code, String name, String column, String type, Map<String, String> options) {

        Object labelled(Object value) {
            if (options.isEmpty()) {
                return value;
            }
            if (value instanceof List<?> ids) {
                return ids.stream().map(this::label).toList();
            }
            // version 1 of the API joins several options to one text
            return type.equals("set") && value instanceof String ids
                    ? Arrays.stream(ids.split(",")).map(this::label).toList()
                    : label(value);
        }

        private Object label(Object id) {
            String label = options.get(String.valueOf(id).strip());
            return label == null ? id : label;
        }
    }

    /** Makes rows of records of this sort. */
    Function<Response, List<Map<String, Object>>> named(String entity) {
        return page -> {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Map<String, Object> record : page.objects()) {
                rows.add(named(record, of(entity)));
            }
            return rows;
        };
    }

    private static Map<String, Object> named(
            Map<String, Object> record, Map<String, Field> fields) {
        Map<String, Object> row = new LinkedHashMap<>();
        record.forEach(
                (code, value) -> {
                    if (code.equals("custom_fields") && value instanceof Map<?, ?> custom) {
                        custom.forEach((own, inner) -> put(own.toString(), inner, fields, row));
                    } else {
                        put(code, value, fields, row);
                    }
                });
        return row;
    }

    private static void put(
            String code, Object value, Map<String, Field> fields, Map<String, Object> row) {
        // records may have several labels, and call the field so
        Field field = fields.get(code.equals("label_ids") ? labels(fields) : code);
        if (field == null) {
            row.put(code, value);
        } else if (value instanceof Map<?, ?> parts && parts.containsKey("value")) {
            // amounts have a currency beside the value, ranges an end, addresses their parts
            parts.forEach(
                    (part, inner) ->
                            put(
                                    part.equals("value") ? code : code + "_" + part,
                                    inner,
                                    fields,
                                    row));
        } else {
            row.put(field.column(), field.labelled(value));
        }
    }

    private static String labels(Map<String, Field> fields) {
        return fields.containsKey("label") ? "label" : "label_ids";
    }

    private synchronized Map<String, Field> of(String entity) {
        Map<String, Field> fields = known.get(entity);
        if (fields == null) {
            fields = ask(entity);
            known.put(entity, fields);
        }
        return fields;
    }

    private Map<String, Field> ask(String entity) {
        if (entity.equals(LEAD)) {
            // leads have the custom fields of deals, but labels of their own
            Map<String, Field> fields = new LinkedHashMap<>(of("deal"));
            fields.keySet().removeIf(code -> code.startsWith("label"));
            return fields;
        }
        List<Map<?, ?>> all = new ArrayList<>();
        for (Response page : client.pages(PipedriveSource.v2("/" + entity + "Fields"), context)) {
            all.addAll(page.objects());
        }
        String[] standard =
                all.stream()
                        .filter(field -> !isNamed(field))
                        .map(field -> text(field, "field_code"))
                        .toArray(String[]::new);
        ColumnNames columns = new ColumnNames(standard);
        Map<String, Field> fields = new LinkedHashMap<>();
        all.stream().filter(Fields::isNamed).forEach(field -> add(field, columns, fields));
        return fields;
    }

    /** Standard fields keep their name, unless their values are numbers that stand for a label. */
    private static boolean isNamed(Map<?, ?> field) {
        return Boolean.TRUE.equals(field.get("is_custom_field"))
                || maps(field, "options").stream().anyMatch(o -> o.get("id") instanceof Long);
    }

    private static void add(Map<?, ?> raw, ColumnNames columns, Map<String, Field> fields) {
        Map<String, String> options = new LinkedHashMap<>();
        maps(raw, "options")
                .forEach(option -> options.put(text(option, "id"), text(option, "label")));
        Field field = field(raw, text(raw, "field_code"), columns, options);
        fields.put(field.code(), field);
        for (Map<?, ?> part : maps(raw, "subfields")) {
            if (!text(part, "field_code").equals("value")) {
                String code = field.code() + "_" + text(part, "field_code");
                fields.put(code, field(part, code, columns, Map.of()));
            }
        }
    }

    private static Field field(
            Map<?, ?> raw, String code, ColumnNames columns, Map<String, String> options) {
        String name = text(raw, "field_name").strip();
        return new Field(code, name, columns.of(name, code), text(raw, "field_type"), options);
    }

    private static String text(Map<?, ?> map, String name) {
        return Objects.toString(map.get(name), "");
    }

    private static List<Map<?, ?>> maps(Map<?, ?> map, String name) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (map.get(name) instanceof List<?> values) {
            values.forEach(value -> maps.add((Map<?, ?>) value));
        }
        return maps;
    }

    /** The fields themselves, as a table. */
    Resource mapping(String table) {
        ResourceSpec spec =
                ResourceSpec.named(table)
                        .description("Names and options of custom fields.")
                        .primaryKey("endpoint", "hash_string")
                        .maxTableNesting(0);
        return Resource.of(
                spec,
                (slice, read, out) -> {
                    for (String entity : ENTITIES) {
                        for (Field field : of(entity).values()) {
                            out.row(
                                    Map.of(
                                            "endpoint", entity,
                                            "hash_string", field.code(),
                                            "name", field.name(),
                                            "normalized_name", normalized(field.column()),
                                            "options", field.options(),
                                            "field_type", field.type()));
                        }
                    }
                });
    }

    /** What the warehouse makes of a column's name, by the rules of dlt's snake_case. */
    private static String normalized(String column) {
        String plain =
                column.strip()
                        .replaceAll("[+*]", "x")
                        .replace('@', 'a')
                        .replace('|', 'l')
                        .replaceAll("[^A-Za-z0-9_]+", "_")
                        .replaceAll("([^_])([A-Z][a-z]+)", "$1_$2")
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)
                        .replaceFirst("^(?=[0-9])", "_");
        String kept = plain.replaceFirst("_+$", "");
        return (kept + "x".repeat(plain.length() - kept.length())).replaceAll("_+", "_");
    }
}
