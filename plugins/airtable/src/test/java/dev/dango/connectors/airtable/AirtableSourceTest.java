package dev.dango.connectors.airtable;

import static dev.dango.connectors.airtable.FakeBase.error;
import static dev.dango.connectors.airtable.FakeBase.field;
import static dev.dango.connectors.airtable.FakeBase.lastModified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Airtable from a base to the warehouse's tables. */
class AirtableSourceTest extends HttpSourceContract {

    private static final String TOKEN = "patFake.12345";
    private static final String TASKS = "/v0/" + FakeBase.ID + "/tblTasks";
    private static final String PEOPLE = "/v0/" + FakeBase.ID + "/tblPeople";

    private FakeBase base;

    @BeforeEach
    void answer() {
        api.requireHeader(
                "Authorization",
                "Bearer " + TOKEN,
                error(401, "AUTHENTICATION_REQUIRED", "Authentication required"));
        base = new FakeBase(api, 3);
        base.table(
                "tblPeople",
                "People",
                List.of(
                        field("fldName", "Name", "singleLineText"),
                        field("fldTags", "Tags", "multipleSelects")));
        base.table(
                "tblTasks",
                "Team tasks",
                List.of(
                        field("fldTitle", "Title", "singleLineText"),
                        field("fldDone", "Done", "checkbox"),
                        field("fldHours", "Hours", "number", Map.of("precision", 1)),
                        field("fldDue", "Due", "date"),
                        field("fldOwner", "Owner", "singleCollaborator"),
                        lastModified("fldOther", "Title modified", List.of("fldTitle")),
                        lastModified("fldModified", "Last {modified}", List.of())));
        IntStream.rangeClosed(1, 4)
                .forEach(i -> base.put("tblPeople", "rec" + i, Map.of("fldName", "Person " + i)));
        IntStream.rangeClosed(1, 5).forEach(i -> base.put("tblTasks", "rec" + i, task(i)));
    }

    private static Map<String, Object> task(int day) {
        return Map.of(
                "fldTitle",
                "Task " + day,
                "fldModified",
                "2026-01-0%dT10:00:00.000Z".formatted(day));
    }

