package dev.dango.connectors.airtable;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Airtable base that pages, sorts, filters and leaves out empty cells as Airtable does. */
final class FakeBase {

    static final String ID = "appTest";

    /** The only formula that the connector is known to send; anything else is refused. */
    private static final Pattern CHANGED =
            Pattern.compile("OR\\(NOT\\((\\{.*\\})\\), NOT\\(IS_BEFORE\\(\\1, '(\\S+Z)'\\)\\)\\)");

    private final List<Map<String, Object>> tables = new ArrayList<>();
    private final Map<String, List<Map<String, Object>>> records = new LinkedHashMap<>();
    private final List<String> forgotten = Collections.synchronizedList(new ArrayList<>());
    private final int largestPage;

    FakeBase(FakeApi api, int largestPage) {
        this.largestPage = largestPage;
        api.get("/v0/meta/bases/" + ID + "/tables", call -> Reply.json(Map.of("tables", tables)));
        api.get("/v0/" + ID + "/{table}", this::list);
    }

    void table(String id, String name, List<Map<String, Object>> fields) {
        tables.add(Map.of("id", id, "name", name, "fields", fields));
        records.put(id, new ArrayList<>());
    }

    static Map<String, Object> field(String id, String name, String type) {
        return Map.of("id", id, "name", name, "type", type);
    }

    static Map<String, Object> field(
            String id, String name, String type, Map<String, Object> options) {
        return Map.of("id", id, "name", name, "type", type, "options", options);
    }

    static Map<String, Object> lastModified(String id, String name, List<String> watched) {
        return field(
                id,
                name,
                "lastModifiedTime",
                Map.of("referencedFieldIds", watched, "result", Map.of("type", "dateTime")));
    }

    void put(String table, String id, Map<String, Object> cells) {
        List<Map<String, Object>> all = records.get(table);
        all.removeIf(record -> record.get("id").equals(id));
        all.add(Map.of("id", id, "createdTime", "2026-01-01T08:00:00.000Z", "fields", cells));
    }

    void remove(String table, String id) {
        records.get(table).removeIf(record -> record.get("id").equals(id));
    }

    /** Lets the next offsets of a table expire. */
    void forgetOffsets(String table, int times) {
        forgotten.addAll(Collections.nCopies(times, table));
    }

    private Reply list(Call call) {
        if (call.query("offset").isPresent() && forgotten.remove(call.variable("table"))) {
            return error(422, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE", "The iterator has expired.");
        }
        List<Map<String, Object>> all = records.get(call.variable("table"));
        if (all == null) {
            return error(403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", "Invalid permissions.");
        }
        if (!call.query("returnFieldsByFieldId").orElse("").equals("true")) {
            throw new IllegalArgumentException("fields are to be named by their ids");
        }
        List<Map<String, Object>> found = new ArrayList<>(all);
        call.query("filterByFormula").ifPresent(formula -> filter(found, formula, call));
        call.query("sort[0][field]")
                .ifPresent(
                        name ->
                                found.sort(
                                        Comparator.comparing(
                                                record -> cell(record, fieldId(call, name)))));
        int from = call.query("offset").map(o -> Integer.parseInt(o.substring(4))).orElse(0);
        int to = Math.min(from + Math.min(largestPage, call.number("pageSize", 100)), found.size());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("records", found.subList(from, to));
        if (to < found.size()) {
            page.put("offset", "itr/" + to);
        }
        return Reply.json(page);
    }

    private void filter(List<Map<String, Object>> found, String formula, Call call) {
        Matcher changed = CHANGED.matcher(formula);
        if (!changed.matches()) {
            throw new IllegalArgumentException("INVALID_FILTER_BY_FORMULA " + formula);
        }
        String name = changed.group(1).replaceAll("^\\{|\\}$", "").replace("\\}", "}");
        String field = fieldId(call, name);
        String since = changed.group(2);
        found.removeIf(
                record -> {
                    String at = cell(record, field);
                    return !at.isEmpty() && at.compareTo(since) < 0;
                });
    }

    private String fieldId(Call call, String name) {
        return tables.stream()
                .filter(table -> table.get("id").equals(call.variable("table")))
                .flatMap(table -> ((List<?>) table.get("fields")).stream())
                .map(field -> (Map<?, ?>) field)
                .filter(field -> field.get("name").equals(name))
                .map(field -> field.get("id").toString())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("UNKNOWN_FIELD_NAME " + name));
    }

    private static String cell(Map<String, Object> record, String field) {
        Object cell = ((Map<?, ?>) record.get("fields")).get(field);
        return cell == null ? "" : cell.toString();
    }

    static Reply error(int status, String type, String message) {
        return Reply.json(Map.of("error", Map.of("type", type, "message", message)))
                .withStatus(status);
    }
}
