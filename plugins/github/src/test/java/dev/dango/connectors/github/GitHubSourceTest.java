package dev.dango.connectors.github;

import static dev.dango.connectors.github.FakeGitHub.commit;
import static dev.dango.connectors.github.FakeGitHub.item;
import static dev.dango.connectors.github.FakeGitHub.pullAsIssue;
import static dev.dango.connectors.github.FakeGitHub.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GitHub from its listings to the warehouse's tables. */
class GitHubSourceTest extends HttpSourceContract {

    private static final String APP = "acme/app";
    private static final String LIB = "acme/lib";

    private final FakeGitHub github = new FakeGitHub(api);

    @BeforeEach
    void fill() {
        for (int i = 1; i <= 5; i++) {
            github.listing(APP, "issues").add(item(i, i));
        }
        github.listing(LIB, "issues").add(item(50, 9));
        github.listing(APP, "pulls").add(item(60, 10));
        github.listing(APP, "pulls").add(item(61, 11));
        github.listing(LIB, "labels").add(Map.of("id", 1, "name", "bug"));
    }

    @Override
    protected Source source() {
        return new GitHubSource();
    }

    /**
     * From a day on from which no issue stands at the seam of two pages, where it is read twice.
     */
    @Override
    protected Map<String, Object> settings() {
        return with(loading("labels", "pull_requests", "issues"), "start_date", "2026-01-03");
    }

