package dev.dango.connectors.jira;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A site whose user lives in New York: searches, pages and refuses as Jira Cloud does. */
final class FakeJira {

    static final String EMAIL = "ada@example.com";
    static final String TOKEN = "ATATT3xFfGF0fake";
    static final ZoneId ZONE = ZoneId.of("America/New_York");

    private static final int LARGEST_PAGE = 2;
    private static final int COMMENTS_IN_ISSUE = 1;
    private static final DateTimeFormatter JQL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter JSON =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

    final FakeListing issues = new FakeListing(List.of());
    final Map<String, FakeListing> comments = new TreeMap<>();
    final FakeListing worklogs = new FakeListing(List.of());
    final FakeListing deletedWorklogs = new FakeListing(List.of());

    private final FakeApi api;

    FakeJira(FakeApi api) {
        this.api = api;
        String pair = EMAIL + ":" + TOKEN;
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        api.requireHeader(
                "Authorization",
                "Basic " + basic,
                Reply.json(
                                Map.of(
                                        "message",
                                        "Client must be authenticated to access this resource."))
                        .withStatus(401));
        api.get(
                "/rest/api/3/myself",
                call -> Reply.json(Map.of("accountId", "a1", "timeZone", ZONE.getId())));
        api.post("/rest/api/3/search/jql", this::search);
        api.get("/rest/api/3/issue/{issue}/comment", this::comments);
        api.post("/rest/api/3/changelog/bulkfetch", FakeJira::changelogs);
        api.get("/rest/api/3/worklog/updated", call -> changed(call, worklogs));
        api.get("/rest/api/3/worklog/deleted", call -> changed(call, deletedWorklogs));
        api.post("/rest/api/3/worklog/list", this::worklogs);
    }

    static Reply error(int status, String message) {
        return Reply.json(Map.of("errorMessages", List.of(message), "errors", Map.of()))
                .withStatus(status);
    }

    /** Changed at a moment in UTC, which Jira shows in the user's time. */
    static Map<String, Object> issue(int id, String updated) {
        return Map.of(
                "id", Integer.toString(id), "key", "SHOP-" + id, "fields", fields(id, updated));
    }

    private static Map<String, Object> fields(int id, String updated) {
        return Map.of(
                "summary",
                "Bread " + id,
                "updated",
                JSON.format(Instant.parse(updated).atZone(ZONE)),
                "status",
                Map.of("id", "3", "name", "In Progress"),
                "customfield_10016",
                5);
    }

    void comment(int issue, String id) {
        comments.computeIfAbsent(Integer.toString(issue), key -> new FakeListing(List.of()))
                .add(Map.of("id", id, "body", Map.of("type", "doc", "content", List.of())));
    }

    // ---- search ----------------------------------------------------------------------------

    Reply search(Call call) {
        String jql = found(call.body(), "\"jql\":\"((?:[^\"\\\\]|\\\\.)*)\"").replace("\\\"", "\"");
        Matcher recent = Pattern.compile("updated >= \"([^\"]+)\"").matcher(jql);
        Instant since = recent.find() ? moment(recent.group(1)) : Instant.MIN;
        if (!jql.contains(">=") || !jql.contains("ORDER BY")) {
            return error(400, "Unbounded JQL queries are not allowed here.");
        }
        List<Map<String, Object>> hits =
                issues.records().stream()
                        .filter(issue -> !updated(issue).isBefore(since))
                        .sorted(Comparator.comparing(FakeJira::updated))
                        .toList();
        String token = found(call.body(), "\"nextPageToken\":\"(?:t)(\\d+)\"");
        int from = token.isEmpty() ? 0 : Integer.parseInt(token);
        int asked = Integer.parseInt(found(call.body(), "\"maxResults\":(\\d+)"));
        int to = Math.min(from + Math.min(asked, LARGEST_PAGE), hits.size());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(
                "issues",
                hits.subList(Math.min(from, to), to).stream()
                        .map(issue -> selected(issue, call.body()))
                        .toList());
        page.put("isLast", to == hits.size());
        if (to < hits.size()) {
            page.put("nextPageToken", "t" + to);
        }
        return Reply.json(page);
    }

    /** JQL knows minutes of the user's time, and reads both of a doubled hour as the later one. */
    static Instant moment(String jql) {
        LocalDateTime local =
                jql.length() > 10
                        ? LocalDateTime.parse(jql, JQL)
                        : LocalDateTime.parse(jql + " 00:00", JQL);
        return local.atZone(ZONE).withLaterOffsetAtOverlap().toInstant();
    }

    private static Instant updated(Map<String, Object> issue) {
        String shown = ((Map<?, ?>) issue.get("fields")).get("updated").toString();
        return OffsetDateTime.parse(shown, JSON).toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Map<String, Object> selected(Map<String, Object> issue, String body) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", issue.get("id"));
        if (!body.contains("\"fields\":[\"id\"]")) {
            Map<String, Object> fields = new LinkedHashMap<>();
            ((Map<?, ?>) issue.get("fields"))
                    .forEach((name, value) -> fields.put(name.toString(), value));
            fields.put("comment", firstComments(issue.get("id").toString()));
            shown.put("key", issue.get("key"));
            shown.put("fields", fields);
        }
        return shown;
    }

