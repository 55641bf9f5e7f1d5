package dev.dango.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jira from its listings to the warehouse's tables. */
class JiraSourceTest extends HttpSourceContract {

    private static final String SEARCH = "/rest/api/3/search/jql";

    private final FakeJira jira = new FakeJira(api);

    @BeforeEach
    void fill() {
        jira.issues.add(FakeJira.issue(1, "2026-02-03T10:00:00Z"));
        jira.issues.add(FakeJira.issue(2, "2026-02-01T10:00:00Z"));
        jira.issues.add(FakeJira.issue(3, "2026-02-02T10:00:00Z"));
        jira.worklogs.add(FakeJira.worklog(71, "2026-02-01T10:00:00Z"));
        jira.worklogs.add(FakeJira.worklog(72, "2026-02-02T10:00:00Z"));
        jira.worklogs.add(FakeJira.worklog(73, "2026-02-03T10:00:00Z"));
    }

    @Override
    protected Source source() {
        return new JiraSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("issues", "worklogs")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("subdomain", "bakery");
        settings.put("email", FakeJira.EMAIL);
        settings.put("api_token", FakeJira.TOKEN);
        settings.put("base_url", api.url());
        settings.putAll(more);
        return settings;
    }

    private TestProject project(String... resources) {
        return project().settings(with(Map.of("resources", List.of(resources))));
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        jira.array("/rest/api/3/field", List.of(Map.of("id", "customfield_10016", "name", "Size")));
        return List.of(
                with(
                        Map.of(
                                "resources",
                                List.of("issues"),
                                "projects",
                                List.of("SHOP"),
                                "jql",
                                "issuetype != Epic",
                                "start_date",
                                "2025-01-01",
                                "lookback",
                                "1h",
                                "custom_field_names",
                                true,
                                "page_size",
                                50)));
    }

    @Override
    protected String pathOfRecords() {
        return SEARCH;
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, SLICES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        jira.issues.add(FakeJira.issue(4, "2026-02-28T10:00:00Z"));
    }

    @Override
    protected void removeRecord() {
        jira.deletedWorklogs.add(FakeJira.worklog(72, "2026-02-20T10:00:00Z"));
    }

    private static String jql(Call call) {
        return call.body()
                .replaceFirst(".*\"jql\":\"(.*?)\",\"fields.*", "$1")
                .replace("\\\"", "'");
    }

    // ---- issues ----------------------------------------------------------------------------

    @Test
    void asksForIssuesThatChangedInTheUsersTime() {
        TestProject project = project("issues");
        syncWell(project);
        assertThat(api.requests(SEARCH)).hasSize(2);
        assertThat(api.requests("/rest/api/3/myself")).hasSize(1);
        assertThat(jql(api.requests(SEARCH).get(0)))
                .isEqualTo("updated >= '1999-12-31 19:00' ORDER BY updated ASC");

        api.clearRequests();
        jira.issues.replace("id", "2", FakeJira.issue(2, "2026-02-27T10:00:00Z"));
        syncWell(project);

        assertThat(api.requests(SEARCH))
                .extracting(JiraSourceTest::jql)
                .as("a quarter of an hour before the last change, five hours behind UTC")
                .containsExactly("updated >= '2026-02-03 04:45' ORDER BY updated ASC");
        assertThat(
                        project.query(
                                "SELECT key, fields__updated::VARCHAR, fields__status__name,"
                                        + " fields__customfield_10016 FROM issues ORDER BY id"))
                .containsExactly(
                        "SHOP-1|2026-02-03 10:00:00+00|In Progress|5",
                        "SHOP-2|2026-02-27 10:00:00+00|In Progress|5",
                        "SHOP-3|2026-02-02 10:00:00+00|In Progress|5");
    }

