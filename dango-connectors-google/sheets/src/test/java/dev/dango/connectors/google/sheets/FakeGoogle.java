package dev.dango.connectors.google.sheets;

import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google as far as the connector sees it: tokens for signed assertions, one spreadsheet, and what
 * Drive knows of it. Like Google it leaves out what is empty at the end of rows and ranges, and
 * numbers that are 0.
 */
final class FakeGoogle {

    static final String ID = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms";
    static final String EMAIL = "reader@project.iam.gserviceaccount.com";

    private static final KeyPair KEYS = newKeys();
    private static final Pattern RANGE = Pattern.compile("'(.*)'!([A-Z]+)(\\d+):([A-Z]+)(\\d+)");

    private final FakeApi api;
    private final Map<String, Tab> tabs = new LinkedHashMap<>();
    private final List<Map<String, Object>> namedRanges = new ArrayList<>();
    private int version = 1;
    private boolean isShared = true;

    /** A tab: cells by row, and formats by {@code row/column}, from 0. */
    private record Tab(
            int id,
            String type,
            int rows,
            int columns,
            List<List<Object>> cells,
            Map<String, String> formats) {}

    FakeGoogle(FakeApi api) {
        this.api = api;
        api.post("/token", this::token);
        api.get("/v4/spreadsheets/{id}", call -> allowed(call, this::spreadsheet));
        api.get("/v4/spreadsheets/{id}/values:batchGet", call -> allowed(call, this::values));
        api.get("/drive/v3/files/{id}", call -> allowed(call, this::file));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    // ---- what a test says --------------------------------------------------------------------

    /** The key file of the account that is let in. */
    String key() {
        return key(KEYS);
    }

    /** The key file of an account that says to be the same, and is not. */
    String otherKey() {
        return key(newKeys());
    }

    private String key(KeyPair keys) {
        String pem = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
        return """
                {"type": "service_account", "client_email": "%s", "token_uri": "%s/token",
                "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}"""
                .formatted(EMAIL, api.url(), pem);
    }

    /** Adds or replaces a tab. */
    void tab(String title, int rows, int columns, List<List<Object>> cells) {
        int id = tabs.containsKey(title) ? tabs.get(title).id() : 17 * tabs.size();
        tabs.put(title, new Tab(id, "GRID", rows, columns, cells, new LinkedHashMap<>()));
        version++;
    }

    void chart(String title) {
        tabs.put(title, new Tab(17 * tabs.size(), "OBJECT", 0, 0, List.of(), Map.of()));
    }

    /** Formats a cell. */
    void format(String title, int row, int column, String type) {
        tabs.get(title).formats().put(row + "/" + column, type);
    }

    void namedRange(String name, String title, Map<String, Object> bounds) {
        Map<String, Object> range = new LinkedHashMap<>(bounds);
        int sheetId = tabs.get(title).id();
        if (sheetId != 0) {
            range.put("sheetId", sheetId);
        }
        namedRanges.add(Map.of("name", name, "namedRangeId", name + "Id", "range", range));
    }

    /** Nobody has shared the spreadsheet with the account. */
    void unshare() {
        isShared = false;
    }

    static Reply error(int code, String status, String message) {
        return Reply.json(
                        Map.of("error", Map.of("code", code, "message", message, "status", status)))
                .withStatus(code);
    }

    // ---- answers -----------------------------------------------------------------------------

    private Reply token(Call call) throws GeneralSecurityException {
        String assertion = call.body().replaceAll(".*assertion=", "");
        String[] parts = assertion.split("\\.");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        boolean known =
                signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                        && claims.contains("\"" + EMAIL + "\"")
                        && claims.contains("/auth/spreadsheets.readonly")
                        && claims.contains("/auth/drive.metadata.readonly");
        return known
                ? Reply.json(Map.of("access_token", "ya29.fake", "expires_in", 3599))
                : Reply.json(
                                Map.of(
                                        "error", "invalid_grant",
                                        "error_description", "Invalid JWT Signature."))
                        .withStatus(400);
    }

    private Reply allowed(Call call, FakeApi.Handler handler) throws Exception {
        if (!call.header("Authorization").orElse("").equals("Bearer ya29.fake")) {
            return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
        }
        if (!call.variable("id").equals(ID)) {
            return error(404, "NOT_FOUND", "Requested entity was not found.");
        }
        return isShared
                ? handler.answer(call)
                : error(403, "PERMISSION_DENIED", "The caller does not have permission");
    }

    private Reply file(Call call) {
        return Reply.json(Map.of("modifiedTime", "2026-02-%02dT10:00:00.000Z".formatted(version)));
    }

    private Reply spreadsheet(Call call) {
        List<String> ranges = call.queries().getOrDefault("ranges", List.of());
        return ranges.isEmpty() ? description() : formats(ranges);
    }

    private Reply description() {
        List<Object> sheets = new ArrayList<>();
        tabs.forEach((title, tab) -> sheets.add(Map.of("properties", properties(title, tab))));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("properties", Map.of("title", "Budget"));
        answer.put("sheets", sheets);
        if (!namedRanges.isEmpty()) {
            answer.put("namedRanges", namedRanges);
        }
        return Reply.json(answer);
    }

    private static Map<String, Object> properties(String title, Tab tab) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("sheetId", tab.id());
        properties.put("title", title);
        properties.put("sheetType", tab.type());
        if (tab.type().equals("GRID")) {
            properties.put(
                    "gridProperties", Map.of("rowCount", tab.rows(), "columnCount", tab.columns()));
        }
        return properties;
    }

