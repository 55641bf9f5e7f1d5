package dev.dango.connectors.pipedrive;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as Pipedrive does, in pages of three. */
final class FakePipedrive {

    static final String TOKEN = "f00dfeedf00dfeed";

    /** Custom fields of deals. */
    static final String SIZE = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    static final String TAGS = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    static final String BUDGET = "cccccccccccccccccccccccccccccccccccccccc";
    static final String TITLE = "dddddddddddddddddddddddddddddddddddddddd";

    private static final int PAGE = 3;

    final FakeListing deals = listing();
    final FakeListing archivedDeals = listing();
    final FakeListing persons = listing();
    final FakeListing products = listing();
    final FakeListing leads = listing();
    final FakeListing archivedLeads = listing();
    final FakeListing notes = listing();
    final FakeListing recents = listing();
    private final FakeApi api;

    FakePipedrive(FakeApi api) {
        this.api = api;
        api.requireHeader(
                "x-api-token", TOKEN, refusal(401, "unauthorized access", "Unauthorized"));
        v2("deals", deals);
        v2("deals/archived", archivedDeals);
        v2("persons", persons);
        v2("products", products);
        api.get("/api/v2/dealFields", call -> answer(dealFields(), Map.of()));
        for (String entity : List.of("person", "product", "activity", "organization")) {
            api.get("/api/v2/" + entity + "Fields", call -> answer(List.of(), Map.of()));
        }
        v1("leads", leads);
        v1("leads/archived", archivedLeads);
        v1("notes", notes);
        v1("recents", recents);
        v1("users/me", new FakeListing(List.of(Map.of("id", 1))));
    }

    private static FakeListing listing() {
        return new FakeListing(List.of());
    }

    static Reply refusal(int status, String error, String code) {
        return Reply.json(
                        Map.of(
                                "success", false,
                                "error", error,
                                "errorCode", status,
                                "code", code))
                .withStatus(status);
    }

    /** Answers whatever it is asked with one record. */
    static void answerAll(FakeApi api) {
        List<Map<String, Object>> one = List.of(record(1, 1));
        for (String version : List.of("v1", "v2")) {
            String base = "/api/" + version;
            api.get(base + "/{listing}", call -> answer(one, Map.of()));
            api.get(base + "/{listing}/archived", call -> answer(List.of(), Map.of()));
            api.get(base + "/users/me", call -> Reply.json(Map.of("data", record(1, 1))));
            api.get(base + "/deals/{deal}/{listing}", call -> answer(one, Map.of()));
        }
        for (String entity :
                List.of("activity", "deal", "organization", "person", "product", "project")) {
            api.get("/api/v2/" + entity + "Fields", call -> answer(List.of(), Map.of()));
        }
    }

    void v2(String path, FakeListing records) {
        api.get("/api/v2/" + path, call -> page(call, records));
    }

    void v1(String path, FakeListing records) {
        api.get("/api/v1/" + path, call -> part(call, records));
    }

    /** A page of version 2: by cursor, filtered by change and status, in the order asked for. */
    private static Reply page(Call call, FakeListing records) {
        String sort = call.query("sort_by").orElse("id");
        boolean descending = call.query("sort_direction").filter("desc"::equals).isPresent();
        FakeListing wanted = sorted(changed(shown(records, call), call), sort, descending);
        int from =
                call.query("cursor").map(token -> Integer.parseInt(token.substring(1))).orElse(0);
        boolean more = from + PAGE < wanted.records().size();
        Map<String, Object> additional = new LinkedHashMap<>();
        additional.put("next_cursor", more ? "c" + (from + PAGE) : null);
        return answer(wanted.part(from, PAGE), additional);
    }

    private static FakeListing shown(FakeListing records, Call call) {
        boolean all = call.query("status").filter(s -> s.contains("deleted")).isPresent();
        return records.where(record -> all || !Boolean.TRUE.equals(record.get("is_deleted")));
    }

    private static FakeListing changed(FakeListing records, Call call) {
        return call.query("updated_since")
                .map(Instant::parse)
                .map(since -> records.where(r -> !time(r).isBefore(since)))
                .orElse(records);
    }

