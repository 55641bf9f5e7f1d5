package dev.dango.connectors.personio;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Personio as its API documents describe it: both generations, their paging and their filters. */
final class FakePersonio {

    static final String CLIENT = "papi-1234";
    static final String SECRET = "s3cr3t-5678";

    final FakeListing employees = new FakeListing(List.of());
    final FakeListing absences = new FakeListing(List.of());
    final FakeListing attendances = new FakeListing(List.of());
    final FakeListing periods = new FakeListing(List.of());

    private final FakeApi api;

    FakePersonio(FakeApi api) {
        this.api = api;
        api.post("/v1/auth", FakePersonio::signInFirst);
        api.post("/v2/auth/token", FakePersonio::signInSecond);
        for (int i = 1; i <= 3; i++) {
            employees.add(employee(i, "2026-01-0" + i + "T08:00:00+01:00"));
            absences.add(absence(i, "2026-01-0" + i + "T08:00:00+0100"));
            attendances.add(attendance(i, "2026-01-0" + i + "T08:00:00+00:00"));
            periods.add(period(i));
        }
        routes();
    }

    // ---- records -----------------------------------------------------------------------------

    static Map<String, Object> labelled(String label, String type, Object value, String universal) {
        Map<String, Object> attribute = new HashMap<>();
        attribute.put("label", label);
        attribute.put("type", type);
        attribute.put("value", value);
        attribute.put("universal_id", universal);
        return attribute;
    }

    static Map<String, Object> wrapped(String type, Map<String, ?> attributes) {
        return Map.of("type", type, "attributes", attributes);
    }

