package dev.dango.connectors.airtable;

import dev.dango.http.ColumnNames;
import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import java.util.List;
import java.util.Map;

/**
 * A field of a table as the base's schema has it: <a
 * href="https://airtable.com/developers/web/api/field-model">field types and cell values</a>.
 *
 * @param id what stands for it in records
 * @param name what users call it
 * @param column what its column is called
 * @param type its own type
 * @param valueType the type of its values: for what is computed, that of the results
 * @param watched the fields whose changes a last-modified time tells; empty for all
 */
record Field(
        String id,
        String name,
        String column,
        String type,
        String valueType,
        List<Object> watched) {

    static Field of(Map<?, ?> json, ColumnNames names) {
        String id = text(json, "id");
        String name = text(json, "name");
        Map<?, ?> options = json.get("options") instanceof Map<?, ?> map ? map : Map.of();
        return new Field(
                id,
                name,
                names.of(name, id),
                text(json, "type"),
                options.get("result") instanceof Map<?, ?> result
                        ? text(result, "type")
                        : text(json, "type"),
                options.get("referencedFieldIds") instanceof List<?> ids
                        ? List.copyOf(ids)
                        : List.of());
    }

    private static String text(Map<?, ?> json, String name) {
        return String.valueOf(json.get(name));
    }

    /** Whether it tells of every change that users make to a record. */
    boolean tellsChanges() {
        return type.equals("lastModifiedTime") && valueType.equals("dateTime") && watched.isEmpty();
    }

    /** Whether its values change with other records, without this one being modified. */
    boolean dependsOnOtherRecords() {
        return List.of("multipleLookupValues", "rollup", "count").contains(type);
    }

    /**
     * Adds its columns. Lists become tables of their own, and what Airtable may invent is inferred.
     */
    TableSchema addTo(TableSchema schema) {
        return switch (valueType) {
            case "checkbox" -> schema.with(column, DataType.BOOLEAN);
            case "autoNumber", "count", "rating" -> schema.with(column, DataType.INTEGER);
            case "number", "currency", "percent", "duration" ->
                    schema.with(column, DataType.DOUBLE);
            case "date" -> schema.with(column, DataType.DATE);
            case "dateTime", "createdTime", "lastModifiedTime" ->
                    schema.with(column, DataType.TIMESTAMP);
            case "singleLineText",
                    "multilineText",
                    "richText",
                    "email",
                    "url",
                    "phoneNumber",
                    "singleSelect" ->
                    schema.with(column, DataType.TEXT);
            case "singleCollaborator", "createdBy", "lastModifiedBy" ->
                    texts(schema, "id", "email", "name");
            case "barcode" -> texts(schema, "text", "type");
            case "button" -> texts(schema, "label", "url");
            default -> schema;
        };
    }

    private TableSchema texts(TableSchema schema, String... parts) {
        TableSchema longer = schema;
        for (String part : parts) {
            longer = longer.with(column + "__" + part, DataType.TEXT);
        }
        return longer;
    }

    /** Its value in a record, which leaves out what is empty or false. */
    Object in(Map<?, ?> cells) {
        Object cell = cells.get(id);
        if (valueType.equals("checkbox")) {
            return Boolean.TRUE.equals(cell);
        }
        return isErrorOfFormula(cell) ? null : cell;
    }

    /**
     * What cannot be computed is {@code {"error": "#ERROR!"}} or {@code {"specialValue": "NaN"}}.
     */
    private static boolean isErrorOfFormula(Object cell) {
        return cell instanceof Map<?, ?> map
                && map.size() == 1
                && (map.containsKey("error") || map.containsKey("specialValue"));
    }
}
