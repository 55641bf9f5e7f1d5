package dev.dango.connectors.notion;

import dev.dango.http.Endpoint;
import dev.dango.http.Response;
import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes rows of what Notion sends: texts of rich texts, values of properties. */
final class Rows {

    /** Blocks keep the content that is peculiar to their type as JSON. */
    static final TableSchema BLOCK_COLUMNS =
            TableSchema.empty()
                    .with("id", DataType.TEXT)
                    .with("page_id", DataType.TEXT)
                    .with("page_last_edited_time", DataType.TIMESTAMP)
                    .with("parent_id", DataType.TEXT)
                    .with("type", DataType.TEXT)
                    .with("text", DataType.TEXT)
                    .with("content", DataType.JSON)
                    .with("has_children", DataType.BOOLEAN)
                    .with("created_time", DataType.TIMESTAMP)
                    .with("last_edited_time", DataType.TIMESTAMP)
                    .with("created_by_id", DataType.TEXT)
                    .with("last_edited_by_id", DataType.TEXT);

    private Rows() {}

    static List<Map<String, Object>> ofDataSource(
            Response page, List<Property> properties, Function<Endpoint, List<Response>> more) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<?, ?> json : objects(page)) {
            Map<String, Object> row = edited(json);
            row.put("url", json.get("url"));
            row.put("in_trash", json.get("in_trash"));
            Map<Object, Map<?, ?>> values = byId(json);
            for (Property property : properties) {
                Map<?, ?> value = values.get(property.id());
                if (value != null) {
                    property.addTo(row, json.get("id"), value, more);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    static List<Map<String, Object>> ofPages(Response page) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<?, ?> json : objects(page)) {
            Map<String, Object> row = edited(json);
            row.put("title", title(json));
            row.put("url", json.get("url"));
            row.put("public_url", json.get("public_url"));
            row.put("parent", json.get("parent"));
            rows.add(row);
        }
        return rows;
    }

    static List<Map<String, Object>> ofBlocks(Response page) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<?, ?> json : objects(page)) {
            Map<String, Object> row = edited(json);
            Map<?, ?> parent = (Map<?, ?>) json.get("parent");
            Object content = json.get(json.get("type"));
            row.put("parent_id", parent.get(parent.get("type")));
            row.put("type", json.get("type"));
            row.put(
                    "text",
                    content instanceof Map<?, ?> map ? Property.text(map.get("rich_text")) : "");
            row.put("content", content);
            row.put("has_children", json.get("has_children"));
            rows.add(row);
        }
        return rows;
    }

    static List<Map<String, Object>> ofComments(Response page) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<?, ?> json : objects(page)) {
            Map<String, Object> row = edited(json);
            row.put("discussion_id", json.get("discussion_id"));
            row.put("text", Property.text(json.get("rich_text")));
            rows.add(row);
        }
        return rows;
    }

    private static List<? extends Map<?, ?>> objects(Response page) {
        return page.values().stream().map(each -> (Map<?, ?>) each).toList();
    }

    private static Map<String, Object> edited(Map<?, ?> json) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", json.get("id"));
        row.put("created_time", json.get("created_time"));
        row.put("last_edited_time", json.get("last_edited_time"));
        row.put("created_by_id", user(json.get("created_by")));
        row.put("last_edited_by_id", user(json.get("last_edited_by")));
        return row;
    }

    private static Object user(Object partial) {
        return partial instanceof Map<?, ?> user ? user.get("id") : null;
    }

    private static Map<Object, Map<?, ?>> byId(Map<?, ?> page) {
        Map<Object, Map<?, ?>> values = new LinkedHashMap<>();
        for (Object each : ((Map<?, ?>) page.get("properties")).values()) {
            Map<?, ?> value = (Map<?, ?>) each;
            values.put(value.get("id"), value);
        }
        return values;
    }

    private static String title(Map<?, ?> page) {
        return byId(page).values().stream()
                .filter(value -> "title".equals(value.get("type")))
                .map(value -> Property.text(value.get("title")))
                .findFirst()
                .orElse("");
    }
}
