package dev.dango.connectors.asana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of Asana for each table. */
class AsanaRequestsTest {

    private final FakeApi api = FakeApi.start();
    private final FakeAsana asana = new FakeAsana(api);
    private final AsanaSource source = new AsanaSource();

    @AfterEach
    void close() {
        api.close();
    }

    static MemoryRun run(FakeApi api, List<String> resources) {
        AsanaSource.Config config =
                new AsanaSource.Config(
                        Secret.of(FakeAsana.TOKEN),
                        resources,
                        Optional.of(LocalDate.of(2026, 1, 1)),
                        60_000,
                        api.url() + FakeAsana.BASE);
        return new MemoryRun(config, FixedClock.at("2026-03-01T12:00:00Z"));
    }

    private MemoryRun run(String... resources) {
        return run(api, List.of(resources));
    }

    private List<Map<String, Object>> read(MemoryRun run) throws Exception {
        return run.read(source.resources(run).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "users, /users, '', 1",
        "teams, /workspaces/w1/teams, '', 1",
        "custom_fields, /workspaces/w1/custom_fields, '', 1",
        "tags, /tags, workspace=w1, 1",
        "goals, /goals, workspace=w1, 1",
        "sections, /projects/p2/sections, '', 1",
        "status_updates, /status_updates, parent=p2, 2",
        "portfolios, /portfolios, workspace=w1, 1",
        "portfolio_items, /portfolios/x1/items, '', 1",
        "attachments, /attachments, parent=t1, 1",
    })
    void readsEachListing(String table, String path, String parameter, int requests)
            throws Exception {
        asana.bakery.add(FakeAsana.task("t1", "2026-02-01T10:00:00.000Z"));
        FakeListing one =
                new FakeListing(
                        List.of(
                                Map.of(
                                        "gid",
                                        "x1",
                                        "name",
                                        "X",
                                        "created_at",
                                        "2026-02-01T10:00:00.000Z")));
        asana.listing("/portfolios", one);
        asana.listing("/projects/p1/sections", new FakeListing(List.of()));
        asana.listing(path, one);

        assertThat(read(run(table)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).containsEntry("gid", "x1"));
        List<Call> calls = api.requests(FakeAsana.BASE + path);
        assertThat(calls)
                .hasSize(requests)
                .allSatisfy(
                        call -> assertThat(call.query("opt_fields").orElse("")).contains("name"))
                .allSatisfy(call -> assertThat(call.query("limit")).contains("100"));
        if (!parameter.isEmpty()) {
            String[] pair = parameter.split("=");
            assertThat(calls.get(requests - 1).query(pair[0])).contains(pair[1]);
        }
    }

    @Test
    void asksForWholeTasks() throws Exception {
        asana.mill.add(FakeAsana.task("t1", "2026-02-01T10:00:00.000Z"));

        read(run("tasks"));

        Call call = api.requests(FakeAsana.BASE + "/tasks").get(0);
        assertThat(call.query("opt_fields").orElseThrow().split(","))
                .contains(
                        "modified_at",
                        "assignee",
                        "assignee.name",
                        "memberships.section.name",
                        "custom_fields.display_value",
                        "custom_fields.enum_value")
                .doesNotHaveDuplicates();
        assertThat(call.query("modified_since")).contains("2026-01-01T00:00:00Z");
    }

    @Test
    void goesThroughSubtasksByTheirTimeOfChange() throws Exception {
        IntStream.range(0, 150)
                .mapToObj(
                        i ->
                                FakeAsana.task(
                                        "t" + i,
                                        "2026-02-01T10:%02d:%02d.000Z".formatted(i / 60, i % 60)))
                .forEach(asana.subtasks::addFirst);

        List<Map<String, Object>> rows = read(run("subtasks"));

        assertThat(rows).extracting(row -> row.get("gid")).contains("t0", "t99", "t100", "t149");
        assertThat(api.requests(FakeAsana.BASE + "/workspaces/w1/tasks/search"))
                .extracting(call -> call.query("modified_at.after").orElseThrow())
                .containsExactly("2026-01-01T00:00:00Z", "2026-02-01T10:01:38.999Z");
    }

    @Test
    void endsWithAnErrorWhenTheSearchGetsNoFurther() {
        IntStream.range(0, 120)
                .mapToObj(i -> FakeAsana.task("t" + i, "2026-02-01T10:00:00.000Z"))
                .forEach(asana.subtasks::add);

        assertThatThrownBy(() -> read(run("subtasks"))).isInstanceOf(SourceException.class);
        assertThat(api.requests(FakeAsana.BASE + "/workspaces/w1/tasks/search")).hasSizeLessThan(4);
    }

    @Test
    void saysThatSubtasksNeedAPaidPlan() {
        api.get(
                FakeAsana.BASE + "/workspaces/{workspace}/tasks/search",
                call -> FakeAsana.error(402, "Search is only available to premium users."));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("subtasks")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(failure.hint()).contains("paid plan");
    }

    @Test
    void aPlanWithoutGoalsHasNone() throws Exception {
        api.get(
                FakeAsana.BASE + "/goals",
                call -> FakeAsana.error(402, "Goals are only available to premium users."));

        assertThat(read(run("goals"))).isEmpty();
    }

    @Test
    void aPersonalWorkspaceHasNoTeams() throws Exception {
        api.get(
                FakeAsana.BASE + "/workspaces/w1/teams",
                call -> FakeAsana.error(400, "workspace: Not an organization"));

        assertThat(read(run("teams"))).isEmpty();
    }

    @Test
    void aWrongRequestIsStillAnError() {
        api.get(FakeAsana.BASE + "/workspaces/w1/teams", call -> FakeAsana.error(400, "Wrong"));

        SourceException failure =
                catchThrowableOfType(SourceException.class, () -> read(run("teams")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.REMOTE);
        assertThat(failure).hasMessageContaining("Wrong");
    }

    @Test
    void leavesOutWhatIsDearUnlessItIsNamed() throws Exception {
        assertThat(source.resources(run()))
                .extracting(resource -> resource.spec().name())
                .containsExactly(
                        "workspaces",
                        "users",
                        "teams",
                        "custom_fields",
                        "tags",
                        "projects",
                        "sections",
                        "portfolios",
                        "goals",
                        "tasks");
    }

    @Test
    void everyTableHasItsKey() throws Exception {
        for (Resource resource : source.resources(run(api, source.choices("resources", run())))) {
            assertThat(resource.spec().primaryKey()).contains("gid");
        }
    }

    @Test
    void refusesToSendNoRequests() {
        assertThatThrownBy(
                        () ->
                                new AsanaSource.Config(
                                        Secret.of("x"),
                                        List.of(),
                                        Optional.empty(),
                                        0,
                                        "https://app.asana.com/api/1.0"))
                .hasMessage("requests_per_minute must be at least 1.");
    }
}
