package dev.dango.connectors.workable;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workable from its listings to the warehouse's tables. */
class WorkableSourceTest extends HttpSourceContract {

    private static final String TOKEN = "wk-51Hfake";
    private static final int PAGE = 2;

    private final FakeListing candidates =
            new FakeListing(
                    List.of(
                            candidate("c1", "2026-01-05T10:00:00Z"),
                            candidate("c2", "2026-02-20T10:00:00Z"),
                            candidate("c3", "2026-02-01T10:00:00Z")));
    private final FakeListing jobs =
            new FakeListing(
                    List.of(
                            Map.of("id", "j1", "shortcode", "AAA", "title", "Baker"),
                            Map.of("id", "j2", "shortcode", "BBB", "title", "Miller")));

    private static Map<String, Object> candidate(String id, String updated) {
        return Map.of("id", id, "name", "Zoë " + id, "updated_at", updated);
    }

    @BeforeEach
    void answer() {
        api.requireHeader("Authorization", "Bearer " + TOKEN, error(401, "Not authorized"));
        api.get("/spi/v3/candidates", call -> page(call, "candidates", since(call)));
        api.get("/spi/v3/jobs", call -> page(call, "jobs", jobs));
    }

    private static Reply error(int status, String message) {
        return Reply.json(Map.of("error", message)).withStatus(status);
    }

    private FakeListing since(Call call) {
        String after = call.query("updated_after").orElse("");
        return candidates.where(one -> one.get("updated_at").toString().compareTo(after) >= 0);
    }

    /** As Workable pages: by its own address, which the last page does not have. */
    private Reply page(Call call, String name, FakeListing all) {
        int from = call.query("since_id").map(id -> after(all, id)).orElse(0);
        List<Map<String, Object>> part = all.part(from, PAGE);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, part);
        if (from + PAGE < all.records().size()) {
            String filter =
                    call.query("updated_after").map(day -> "&updated_after=" + day).orElse("");
            String next =
                    "?limit=%s&since_id=%s%s"
                            .formatted(
                                    call.number("limit", 50), part.get(PAGE - 1).get("id"), filter);
            String self = "https://bakery.workable.com" + call.path();
            page.put("paging", Map.of("next", self + next));
        }
        return Reply.json(page);
    }

    private static int after(FakeListing all, String id) {
        return all.records().stream().map(one -> one.get("id")).toList().indexOf(id) + 1;
    }

    @Override
    protected Source source() {
        return new WorkableSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("jobs", "candidates")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("access_token", TOKEN);
        settings.put("subdomain", "bakery");
        settings.put("base_url", api.url() + "/spi/v3");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "resources",
                                List.of("jobs"),
                                "start_date",
                                "2025-01-01",
                                "load_details",
                                true)));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case PRIMARY_KEYS, INCREMENTAL, CHECKPOINTS, CREDENTIALS, NETWORK -> true;
            case SCHEMA, SLICES, DELETES -> false;
        };
    }

    @Override
    protected void addRecord() {
        candidates.add(candidate("c4", "2026-02-28T10:00:00Z"));
    }

    @Test
    void asksOnlyForCandidatesThatChanged() {
        TestProject project = project();
        syncWell(project);
        assertThat(api.requests("/spi/v3/candidates")).hasSize(2);
        assertThat(api.requests("/spi/v3/candidates").get(0).query("updated_after"))
                .contains("2000-01-01T00:00:00Z");

        api.clearRequests();
        candidates.replace("id", "c1", candidate("c1", "2026-02-28T09:00:00Z"));
        syncWell(project);

        assertThat(api.requests("/spi/v3/candidates"))
                .as("the one that changed, and the last one again")
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("updated_after"))
                                        .contains("2026-02-20T04:00:00Z"));
        assertThat(project.query("SELECT count(*), max(updated_at)::DATE FROM candidates"))
                .containsExactly("3|2026-02-28");
    }

    @Test
    void forgetsDeletedJobs() {
        TestProject project = project();
        syncWell(project);
        api.get("/spi/v3/jobs", call -> page(call, "jobs", new FakeListing(jobs.part(1, 1))));
        syncWell(project);
        assertThat(project.query("SELECT title FROM jobs")).containsExactly("Miller");
    }

    @Test
    void readsActivitiesOfChangedCandidatesOnlyAndReplacesThem() {
        activities("c1", "applied");
        activities("c2", "applied", "moved");
        activities("c3");
        TestProject project =
                project().settings(with(Map.of("resources", List.of("candidates_activities"))));
        syncWell(project);
        assertThat(project.query("SELECT count(*) FROM candidates_activities"))
                .containsExactly("3");

        api.clearRequests();
        activities("c2", "applied", "moved", "disqualified");
        candidates.replace("id", "c2", candidate("c2", "2026-03-01T12:00:30Z"));
        syncWell(project);

        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/spi/v3/candidates", "/spi/v3/candidates/c2/activities");
        assertThat(
                        project.query(
                                "SELECT _candidates_id, string_agg(action ORDER BY action) FROM"
                                        + " candidates_activities GROUP BY ALL ORDER BY ALL"))
                .containsExactly("c1|applied", "c2|applied,disqualified,moved");
    }

    @Test
    void candidatesWithoutActivitiesAreNotAskedForThemAgain() {
        List.of("c1", "c2", "c3").forEach(this::activities);
        TestProject project =
                project().settings(with(Map.of("resources", List.of("candidates_activities"))));
        syncWell(project);

        api.clearRequests();
        syncWell(project);

        assertThat(api.requests())
                .as("which candidates changed since the last run began")
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.query("updated_after").orElseThrow())
                                        .startsWith("2026-03-01T11:"));
    }

    @Test
    void aFirstLoadOfDetailsGoesOnWhereItBrokeOff() {
        List.of("c1", "c2", "c3").forEach(id -> activities(id, "applied"));
        api.get("/spi/v3/candidates/c3/activities", call -> error(400, "Broken off."));
        TestProject project =
                project().settings(with(Map.of("resources", List.of("candidates_activities"))));
        assertThat(project.sync().failures()).hasSize(1);

        api.clearRequests();
        activities("c3", "applied");
        candidates.replace("id", "c1", candidate("c1", "2026-03-01T12:00:30Z"));
        syncWell(project);
        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/spi/v3/candidates", "/spi/v3/candidates/c3/activities");
        assertThat(api.requests().get(0).query("since_id")).contains("c2");
        assertThat(project.query("SELECT count(*) FROM candidates_activities"))
                .containsExactly("3");

        api.clearRequests();
        syncWell(project);
        assertThat(api.requests())
                .extracting(Call::path)
                .as("what changed while the first load was under way")
                .containsExactly("/spi/v3/candidates", "/spi/v3/candidates/c1/activities");
    }

    private static Map<String, String> activity(String action) {
        return Map.of("action", action, "created_at", "2026-02-01T10:00:00Z");
    }

    private void activities(String candidate, String... actions) {
        List<Map<String, String>> all =
                List.of(actions).stream().map(WorkableSourceTest::activity).toList();
        api.get(
                "/spi/v3/candidates/" + candidate + "/activities",
                call -> Reply.json(Map.of("activities", all)));
    }

    @Test
    void aTableWithoutItsScopeIsReportedAndTheOthersAreLoaded() {
        api.get("/spi/v3/requisitions", call -> error(403, "Missing scope r_requisitions"));
        SourceReport report =
                project()
                        .settings(with(Map.of("resources", List.of("requisitions", "jobs"))))
                        .sync();
        assertThat(report.status()).isEqualTo(SourceReport.Status.PARTIAL);
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.message()).contains("r_requisitions");
                        });
    }
}
