package dev.dango.connectors.salesforce;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An org as Salesforce's documents describe it: signing in, describing, queries in pages, and jobs
 * whose results come in parts of CSV.
 */
final class FakeSalesforce {

    static final String V = "/services/data/v62.0";
    static final String CLIENT = "3MVG9lKc";
    static final String SECRET = "1955279925675241571";
    static final String PASSWORD = "correct-horse";
    static final String TOKEN = "ZZtoken99";

    private static final Pattern SOQL =
            Pattern.compile(
                    "SELECT (?<fields>\\S+) FROM (?<object>\\w+)(?: WHERE (?<where>.*?))?"
                            + "(?: ORDER BY (?<order>\\w+))?(?: LIMIT (?<limit>\\d+))?");

    private static final DateTimeFormatter REST_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx");

    /** Records a page and a part hold. */
    int pageSize = 2;

    /** How often a job is said to be in progress. */
    int looks;

    /** What becomes of jobs. */
    String outcome = "JobComplete";

    private final FakeApi api;
    private final Map<String, List<Map<String, Object>>> fields = new LinkedHashMap<>();
    private final Map<String, FakeListing> records = new ConcurrentHashMap<>();
    private final Map<String, List<Map<String, Object>>> cursors = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    FakeSalesforce(FakeApi api) {
        this.api = api;
        api.post("/services/oauth2/token", this::token);
        api.post("/services/Soap/u/62.0", this::login);
        signed(api::get, V + "/sobjects", call -> objects());
        signed(api::get, V + "/sobjects/{object}/describe", this::describe);
        signed(api::get, V + "/query", call -> query(call, false));
        signed(api::get, V + "/queryAll", call -> query(call, true));
        signed(api::get, V + "/query/{cursor}", this::page);
        signed(api::post, V + "/jobs/query", this::create);
        signed(api::get, V + "/jobs/query/{job}", this::progress);
        signed(api::get, V + "/jobs/query/{job}/results", this::results);
    }

    private interface Routing {
        void add(String path, FakeApi.Handler handler);
    }

    private static void signed(Routing routing, String path, FakeApi.Handler handler) {
        routing.add(
                path,
                call ->
                        call.header("Authorization").filter("Bearer 00D!AQ.x"::equals).isPresent()
                                ? handler.answer(call)
                                : error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
    }

    // ---- content -----------------------------------------------------------------------------

    /** Adds an object with its fields, each a name and a type, or {@code unfilterable}. */
    FakeListing object(String name, String... namesAndTypes) {
        List<Map<String, Object>> described = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            boolean filters = !namesAndTypes[i + 1].equals("unfilterable");
            String type = filters ? namesAndTypes[i + 1] : "datetime";
            described.add(Map.of("name", namesAndTypes[i], "type", type, "filterable", filters));
        }
        fields.put(name, described);
        records.put(name, new FakeListing(List.of()));
        return records.get(name);
    }