    @Override
    protected Source source() {
        return new AirtableSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("base_id", FakeBase.ID);
        settings.put("access_token", TOKEN);
        settings.put("base_url", api.url() + "/v0");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(with(Map.of("table_names", List.of("People"), "incremental", "always")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SLICES, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        base.put("tblTasks", "rec6", task(6));
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    @Test
    void asksOnlyForWhatChangedWhereAFieldTells() {
        TestProject project = project();
        syncWell(project);
        assertThat(api.requests(TASKS)).hasSize(2);
        assertThat(api.requests(PEOPLE)).hasSize(2);
        api.clearRequests();
        base.put(
                "tblTasks",
                "rec2",
                Map.of("fldTitle", "Renamed", "fldModified", "2026-01-07T10:00:00.000Z"));
        addRecord();
        base.remove("tblPeople", "rec1");

        syncWell(project);

        assertThat(api.requests(TASKS))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("filterByFormula"))
                                        .hasValue(
                                                "OR(NOT({Last {modified\\}}),"
                                                        + " NOT(IS_BEFORE({Last {modified\\}},"
                                                        + " '2026-01-05T09:59:00Z')))"));
        assertThat(one(project, "SELECT count(*) FROM team_tasks")).isEqualTo("6");
        assertThat(one(project, "SELECT title FROM team_tasks WHERE id = 'rec2'"))
                .isEqualTo("Renamed");
        assertThat(project.query("SELECT id FROM people ORDER BY id"))
                .containsExactly("rec2", "rec3", "rec4");
    }

    @Test
    void keepsTheTypesOfFieldsAndWhatRecordsLeaveOut() {
        base.put(
                "tblTasks",
                "rec9",
                Map.of(
                        "fldDone",
                        true,
                        "fldHours",
                        3,
                        "fldDue",
                        "2026-03-01",
                        "fldOwner",
                        Map.of("id", "usr1", "email", "a@b.c", "name", "Zoë"),
                        "fldModified",
                        "2026-01-09T10:00:00.000Z"));
        TestProject project = project();
        syncWell(project);

        assertThat(
                        one(
                                project,
                                "SELECT id, title, done, hours, due, owner__id, title_modified"
                                        + " FROM team_tasks ORDER BY id"))
                .isEqualTo("rec1|Task 1|false|null|null|null|null");
        assertThat(
                        one(
                                project,
                                "SELECT done, hours, due, owner__email, owner__name FROM team_tasks"
                                        + " WHERE id = 'rec9'"))
                .isEqualTo("true|3.0|2026-03-01|a@b.c|Zoë");
        assertThat(
                        project.query(
                                "SELECT data_type FROM duckdb_columns() WHERE table_name ="
                                        + " 'team_tasks' AND column_name IN ('done', 'hours', 'due',"
                                        + " 'last_modifiedx') ORDER BY column_name"))
                .containsExactly("BOOLEAN", "DATE", "DOUBLE", "TIMESTAMP WITH TIME ZONE");
    }

    @Test
    void knowsEveryTypeOfField() {
        Map<String, Map<String, Object>> values = new HashMap<>();
        values.put("barcode", Map.of("text", "123", "type", "upce"));
        values.put("button", Map.of("label", "Open", "url", "https://a.b"));
        values.put("createdBy", Map.of("id", "usr1", "name", "Zoë"));
        values.put("aiText", Map.of("state", "generated", "value", "so", "isStale", false));
        base.table(
                "tblAll",
                "All types",
                List.of(
                        field("f1", "A", "barcode"),
                        field("f2", "B", "button"),
                        field("f3", "C", "createdBy"),
                        field("f4", "D", "aiText"),
                        field("f5", "E", "formula", Map.of("result", Map.of("type", "number"))),
                        field("f6", "F", "multipleRecordLinks"),
                        field("f7", "G", "multipleAttachments"),
                        field("f8", "H", "autoNumber"),
                        field("f9", "I", "dateTime"),
                        field("f10", "ID", "singleLineText"),
                        field("f11", "Price (€)", "currency"),
                        field("f12", "Price ($)", "currency"),
                        field("f13", "J", "formula", Map.of("result", Map.of("type", "checkbox"))),
                        field("f14", "K", "notYetInvented")));
        base.put(
                "tblAll",
                "rec1",
                Map.ofEntries(
                        Map.entry("f1", values.get("barcode")),
                        Map.entry("f2", values.get("button")),
                        Map.entry("f3", values.get("createdBy")),
                        Map.entry("f4", values.get("aiText")),
                        Map.entry("f5", Map.of("specialValue", "NaN")),
                        Map.entry("f6", List.of("recA", "recB")),
                        Map.entry("f7", List.of(Map.of("id", "att1", "filename", "a.png"))),
                        Map.entry("f8", 7),
                        Map.entry("f9", "2026-01-01T10:00:00.000Z"),
                        Map.entry("f10", "own id"),
                        Map.entry("f11", 1.5),
                        Map.entry("f12", 2),
                        Map.entry("f13", Map.of("error", "#ERROR!")),
                        Map.entry("f14", "new")));
        TestProject project = project();
        project.settings(with(Map.of("table_names", List.of("tblAll"))));
        syncWell(project);

        assertThat(
                        one(
                                project,
                                "SELECT id, a__text, b__url, c__name, d__value, e, h, epoch(i), id_f10,"
                                        + " pricex, price_f12, j, k FROM all_types"))
                .isEqualTo(
                        "rec1|123|https://a.b|Zoë|so|null|7|1.7672616E9|own"
                                + " id|1.5|2.0|false|new");
        assertThat(project.query("SELECT value FROM all_types__f ORDER BY 1"))
                .containsExactly("recA", "recB");
        assertThat(project.query("SELECT filename FROM all_types__g")).containsExactly("a.png");
    }

    @Test
    void readsTablesWithLookupsInFullUnlessToldOtherwise() {
        base.table(
                "tblSums",
                "Sums",
                List.of(
                        field(
                                "fldSum",
                                "Sum",
                                "rollup",
                                Map.of("result", Map.of("type", "number"))),
                        lastModified("fldModified", "Modified", List.of())));
        base.put("tblSums", "rec1", Map.of("fldSum", 1, "fldModified", "2026-01-01T00:00:00.000Z"));
        TestProject project = project();
        project.settings(with(Map.of("table_names", List.of("Sums"))));
        syncWell(project);
        base.put("tblSums", "rec1", Map.of("fldSum", 2, "fldModified", "2026-01-01T00:00:00.000Z"));
        syncWell(project);
        assertThat(one(project, "SELECT sum FROM sums")).isEqualTo("2.0");
        assertThat(api.requests("/v0/" + FakeBase.ID + "/tblSums"))
                .noneMatch(call -> call.query("filterByFormula").isPresent());

        project.settings(with(Map.of("table_names", List.of("Sums"), "incremental", "always")));
        syncWell(project);
        api.clearRequests();
        syncWell(project);
        assertThat(api.requests("/v0/" + FakeBase.ID + "/tblSums"))
                .allMatch(call -> call.query("filterByFormula").isPresent());
    }

    @Test
    void readsEverythingWhenToldTo() {
        TestProject project = project();
        project.settings(
                with(Map.of("table_names", List.of("Team tasks"), "incremental", "never")));
        syncWell(project);
        base.remove("tblTasks", "rec1");
        syncWell(project);

        assertThat(one(project, "SELECT min(id) || count(*) FROM team_tasks")).isEqualTo("rec24");
    }

    @Test
    void refusesTablesThatAreNotThere() {
        SourceException failure =
                catchThrowableOfType(
                        SourceException.class,
                        () ->
                                project()
                                        .settings(with(Map.of("table_names", List.of("Poeple"))))
                                        .check());

        assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(failure).hasMessage("The base has no table \"Poeple\".");
        assertThat(failure.hint()).isEqualTo("Check table_names. Did you mean \"People\"?");
    }

    @Test
    void offersTheTablesOfTheBase() throws Exception {
        TestProject project = project();
        try (MemoryRun run =
                new MemoryRun(project.bind(settings()), FixedClock.at("2026-03-01T12:00:00Z"))) {
            assertThat(new AirtableSource().choices("table_names", run))
                    .containsExactly("People", "Team tasks");
            assertThat(new AirtableSource().choices("base_id", run)).isEmpty();
        }
    }

    @Test
    void namesTheScopesThatAreMissing() {
        api.failNext(
                PEOPLE,
                error(403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", "Invalid permissions"),
                1);

        SourceReport report = project().sync();

        Failure failure = report.failures().get(0);
        assertThat(failure.kind()).isEqualTo("PERMISSION");
        assertThat(failure.hint()).contains("data.records:read", "schema.bases:read");
        assertThat(report.tables()).anyMatch(table -> table.table().equals("team_tasks"));
    }

    @Test
    void isSilentForHalfAMinuteAfterTooManyRequests() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        Request request = Request.get(api.url());
        byte[] body = {};
        assertThat(AirtableSource.silence(Response.of(request, 429, Map.of(), body), now))
                .contains(Duration.ofSeconds(30));
        Map<String, List<String>> retryAfter = Map.of("Retry-After", List.of("7"));
        assertThat(AirtableSource.silence(Response.of(request, 429, retryAfter, body), now))
                .as("unless it says how long")
                .contains(Duration.ofSeconds(7));
        assertThat(AirtableSource.silence(Response.of(request, 200, Map.of(), body), now))
                .isEmpty();
    }

    @Test
    void beginsAnewWhenAnOffsetHasExpired() {
        TestProject project = project();
        base.forgetOffsets("tblPeople", 1);
        syncWell(project);

        assertThat(api.requests(PEOPLE)).hasSize(4);
        assertThat(one(project, "SELECT count(*) FROM people")).isEqualTo("4");
    }

    @Test
    void doesNotWaitForAnotherMonth() {
        api.failNext(
                PEOPLE,
                error(429, "PUBLIC_API_BILLING_LIMIT_EXCEEDED", "Monthly limit exceeded")
                        .header("Retry-After", "0"),
                1);

        Failure failure = project().sync().failures().get(0);

        assertThat(failure.kind()).isEqualTo("UNSUPPORTED");
        assertThat(failure.hint()).contains("plan");
        assertThat(api.requests(PEOPLE)).hasSize(1);
    }
}
