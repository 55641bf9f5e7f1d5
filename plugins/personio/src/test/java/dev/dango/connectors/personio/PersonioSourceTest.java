package dev.dango.connectors.personio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personio from its listings to the warehouse's tables. */
class PersonioSourceTest extends HttpSourceContract {

    private FakePersonio personio;

    @BeforeEach
    void answer() {
        personio = new FakePersonio(api);
    }

    @Override
    protected Source source() {
        return new PersonioSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("client_id", FakePersonio.CLIENT);
        settings.put("client_secret", FakePersonio.SECRET);
        settings.put("base_url", api.url());
        settings.put("resources", List.of("employees", "absences"));
        settings.putAll(more);
        return settings;
    }

    private TestProject loaded(String... resources) {
        TestProject project = project().settings(with(Map.of("resources", List.of(resources))));
        syncWell(project);
        return project;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(with(Map.of("start_date", "2024-01-01")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, SLICES, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        personio.absences.add(FakePersonio.absence(4, "2026-02-01T08:00:00+0100"));
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    @Test
    void asksTheSecondTimeForWhatChanged() {
        TestProject project = loaded("employees", "absences", "attendances");
        api.clearRequests();
        personio.employees.add(FakePersonio.employee(9, "2026-02-03T00:30:00+01:00"));
        syncWell(project);

        assertThat(api.requests("/v1/company/employees"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("updated_since"))
                                        .contains("2026-01-02T07:00:00"));
        assertThat(api.requests("/v1/company/time-offs"))
                .singleElement()
                .satisfies(call -> assertThat(call.query("updated_from")).contains("2026-01-02"));
        assertThat(api.requests("/v1/company/attendances"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("updated_from"))
                                        .contains("2026-01-02T08:00:00"));
        assertThat(one(project, "SELECT count(*) FROM employees")).isEqualTo("4");
        assertThat(one(project, "SELECT max(last_modified_at)::VARCHAR FROM employees"))
                .isEqualTo("2026-02-02 23:30:00+00");
    }

    @Test
    void countsTheOffsetOfAbsencesInPages() {
        IntStream.rangeClosed(4, 450)
                .forEach(
                        i ->
                                personio.absences.add(
                                        FakePersonio.absence(i, "2026-01-05T08:00:00+0100")));

        TestProject project = loaded("absences");

        assertThat(one(project, "SELECT count(*) || ' ' || count(DISTINCT id) FROM absences"))
                .isEqualTo("450 450");
        assertThat(api.requests("/v1/company/time-offs"))
                .extracting(call -> call.query("offset").orElseThrow())
                .containsExactly("1", "2", "3");
    }

    @Test
    void countsTheOffsetOfOthersInRecords() {
        IntStream.rangeClosed(4, 250)
                .forEach(
                        i -> {
                            String changed = "2026-01-05T08:00:00+01:00";
                            personio.employees.add(FakePersonio.employee(i, changed));
                            personio.attendances.add(FakePersonio.attendance(i, changed));
                        });

        TestProject project = loaded("employees", "attendances");

        assertThat(one(project, "SELECT count(DISTINCT id) FROM employees")).isEqualTo("250");
        assertThat(one(project, "SELECT count(DISTINCT id) FROM attendances")).isEqualTo("250");
        assertThat(api.requests("/v1/company/employees"))
                .extracting(call -> call.query("offset").orElseThrow())
                .containsExactly("0", "100", "200");
        assertThat(api.requests("/v1/company/attendances"))
                .extracting(call -> call.query("offset").orElseThrow())
                .containsExactly("0", "200");
    }

    @Test
    void makesAColumnOfEachAttribute() {
        TestProject project = loaded("employees");

        assertThat(project.columns("employees"))
                .contains("email", "department__id", "department__name", "supervisor__id", "iban")
                .contains("shirt_size", "anniversary")
                .as("a label that another attribute has for its name")
                .contains("email_dynamic_4")
                .doesNotContain("department__attributes__name", "dynamic_2");
        assertThat(one(project, "SELECT hire_date || ' ' || anniversary FROM employees"))
                .as("days are days, whatever the zone of their midnight")
                .isEqualTo("2014-11-09 2021-01-01");
        assertThat(one(project, "SELECT typeof(last_modified_at) FROM employees"))
                .isEqualTo("TIMESTAMP WITH TIME ZONE");
        assertThat(one(project, "SELECT percentage FROM employees__cost_centers")).isEqualTo("100");
    }

    @Test
    void unwrapsAbsences() {
        TestProject project = loaded("absences");

        assertThat(
                        one(
                                project,
                                "SELECT start_date || ' ' || time_off_type__name || ' ' || employee__id FROM absences"))
                .isEqualTo("2017-12-27 Vacation 1");
    }

    @Test
    void readsBalancesOfEachEmployee() {
        TestProject project = loaded("employees_absences_balance");

        assertThat(project.query("SELECT employee_id, id, balance FROM employees_absences_balance"))
                .containsExactlyInAnyOrder("1|5|10.5", "2|5|10.5", "3|5|10.5");
    }

    @Test
    void leavesOutTheBalancesOfAnEmployeeWhoIsGone() {
        api.failNext(
                "/v1/company/employees/2/absences/balance",
                FakePersonio.refusal(404, "Something went wrong"),
                9);

        TestProject project = loaded("employees_absences_balance");

        assertThat(project.query("SELECT employee_id FROM employees_absences_balance"))
                .containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void readsReportsPageByPage() {
        TestProject project = loaded("custom_reports");

        assertThat(
                        project.query(
                                "SELECT report_id, item_id, employee_id, first_name FROM custom_reports"))
                .containsExactlyInAnyOrder("r-1|1|1|Ada", "r-1|2|2|Ada");
    }

    @Test
    void readsEachListing() {
        List<String> all =
                List.of(
                        "employees",
                        "employee_attributes",
                        "employees_absences_balance",
                        "attendances",
                        "projects",
                        "absence_types",
                        "absences",
                        "document_categories",
                        "custom_reports_list",
                        "custom_reports",
                        "custom_report_columns",
                        "absence_periods",
                        "attendance_periods",
                        "attendance_projects");

        TestProject project = loaded(all.toArray(String[]::new));

        assertThat(all)
                .allSatisfy(
                        table ->
                                assertThat(one(project, "SELECT count(*) FROM " + table))
                                        .isNotEqualTo("0"));
    }

    @Test
    void readsTheSecondGenerationByItsLinksAndForWhatChanged() {
        TestProject project = loaded("attendance_periods");
        assertThat(one(project, "SELECT count(*) FROM attendance_periods")).isEqualTo("3");
        assertThat(api.requests("/v2/attendance-periods")).hasSize(2);

        api.clearRequests();
        syncWell(project);

        assertThat(api.requests("/v2/attendance-periods"))
                .first()
                .satisfies(
                        call ->
                                assertThat(call.query("updated_at.gte"))
                                        .contains("2026-01-02T18:00:00"));
    }

    @Test
    void signsInOnceARun() {
        loaded("employees", "absences", "employees_absences_balance");

        assertThat(api.requests("/v1/auth"))
                .singleElement()
                .extracting(Call::method)
                .isEqualTo("POST");
    }

    @Test
    void goesOnWithoutTheTablesThatAreForbidden() {
        api.failNext(
                "/v1/company/attendances",
                FakePersonio.refusal(403, "Provided authorization is not valid"),
                9);
        TestProject project =
                project().settings(with(Map.of("resources", List.of("attendances", "absences"))));

        SourceReport report = project.sync();

        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.message())
                                    .contains("Provided authorization is not valid");
                            assertThat(failure.hint()).contains("read access");
                        });
        assertThat(one(project, "SELECT count(*) FROM absences")).isEqualTo("3");
    }
}