    static Map<String, Object> record(String id, String changed, Map<String, ?> more) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("Id", id);
        record.put("SystemModstamp", changed);
        record.put("IsDeleted", false);
        record.putAll(more);
        return record;
    }

    // ---- signing in --------------------------------------------------------------------------

    private Reply token(Call call) {
        Map<String, String> form = form(call.body());
        boolean app =
                CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"));
        boolean granted =
                switch (form.get("grant_type")) {
                    case "client_credentials" -> app;
                    case "refresh_token" -> app && "5Aep".equals(form.get("refresh_token"));
                    case "password" -> app && (PASSWORD + TOKEN).equals(form.get("password"));
                    default -> form.containsKey("assertion");
                };
        return granted
                ? Reply.json(Map.of("access_token", "00D!AQ.x", "instance_url", api.url()))
                : Reply.json(Map.of("error", "invalid_grant", "error_description", "no such grant"))
                        .withStatus(400);
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private Reply login(Call call) {
        boolean known =
                call.body().contains("<username>ada@example.com</username>")
                        && call.body().contains("<password>" + PASSWORD + TOKEN + "</password>");
        String body =
                known
                        ? "<result><serverUrl>"
                                + api.url()
                                + "/services/Soap/u/62.0/00D</serverUrl>"
                                + "<sessionId>00D!AQ.x</sessionId></result>"
                        : "<soapenv:Fault><faultcode>INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN:"
                                + " Invalid username, password, security token; or user locked"
                                + " out.</faultstring></soapenv:Fault>";
        return Reply.raw("text/xml", body.getBytes(StandardCharsets.UTF_8))
                .withStatus(known ? 200 : 500);
    }

    // ---- objects -----------------------------------------------------------------------------

    private Reply objects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        fields.keySet().forEach(name -> objects.add(Map.of("name", name, "queryable", true)));
        objects.add(Map.of("name", "ApexTrigger__e", "queryable", false));
        return Reply.json(Map.of("sobjects", objects));
    }

    private Reply describe(Call call) {
        String name = call.variable("object");
        if (name.equals("ApexTrigger__e")) {
            return Reply.json(Map.of("name", name, "queryable", false, "fields", List.of()));
        }
        return fields.containsKey(name)
                ? Reply.json(Map.of("name", name, "queryable", true, "fields", fields.get(name)))
                : error(404, "NOT_FOUND", "The requested resource does not exist");
    }

    // ---- queries -----------------------------------------------------------------------------

    private List<Map<String, Object>> select(String soql, boolean all) {
        Matcher query = SOQL.matcher(soql);
        if (!query.matches()) {
            throw new IllegalArgumentException("MALFORMED_QUERY: " + soql);
        }
        List<String> columns = List.of(query.group("fields").split(","));
        FakeListing found =
                records.get(query.group("object"))
                        .where(record -> all || !Boolean.TRUE.equals(record.get("IsDeleted")))
                        .where(record -> all || !Boolean.TRUE.equals(record.get("IsArchived")));
        if (query.group("where") != null) {
            for (String condition : query.group("where").split(" AND ")) {
                found = found.where(record -> holds(condition.split(" "), record));
            }
        }
        List<Map<String, Object>> rows = new ArrayList<>(found.records());
        if (query.group("order") != null) {
            rows.sort(Comparator.comparing(r -> moment(r.get(query.group("order")))));
        }
        return rows.stream()
                .limit(query.group("limit") == null ? 99_999 : Long.parseLong(query.group("limit")))
                .map(row -> only(columns, row))
                .toList();
    }

    private static Map<String, Object> only(List<String> columns, Map<String, Object> row) {
        Map<String, Object> selected = new LinkedHashMap<>();
        columns.forEach(column -> selected.put(column, row.get(column)));
        return selected;
    }

    private static boolean holds(String[] condition, Map<String, Object> record) {
        Object value = record.get(condition[0]);
        return switch (condition[1]) {
            case ">=" -> !moment(value).isBefore(moment(condition[2]));
            case "<" -> moment(value).isBefore(moment(condition[2]));
            default -> String.valueOf(value).equals(condition[2]);
        };
    }

    private static Instant moment(Object value) {
        return Instant.parse(value.toString());
    }

    private Reply query(Call call, boolean all) {
        List<Map<String, Object>> rows = select(call.query("q").orElseThrow(), all);
        return page(rows, 0, rows.size());
    }

    private Reply page(Call call) {
        String[] cursor = call.variable("cursor").split("-");
        List<Map<String, Object>> rows = cursors.get(cursor[0]);
        return page(rows, Integer.parseInt(cursor[1]), rows.size());
    }

    private Reply page(List<Map<String, Object>> rows, int from, int total) {
        int to = Math.min(from + pageSize, total);
        Map<String, Object> page = new HashMap<>();
        page.put("totalSize", total);
        page.put("done", to == total);
        page.put("records", rows.subList(from, to).stream().map(FakeSalesforce::rest).toList());
        if (to < total) {
            String cursor = "01g" + ids.incrementAndGet();
            cursors.put(cursor, rows);
            page.put("nextRecordsUrl", V + "/query/" + cursor + "-" + to);
        }
        return Reply.json(page).header("Sforce-Limit-Info", "api-usage=14000/15000");
    }

    private static Map<String, Object> rest(Map<String, Object> row) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("attributes", Map.of("type", "X", "url", V + "/sobjects/X/1"));
        record.putAll(row);
        record.replaceAll(
                (name, value) ->
                        value instanceof String text && text.matches(".*T.*Z")
                                ? OffsetDateTime.parse(text).format(REST_TIME)
                                : value);
        return record;
    }

    // ---- jobs --------------------------------------------------------------------------------

    Reply create(Call call) {
        String operation = field(call.body(), "operation");
        String id = "750" + ids.incrementAndGet();
        cursors.put(id, select(field(call.body(), "query"), operation.equals("queryAll")));
        jobs.put(id, new AtomicInteger());
        return Reply.json(Map.of("id", id, "state", "UploadComplete"));
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalArgumentException(json);
        }
        return found.group(1);
    }

    private Reply progress(Call call) {
        boolean done = jobs.get(call.variable("job")).incrementAndGet() > looks;
        return Reply.json(
                Map.of(
                        "state",
                        done ? outcome : "InProgress",
                        "errorMessage",
                        "Retried more than fifteen times"));
    }

    private Reply results(Call call) {
        List<Map<String, Object>> rows = cursors.get(call.variable("job"));
        int from = call.number("locator", 0);
        int to = Math.min(from + pageSize, rows.size());
        StringBuilder csv = new StringBuilder();
        if (!rows.isEmpty()) {
            csv.append(line(rows.get(0).keySet(), name -> name));
        }
        rows.subList(from, to).forEach(row -> csv.append(line(row.values(), this::cell)));
        return Reply.raw("text/csv", csv.toString().getBytes(StandardCharsets.UTF_8))
                .header("Sforce-NumberOfRecords", Integer.toString(to - from))
                .header("Sforce-Locator", to < rows.size() ? Integer.toString(to) : "null");
    }

    private static <T> String line(Iterable<T> values, Function<T, String> text) {
        List<String> cells = new ArrayList<>();
        values.forEach(value -> cells.add('"' + text.apply(value).replace("\"", "\"\"") + '"'));
        return String.join(",", cells) + "\n";
    }

    private String cell(Object value) {
        return value == null ? "" : value.toString();
    }

    static Reply error(int status, String code, String message) {
        return Reply.json(List.of(Map.of("message", message, "errorCode", code)))
                .withStatus(status);
    }
}