    /** A page of version 1: by offset, perhaps sorted by change. */
    private static Reply part(Call call, FakeListing records) {
        FakeListing wanted = changed(records, call);
        String[] sort = call.query("sort").orElse("id ASC").split(" ");
        FakeListing sorted = sorted(wanted, sort[0], sort[1].equals("DESC"));
        int start = call.number("start", 0);
        boolean more = start + PAGE < sorted.records().size();
        Map<String, Object> pagination = new LinkedHashMap<>();
        pagination.put("start", start);
        pagination.put("more_items_in_collection", more);
        if (more) {
            pagination.put("next_start", start + PAGE);
        }
        return answer(sorted.part(start, PAGE), Map.of("pagination", pagination));
    }

    private static Reply answer(List<Map<String, Object>> data, Map<String, Object> additional) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("data", data);
        answer.put("additional_data", additional);
        return Reply.json(answer)
                .header("x-ratelimit-limit", "20")
                .header("x-ratelimit-remaining", "19")
                .header("x-ratelimit-reset", "2");
    }

    private static FakeListing sorted(FakeListing records, String field, boolean descending) {
        if (!field.equals("update_time")) {
            return records;
        }
        Comparator<Map<String, Object>> order = Comparator.comparing(FakePipedrive::time);
        return new FakeListing(
                records.records().stream().sorted(descending ? order.reversed() : order).toList());
    }

    private static Instant time(Map<String, Object> record) {
        String text = record.get("update_time").toString().replace(' ', 'T');
        return Instant.parse(text.endsWith("Z") ? text : text + "Z");
    }

    // ---- records ---------------------------------------------------------------------------

    private static List<Map<String, Object>> dealFields() {
        Map<String, Object> budget = custom(BUDGET, "Budget", "monetary", Map.of());
        budget.put(
                "subfields",
                List.of(
                        Map.of("field_code", "value", "field_name", "Amount of Budget"),
                        Map.of("field_code", "currency", "field_name", "Currency of Budget")));
        return List.of(
                field("title", "Title", "varchar", Map.of()),
                field("status", "Status", "enum", Map.of("open", "Open", "won", "Won")),
                field("label", "Label", "set", Map.of(5, "Customer")),
                field("channel", "Source channel", "enum", Map.of(52, "Web form")),
                custom(SIZE, "Deal size", "enum", Map.of(7, "Small", 8, "Large")),
                custom(TAGS, "Tags", "set", Map.of(1, "Hot", 2, "Partner")),
                budget,
                custom(TITLE, "Title", "varchar", Map.of()));
    }

    private static Map<String, Object> field(
            String code, String name, String type, Map<?, String> options) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("field_code", code);
        field.put("field_name", name);
        field.put("field_type", type);
        field.put("is_custom_field", false);
        field.put("options", options.isEmpty() ? null : labelled(options));
        field.put("subfields", null);
        return field;
    }

    private static Map<String, Object> custom(
            String code, String name, String type, Map<?, String> options) {
        return with(field(code, name, type, options), "is_custom_field", true);
    }

    private static List<Map<String, Object>> labelled(Map<?, String> options) {
        List<Map<String, Object>> labelled = new ArrayList<>();
        options.forEach((id, label) -> labelled.add(Map.of("id", id, "label", label)));
        return labelled;
    }

    static Map<String, Object> with(Map<String, ?> record, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(record);
        changed.put(name, value);
        return changed;
    }

    /** A deal that changed last on this day of January 2026. */
    static Map<String, Object> deal(int id, int day) {
        Map<String, Object> deal = new LinkedHashMap<>();
        deal.put("id", id);
        deal.put("title", "Deal " + id);
        deal.put("status", "open");
        deal.put("value", 100 * id);
        deal.put("channel", 52);
        deal.put("label_ids", List.of(5));
        deal.put("update_time", "2026-01-%02dT10:00:00Z".formatted(day));
        deal.put("is_deleted", false);
        deal.put("is_archived", false);
        Map<String, Object> custom = new LinkedHashMap<>();
        custom.put(SIZE, 8);
        custom.put(TAGS, List.of(1, 2));
        custom.put(BUDGET, Map.of("value", 2300, "currency", "EUR"));
        custom.put(TITLE, "Dr.");
        deal.put("custom_fields", custom);
        return deal;
    }

    static Map<String, Object> record(int id, int day) {
        return Map.of(
                "id", id, "name", "n" + id, "update_time", "2026-01-%02dT10:00:00Z".formatted(day));
    }
}
