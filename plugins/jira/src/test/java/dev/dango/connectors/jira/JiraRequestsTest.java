package dev.dango.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Jira for each table, and where the records stand in its answers. */
class JiraRequestsTest {

    private static final List<Map<String, String>> THREE =
            List.of(Map.of("id", "1"), Map.of("id", "2"), Map.of("id", "3"));

    private final FakeApi api = FakeApi.start();
    private final FakeJira jira = new FakeJira(api);
    private final JiraSource source = new JiraSource();

    @AfterEach
    void close() {
        api.close();
    }

    static MemoryRun run(FakeApi api, List<String> resources) {
        return new MemoryRun(config(api.url(), resources), FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private static JiraSource.Config config(String url, List<String> resources) {
        return new JiraSource.Config(
                "bakery",
                FakeJira.EMAIL,
                Secret.of(FakeJira.TOKEN),
                resources,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(15),
                false,
                100,
                Optional.of(url));
    }

    private List<Map<String, Object>> read(String table) throws Exception {
        MemoryRun run = run(api, List.of(table));
        return run.read(source.resources(run).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "projects, /rest/api/3/project/search",
        "priorities, /rest/api/3/priority/search",
        "resolutions, /rest/api/3/resolution/search",
        "boards, /rest/agile/1.0/board",
        "workflows, /rest/api/3/workflows/search",
        "filters, /rest/api/3/filter/search",
        "dashboards, /rest/api/3/dashboard/search",
        "groups, /rest/api/3/group/bulk",
    })
    void goesThroughPagesThatAreSmallerThanAskedFor(String table, String path) throws Exception {
        jira.values(path, THREE);

        assertThat(read(table)).extracting(row -> row.get("id")).containsExactly("1", "2", "3");
        assertThat(api.requests(path))
                .extracting(call -> call.query("startAt").orElseThrow())
                .containsExactly("0", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "project_categories, /rest/api/3/projectCategory",
        "fields, /rest/api/3/field",
        "statuses, /rest/api/3/status",
        "issue_types, /rest/api/3/issuetype",
        "roles, /rest/api/3/role",
    })
    void readsBareArrays(String table, String path) throws Exception {
        jira.array(path, THREE.subList(0, 2));

        assertThat(read(table)).extracting(row -> row.get("id")).containsExactly("1", "2");
        assertThat(api.requests(path)).hasSize(1);
    }

    @Test
    void readsUsersUntilAPageIsEmpty() throws Exception {
        jira.array("/rest/api/3/users/search", THREE);

        assertThat(read("users")).hasSize(3);
        assertThat(api.requests("/rest/api/3/users/search"))
                .as("a page of one, where a thousand were asked for, is not the last")
                .extracting(call -> call.query("startAt").orElseThrow())
                .containsExactly("0", "2", "3");
    }

    @Test
    void readsTypesOfLinks() throws Exception {
        api.get("/rest/api/3/issueLinkType", call -> Reply.json(Map.of("issueLinkTypes", THREE)));

        assertThat(read("issue_link_types")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"versions, version", "components, component"})
    void readsWhatEachProjectHas(String table, String path) throws Exception {
        jira.values("/rest/api/3/project/search", THREE.subList(0, 1));
        jira.values("/rest/api/3/project/1/" + path, THREE);

        assertThat(read(table)).hasSize(3);
    }

    @Test
    void readsSprintsOfScrumBoardsAndPassesKanbanBoards() throws Exception {
        jira.values("/rest/agile/1.0/board", THREE.subList(0, 2));
        api.get(
                "/rest/agile/1.0/board/1/sprint",
                call -> FakeJira.error(400, "The board does not support sprints"));
        jira.values("/rest/agile/1.0/board/2/sprint", List.of(Map.of("id", 77)));

        assertThat(read("sprints")).containsExactly(Map.of("id", 77, "_boards_id", "2"));
    }

    @Test
    void whatIsDeletedOnTheWayIsPassed() throws Exception {
        jira.values("/rest/api/3/project/search", THREE.subList(0, 2));
        jira.values("/rest/api/3/project/2/version", THREE);
        jira.issues.add(FakeJira.issue(1, "2026-02-03T10:00:00Z"));
        jira.comment(1, "11");
        jira.comment(1, "12");
        api.get(
                "/rest/api/3/issue/{issue}/comment",
                call -> FakeJira.error(404, "Issue does not exist"));

        assertThat(read("versions")).hasSize(3);
        assertThat(read("comments")).isEmpty();
    }

    @Test
    void offersTheDearAndTheAdministrativeOnRequest() throws Exception {
        assertThat(source.resources(run(api, List.of())))
                .extracting(resource -> resource.spec().name())
                .containsExactly(
                        "issues",
                        "comments",
                        "changelogs",
                        "worklogs",
                        "projects",
                        "project_categories",
                        "versions",
                        "components",
                        "users",
                        "fields",
                        "statuses",
                        "issue_types",
                        "priorities",
                        "resolutions",
                        "issue_link_types",
                        "boards",
                        "sprints");
    }

    @Test
    void everyTableHasAKey() throws Exception {
        MemoryRun none = run(api, List.of());
        for (Resource resource : source.resources(run(api, source.choices("resources", none)))) {
            assertThat(resource.spec().primaryKey()).as(resource.spec().name()).isNotEmpty();
        }
    }

    @Test
    void aTokenOfNextPagesThatRepeatsEndsInAnError() {
        api.post(
                "/rest/api/3/search/jql",
                call ->
                        Reply.json(
                                Map.of(
                                        "issues",
                                        List.of(FakeJira.issue(1, "2026-02-03T10:00:00Z")),
                                        "isLast",
                                        false,
                                        "nextPageToken",
                                        "again")));

        for (String table : List.of("issues", "comments", "changelogs")) {
            api.clearRequests();
            assertThatThrownBy(() -> read(table)).isInstanceOf(SourceException.class);
            assertThat(api.requests("/rest/api/3/search/jql")).hasSizeLessThan(4);
        }
    }

    @Test
    void changesOfWorklogsThatGetNoFurtherEndInAnError() {
        api.get(
                "/rest/api/3/worklog/updated",
                call -> Reply.json(Map.of("values", List.of(), "until", 5, "lastPage", false)));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read("worklogs"));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
    }

    @Test
    void worksWhereTheTimeZoneIsNotTold() throws Exception {
        api.get("/rest/api/3/myself", call -> Reply.json(Map.of("accountId", "a1")));

        read("issues");

        assertThat(api.requests("/rest/api/3/search/jql").get(0).body())
                .as("no clock on earth is behind this one")
                .contains("1999-12-31 12:00");
    }

    @Test
    void saysThatThereIsNoSuchSite() {
        api.get(
                "/rest/api/3/myself",
                call ->
                        Reply.json(
                                        Map.of(
                                                "timestamp",
                                                "2026-03-01T12:00:00",
                                                "status",
                                                404,
                                                "error",
                                                "Not Found",
                                                "message",
                                                "No message available",
                                                "path",
                                                "/rest/api/3/myself"))
                                .withStatus(404));

        SourceException failure =
                catchThrowableOfType(
                        SourceException.class, () -> source.check(run(api, List.of())));

        assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(failure.hint()).contains("subdomain");
    }

    @Test
    void refusesAQueryWithAnOrder() {
        assertThatThrownBy(() -> configured("project = X order  by rank", Duration.ZERO, 100))
                .hasMessage("jql must not have an ORDER BY.");
        assertThat(configured("summary ~ \"order by phone\"", Duration.ZERO, 100).address())
                .isEqualTo("https://bakery.atlassian.net");
    }

    @Test
    void refusesImpossibleNumbers() {
        assertThatThrownBy(() -> configured("a = b", Duration.ofSeconds(-1), 100))
                .hasMessage("lookback must not be negative.");
        assertThatThrownBy(() -> configured("a = b", Duration.ZERO, 5001))
                .hasMessage("page_size must be from 1 to 5000.");
    }

    private static JiraSource.Config configured(String jql, Duration lookback, int pageSize) {
        return new JiraSource.Config(
                "bakery",
                FakeJira.EMAIL,
                Secret.of(FakeJira.TOKEN),
                List.of(),
                List.of(),
                Optional.of(jql),
                Optional.empty(),
                lookback,
                false,
                pageSize,
                Optional.empty());
    }
}