    private Map<String, Object> loading(String... resources) {
        return with(
                Map.of(
                        "access_token", FakeGitHub.TOKEN,
                        "repositories", List.of(APP, LIB),
                        "base_url", api.url()),
                "resources",
                List.of(resources));
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> record(Map<String, ?> record, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(record);
        changed.put(name, value);
        return changed;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        Map<String, Object> single = with(settings(), "start_date", "2020-01-01");
        single.remove("repositories");
        return List.of(
                with(with(single, "owner", "acme"), "name", "app"),
                with(settings(), "organization", "acme"));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        github.listing(APP, "issues").add(item(20, 20));
    }

    /** Where no page is left out when the listing is begun anew. */
    @Override
    protected String pathOfRecords() {
        return "/repos/acme/app/pulls";
    }

    private TestProject synced(String... resources) {
        TestProject project = project().settings(loading(resources));
        syncWell(project);
        api.clearRequests();
        return project;
    }

    private static List<String> ids(TestProject project, String table) {
        return project.query("SELECT id - 1000 FROM %s ORDER BY 1".formatted(table));
    }

    private List<String> paths() {
        return api.requests().stream().map(Call::path).sorted().toList();
    }

    private Failure onlyFailure(String... resources) {
        List<Failure> failures = project().settings(loading(resources)).sync().failures();
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    // ---- issues and pull requests ----------------------------------------------------------

    @Test
    void asksEachRepositoryOnlyForWhatChanged() {
        TestProject project = synced("issues");
        assertThat(ids(project, "issues")).containsExactly("1", "2", "3", "4", "5", "50");
        github.listing(APP, "issues").replace("number", "2", record(item(2, 25), "title", "New"));

        syncWell(project);

        assertThat(paths()).containsExactly("/repos/acme/app/issues", "/repos/acme/lib/issues");
        assertThat(api.requests())
                .extracting(call -> call.query("since").orElseThrow())
                .as("the last change of each repository, less a minute")
                .containsExactlyInAnyOrder("2026-01-05T09:59:00Z", "2026-01-09T09:59:00Z");
        assertThat(
                        project.query(
                                "SELECT title, user__login, _repositories_full_name FROM issues WHERE number = 2"))
                .containsExactly("New|ada|acme/app");
    }

    @Test
    void followsLinksAsTheyAre() {
        for (int i = 1; i <= 4; i++) {
            github.listing(APP, "labels").add(Map.of("id", 10 + i, "name", "l" + i));
        }
        TestProject project = project().settings(loading("labels"));

        syncWell(project);

        assertThat(paths())
                .containsExactly(
                        "/repos/acme/app/labels",
                        "/repos/acme/lib/labels",
                        "/repositories/0/labels");
    }

    @Test
    void followsLinksThroughAProxy() {
        github.linkTo("https://api.github.com");
        for (int i = 1; i <= 4; i++) {
            github.listing(APP, "labels").add(Map.of("id", 10 + i, "name", "l" + i));
        }
        TestProject project = project().settings(loading("labels"));

        syncWell(project);

        assertThat(project.query("SELECT count(*) FROM labels")).containsExactly("5");
    }

    @Test
    void readsOnAtTheLastCommentInsteadOfTurningPages() {
        for (int i = 1; i <= 6; i++) {
            github.listing(APP, "issues/comments").add(item(i, i));
        }
        TestProject project = project().settings(loading("issue_comments"));

        syncWell(project);

        assertThat(api.requests("/repos/acme/app/issues/comments"))
                .extracting(call -> call.query("since").orElse("ever"))
                .containsExactly("ever", "2026-01-03T10:00:00Z", "2026-01-05T10:00:00Z");
        assertThat(ids(project, "issue_comments")).hasSize(6);
    }

    @Test
    void readsARepositoryThatIsNamedLaterFromItsStart() {
        TestProject project =
                project().settings(with(loading("issues"), "repositories", List.of(LIB)));
        syncWell(project);

        syncWell(project.settings(loading("issues")));

        assertThat(ids(project, "issues")).containsExactly("1", "2", "3", "4", "5", "50");
    }

    @Test
    void keepsPullRequestsOutOfIssues() {
        github.listing(APP, "issues").add(pullAsIssue(60, 10));
        TestProject project = synced("issues", "issues_and_pull_requests");

        assertThat(ids(project, "issues")).containsExactly("1", "2", "3", "4", "5", "50");
        assertThat(ids(project, "issues_and_pull_requests")).hasSize(7).contains("60");
    }

    @Test
    void readsPullRequestsUntilTheyAreKnown() {
        for (int i = 62; i < 70; i++) {
            github.listing(APP, "pulls").add(item(i, i - 50));
        }
        TestProject project = synced("pull_requests");
        github.listing(APP, "pulls").replace("number", "61", item(61, 25));

        syncWell(project);

        assertThat(paths()).containsExactly("/repos/acme/app/pulls", "/repos/acme/lib/pulls");
        assertThat(
                        project.query(
                                "SELECT strftime(updated_at, '%d') FROM pull_requests WHERE number = 61"))
                .containsExactly("25");
        assertThat(ids(project, "pull_requests")).hasSize(10);
    }

    @Test
    void findsPullRequestsThatAreListedALittleLater() {
        TestProject project = synced("pull_requests");
        Map<String, Object> late = record(item(62, 11), "updated_at", "2026-01-11T09:59:50Z");
        github.listing(APP, "pulls").add(late);

        syncWell(project);

        assertThat(ids(project, "pull_requests")).containsExactly("60", "61", "62");
    }

    @Test
    void asksForReviewsOfPullRequestsThatChanged() {
        github.listing(APP, "issues").add(pullAsIssue(60, 10));
        github.listing(APP, "issues").add(pullAsIssue(61, 11));
        github.listing(LIB, "issues").add(pullAsIssue(70, 12));
        github.listing(APP, "pulls/60/reviews").add(item(1, 10));
        github.listing(LIB, "pulls/70/reviews").add(item(2, 12));
        TestProject project = synced("reviews");
        assertThat(ids(project, "reviews")).containsExactly("1", "2");
        github.listing(APP, "issues").replace("number", "60", pullAsIssue(60, 26));
        github.listing(APP, "pulls/60/reviews").add(item(3, 26));

        syncWell(project);

        assertThat(paths())
                .containsExactly(
                        "/repos/acme/app/issues",
                        "/repos/acme/app/pulls/60/reviews",
                        "/repos/acme/app/pulls/61/reviews",
                        "/repos/acme/lib/issues",
                        "/repos/acme/lib/pulls/70/reviews");
        assertThat(ids(project, "reviews")).containsExactly("1", "2", "3");
    }

    @Test
    void goesOnWithReviewsWhereItBrokeOff() {
        for (int number = 60; number < 66; number++) {
            github.listing(APP, "issues").add(pullAsIssue(number, number - 50));
            github.listing(APP, "pulls/" + number + "/reviews").add(item(number, number - 50));
        }
        api.failNext("/repos/acme/app/pulls/64/reviews", Reply.status(400), 1);
        TestProject project = project().settings(loading("reviews"));
        assertThat(project.sync().failures()).hasSize(1);
        api.clearRequests();

        syncWell(project);

        assertThat(paths())
                .contains("/repos/acme/app/pulls/64/reviews", "/repos/acme/app/pulls/65/reviews")
                .doesNotContain(
                        "/repos/acme/app/pulls/60/reviews", "/repos/acme/app/pulls/62/reviews");
        assertThat(ids(project, "reviews")).containsExactly("60", "61", "62", "63", "64", "65");
    }

    // ---- code ------------------------------------------------------------------------------

    @Test
    void findsCommitsThatAreMergedLater() {
        github.listing(APP, "commits").add(commit("b", 20));
        api.get("/repos/acme/lib/commits", call -> refusal(409, "Git Repository is empty."));
        TestProject project = synced("commits");
        github.listing(APP, "commits").add(commit("a", 3));

        syncWell(project);

        assertThat(
                        project.query(
                                "SELECT sha, commit__committer__date::VARCHAR FROM commits ORDER BY 1"))
                .containsExactly("a|2026-01-03 10:00:00+00", "b|2026-01-20 10:00:00+00");
        assertThat(api.requests("/repos/acme/app/commits").get(0).query("since"))
                .contains("2025-12-21T10:00:00Z");
    }

    // ---- what happens ----------------------------------------------------------------------

    @Test
    void readsMoreRunsThanGitHubLists() {
        for (int i = 31; i >= 1; i--) {
            github.listing(APP, "actions/runs")
                    .add(record(item(i, i), "repository", Map.of("id", 1)));
        }
        TestProject project = synced("workflow_runs");
        assertThat(ids(project, "workflow_runs")).hasSize(31);
        assertThat(project.columns("workflow_runs")).doesNotContain("repository__id");
        github.listing(APP, "actions/runs").addFirst(item(32, 31));

        syncWell(project);

        assertThat(api.requests("/repos/acme/app/actions/runs").get(0).query("created"))
                .contains(">=2026-01-28T10:00:00Z");
        assertThat(ids(project, "workflow_runs")).hasSize(32);
    }

    @Test
    void saysWhenSomebodyStarred() {
        github.listing(APP, "stargazers")
                .add(
                        Map.of(
                                "starred_at",
                                "2026-01-01T10:00:00Z",
                                "user",
                                Map.of("id", 7, "login", "ada")));
        github.listing(APP, "stargazers").add(record(Map.of(), "user", null));
        TestProject project = project().settings(loading("stargazers"));

        syncWell(project);

        assertThat(project.query("SELECT id, login, starred_at::VARCHAR FROM stargazers"))
                .containsExactly("7|ada|2026-01-01 10:00:00+00");
        assertThat(api.requests("/repos/acme/app/stargazers").get(0).header("Accept"))
                .contains("application/vnd.github.star+json");
    }

    // ---- whose repositories ----------------------------------------------------------------

    @Test
    void readsAllRepositoriesOfAnOrganization() {
        api.get("/orgs/acme/members", call -> Reply.json(List.of(Map.of("id", 1))));
        Map<String, Object> settings =
                with(loading("repositories", "issues", "members"), "organization", "acme");
        settings.remove("repositories");
        TestProject project = project().settings(settings);

        syncWell(project);

        assertThat(project.query("SELECT full_name FROM repositories ORDER BY 1"))
                .containsExactly(APP, LIB);
        assertThat(ids(project, "issues")).hasSize(6);
        assertThat(project.query("SELECT id FROM members")).containsExactly("1");
        project.check();
        assertThat(paths()).contains("/orgs/acme");
    }

    @Test
    void understandsConfigurationsOfTheOriginal() {
        TestProject project =
                project()
                        .settings(
                                Map.of(
                                        "access_token",
                                        FakeGitHub.TOKEN,
                                        "owner",
                                        "acme",
                                        "name",
                                        "app",
                                        "base_url",
                                        api.url()));

        project.sync();

        assertThat(ids(project, "issues")).hasSize(5);
        assertThat(ids(project, "pull_requests")).containsExactly("60", "61");
    }

    @Test
    void beginsAtTheStartDate() {
        TestProject project =
                project()
                        .settings(
                                with(
                                        loading("issues", "pull_requests"),
                                        "start_date",
                                        "2026-01-05"));

        syncWell(project);

        assertThat(ids(project, "issues")).containsExactly("5", "50");
        assertThat(ids(project, "pull_requests")).containsExactly("60", "61");
        assertThat(api.requests("/repos/acme/app/issues").get(0).query("since"))
                .contains("2026-01-05T00:00:00Z");
    }

    @Test
    void wantsToKnowWhichRepositories() {
        Map<String, Object> none = Map.of("access_token", FakeGitHub.TOKEN, "base_url", api.url());

        assertThatThrownBy(() -> project().bind(none))
                .hasMessageContaining("No repository is named");
        assertThatThrownBy(() -> project().bind(with(none, "owner", "acme")))
                .hasMessageContaining("owner and name go together");
        assertThatThrownBy(() -> project().bind(with(none, "repositories", List.of("app"))))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining("\"app\" is not a repository");
    }

    @Test
    void findsRepositoriesUnderNewNames() {
        api.get(
                "/repos/acme/old/issues",
                call ->
                        refusal(301, "Moved Permanently")
                                .header("Location", api.url() + "/repositories/0/issues?page=1"));
        TestProject project =
                project().settings(with(loading("issues"), "repositories", List.of("acme/old")));

        syncWell(project);

        assertThat(ids(project, "issues")).hasSize(5);
    }

    // ---- failures --------------------------------------------------------------------------

    @Test
    void passesOverWhatIsTurnedOff() {
        api.get("/repos/acme/lib/issues", call -> refusal(410, "Issues are disabled"));
        api.get("/repos/acme/lib/actions/runs", call -> refusal(404, "Not Found"));
        api.get("/repos/acme/lib/releases", call -> refusal(451, "Repository access blocked"));
        api.get("/repos/acme/lib/contributors", call -> Reply.status(204));

        TestProject project = synced("issues", "workflow_runs", "releases", "contributors");

        assertThat(ids(project, "issues")).hasSize(5);
    }

    @Test
    void waitsOutLimitsOfEitherSort() {
        String path = "/repos/acme/lib/labels";
        Reply primary =
                refusal(403, "API rate limit exceeded for user ID 1.")
                        .header("x-ratelimit-remaining", "0")
                        .header("x-ratelimit-reset", "1700000000");
        api.failNext(path, primary.header("Retry-After", "0"), 1);
        api.failNext(path, primary.withStatus(429).header("Retry-After", "0"), 1);
        api.failNext(
                path,
                refusal(403, "You have exceeded a secondary rate limit.")
                        .header("Retry-After", "0"),
                1);
        api.failNext(path, Reply.status(202).header("Retry-After", "0"), 1);

        TestProject project = synced("labels");

        assertThat(project.query("SELECT name FROM labels")).containsExactly("bug");
    }

    @Test
    void saysWhatTheTokenLacks() {
        api.get(
                "/repos/acme/app/labels",
                call -> refusal(403, "Resource not accessible by personal access token"));
        assertThat(onlyFailure("labels", "issues"))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.hint()).contains("read access");
                        });
        api.get(
                "/repos/acme/app/labels",
                call -> refusal(403, "Resource protected by organization SAML enforcement."));
        assertThat(onlyFailure("labels").hint()).contains("single sign-on");
    }

    @Test
    void saysThatARepositoryIsNotThere() {
        Map<String, Object> settings =
                with(loading("issues"), "repositories", List.of("acme/nothing"));

        assertThat(project().settings(settings).sync().failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("NOT_FOUND");
                            assertThat(failure.hint()).contains("owner and repository");
                        });
        assertThatThrownBy(() -> project().settings(settings).check())
                .isInstanceOf(SourceException.class);
    }
}
