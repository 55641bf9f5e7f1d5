package dev.dango.connectors.matomo;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers as the Reporting API of a Matomo server does, on the first of March 2026. */
final class FakeMatomo {

    static final String TOKEN = "33dc3f2536d3025974cccb4b4d2d98f4";

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final int ROWS_UNLESS_TOLD = 100;

    /** Rows by method and day. */
    private final Map<String, TreeMap<String, Object>> reports = new LinkedHashMap<>();

    private boolean keepsLog = true;
    private final FakeListing visits = new FakeListing(List.of());

    static Map<String, Object> error(String message) {
        return Map.of("result", "error", "message", message);
    }

    void serve(FakeApi api, String path) {
        api.post(path, call -> Reply.json(answer(call)));
    }

    void report(String method, String day, Object rows) {
        reports.computeIfAbsent(method, name -> new TreeMap<>()).put(day, rows);
    }

    void keepNoLog() {
        keepsLog = false;
    }

    void visit(int id, long lastAction) {
        visits.add(
                Map.of(
                        "idVisit",
                        id,
                        "lastActionTimestamp",
                        lastAction,
                        "actionDetails",
                        List.of(Map.of("url", "https://example.org/" + id, "type", "action"))));
    }

    void visitGoesOn(int id, long lastAction) {
        Map<String, Object> changed = new LinkedHashMap<>();
        visits.where(visit -> visit.get("idVisit").equals(id)).records().forEach(changed::putAll);
        changed.put("lastActionTimestamp", lastAction);
        visits.replace("idVisit", Integer.toString(id), changed);
    }

    private Object answer(Call call) {
        Map<String, String> form = parsed(call.body());
        if (!TOKEN.equals(form.get("token_auth"))) {
            return error(
                    "Unable to authenticate with the provided token. It is either invalid,"
                            + " expired or is required to be sent as a POST parameter.");
        }
        if (!call.query("method").orElseThrow().equals("API.getBulkRequest")) {
            Map<String, String> query = new LinkedHashMap<>();
            call.queries().forEach((name, values) -> query.put(name, values.get(0)));
            return method(query);
        }
        List<Object> answers = new ArrayList<>();
        for (int i = 0; form.containsKey("urls[" + i + "]"); i++) {
            answers.add(method(parsed(form.get("urls[" + i + "]"))));
        }
        return answers;
    }

    static Map<String, String> parsed(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(decoded(pair[0]), decoded(pair[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Object method(Map<String, String> asked) {
        String method = asked.get("method");
        if (asked.containsKey("idSite") && !asked.get("idSite").equals("1")) {
            return error(
                    "An unexpected website was found in the request: website id was set to"
                            + " '"
                            + asked.get("idSite")
                            + "' .");
        }
        return switch (method) {
            case "SitesManager.getSiteFromId" -> List.of(Map.of("idsite", "1", "name", "Shop"));
            case "Goals.getGoals" ->
                    Map.of("3", Map.of("idsite", "1", "idgoal", "3", "name", "Order"));
            case "SegmentEditor.getAll" -> List.of(Map.of("idsegment", "7", "name", "Mobile"));
            case "Live.getLastVisitsDetails" ->
                    keepsLog
                            ? visits(asked)
                            : error("Visits log is deactivated for website with ID 1.");
            case "Contents.getContentNames" ->
                    error(
                            "The method 'getContentNames' does not exist or is not available in"
                                    + " the module '\\Piwik\\Plugins\\Contents\\API'.");
            default -> days(method, asked);
        };
    }

    private Object days(String method, Map<String, String> asked) {
        Map<String, Object> days = new LinkedHashMap<>();
        String[] range = asked.get("date").split(",");
        LocalDate last = range[1].equals("today") ? TODAY : LocalDate.parse(range[1]);
        if (asked.get("period").equals("month")) {
            days.put(range[0].substring(0, 7), List.of(Map.of("label", "all", "nb_visits", 9)));
            return days;
        }
        for (LocalDate day = LocalDate.parse(range[0]); !day.isAfter(last); day = day.plusDays(1)) {
            Object rows =
                    reports.getOrDefault(method, new TreeMap<>())
                            .getOrDefault(day.toString(), List.of());
            days.put(day.toString(), limited(rows, asked));
        }
        return days;
    }

    private static Object limited(Object rows, Map<String, String> asked) {
        int limit = Integer.parseInt(asked.getOrDefault("filter_limit", "" + ROWS_UNLESS_TOLD));
        return rows instanceof List<?> list && limit >= 0
                ? list.subList(0, Math.min(limit, list.size()))
                : rows;
    }

    private Object visits(Map<String, String> asked) {
        long after = Long.parseLong(asked.getOrDefault("minTimestamp", "0"));
        int offset = Integer.parseInt(asked.getOrDefault("filter_offset", "0"));
        List<Map<String, Object>> found =
                visits.where(visit -> lastAction(visit) > after).records().stream()
                        .sorted(Comparator.comparing(FakeMatomo::lastAction))
                        .toList();
        return new FakeListing(found).part(offset, Integer.parseInt(asked.get("filter_limit")));
    }

    private static long lastAction(Map<String, Object> visit) {
        return (Long) visit.get("lastActionTimestamp");
    }
}
