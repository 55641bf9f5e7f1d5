package dev.dango.connectors.google.sheets;

import static dev.dango.connectors.google.sheets.FakeGoogle.error;
import static dev.dango.connectors.google.sheets.FakeGoogle.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google Sheets from cells to the warehouse's tables. */
class GoogleSheetsSourceTest extends HttpSourceContract {

    private static final String SPREADSHEET = "/v4/spreadsheets/" + FakeGoogle.ID;
    private static final String VALUES = SPREADSHEET + "/values:batchGet";
    private static final String FILE = "/drive/v3/files/" + FakeGoogle.ID;

    private FakeGoogle google;
    private final List<List<Object>> plan = new ArrayList<>();

    @BeforeEach
    void answer() {
        google = new FakeGoogle(api);
        plan.add(row("Item", "Price"));
        plan.add(row("Tea", 4));
        plan.add(row("Cake", 12));
        plan.add(row("Milk", 1));
        google.tab("Plan", 100, 3, plan);
    }

    @Override
    protected Source source() {
        return new GoogleSheetsSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("spreadsheet_url_or_id", FakeGoogle.ID);
        settings.put("credentials", google.key());
        settings.put("base_url", api.url());
        settings.put("drive_url", api.url() + "/drive/v3");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "range_names",
                                "Plan",
                                "skip_unchanged",
                                false,
                                "deduplication",
                                "latest_only",
                                "credentials_file",
                                "key.json")));
    }

    @Override
    protected Map<String, Object> settingsWithWrongCredentials() {
        return with(Map.of("credentials", google.otherKey()));
    }

    @Override
    protected String pathOfRecords() {
        return VALUES;
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case INCREMENTAL, CREDENTIALS, NETWORK -> true;
            default -> false;
        };
    }

    @Override
    protected void addRecord() {
        plan.add(row("Jam", 5));
        google.tab("Plan", 100, 3, plan);
    }

    private TestProject loaded(Map<String, Object> more) {
        TestProject project = project().settings(with(more));
        syncWell(project);
        return project;
    }

    private TestProject loaded(List<List<Object>> cells) {
        google.tab("Plan", 100, 10, cells);
        return loaded(Map.of());
    }

    private static List<String> columns(TestProject project) {
        return project.columns("plan").stream().filter(c -> !c.startsWith("_dlt")).toList();
    }

    // ---- what is asked -----------------------------------------------------------------------

    @Test
    void asksForNoCellsWhenTheFileHasNotChanged() {
        TestProject project = project();
        syncWell(project);
        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/token", SPREADSHEET, FILE, VALUES, SPREADSHEET);
        api.clearRequests();

        syncWell(project);
        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/token", SPREADSHEET, FILE);
        assertThat(project.query("SELECT item FROM plan")).hasSize(3);

        addRecord();
        syncWell(project);
        assertThat(project.query("SELECT item FROM plan")).hasSize(4);
    }

    @Test
    void readsEachTimeWhatShallNotBeSkipped() {
        TestProject project = loaded(Map.of("skip_unchanged", false));
        syncWell(project);
        assertThat(api.requests(VALUES)).hasSize(2);
        assertThat(api.requests(FILE)).isEmpty();
    }

    @Test
    void readsEachTimeWhereDriveIsRefusedAndSaysSo() {
        api.get(
                FILE,
                call -> error(403, "PERMISSION_DENIED", "Google Drive API has not been used"));
        TestProject project = project();
        syncWell(project);
        syncWell(project);
        assertThat(api.requests(VALUES)).hasSize(2);
        assertThat(project.query("SELECT item FROM plan")).hasSize(3);
        assertThat(project.said()).anyMatch(text -> text.contains("enable the Google Drive API"));
    }

    @Test
    void readsAllTabsTogetherAndLeavesChartsOut() {
        for (int i = 1; i <= 24; i++) {
            google.tab("Tab " + i, 1000, 26, List.of(row("a"), row(i)));
        }
        google.chart("Chart");
        TestProject project = loaded(Map.of());

        assertThat(api.requests(VALUES)).hasSize(2);
        assertThat(project.query("SELECT a FROM tab_24")).containsExactly("24");
        assertThat(
                        project.query(
                                "SELECT range_name, \"range\", skipped FROM spreadsheet_info"
                                        + " WHERE range_name IN ('Plan', 'Chart') ORDER BY 1"))
                .containsExactly("Chart||true", "Plan|'Plan'!A1:C100|false");
    }

    @Test
    void readsLongTabsInWindows() {
        List<List<Object>> cells = new ArrayList<>();
        cells.add(row("n"));
        IntStream.rangeClosed(1, 2200)
                .forEach(i -> cells.add(i > 1500 && i < 2100 ? List.of() : row(i)));
        google.tab("Plan", 2300, 100, cells);

        TestProject project = loaded(Map.of());

        assertThat(project.query("SELECT count(*), sum(n), max(n) FROM plan"))
                .containsExactly("1601|1342900|2200");
        assertThat(api.requests(VALUES))
                .extracting(call -> call.query("ranges").orElseThrow())
                .containsExactly(
                        "'Plan'!A1:CV100",
                        "'Plan'!A101:CV1100",
                        "'Plan'!A1101:CV2100",
                        "'Plan'!A2101:CV2300");
    }

    @Test
    void readsRangesByTheirNames() {
        google.tab("It's more", 50, 5, List.of(row("", "x", "y"), row("", 1, 2), row("", 3, 4)));
        google.namedRange("Prices", "Plan", Map.of("endRowIndex", 3, "startColumnIndex", 0));
        google.namedRange("Open", "It's more", Map.of("startColumnIndex", 2));

        TestProject project =
                loaded(
                        Map.of(
                                "range_names",
                                List.of("Prices", "Open", "'It''s more'!B1:B2", "A1:A2")));

        assertThat(project.query("SELECT item FROM prices ORDER BY 1"))
                .containsExactly("Cake", "Tea");
        assertThat(project.query("SELECT y FROM open ORDER BY 1")).containsExactly("2", "4");
        assertThat(project.query("SELECT x FROM _it_s_more_b1_b2")).containsExactly("1");
        assertThat(project.query("SELECT item FROM a1_a2")).containsExactly("Tea");
    }

    @Test
    void takesTheOriginalsSettings() throws IOException {
        Files.writeString(folder.resolve("key.json"), google.key());
        Map<String, Object> settings =
                new HashMap<>(
                        with(
                                Map.of(
                                        "spreadsheet_url_or_id",
                                        "https://docs.google.com/spreadsheets/d/"
                                                + FakeGoogle.ID
                                                + "/edit#gid=0",
                                        "range_names",
                                        "Plan",
                                        "credentials_file",
                                        folder.resolve("key.json").toString(),
                                        "deduplication",
                                        "latest_only")));
        settings.remove("credentials");
        TestProject project = project().settings(settings);
        syncWell(project);
        assertThat(project.query("SELECT item FROM plan")).hasSize(3);
    }

    @Test
    void signsInForAUserAsWell() {
        api.post(
                "/token",
                call ->
                        call.body().contains("refresh_token=1%2F%2Fr")
                                ? Reply.json(Map.of("access_token", "ya29.fake"))
                                : Reply.status(400));
        String credentials =
                "{\"client_id\": \"c\", \"client_secret\": \"s\", \"refresh_token\": \"1//r\","
                        + " \"token_uri\": \""
                        + api.url()
                        + "/token\"}";
        assertThat(loaded(Map.of("credentials", credentials)).query("SELECT item FROM plan"))
                .hasSize(3);
    }

    // ---- what is in the cells ----------------------------------------------------------------

    @Test
    void namesBlankAndDoubleColumnsAndAddsThoseBeyondTheHeader() {
        TestProject project =
                loaded(
                        List.of(
                                row("Order Id", "", "price", "Price"),
                                row(1, "x", 2, 3, "beyond"),
                                row(2)));
        assertThat(columns(project))
                .containsExactlyInAnyOrder("order_id", "col_2", "price", "price_col_4", "col_5");
        assertThat(project.query("SELECT order_id, price_col_4, col_5 FROM plan ORDER BY 1"))
                .containsExactly("1|3|beyond", "2|null|null");
    }

    @Test
    void leavesOutWhatIsEmptyAroundAndBetween() {
        TestProject project =
                loaded(
                        List.of(
                                List.of(),
                                row("", "", ""),
                                row("", "", "name", "n"),
                                row("", "", "a", 1),
                                row("", ""),
                                row("", "", "b", "#N/A")));
        assertThat(columns(project)).containsExactlyInAnyOrder("name", "n");
        assertThat(project.query("SELECT name, n FROM plan ORDER BY 1"))
                .containsExactly("a|1", "b|null");
    }

    @Test
    void numbersColumnsWithoutAHeader() {
        TestProject project = loaded(List.of(row("a", 1), row("b", 2)));
        assertThat(project.query("SELECT col_1, col_2 FROM plan ORDER BY 1"))
                .containsExactly("a|1", "b|2");
    }

    @Test
    void leavesOutTabsWithOneRowOrNoneAndSaysSo() {
        google.tab("Empty", 1000, 26, List.of());
        google.tab("One", 1000, 26, List.of(row("only", "a header")));
        google.tab("Figure", 1000, 26, List.of(row("total", 5)));
        TestProject project = loaded(Map.of());

        assertThat(project.content()).containsOnlyKeys("plan", "spreadsheet_info");
        for (String tab : List.of("Empty", "One", "Figure")) {
            assertThat(project.said())
                    .anyMatch(text -> text.contains("\"" + tab + "\" has less than two rows"));
        }
    }

    @Test
    void tellsDatesByTheFormatOfTheFirstCellThatIsFilled() {
        google.tab(
                "Plan",
                100,
                6,
                List.of(
                        row("Day", "At", "Length", "Number", "Late"),
                        row(45292, 45292.75, 0.5, 45292),
                        row(45293.9, 45292.1234567, 1.25, 45293.5, 45294)));
        google.format("Plan", 1, 0, "DATE");
        google.format("Plan", 1, 1, "DATE_TIME");
        google.format("Plan", 1, 2, "TIME");
        google.format("Plan", 1, 3, "NUMBER");
        google.format("Plan", 1, 4, "NUMBER");
        google.format("Plan", 2, 4, "DATE");

        assertThat(
                        loaded(Map.of())
                                .query(
                                        "SELECT \"day\", \"at\"::TIMESTAMP, length::TIMESTAMP, number,"
                                                + " late FROM plan ORDER BY 1"))
                .containsExactly(
                        "2024-01-01|2024-01-01 18:00:00.0|1899-12-30 12:00:00.0|45292.0|null",
                        "2024-01-02|2024-01-01 02:57:46.659|1899-12-31 06:00:00.0|45293.5|2024-01-03");
    }

    @Test
    void keepsWholeNumbersWholeOnlyWhereAllAre() {
        TestProject project =
                loaded(List.of(row("whole", "mixed", "yes"), row(1, 1, true), row(2, 2.5, false)));
        assertThat(project.query("SELECT typeof(whole), typeof(mixed), typeof(yes) FROM plan"))
                .containsOnly("BIGINT|DOUBLE|BOOLEAN");
    }

    // ---- what goes wrong ---------------------------------------------------------------------

    private SourceException checkFailure(Map<String, Object> more) {
        return catchThrowableOfType(
                SourceException.class, () -> project().settings(with(more)).check());
    }

    @Test
    void saysWithWhomToShareTheSpreadsheet() {
        google.unshare();
        SourceException failure = checkFailure(Map.of());
        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION);
        assertThat(failure.hint()).contains("Share the spreadsheet with " + FakeGoogle.EMAIL);
    }

    @Test
    void saysThatTheApiIsNotEnabled() {
        api.get(
                SPREADSHEET,
                call ->
                        Reply.json(
                                        Map.of(
                                                "error",
                                                Map.of(
                                                        "status",
                                                        "PERMISSION_DENIED",
                                                        "details",
                                                        List.of(
                                                                Map.of(
                                                                        "reason",
                                                                        "SERVICE_DISABLED")))))
                                .withStatus(403));
        assertThat(checkFailure(Map.of()).hint()).contains("Enable the Google Sheets API");
    }

    @Test
    void saysThatAnExcelFileIsNoSpreadsheet() {
        api.get(
                SPREADSHEET,
                call ->
                        error(
                                400,
                                "FAILED_PRECONDITION",
                                "This operation is not supported for this document"));
        SourceException failure = checkFailure(Map.of());
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(failure.hint()).contains("Excel");
    }

    @ParameterizedTest
    @CsvSource({
        "range_names, Plann, no tab or named range \"Plann\"",
        "range_names, Chart, holds no cells",
        "range_names, Other!A1:B2, no tab or named range",
        "spreadsheet_url_or_id, https://example.org/, is no spreadsheet's address",
        "spreadsheet_url_or_id, 1AbCdEfGhIjK, was not found",
        "credentials, not json, are not JSON",
        "credentials, {}, have no client_email",
        "credentials_file, nowhere.json, There is no file"
    })
    void refusesSettingsThatLeadNowhere(String setting, String value, String message) {
        google.chart("Chart");
        SourceException failure = checkFailure(Map.of(setting, value));
        assertThat(failure.getMessage()).contains(message);
        assertThat(failure.kind()).isIn(ErrorKind.CONFIG, ErrorKind.NOT_FOUND);
        assertThat(failure.hint()).isNotBlank();
    }

    @Test
    void refusesToGuessCredentials() {
        Map<String, Object> settings = with(Map.of());
        settings.remove("credentials");
        assertThat(
                        catchThrowableOfType(
                                SourceException.class, () -> project().settings(settings).check()))
                .hasMessage("There are no credentials for Google Sheets.");
    }

    @Test
    void keepsRowsWhenATabBecomesEmpty() {
        TestProject project = loaded(Map.of());
        google.tab("Plan", 100, 3, Collections.nCopies(2, List.of()));
        SourceReport report = project.sync();
        assertThat(report.failures()).hasSize(1);
        assertThat(project.query("SELECT item FROM plan")).hasSize(3);
    }
}
