package dev.dango.connectors.workable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.WriteMode;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import dev.dango.testkit.Reply;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Workable for each table, and where the records stand in its answers. */
class WorkableRequestsTest {

    private static final Map<String, Object> RECORD =
            Map.of(
                    "id",
                    "x1",
                    "uuid",
                    "x1",
                    "slug",
                    "sourced",
                    "clock_in_time",
                    "2026-01-01T08:00Z");

    private final FakeApi api = FakeApi.start();
    private final WorkableSource source = new WorkableSource();

    @BeforeEach
    void answer() {
        api.get(
                "/jobs",
                call ->
                        Reply.json(
                                Map.of("jobs", List.of(Map.of("id", "j1", "shortcode", "AAA")))));
        api.get(
                "/candidates",
                call ->
                        Reply.json(
                                Map.of(
                                        "candidates",
                                        List.of(
                                                Map.of(
                                                        "id",
                                                        "c1",
                                                        "updated_at",
                                                        "2026-01-01T00:00:00Z")))));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private MemoryRun run(boolean details, String... resources) {
        WorkableSource.Config config =
                new WorkableSource.Config(
                        Secret.of("wk-1"),
                        "bakery",
                        List.of(resources),
                        LocalDate.of(2026, 1, 1),
                        details,
                        Optional.of(api.url()));
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "members, /members, members, id",
        "recruiters, /recruiters, recruiters, id",
        "stages, /stages, stages, slug",
        "requisitions, /requisitions, requisitions, id",
        "custom_attributes, /custom_attributes, custom_attributes, id",
        "events, /events, events, id",
        "departments, /departments, '', id",
        "disqualification_reasons, /disqualification_reasons, '', id",
        "employees, /employees, employees, id",
        "legal_entities, /legal_entities, '', id",
        "timeoff_requests, /timeoff/requests, requests, id",
        "time_entries, /time-tracking/time-entries, time_entries, uuid",
        "jobs_activities, /jobs/AAA/activities, activities, ''",
        "jobs_questions, /jobs/AAA/questions, questions, _jobs_shortcode+id",
        "jobs_stages, /jobs/AAA/stages, stages, _jobs_shortcode+slug",
        "jobs_custom_attributes, /jobs/AAA/custom_attributes, custom_attributes, _jobs_shortcode+id",
        "jobs_members, /jobs/AAA/members, members, _jobs_shortcode+id",
        "jobs_recruiters, /jobs/AAA/recruiters, recruiters, _jobs_shortcode+id",
        "candidates_activities, /candidates/c1/activities, activities, _candidates_id+id",
    })
    void readsEachListing(String table, String path, String member, String key) throws Exception {
        api.get(
                path,
                call ->
                        Reply.json(
                                member.isEmpty()
                                        ? List.of(RECORD)
                                        : Map.of(member, List.of(RECORD), "total_count", 1)));
        MemoryRun run = run(false, table);
        Resource resource = source.resources(run).get(0);

        assertThat(run.read(resource))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("id", "x1"));
        assertThat(String.join("+", resource.spec().primaryKey())).isEqualTo(key);
        assertThat(api.requests(path)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "jobs_details, /jobs/AAA, '', id, j1",
        "jobs_application_form, /jobs/AAA/application_form, '', _jobs_shortcode, AAA",
        "candidates_details, /candidates/c1, candidate, id, c1",
        "candidates_offer, /candidates/c1/offer, '', _candidates_id, c1",
    })
    void readsEachDetail(String table, String path, String member, String key, String value)
            throws Exception {
        Map<String, Object> document = Map.of("id", value, "state", "sent");
        api.get(path, call -> Reply.json(member.isEmpty() ? document : Map.of(member, document)));

        assertThat(read(run(false, table)))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsEntry(key, value)
                                        .containsEntry("state", "sent"));
    }

    @Test
    void detailsAreAskedForByASetting() throws Exception {
        MemoryRun plain = run(false);
        MemoryRun detailed = run(true);

        assertThat(source.resources(plain))
                .extracting(resource -> resource.spec().name())
                .containsExactly(
                        "members",
                        "recruiters",
                        "stages",
                        "requisitions",
                        "jobs",
                        "custom_attributes",
                        "events",
                        "candidates",
                        "disqualification_reasons");
        assertThat(source.resources(detailed))
                .extracting(resource -> resource.spec().name())
                .contains(
                        "jobs_activities",
                        "jobs_application_form",
                        "jobs_questions",
                        "jobs_stages",
                        "jobs_custom_attributes",
                        "jobs_members",
                        "jobs_recruiters",
                        "candidates_activities",
                        "candidates_offer",
                        "candidates_details")
                .doesNotContain("employees");
    }

    @Test
    void beginsAtTheStartDate() throws Exception {
        read(run(false, "jobs"));
        read(run(false, "candidates"));

        assertThat(api.requests())
                .satisfiesExactly(
                        jobs ->
                                assertThat(jobs.query("created_after"))
                                        .contains("2026-01-01T00:00:00Z"),
                        candidates ->
                                assertThat(candidates.query("updated_after"))
                                        .contains("2026-01-01T00:00:00Z"));
    }

    @Test
    void pagesThroughEmployeesByOffset() throws Exception {
        api.get(
                "/employees",
                call ->
                        Reply.json(
                                Map.of(
                                        "employees",
                                        List.of(Map.of("id", "e" + call.number("offset", 0))),
                                        "total_count",
                                        3)));

        assertThat(read(run(false, "employees")))
                .extracting(row -> row.get("id"))
                .containsExactly("e0", "e1", "e2");
        assertThat(api.requests()).extracting(Call::path).hasSize(3);
    }

    @Test
    void aCandidateWithoutAnOfferHasNone() throws Exception {
        api.get(
                "/candidates/c1/offer",
                call -> Reply.json(Map.of("error", "Not found")).withStatus(404));

        assertThat(read(run(false, "candidates_offer"))).isEmpty();
    }

    @Test
    void aLimitSavesTheRequestsForOtherCandidates() throws Exception {
        List<Map<String, String>> two =
                List.of(
                        Map.of("id", "c1", "updated_at", "2026-01-01T00:00:00Z"),
                        Map.of("id", "c2", "updated_at", "2026-01-01T00:00:00Z"));
        api.get("/candidates", call -> Reply.json(Map.of("candidates", two)));
        api.get(
                "/candidates/{candidate}",
                call -> Reply.json(Map.of("candidate", Map.of("id", call.variable("candidate")))));
        MemoryRun run = run(false, "candidates_details");

        run.read(source.resources(run).get(0), new MemorySink().limit(1));

        assertThat(api.requests())
                .extracting(Call::path)
                .containsExactly("/candidates", "/candidates/c1");
    }

    @Test
    void onlyWhatChangesIsMerged() throws Exception {
        for (Resource resource : source.resources(run(true))) {
            boolean ofCandidates = resource.spec().name().startsWith("candidates");
            assertThat(resource.spec().mode())
                    .as(resource.spec().name())
                    .isEqualTo(ofCandidates ? WriteMode.MERGE : WriteMode.REPLACE);
        }
    }
}