    private record Part(Tab tab, int firstRow, int firstColumn, int endRow, int endColumn) {}

    private Part part(String a1) {
        Matcher range = RANGE.matcher(a1);
        if (!range.matches() || !tabs.containsKey(range.group(1).replace("''", "'"))) {
            throw new IllegalArgumentException("Unable to parse range: " + a1);
        }
        return new Part(
                tabs.get(range.group(1).replace("''", "'")),
                Integer.parseInt(range.group(3)) - 1,
                column(range.group(2)) - 1,
                Integer.parseInt(range.group(5)),
                column(range.group(4)));
    }

    private static int column(String letters) {
        return letters.chars().reduce(0, (number, c) -> 26 * number + c - 'A' + 1);
    }

    private Reply values(Call call) {
        if (!call.query("valueRenderOption").orElse("").equals("UNFORMATTED_VALUE")
                || !call.query("dateTimeRenderOption").orElse("").equals("SERIAL_NUMBER")) {
            throw new IllegalArgumentException("the fake knows unformatted values only");
        }
        List<Object> ranges = new ArrayList<>();
        for (String a1 : call.queries().get("ranges")) {
            List<List<Object>> rows = rows(part(a1));
            Map<String, Object> range = new LinkedHashMap<>();
            range.put("range", a1);
            range.put("majorDimension", "ROWS");
            if (!rows.isEmpty()) {
                range.put("values", rows);
            }
            ranges.add(range);
        }
        return Reply.json(Map.of("spreadsheetId", ID, "valueRanges", ranges));
    }

    private static List<List<Object>> rows(Part part) {
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> cells = part.tab().cells();
        for (int i = part.firstRow(); i < Math.min(part.endRow(), cells.size()); i++) {
            List<Object> row = cells.get(i);
            List<Object> shown = new ArrayList<>();
            for (int j = part.firstColumn(); j < Math.min(part.endColumn(), row.size()); j++) {
                shown.add(row.get(j));
            }
            trim(shown, "");
            rows.add(shown);
        }
        trim(rows, List.of());
        return rows;
    }

    private static <T> void trim(List<T> list, T empty) {
        while (!list.isEmpty() && list.get(list.size() - 1).equals(empty)) {
            list.remove(list.size() - 1);
        }
    }

    private Reply formats(List<String> ranges) {
        Map<Integer, List<Object>> dataBySheet = new LinkedHashMap<>();
        for (String a1 : ranges) {
            Part part = part(a1);
            dataBySheet.computeIfAbsent(part.tab().id(), id -> new ArrayList<>()).add(data(part));
        }
        List<Object> sheets = new ArrayList<>();
        dataBySheet.forEach(
                (id, data) ->
                        sheets.add(
                                Map.of(
                                        "properties",
                                        id == 0 ? Map.of() : Map.of("sheetId", id),
                                        "data",
                                        data)));
        return Reply.json(Map.of("sheets", sheets));
    }

    private static Map<String, Object> data(Part part) {
        List<Object> rows = new ArrayList<>();
        for (int i = part.firstRow(); i < part.endRow(); i++) {
            List<Object> cells = new ArrayList<>();
            for (int j = part.firstColumn(); j < part.endColumn(); j++) {
                String type = part.tab().formats().get(i + "/" + j);
                cells.add(
                        type == null
                                ? Map.of()
                                : Map.of(
                                        "effectiveFormat",
                                        Map.of("numberFormat", Map.of("type", type))));
            }
            rows.add(Map.of("values", cells));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        if (part.firstRow() > 0) {
            data.put("startRow", part.firstRow());
        }
        if (part.firstColumn() > 0) {
            data.put("startColumn", part.firstColumn());
        }
        data.put("rowData", rows);
        return data;
    }

    static List<Object> row(Object... cells) {
        return Arrays.asList(cells);
    }
}
