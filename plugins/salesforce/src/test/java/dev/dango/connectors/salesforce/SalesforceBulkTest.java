package dev.dango.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import dev.dango.testkit.TestProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is much to read, Salesforce prepares it in jobs. */
class SalesforceBulkTest {

    private static final String JOBS = FakeSalesforce.V + "/jobs/query";

    private final FakeApi api = FakeApi.start();
    private final FakeSalesforce org = new FakeSalesforce(api);
    private FakeListing leads;
    private TestProject project;

    @BeforeEach
    void answer(@TempDir Path folder) {
        leads =
                org.object(
                        "Lead",
                        "Id",
                        "id",
                        "Name",
                        "string",
                        "Notes__c",
                        "textarea",
                        "IsDeleted",
                        "boolean",
                        "SystemModstamp",
                        "datetime",
                        "Score__c",
                        "double",
                        "Born__c",
                        "date",
                        "Address",
                        "address");
        for (int i = 1; i <= 5; i++) {
            leads.add(lead(i, "2025-0" + (i + 3) + "-01T08:00:00.000Z"));
        }
        project =
                TestProject.in(
                        folder,
                        new SalesforceSource(),
                        Map.of(
                                "client_id",
                                FakeSalesforce.CLIENT,
                                "client_secret",
                                FakeSalesforce.SECRET,
                                "base_url",
                                api.url(),
                                "resources",
                                List.of("lead"),
                                "bulk_from",
                                4));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static Map<String, Object> lead(int number, String changed) {
        return FakeSalesforce.record(
                "00Q" + number,
                changed,
                Map.of(
                        "Name", "a, \"b\"\nc " + number,
                        "Score__c", "1.0E7",
                        "Born__c", "1999-12-31"));
    }

    private void syncWell() {
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
    }

    private String one(String sql) {
        return project.query(sql).get(0);
    }

    private List<String> soqlOfJobs() {
        return api.requests(JOBS).stream()
                .map(call -> call.body().replaceFirst(".* FROM ([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void readsTheResultsInPartsToTheirEnd() {
        syncWell();

        assertThat(one("SELECT count(*) || ' ' || count(DISTINCT id) FROM lead")).isEqualTo("5 5");
        assertThat(soqlOfJobs())
                .containsExactly(
                        "Lead WHERE SystemModstamp >= 2025-04-01T08:00:00Z AND SystemModstamp <"
                                + " 2026-03-01T12:01:00Z AND IsDeleted = false");
        List<Call> parts =
                api.requests().stream().filter(c -> c.path().endsWith("/results")).toList();
        assertThat(parts)
                .extracting(call -> call.query("locator").orElse(""))
                .containsExactly("", "2", "4");
        assertThat(api.requests().get(api.requests().size() - 1).method()).isEqualTo("DELETE");
    }

    @Test
    void givesColumnsTheTypesOfTheirFields() {
        syncWell();

        assertThat(
                        one(
                                "SELECT typeof(system_modstamp) || ', ' || typeof(is_deleted) || ', ' || typeof(score__c) || ', ' || typeof(born__c) FROM lead"))
                .isEqualTo("TIMESTAMP WITH TIME ZONE, BOOLEAN, DOUBLE, DATE");
        assertThat(
                        one(
                                "SELECT name || ' ' || score__c || ' ' || born__c || ' ' || system_modstamp FROM lead ORDER BY id"))
                .isEqualTo("a, \"b\"\nc 1 10000000.0 1999-12-31 2025-04-01 08:00:00+00");
        assertThat(one("SELECT count(*) FROM lead WHERE notes__c IS NULL"))
                .as("what is empty in CSV is null")
                .isEqualTo("5");
    }

    @Test
    void leavesToTheNextRunWhatChangesWhileAJobRuns() {
        leads.add(lead(6, "2026-03-01T12:01:30.000Z"));

        syncWell();

        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("5");
        syncWell();
        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("6");
    }

    @Test
    void asksForPagesWhenLittleChangedSince() {
        syncWell();
        api.clearRequests();
        leads.add(lead(6, "2025-10-01T08:00:00.000Z"));
        syncWell();

        assertThat(api.requests(JOBS)).isEmpty();
        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("6");
    }

    @Test
    void removesDeletedRecordsAlsoWhenMuchChanged() {
        syncWell();
        for (int i = 1; i <= 5; i++) {
            Map<String, Object> changed = lead(i, "2025-09-0" + i + "T08:00:00.000Z");
            changed.put("IsDeleted", i == 3);
            leads.replace("Id", "00Q" + i, changed);
        }
        api.clearRequests();
        syncWell();

        assertThat(soqlOfJobs())
                .as("asks for deleted records, too")
                .containsExactly(
                        "Lead WHERE SystemModstamp >= 2025-09-01T08:00:00Z AND SystemModstamp <"
                                + " 2026-03-01T12:02:00Z");
        assertThat(one("SELECT string_agg(id, ' ' ORDER BY id) FROM lead"))
                .isEqualTo("00Q1 00Q2 00Q4 00Q5");
    }

    @Test
    void waitsForAJobThatTakesAWhile() {
        org.looks = 1;

        syncWell();

        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("5");
        assertThat(api.requests())
                .filteredOn(call -> call.path().matches(JOBS + "/750\\d+"))
                .extracting(Call::method)
                .containsExactly("GET", "GET", "DELETE");
    }

    @Test
    void goesOnAtTheYearInWhichARunBrokeOff() {
        leads.add(lead(6, "2023-01-01T00:00:00.000Z"));
        leads.add(lead(7, "2023-01-02T00:00:00.000Z"));
        breakJobsOf("2025-04-01");

        assertThat(project.sync().failures()).hasSize(1);
        assertThat(soqlOfJobs())
                .as("years without changes are passed over")
                .startsWith(
                        "Lead WHERE SystemModstamp >= 2023-01-01T00:00:00Z AND SystemModstamp < 2024-01-01T00:00:00Z AND IsDeleted = false",
                        "Lead WHERE SystemModstamp >= 2025-04-01T08:00:00Z AND SystemModstamp < 2026-03-01T12:01:00Z AND IsDeleted = false");

        api.post(JOBS, org::create);
        api.clearRequests();
        syncWell();

        assertThat(one("SELECT count(DISTINCT id) FROM lead")).isEqualTo("7");
        assertThat(soqlOfJobs()).noneMatch(soql -> soql.contains("2023-01-01T00:00:00Z"));
    }

    /** Jobs that begin at a day are refused from now on. */
    private void breakJobsOf(String day) {
        api.post(
                JOBS,
                call -> call.body().contains(">= " + day) ? Reply.status(401) : org.create(call));
    }

    @Test
    void asksForPagesOfWhatAJobThatFailsWasToRead() {
        leads.add(lead(6, "2023-01-01T00:00:00.000Z"));
        api.post(
                JOBS,
                call ->
                        call.body().contains(">= 2025-04-01")
                                ? FakeSalesforce.error(400, "FEATURENOTENABLED", "Not now.")
                                : org.create(call));

        syncWell();

        assertThat(one("SELECT count(*) || ' ' || count(DISTINCT id) FROM lead")).isEqualTo("6 6");
        assertThat(api.requests(FakeSalesforce.V + "/queryAll"))
                .extracting(call -> call.query("q").orElseThrow())
                .last()
                .asString()
                .contains(">= 2025-04-01T08:00:00Z");
    }

    @Test
    void asksForPagesWhereJobsAreRefused() {
        api.post(
                JOBS,
                call ->
                        FakeSalesforce.error(
                                400,
                                "INVALIDENTITY",
                                "Entity 'Lead' is not supported by the Bulk API."));

        syncWell();

        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("5");
        assertThat(project.said())
                .filteredOn(text -> text.contains("is not supported by the Bulk API"))
                .isNotEmpty();
    }

    @Test
    void asksForPagesWhereJobsFail() {
        org.outcome = "Failed";

        syncWell();

        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("5");
        assertThat(project.said())
                .filteredOn(text -> text.contains("Retried more than fifteen times"))
                .isNotEmpty();
    }

    @Test
    void leavesToAJobWhatTakesTooLong() {
        api.failNext(
                FakeSalesforce.V + "/queryAll",
                FakeSalesforce.error(400, "QUERY_TIMEOUT", "Your query request was running long."),
                1);

        syncWell();

        assertThat(api.requests(JOBS)).hasSize(1);
        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("5");
    }

    @Test
    void leavesToAJobWhatIsTooLongForAnAddress() {
        String[] fields = new String[4 + 2 * 900];
        fields[0] = "Id";
        fields[1] = "id";
        fields[2] = "SystemModstamp";
        fields[3] = "datetime";
        for (int i = 0; i < 900; i++) {
            fields[4 + 2 * i] = "CustomField" + i + "__c";
            fields[5 + 2 * i] = "string";
        }
        org.object("Lead", fields)
                .add(Map.of("Id", "00Q1", "SystemModstamp", "2025-05-01T00:00:00.000Z"));

        syncWell();

        assertThat(api.requests(JOBS)).hasSize(1);
        assertThat(one("SELECT count(*) FROM lead")).isEqualTo("1");
    }

    @Test
    void readsPartsWithAndWithoutTheNamesOfTheirColumns() {
        api.get(
                JOBS + "/{job}/results",
                call ->
                        switch (call.query("locator").orElse("")) {
                            case "" -> part("Id,Name\n1,a\n", "b");
                            case "b" -> part("Id,Name\n2,b\n", "c");
                            default -> part("3,c\n", "null");
                        });

        syncWell();

        assertThat(project.query("SELECT id || name FROM lead ORDER BY id"))
                .containsExactly("1a", "2b", "3c");
    }

    private static Reply part(String csv, String locator) {
        return Reply.raw("text/csv", csv.getBytes(StandardCharsets.UTF_8))
                .header("Sforce-Locator", locator);
    }

    @Test
    void endsWhenALocatorComesAgain() {
        api.get(
                JOBS + "/{job}/results",
                call ->
                        Reply.raw("text/csv", "\"Id\"\n".getBytes(StandardCharsets.UTF_8))
                                .header("Sforce-Locator", "MTAw"));

        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("REMOTE"));
    }

    @Test
    void refusesRecordsThatAreCutOff() {
        api.get(JOBS + "/{job}/results", call -> part("Id,Name\n1,a\n2", "null"));

        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("REMOTE"));
    }

    @Test
    void refusesResultsThatAreNone() {
        api.get(
                JOBS + "/{job}/results",
                call -> Reply.raw("text/html", "<html>".getBytes(StandardCharsets.UTF_8)));

        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("REMOTE"));
    }
}