    private static String found(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    // ---- what hangs on issues --------------------------------------------------------------

    private FakeListing commentsOf(String issue) {
        return comments.getOrDefault(issue, new FakeListing(List.of()));
    }

    private Map<String, Object> firstComments(String issue) {
        FakeListing all = commentsOf(issue);
        return Map.of(
                "comments",
                all.part(0, COMMENTS_IN_ISSUE),
                "maxResults",
                COMMENTS_IN_ISSUE,
                "total",
                all.records().size(),
                "startAt",
                0);
    }

    private Reply comments(Call call) {
        FakeListing all = commentsOf(call.variable("issue"));
        int from = call.number("startAt", 0);
        return Reply.json(
                Map.of(
                        "comments",
                        all.part(from, LARGEST_PAGE),
                        "startAt",
                        from,
                        "maxResults",
                        LARGEST_PAGE,
                        "total",
                        all.records().size()));
    }

    private static Reply changelogs(Call call) {
        List<String> ids =
                Pattern.compile("\"(\\d+)\"")
                        .matcher(found(call.body(), "\"issueIdsOrKeys\":\\[([^]]*)]"))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        boolean second = call.body().contains("nextPageToken");
        List<Map<String, Object>> logs = new ArrayList<>();
        for (String id : ids) {
            String history = id + (second ? "02" : "01");
            logs.add(
                    Map.of(
                            "issueId",
                            id,
                            "changeHistories",
                            List.of(
                                    Map.of(
                                            "id",
                                            history,
                                            "items",
                                            List.of(
                                                    Map.of(
                                                            "field",
                                                            "status",
                                                            "toString",
                                                            "Done"))))));
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("issueChangeLogs", logs);
        if (!second) {
            page.put("nextPageToken", "more");
        }
        return Reply.json(page);
    }

    // ---- worklogs --------------------------------------------------------------------------

    static Map<String, Object> worklog(long id, String updated) {
        return Map.of(
                "id",
                Long.toString(id),
                "issueId",
                "1",
                "timeSpentSeconds",
                60,
                "updated",
                JSON.format(Instant.parse(updated).atZone(ZONE)));
    }

    /** A page is two of them; {@code until} is the last one's time, where the next page begins. */
    private static Reply changed(Call call, FakeListing all) {
        long since = Long.parseLong(call.query("since").orElse("0"));
        List<Map<String, Object>> found =
                all.records().stream()
                        .map(
                                worklog ->
                                        Map.<String, Object>of(
                                                "worklogId",
                                                Long.parseLong(worklog.get("id").toString()),
                                                "updatedTime",
                                                millis(worklog)))
                        .filter(worklog -> (Long) worklog.get("updatedTime") > since)
                        .sorted(Comparator.comparing(worklog -> (Long) worklog.get("updatedTime")))
                        .toList();
        List<Map<String, Object>> values = found.subList(0, Math.min(LARGEST_PAGE, found.size()));
        long until =
                values.isEmpty() ? since : (Long) values.get(values.size() - 1).get("updatedTime");
        return Reply.json(
                Map.of(
                        "values",
                        values,
                        "since",
                        since,
                        "until",
                        until,
                        "lastPage",
                        values.size() == found.size()));
    }

    private static long millis(Map<String, Object> worklog) {
        return OffsetDateTime.parse(worklog.get("updated").toString(), JSON)
                .toInstant()
                .toEpochMilli();
    }

    private Reply worklogs(Call call) {
        List<String> ids =
                Pattern.compile("\\d+")
                        .matcher(call.body())
                        .results()
                        .map(MatchResult::group)
                        .toList();
        return Reply.json(
                worklogs.records().stream().filter(one -> ids.contains(one.get("id"))).toList());
    }

    // ---- the rest --------------------------------------------------------------------------

    void values(String path, List<? extends Map<String, ?>> records) {
        api.get(path, call -> values(call, new FakeListing(records)));
    }

    /** Fewer than asked for, as Jira does when it likes. */
    private static Reply values(Call call, FakeListing records) {
        int from = call.number("startAt", 0);
        List<Map<String, Object>> part = records.part(from, LARGEST_PAGE);
        return Reply.json(
                Map.of(
                        "values",
                        part,
                        "startAt",
                        from,
                        "maxResults",
                        LARGEST_PAGE,
                        "total",
                        records.records().size(),
                        "isLast",
                        from + part.size() >= records.records().size()));
    }

    void array(String path, List<? extends Map<String, ?>> records) {
        api.get(
                path,
                call ->
                        Reply.json(
                                new FakeListing(records)
                                        .part(call.number("startAt", 0), LARGEST_PAGE)));
    }
}