    @Test
    void missesNothingInTheHourThatComesTwice() {
        // New York's clocks went from 2:00 back to 1:00 at 06:00 UTC
        FakeJira site = new FakeJira(api);
        site.issues.add(FakeJira.issue(1, "2025-11-02T05:50:00Z"));
        TestProject project = project("issues");
        syncWell(project);

        api.clearRequests();
        site.issues.add(FakeJira.issue(2, "2025-11-02T05:55:00Z"));
        syncWell(project);

        assertThat(jql(api.requests(SEARCH).get(0)))
                .isEqualTo("updated >= '2025-11-02 00:59' ORDER BY updated ASC");
        assertThat(project.query("SELECT count(*) FROM issues")).containsExactly("2");
    }

    @Test
    void goesOnInTheMiddleOfAFirstLoad() {
        TestProject project = project("issues");
        api.post(
                SEARCH,
                call ->
                        call.body().contains("nextPageToken")
                                ? FakeJira.error(400, "Broken off.")
                                : jira.search(call));
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.hint()).contains("jql and projects"));

        api.post(SEARCH, jira::search);
        api.clearRequests();
        syncWell(project);

        assertThat(jql(api.requests(SEARCH).get(0)))
                .as("from the end of the page that was loaded")
                .startsWith("updated >= '2026-02-02");
        assertThat(project.query("SELECT count(*) FROM issues")).containsExactly("3");
    }

    @Test
    void namesCustomFieldsAsUsersDo() {
        jira.array(
                "/rest/api/3/field",
                List.of(
                        Map.of("id", "customfield_10016", "name", "Story Points"),
                        Map.of("id", "summary", "name", "Summary")));
        TestProject project =
                project()
                        .settings(
                                with(
                                        Map.of(
                                                "resources",
                                                List.of("issues"),
                                                "custom_field_names",
                                                true)));
        syncWell(project);
        assertThat(
                        project.query(
                                "SELECT fields__story_points, fields__summary FROM issues WHERE id = '1'"))
                .containsExactly("5|Bread 1");
        assertThat(project.columns("issues")).doesNotContain("fields__customfield_10016");

        api.clearRequests();
        syncWell(project);
        assertThat(jql(api.requests(SEARCH).get(0))).startsWith("updated >= '2026-02-03");
    }

    @Test
    void narrowsTheSearch() {
        TestProject project =
                project()
                        .settings(
                                with(
                                        Map.of(
                                                "resources",
                                                List.of("issues"),
                                                "projects",
                                                List.of("SHOP", "OPS"),
                                                "jql",
                                                "type = Bug OR type = Task",
                                                "start_date",
                                                "2026-01-01")));
        syncWell(project);
        assertThat(jql(api.requests(SEARCH).get(0)))
                .isEqualTo(
                        "(type = Bug OR type = Task) AND project in ('SHOP', 'OPS') AND"
                                + " updated >= '2025-12-31 19:00' ORDER BY updated ASC");
    }

    @Test
    void listsTheIdsOfIssuesThatAreStillThere() {
        TestProject project = project("issues", "issue_ids");
        syncWell(project);
        FakeListing left = jira.issues.where(issue -> !issue.get("id").equals("3"));
        FakeJira later = new FakeJira(api);
        left.records().forEach(later.issues::add);
        syncWell(project);
        assertThat(
                        project.query(
                                "SELECT id FROM issues WHERE id NOT IN (SELECT id FROM issue_ids)"))
                .as("deleted issues")
                .containsExactly("3");
    }

    // ---- what hangs on issues --------------------------------------------------------------

    @Test
    void readsCommentsBeyondTheFirstAndForgetsDeletedOnes() {
        jira.comment(1, "11");
        jira.comment(2, "21");
        jira.comment(2, "22");
        jira.comment(2, "23");
        TestProject project = project("comments");
        syncWell(project);
        assertThat(project.query("SELECT _issues_id, id FROM comments ORDER BY id"))
                .containsExactly("1|11", "2|21", "2|22", "2|23");
        assertThat(api.requests())
                .as("two pages of issues, and two of the one with more comments than it shows")
                .filteredOn(call -> !call.path().endsWith("myself"))
                .hasSize(4);

        api.clearRequests();
        jira.comments.put("2", jira.comments.get("2").where(one -> one.get("id").equals("23")));
        jira.comments.remove("1");
        jira.issues.replace("id", "1", FakeJira.issue(1, "2026-02-28T10:00:00Z"));
        jira.issues.replace("id", "2", FakeJira.issue(2, "2026-02-28T10:00:00Z"));
        syncWell(project);
        assertThat(project.query("SELECT _issues_id, id FROM comments ORDER BY id"))
                .containsExactly("2|23");
        assertThat(api.requests(SEARCH)).hasSize(1);
    }

    @Test
    void readsTheHistoryOfManyIssuesAtOnce() {
        TestProject project = project("changelogs");
        syncWell(project);
        assertThat(project.query("SELECT count(*), count(DISTINCT _issues_id) FROM changelogs"))
                .containsExactly("6|3");
        assertThat(project.query("SELECT DISTINCT field, to_string FROM changelogs__items"))
                .containsExactly("status|Done");

        api.clearRequests();
        jira.issues.replace("id", "2", FakeJira.issue(2, "2026-02-27T10:00:00Z"));
        syncWell(project);

        assertThat(api.requests("/rest/api/3/changelog/bulkfetch"))
                .as("of the one that changed, and of the last one again")
                .isNotEmpty()
                .allSatisfy(
                        call ->
                                assertThat(call.body())
                                        .contains("\"1\",\"2\"")
                                        .doesNotContain("\"3\""));
        assertThat(project.query("SELECT count(*) FROM changelogs")).containsExactly("6");
    }

    @Test
    void readsWorklogsByTheirOwnChangesAndDeletesThoseThatAreGone() {
        TestProject project = project("worklogs");
        syncWell(project);
        assertThat(project.query("SELECT id FROM worklogs ORDER BY id"))
                .containsExactly("71", "72", "73");
        assertThat(api.requests("/rest/api/3/worklog/deleted")).isEmpty();

        api.clearRequests();
        jira.worklogs.replace("id", "71", FakeJira.worklog(71, "2026-02-10T10:00:00Z"));
        removeRecord();
        syncWell(project);

        assertThat(project.query("SELECT id FROM worklogs ORDER BY id"))
                .containsExactly("71", "73");
        assertThat(api.requests("/rest/api/3/worklog/updated"))
                .extracting(call -> call.query("since").orElseThrow())
                .as("a quarter of an hour before 3 February 10:00 UTC")
                .containsExactly("1770111900000");
        assertThat(api.requests("/rest/api/3/worklog/list")).hasSize(1);
    }

    // ---- refusals --------------------------------------------------------------------------

    /** Jira serves a wrong token as if it were nobody's: 200, and nothing to see. */
    @Test
    void takesAnEmptySiteBehindARefusedTokenForWhatItIs() {
        TestProject project = project("projects");
        jira.values("/rest/api/3/project/search", List.of(Map.of("id", "1", "key", "SHOP")));
        syncWell(project);
        api.get(
                "/rest/api/3/project/search",
                call ->
                        Reply.json(Map.of("values", List.of(), "isLast", true))
                                .header("X-Seraph-LoginReason", "AUTHENTICATED_FAILED"));
        SourceReport report = project.sync();
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("AUTH");
                            assertThat(failure.hint()).contains("api_token");
                        });
        assertThat(project.query("SELECT key FROM projects")).containsExactly("SHOP");
    }

    @Test
    void loadsWhatTheOriginalsConfigurationNames() {
        jira.values("/rest/api/3/project/search", List.of(Map.of("id", "1", "key", "SHOP")));
        TestProject project =
                project()
                        .settings(
                                with(
                                        Map.of(
                                                "page_size",
                                                50,
                                                "resources",
                                                List.of("issues", "projects"))));
        syncWell(project);
        assertThat(project.query("SELECT count(*) FROM issues")).containsExactly("3");
        assertThat(project.query("SELECT key FROM projects")).containsExactly("SHOP");
    }
}
