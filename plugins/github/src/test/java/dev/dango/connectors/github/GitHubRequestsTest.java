package dev.dango.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.dango.apidocs.ApiDocument;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of GitHub for each table, and how its limits are understood. */
class GitHubRequestsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeApi api = FakeApi.start();
    private final GitHubSource source = new GitHubSource();

    /** Answers whatever it is asked with one record. */
    @BeforeEach
    void answer() {
        Map<String, Object> record = new HashMap<>(FakeGitHub.pullAsIssue(1, 1));
        record.put("full_name", "acme/app");
        record.put("name", "n");
        record.put("slug", "team");
        record.put("sha", "abc");
        record.put("commit", Map.of("committer", Map.of("date", FakeGitHub.time(1))));
        record.put("user", Map.of("id", 1));
        List<Map<String, Object>> one = List.of(record);
        api.get("/repos/acme/app", call -> Reply.json(record));
        api.get("/orgs/acme", call -> Reply.json(record));
        for (String path :
                List.of(
                        "/repos/acme/app/{a}",
                        "/repos/acme/app/{a}/{b}",
                        "/repos/acme/app/{a}/{b}/{c}",
                        "/repos/acme/app/actions/runs/{run}/jobs",
                        "/orgs/acme/{a}",
                        "/orgs/acme/teams/{team}/members")) {
            api.get(path, call -> Reply.json(one));
        }
        api.get("/repos/acme/app/actions/runs", call -> wrapped("workflow_runs", one));
        api.get("/repos/acme/app/actions/workflows", call -> wrapped("workflows", one));
        api.get("/repos/acme/app/actions/runs/{run}/jobs", call -> wrapped("jobs", one));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static Reply wrapped(String name, List<Map<String, Object>> records) {
        return Reply.json(Map.of("total_count", records.size(), name, records));
    }

    private MemoryRun run(boolean wholeOrganization, String... resources) {
        return new MemoryRun(
                new GitHubSource.Config(
                        Secret.of(FakeGitHub.TOKEN),
                        Optional.empty(),
                        Optional.empty(),
                        wholeOrganization ? List.of() : List.of("acme/app"),
                        Optional.of("acme"),
                        List.of(resources),
                        Optional.empty(),
                        api.url()),
                FixedClock.at(NOW.toString()));
    }

    private List<Call> read(MemoryRun run) throws Exception {
        api.clearRequests();
        for (Resource resource : source.resources(run)) {
            run.read(resource);
        }
        return api.requests();
    }

    @Test
    void readsEachTableFromItsOwnListing() throws Exception {
        Map<String, List<String>> paths = new TreeMap<>();
        for (String table : source.choices("resources", run(false))) {
            paths.put(
                    table,
                    read(run(false, table)).stream()
                            .map(call -> call.path().replace("/repos/acme/app", "~"))
                            .toList());
        }

        assertThat(paths)
                .containsOnly(
                        entry("branches", List.of("~/branches")),
                        entry("collaborators", List.of("~/collaborators")),
                        entry("commit_comments", List.of("~/comments")),
                        entry("commits", List.of("~/commits")),
                        entry("contributors", List.of("~/contributors")),
                        entry("deployments", List.of("~/deployments")),
                        entry("events", List.of("~/events")),
                        entry("issue_comments", List.of("~/issues/comments")),
                        entry("issue_events", List.of("~/issues/events")),
                        entry("issues", List.of("~/issues")),
                        entry("issues_and_pull_requests", List.of("~/issues")),
                        entry("labels", List.of("~/labels")),
                        entry("members", List.of("/orgs/acme/members")),
                        entry("milestones", List.of("~/milestones")),
                        entry("pull_requests", List.of("~/pulls")),
                        entry("releases", List.of("~/releases")),
                        entry("repositories", List.of("~")),
                        entry("review_comments", List.of("~/pulls/comments")),
                        entry("reviews", List.of("~/issues", "~/pulls/1/reviews")),
                        entry("stargazers", List.of("~/stargazers")),
                        entry("tags", List.of("~/tags")),
                        entry(
                                "team_members",
                                List.of("/orgs/acme/teams", "/orgs/acme/teams/team/members")),
                        entry("teams", List.of("/orgs/acme/teams")),
                        entry(
                                "workflow_jobs",
                                List.of("~/actions/runs", "~/actions/runs/1001/jobs")),
                        entry("workflow_runs", List.of("~/actions/runs")),
                        entry("workflows", List.of("~/actions/workflows")));
    }

    @Test
    void asksForTheVersionItKnows() throws Exception {
        assertThat(read(run(false, "issues", "events")))
                .allSatisfy(
                        call -> {
                            assertThat(call.header("X-GitHub-Api-Version")).contains("2022-11-28");
                            assertThat(call.header("Accept"))
                                    .contains("application/vnd.github+json");
                            assertThat(call.query("per_page")).contains("100");
                        });
    }

    @Test
    void everyRequestIsDocumented() throws Exception {
        ApiDocument document = ApiDocument.openApi("github/api.github.com.json");
        String[] all = source.choices("resources", run(false)).toArray(String[]::new);
        MemoryRun run = run(false, all);
        List<Call> calls = new ArrayList<>(read(run));
        calls.addAll(read(run));
        calls.addAll(read(run(true, "repositories", "labels")));
        api.clearRequests();
        source.check(run(false));
        source.check(run(true));
        calls.addAll(api.requests());

        document.except(
                        "does not match any defined response types",
                        "GitHub's pages ask for these media types; the document has those of the"
                                + " answers")
                .allows(calls);
    }

    @ParameterizedTest
    @CsvSource({
        "403, x-ratelimit-remaining:0 x-ratelimit-reset:1772366700, API rate limit exceeded, 300",
        "429, x-ratelimit-remaining:0 x-ratelimit-reset:1772366700, API rate limit exceeded, 300",
        "403, retry-after:45, You have exceeded a secondary rate limit., 45",
        "429, retry-after:45, You have exceeded a secondary rate limit., 45",
        "403, x:y, You have exceeded a secondary rate limit., 60",
        "429, x:y, You have exceeded a secondary rate limit., 60",
        "403, x:y, You have triggered an abuse detection mechanism., 60",
        "403, x:y, Resource not accessible by personal access token, -1",
        "200, x-ratelimit-remaining:17 x-ratelimit-reset:1772366700, fine, -1"
    })
    void waitsAsLongAsGitHubWants(int status, String headers, String message, long seconds) {
        Map<String, List<String>> sent = new HashMap<>();
        for (String header : headers.split(" ")) {
            String[] parts = header.split(":");
            sent.put(parts[0], List.of(parts[1]));
        }
        Response answer = answer(status, sent, message);

        assertThat(Connection.pause(answer, NOW))
                .isEqualTo(Optional.of(Duration.ofSeconds(seconds)).filter(w -> !w.isNegative()));
    }

    @Test
    void understandsADateToComeBackAt() {
        Map<String, List<String>> sent =
                Map.of("Retry-After", List.of("Sun, 01 Mar 2026 12:02:00 GMT"));

        assertThat(Connection.pause(answer(429, sent, "secondary rate limit"), NOW))
                .contains(Duration.ofMinutes(2));
    }

    private Response answer(int status, Map<String, List<String>> headers, String message) {
        byte[] body = "{\"message\":\"%s\"}".formatted(message).getBytes(StandardCharsets.UTF_8);
        return Response.of(Request.get(api.url()), status, headers, body);
    }
}