    static Map<String, Object> employee(int id, String changed) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("id", labelled("ID", "integer", id, "id"));
        attributes.put("email", labelled("Email", "standard", "e" + id + "@demo.example", "email"));
        attributes.put(
                "hire_date",
                labelled("Hire date", "date", "2014-11-09T00:00:00+01:00", "hire_date"));
        attributes.put(
                "last_modified_at", labelled("Last modified", "date", changed, "last_modified_at"));
        attributes.put(
                "department",
                labelled(
                        "Department",
                        "standard",
                        wrapped("Department", Map.of("id", 7, "name", "Support")),
                        "department"));
        attributes.put(
                "supervisor",
                labelled(
                        "Supervisor",
                        "standard",
                        wrapped("Employee", Map.of("id", labelled("ID", "integer", 2, "id"))),
                        "supervisor"));
        attributes.put(
                "cost_centers",
                labelled(
                        "Cost center",
                        "standard",
                        List.of(wrapped("CostCenter", Map.of("id", 82, "percentage", 100))),
                        "cost_centers"));
        attributes.put("dynamic_1", labelled("IBAN", "standard", "DE98", "iban"));
        attributes.put("dynamic_2", labelled("Shirt size", "standard", "L", null));
        attributes.put("dynamic_3", labelled("Anniversary", "date", "2021-01-01", null));
        attributes.put("dynamic_4", labelled("Email", "standard", "home@demo.example", null));
        return wrapped("Employee", attributes);
    }

    static Map<String, Object> absence(int id, String changed) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("status", "approved");
        attributes.put("start_date", "2017-12-27T00:00:00+0100");
        attributes.put("days_count", 3);
        attributes.put(
                "time_off_type", wrapped("TimeOffType", Map.of("id", 5, "name", "Vacation")));
        attributes.put(
                "employee", wrapped("Employee", Map.of("id", labelled("id", "integer", 1, "id"))));
        attributes.put("updated_at", changed);
        return wrapped("TimeOffPeriod", attributes);
    }

    static Map<String, Object> attendance(int id, String changed) {
        return Map.of(
                "id",
                id,
                "type",
                "AttendancePeriod",
                "attributes",
                Map.of("employee", 1, "date", "2026-01-01", "break", 50, "updated_at", changed));
    }

    static Map<String, Object> period(int id) {
        return Map.of(
                "id",
                "p-" + id,
                "type",
                "WORK",
                "start",
                Map.of("date_time", "2026-01-0" + id + "T08:00:00"),
                "updated_at",
                "2026-01-0" + id + "T18:00:00Z");
    }

    // ---- signing in --------------------------------------------------------------------------

    private static Reply signInFirst(Call call) {
        boolean known = call.body().contains(CLIENT + '"') && call.body().contains(SECRET + '"');
        return known
                ? Reply.json(
                        Map.of(
                                "success",
                                true,
                                "data",
                                Map.of("token", "token-1", "expires_in", 86400)))
                : refusal(403, "Wrong credentials");
    }

    private static Reply signInSecond(Call call) {
        boolean known = call.body().contains("client_secret=" + SECRET);
        return known
                ? Reply.json(Map.of("access_token", "token-2", "expires_in", 86400))
                : Reply.status(401);
    }

    static Reply refusal(int status, String message) {
        Map<String, Object> error = Map.of("code", status, "message", message);
        return Reply.json(Map.of("success", false, "error", error)).withStatus(status);
    }

    private void first(String path, FakeApi.Handler handler) {
        api.get("/v1/company" + path, call -> signed("token-1", call, handler));
    }

    private void second(String path, FakeApi.Handler handler) {
        api.get("/v2" + path, call -> signed("token-2", call, handler));
    }

    private static Reply signed(String token, Call call, FakeApi.Handler handler) throws Exception {
        boolean known =
                call.header("Authorization").filter(("Bearer " + token)::equals).isPresent();
        return known ? handler.answer(call) : refusal(401, "Authorization is not provided");
    }

    // ---- listings ----------------------------------------------------------------------------

    private void routes() {
        first(
                "/employees",
                call -> page(since(employees, call, "updated_since"), call, 100, offset(call)));
        first(
                "/employees/attributes",
                call ->
                        page(
                                Map.of(
                                        "key",
                                        "dynamic_2",
                                        "label",
                                        "Shirt size",
                                        "type",
                                        "standard")));
        first("/employees/{id}/absences/balance", call -> page(Map.of("id", 5, "balance", 10.5)));
        first(
                "/time-offs",
                call -> {
                    int size = call.number("limit", 200);
                    int pageNumber = Math.max(offset(call), 1);
                    return page(
                            since(absences, call, "updated_from"),
                            call,
                            size,
                            (pageNumber - 1) * size);
                });
        first("/time-off-types", call -> page(wrapped("TimeOffType", Map.of("id", 5))));
        first(
                "/attendances",
                call -> page(since(attendances, call, "updated_from"), call, 200, offset(call)));
        first(
                "/attendances/projects",
                call ->
                        page(
                                Map.of(
                                        "id",
                                        1,
                                        "type",
                                        "Project",
                                        "attributes",
                                        Map.of("active", true))));
        first(
                "/document-categories",
                call -> page(Map.of("id", 1, "attributes", Map.of("name", "X"))));
        first("/custom-reports/reports", call -> page(wrapped("Report", Map.of("id", "r-1"))));
        first("/custom-reports/reports/{id}", FakePersonio::report);
        first(
                "/custom-reports/columns",
                call ->
                        Reply.json(
                                Map.of(
                                        "data",
                                        Map.of(
                                                "type",
                                                "Column",
                                                "attributes",
                                                List.of(Map.of("attribute_id", "first_name"))))));
        second("/attendance-periods", call -> links(periodsSince(call), call));
        second("/absence-periods", call -> links(periodsSince(call), call));
        second("/projects", call -> links(new FakeListing(List.of(Map.of("id", "x"))), call));
    }

    private static int offset(Call call) {
        return call.number("offset", 0);
    }

    /** Filters by the day, or by the time without a zone. */
    private static FakeListing since(FakeListing all, Call call, String parameter) {
        String since = call.query(parameter).orElse("");
        return all.where(record -> changed(record).compareTo(since) >= 0);
    }

    private static String changed(Map<String, Object> record) {
        Map<?, ?> attributes = (Map<?, ?>) record.get("attributes");
        Object changed = attributes.get("updated_at");
        if (attributes.get("last_modified_at") instanceof Map<?, ?> labelled) {
            changed = labelled.get("value");
        }
        String iso = changed.toString().replaceFirst("(\\d\\d)(\\d\\d)$", "$1:$2");
        return OffsetDateTime.parse(iso)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDateTime()
                .toString();
    }

    private FakeListing periodsSince(Call call) {
        String since = call.query("updated_at.gte").orElse("1970-01-01T00:00:00");
        LocalDateTime from =
                LocalDateTime.parse(since); // with a zone it is refused, as Personio does
        return periods.where(
                p ->
                        !OffsetDateTime.parse(p.get("updated_at").toString())
                                .toLocalDateTime()
                                .isBefore(from));
    }

    private static Reply page(Map<String, ?> only) {
        return Reply.json(Map.of("success", true, "data", List.of(only)));
    }

    private static Reply page(FakeListing listing, Call call, int most, int from) {
        int size = Math.min(call.number("limit", 50), most);
        int all = listing.records().size();
        Map<String, Object> metadata =
                Map.of("total_elements", all, "total_pages", (all + size - 1) / size);
        return Reply.json(
                Map.of("success", true, "metadata", metadata, "data", listing.part(from, size)));
    }

    private static Reply report(Call call) {
        int page = call.number("page", 1);
        List<Map<String, Object>> items = new ArrayList<>();
        if (page <= 2) {
            Map<String, Object> pair = Map.of("attribute_id", "first_name", "value", "Ada");
            items.add(Map.of("employee_id", page, "attributes", List.of(pair)));
        }
        Map<String, Object> report = Map.of("id", call.variable("id"), "items", items);
        return Reply.json(
                Map.of(
                        "metadata",
                        Map.of("total_pages", 2),
                        "data",
                        List.of(wrapped("Report", report))));
    }

    /** Two records a page; the address is Personio's own, also behind a proxy. */
    private Reply links(FakeListing listing, Call call) {
        int from = call.number("cursor", 0);
        Map<String, Object> links = new HashMap<>();
        if (from + 2 < listing.records().size()) {
            String next = "https://api.personio.de" + call.path() + "?cursor=" + (from + 2);
            links.put("next", Map.of("href", next));
        }
        return Reply.json(Map.of("_data", listing.part(from, 2), "_meta", Map.of("links", links)));
    }
}
