package dev.dango.connectors.asana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asana from its listings to the warehouse's tables. */
class AsanaSourceTest extends HttpSourceContract {

    private final FakeAsana asana = new FakeAsana(api);

    @BeforeEach
    void fill() {
        asana.bakery.add(FakeAsana.task("t1", "2026-02-01T10:00:00.000Z"));
        asana.bakery.add(FakeAsana.task("t2", "2026-01-01T10:00:00.000Z"));
        asana.bakery.add(FakeAsana.task("t3", "2026-01-02T10:00:00.000Z"));
        asana.mill.add(FakeAsana.task("t4", "2026-02-20T10:00:00.000Z"));
    }

    @Override
    protected Source source() {
        return new AsanaSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("workspaces", "projects", "tasks")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("access_token", FakeAsana.TOKEN);
        settings.put("base_url", api.url() + FakeAsana.BASE);
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "resources",
                                List.of("tasks"),
                                "start_date",
                                "2025-01-01",
                                "requests_per_minute",
                                150)));
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
        asana.mill.add(FakeAsana.task("t5", "2026-02-28T10:00:00.000Z"));
    }

    /** The tables are read side by side, and projects are the way to tasks, too. */
    @Override
    protected String pathOfRecords() {
        return FakeAsana.BASE + "/tasks";
    }

    @Test
    void asksEachProjectForTasksThatChanged() {
        TestProject project = project();
        syncWell(project);
        assertThat(project.query("SELECT count(*) FROM tasks")).containsExactly("4");
        assertThat(project.query("SELECT DISTINCT display_value FROM tasks__custom_fields"))
                .containsExactly("Rye");

        api.clearRequests();
        asana.bakery.replace("gid", "t2", FakeAsana.task("t2", "2026-02-27T10:00:00.000Z"));
        syncWell(project);

        assertThat(api.requests(FakeAsana.BASE + "/tasks"))
                .extracting(call -> call.query("modified_since").orElseThrow())
                .as("one request for each project, from its own position on")
                .containsExactlyInAnyOrder("2026-02-01T09:00:00Z", "2026-02-20T09:00:00Z");
        assertThat(project.query("SELECT modified_at::DATE FROM tasks WHERE gid = 't2'"))
                .containsExactly("2026-02-27");
    }

    @Test
    void readsTasksThatWereMovedWithoutBeingModified() {
        TestProject project = project();
        syncWell(project);

        Map<String, Object> moved = new HashMap<>(FakeAsana.task("t2", "2026-01-01T10:00:00.000Z"));
        moved.put("memberships", List.of(Map.of("project", FakeAsana.named("p2", "Mill"))));
        asana.bakery.replace("gid", "t2", moved);
        asana.mill.add(moved);
        asana.moves.put("t2", "2026-02-27T10:00:00.000Z");
        syncWell(project);

        assertThat(project.query("SELECT project__name FROM tasks__memberships"))
                .containsExactly("Mill");
    }

    @Test
    void readsStoriesOfTasksThatChanged() {
        TestProject project = project().settings(with(Map.of("resources", List.of("stories"))));
        syncWell(project);
        assertThat(project.query("SELECT count(*) FROM stories")).containsExactly("4");

        api.clearRequests();
        asana.bakery.replace("gid", "t2", FakeAsana.task("t2", "2026-02-27T10:00:00.000Z"));
        syncWell(project);

        assertThat(api.requests())
                .extracting(Call::path)
                .filteredOn(path -> path.endsWith("/stories"))
                .as("the changed one, and each project's last one again")
                .containsExactlyInAnyOrder(
                        FakeAsana.BASE + "/tasks/t2/stories",
                        FakeAsana.BASE + "/tasks/t1/stories",
                        FakeAsana.BASE + "/tasks/t4/stories");
        assertThat(project.query("SELECT count(*) FROM stories")).containsExactly("4");
    }

    @Test
    void goesOnWithTheProjectsThatAFirstLoadDidNotGetTo() {
        TestProject project = project().settings(with(Map.of("resources", List.of("stories"))));
        api.failNext(FakeAsana.BASE + "/tasks/t4/stories", FakeAsana.error(400, "Broken off."), 1);
        assertThat(project.sync().failures()).hasSize(1);

        api.clearRequests();
        syncWell(project);

        assertThat(api.requests())
                .extracting(Call::path)
                .filteredOn(path -> path.endsWith("/stories"))
                .as("the last task of the project that was read, and the other project's")
                .containsExactlyInAnyOrder(
                        FakeAsana.BASE + "/tasks/t1/stories", FakeAsana.BASE + "/tasks/t4/stories");
        assertThat(project.query("SELECT count(*) FROM stories")).containsExactly("4");
    }

    @Test
    void beginsAListingAnewWhenItsTokenHasExpired() {
        TestProject project = project();
        api.failNext(
                FakeAsana.BASE + "/tasks",
                FakeAsana.error(400, "offset: Your pagination token has expired."),
                1);
        syncWell(project);
        assertThat(project.query("SELECT count(*) FROM tasks")).containsExactly("4");
    }

    @Test
    void loadsWhatTheOriginalsDefaultNames() {
        TestProject project = project();
        syncWell(project);
        assertThat(project.query("SELECT name FROM workspaces")).containsExactly("Acme");
        assertThat(project.query("SELECT name FROM projects ORDER BY gid"))
                .containsExactly("Bakery", "Mill");
    }
}
