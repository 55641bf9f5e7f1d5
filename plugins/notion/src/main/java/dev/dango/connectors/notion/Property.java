package dev.dango.connectors.notion;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.ColumnNames;
import dev.dango.http.Endpoint;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A property of a data source, and what becomes of its values: <a
 * href="https://developers.notion.com/reference/page-property-values">page property values</a>.
 *
 * @param id what it is called for good
 * @param type its type
 * @param column what its column is called
 * @param end what the column with the ends of a date is called; meaningful for dates only
 * @param formula the expression; meaningful for formulas only
 */
record Property(String id, String type, String column, String end, String formula) {

    private static final Pattern CLOCK = Pattern.compile("\\b(now|today)\\s*\\(");

    static Property of(Map<?, ?> json, ColumnNames names) {
        String id = json.get("id").toString();
        String name = json.get("name").toString();
        String type = json.get("type").toString();
        String column = names.of(name, id);
        String end = type.equals("date") ? names.of(name + " end", id + "_end") : "";
        String formula = String.valueOf(part(json.get("formula"), "expression"));
        return new Property(id, type, column, end, formula);
    }

    /**
     * Whether its values change without the page being edited: with other pages, or with time.
     *
     * @param related whether formulas could look into other pages
     */
    boolean changesUnseen(boolean related) {
        return switch (type) {
            case "rollup" -> true;
            case "formula" -> related || CLOCK.matcher(formula).find();
            default -> false;
        };
    }

    /** Adds its columns. Lists become tables of their own, and results of formulas are inferred. */
    TableSchema addTo(TableSchema schema) {
        return switch (type) {
            case "title",
                    "rich_text",
                    "select",
                    "status",
                    "url",
                    "email",
                    "phone_number",
                    "unique_id",
                    "verification",
                    "created_by",
                    "last_edited_by" ->
                    schema.with(column, DataType.TEXT);
            case "number" -> schema.with(column, DataType.DOUBLE);
            case "checkbox" -> schema.with(column, DataType.BOOLEAN);
            case "created_time", "last_edited_time" -> schema.with(column, DataType.TIMESTAMP);
            case "date" -> schema.with(column, DataType.TIMESTAMP).with(end, DataType.TIMESTAMP);
            default -> schema;
        };
    }

    /**
     * Adds its values to a row.
     *
     * @param page the page's id
     * @param value as it stands in the page
     * @param more reads a listing
     */
    void addTo(
            Map<String, Object> row,
            Object page,
            Map<?, ?> value,
            Function<Endpoint, List<Response>> more) {
        switch (type) {
            case "button" -> {}
            case "date" -> {
                row.put(column, part(value.get("date"), "start"));
                row.put(end, part(value.get("date"), "end"));
            }
            case "relation" ->
                    row.put(
                            column,
                            Boolean.TRUE.equals(value.get("has_more"))
                                    ? allRelated(page, more)
                                    : parts(value.get("relation"), "id"));
            default -> row.put(column, plain(value));
        }
    }

    /** A page shows 25 related pages; the others are in a listing of the property's own. */
    private List<String> allRelated(Object page, Function<Endpoint, List<Response>> more) {
        Endpoint items =
                get("/pages/" + page + "/properties/" + id)
                        .query("page_size", 100)
                        .records("/results")
                        .paging(Paging.token("/next_cursor", "start_cursor"));
        return more.apply(items).stream()
                .flatMap(answer -> answer.texts("/results/*/relation/id").stream())
                .toList();
    }

    /** A typed value as a table can hold it. */
    private static Object plain(Map<?, ?> value) {
        String type = String.valueOf(value.get("type"));
        Object content = value.get(type);
        return switch (type) {
            case "title", "rich_text" -> text(content);
            case "select", "status" -> part(content, "name");
            case "multi_select" -> parts(content, "name");
            case "date" -> part(content, "start");
            case "people" -> people(content);
            case "files" -> files(content);
            case "created_by", "last_edited_by" -> part(content, "id");
            case "relation" -> parts(content, "id");
            case "unique_id" -> uniqueId(content);
            case "verification" -> part(content, "state");
            case "formula" -> content instanceof Map<?, ?> result ? plain(result) : null;
            case "rollup" -> content instanceof Map<?, ?> result ? plain(result) : null;
            case "array" ->
                    maps(content).stream().map(Property::plain).filter(Objects::nonNull).toList();
            default -> content;
        };
    }

    /** The text of a list of rich text objects. */
    static String text(Object richText) {
        return parts(richText, "plain_text").stream()
                .map(Object::toString)
                .collect(Collectors.joining());
    }

    private static Object part(Object map, String name) {
        return map instanceof Map<?, ?> found ? found.get(name) : null;
    }

    private static List<Object> parts(Object list, String name) {
        return maps(list).stream().<Object>map(map -> map.get(name)).toList();
    }

    private static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> maps.add((Map<?, ?>) item));
        }
        return maps;
    }

    private static List<Map<String, Object>> people(Object list) {
        return maps(list).stream()
                .map(
                        person -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("id", person.get("id"));
                            row.put("name", person.get("name"));
                            row.put("email", part(person.get("person"), "email"));
                            return row;
                        })
                .toList();
    }

    private static List<Map<String, Object>> files(Object list) {
        return maps(list).stream()
                .map(
                        file -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("name", file.get("name"));
                            row.put("url", part(file.get(file.get("type")), "url"));
                            return row;
                        })
                .toList();
    }

    private static String uniqueId(Object content) {
        Object prefix = part(content, "prefix");
        Object number = part(content, "number");
        return prefix == null ? Objects.toString(number, null) : prefix + "-" + number;
    }
}
