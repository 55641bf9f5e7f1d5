package dev.dango.connectors.notion;

import static dev.dango.connectors.notion.FakeNotion.error;
import static dev.dango.connectors.notion.FakeNotion.richText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notion from a workspace to the warehouse's tables. */
class NotionSourceTest extends HttpSourceContract {

    private static final String TOKEN = "ntn_fake12345";
    private static final String TASKS = "/v1/data_sources/ds-tasks/query";

    private FakeNotion notion;

    @BeforeEach
    void answer() {
        api.requireHeader(
                "Authorization",
                "Bearer " + TOKEN,
                error(401, "unauthorized", "API token is invalid."));
        workspace(new FakeNotion(api, 3, 10_000));
    }

    private void workspace(FakeNotion made) {
        notion = made;
        notion.user("u1", "Zoë");
        notion.user("u2", "Ada");
        notion.dataSource("ds-tasks", "Tasks", Map.of("Name", "title", "Done", "checkbox"));
        notion.database("db-tasks", "Tasks", List.of("ds-tasks"));
        IntStream.rangeClosed(1, 5).forEach(this::task);
    }

    private void task(int day) {
        notion.page("ds-tasks", "p" + day, day(day), task("Task " + day));
    }

    private static String day(int day) {
        return "2026-01-0%dT10:00:00.000Z".formatted(day);
    }

    private static Map<String, Object> task(String name) {
        return Map.of("Name", title(name), "Done", Map.of("type", "checkbox", "checkbox", true));
    }

    private static Map<String, Object> title(String text) {
        return Map.of("type", "title", "title", richText(text));
    }

    @Override
    protected Source source() {
        return new NotionSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("notion_users", "Tasks")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("api_key", TOKEN);
        settings.put("base_url", api.url() + "/v1");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "database_ids",
                                List.of(Map.of("id", "db-tasks", "use_name", "todo")),
                                "resources",
                                List.of("todo"),
                                "incremental",
                                "never")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return behavior != SourceBehavior.DELETES; // what is in the trash comes as a record
    }

    @Override
    protected void addRecord() {
        task(6);
    }

    private TestProject project(Map<String, Object> more) {
        return project().settings(with(more));
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    @Test
    void asksForWhatWasEditedOrTrashed() {
        TestProject project = project(Map.of("resources", List.of("Tasks")));
        syncWell(project);
        assertThat(api.requests(TASKS)).as("two pages, and the trash").hasSize(3);
        api.clearRequests();
        notion.page("ds-tasks", "p3", day(8), task("Renamed"));
        notion.trash("p2", day(7));
        addRecord();

        syncWell(project);

        assertThat(api.requests(TASKS)).hasSize(2);
        assertThat(api.requests(TASKS))
                .extracting(call -> FakeNotion.body(call).text("/in_trash").orElse(""))
                .containsExactlyInAnyOrder("false", "true");
        assertThat(api.requests(TASKS))
                .filteredOn(call -> call.body().contains("\"in_trash\":false"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(
                                                FakeNotion.body(call)
                                                        .text(
                                                                "/filter/last_edited_time/on_or_after"))
                                        .contains("2026-01-05T09:59:00Z"));
        assertThat(project.query("SELECT id, name FROM tasks ORDER BY id"))
                .containsExactly("p1|Task 1", "p3|Renamed", "p4|Task 4", "p5|Task 5", "p6|Task 6");
    }

    @Test
    void keepsTheTypesOfProperties() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("Name", title("All of them"));
        values.put("Note", Map.of("type", "rich_text", "rich_text", richText("so")));
        values.put("Count", Map.of("type", "number", "number", 3));
        values.put("Kind", Map.of("type", "select", "select", Map.of("name", "Bug")));
        values.put("State", Map.of("type", "status", "status", Map.of("name", "Open")));
        values.put(
                "Tags",
                Map.of(
                        "type",
                        "multi_select",
                        "multi_select",
                        List.of(Map.of("name", "a"), Map.of("name", "b"))));
        values.put(
                "Due",
                Map.of(
                        "type",
                        "date",
                        "date",
                        Map.of("start", "2026-02-01", "end", "2026-02-03T10:00:00.000+02:00")));
        values.put(
                "Who",
                Map.of(
                        "type",
                        "people",
                        "people",
                        List.of(
                                Map.of(
                                        "id", "u1",
                                        "name", "Zoë",
                                        "person", Map.of("email", "z@b.c")))));
        values.put(
                "Files",
                Map.of(
                        "type",
                        "files",
                        "files",
                        List.of(
                                Map.of(
                                        "name", "a.png",
                                        "type", "external",
                                        "external", Map.of("url", "https://a.b/a.png")))));
        values.put("Link", Map.of("type", "url", "url", "https://a.b"));
        values.put(
                "Sum", Map.of("type", "formula", "formula", Map.of("type", "number", "number", 7)));
        values.put(
                "When",
                Map.of(
                        "type",
                        "formula",
                        "formula",
                        Map.of("type", "date", "date", Map.of("start", "2026-02-01"))));
        values.put(
                "Names",
                Map.of(
                        "type",
                        "rollup",
                        "rollup",
                        Map.of("type", "array", "array", List.of(title("x"), title("y")))));
        values.put(
                "Key",
                Map.of("type", "unique_id", "unique_id", Map.of("prefix", "T", "number", 12)));
        values.put("Made", Map.of("type", "created_time", "created_time", day(1)));
        values.put("Maker", Map.of("type", "created_by", "created_by", Map.of("id", "u2")));
        values.put("Id", Map.of("type", "number", "number", 4));
        values.put(
                "Checked",
                Map.of("type", "verification", "verification", Map.of("state", "verified")));
        values.put("Press", Map.of("type", "button", "button", Map.of()));
        values.put(
                "Related",
                Map.of(
                        "type",
                        "relation",
                        "relation",
                        List.of(Map.of("id", "r1")),
                        "has_more",
                        true));
        Map<String, String> types = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> types.put(name, ((Map<?, ?>) value).get("type").toString()));
        types.put("Empty", "number");
        notion.dataSource("ds-all", "All types", types);
        notion.page("ds-all", "a1", day(1), values);
        notion.relate("a1", "Related", List.of("r1", "r2", "r3", "r4"));
        TestProject project = project(Map.of("resources", List.of("All types")));
        syncWell(project);

        assertThat(
                        one(
                                project,
                                "SELECT id, name, note, count, kind, state, epoch(due),"
                                        + " epoch(due_end), link, sum, key, epoch(made), maker,"
                                        + " id_id_3_a_id, checked, empty FROM all_types"))
                .isEqualTo(
                        "a1|All of them|so|3.0|Bug|Open|1.769904E9|1.7701056E9|https://a.b|7|T-12"
                                + "|1.7672616E9|u2|4.0|verified|null");
        assertThat(project.query("SELECT value FROM all_types__tags ORDER BY 1"))
                .containsExactly("a", "b");
        assertThat(project.query("SELECT name, email FROM all_types__who"))
                .containsExactly("Zoë|z@b.c");
        assertThat(project.query("SELECT url FROM all_types__files"))
                .containsExactly("https://a.b/a.png");
        assertThat(project.query("SELECT value FROM all_types__names ORDER BY 1"))
                .containsExactly("x", "y");
        assertThat(project.query("SELECT value FROM all_types__related ORDER BY 1"))
                .as("all related pages, of which a page shows 25")
                .containsExactly("r1", "r2", "r3", "r4");
    }

    @Test
    void readsWithRollupsInFullUnlessToldOtherwise() {
        notion.dataSource("ds-sums", "Sums", Map.of("Name", "title", "Sum", "rollup"));
        notion.page("ds-sums", "s1", day(1), Map.of("Name", title("One"), "Sum", rollup(1)));
        TestProject project = project(Map.of("resources", List.of("Sums")));
        syncWell(project);
        notion.page("ds-sums", "s1", day(1), Map.of("Name", title("One"), "Sum", rollup(2)));
        notion.page("ds-sums", "s2", day(1), Map.of("Name", title("Two"), "Sum", rollup(3)));
        syncWell(project);
        notion.trash("s2", day(2));
        syncWell(project);

        assertThat(project.query("SELECT name, sum FROM sums")).containsExactly("One|2");
        assertThat(api.requests("/v1/data_sources/ds-sums/query"))
                .hasSize(6)
                .noneMatch(call -> call.body().contains("filter"));

        project.settings(with(Map.of("resources", List.of("Sums"), "incremental", "always")));
        syncWell(project);
        api.clearRequests();
        syncWell(project);
        assertThat(api.requests("/v1/data_sources/ds-sums/query"))
                .filteredOn(call -> call.body().contains("\"in_trash\":false"))
                .singleElement()
                .matches(call -> call.body().contains("filter"));
    }

    @Test
    void readsFormulasInFullThatChangeWithoutAnEdit() {
        notion.dataSource("ds-own", "Own", Map.of("Name", "title", "Big", "formula upper(Name)"));
        notion.dataSource("ds-aging", "Aging", Map.of("Name", "title", "Age", "formula now() - a"));
        notion.dataSource(
                "ds-linked",
                "Linked",
                Map.of("Name", "title", "To", "relation", "Sum", "formula To.sum()"));
        for (String id : List.of("ds-own", "ds-aging", "ds-linked")) {
            notion.page(id, "of-" + id, day(1), Map.of("Name", title("One")));
        }
        TestProject project = project(Map.of("resources", List.of("Own", "Aging", "Linked")));
        syncWell(project);
        api.clearRequests();
        syncWell(project);

        assertThat(api.requests())
                .filteredOn(call -> call.body().contains("on_or_after"))
                .extracting(Call::path)
                .containsOnly("/v1/data_sources/ds-own/query");
        assertThat(api.requests("/v1/data_sources/ds-aging/query")).hasSize(2);
        assertThat(api.requests("/v1/data_sources/ds-linked/query")).hasSize(2);
    }

    private static Map<String, Object> rollup(int sum) {
        return Map.of("type", "rollup", "rollup", Map.of("type", "number", "number", sum));
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "never"})
    void getsPastTheMostResultsOfAQuery(String incremental) {
        // as if Notion ended a query after 100 pages of one record, without a word
        workspace(new FakeNotion(api, 1, 100));
        IntStream.range(0, 102)
                .forEach(
                        i ->
                                notion.page(
                                        "ds-tasks",
                                        "many" + i,
                                        "2026-02-01T%02d:%02d:00.000Z".formatted(i / 60, i % 60),
                                        task("Many " + i)));
        TestProject project =
                project(Map.of("resources", List.of("Tasks"), "incremental", incremental));
        syncWell(project);

        assertThat(one(project, "SELECT count(*) FROM tasks")).isEqualTo("107");
        assertThat(api.requests(TASKS)).hasSize(100 + 8 + 1);
    }

    @Test
    void readsPagesNewestFirst() {
        TestProject project = project(Map.of("resources", List.of("notion_pages")));
        syncWell(project);
        assertThat(
                        one(
                                project,
                                "SELECT title, url, parent__data_source_id FROM notion_pages ORDER BY id"))
                .isEqualTo("Task 1|https://notion.so/p1|ds-tasks");
        api.clearRequests();
        addRecord();
        syncWell(project);

        assertThat(one(project, "SELECT count(*) FROM notion_pages")).isEqualTo("6");
        assertThat(api.requests("/v1/search"))
                .as("the databases, and one page of pages")
                .hasSize(2);
    }

    @Test
    void readsBlocksToAnyDepthOfPagesThatWereEdited() {
        notion.block(
                "p5", "b1", "paragraph", Map.of("rich_text", richText("Hello"), "color", "red"));
        notion.block("p5", "b2", "toggle", Map.of("rich_text", richText("More")));
        notion.block("p5", "b3", "child_page", Map.of("title", "Sub"));
        notion.block("p5", "b4", "divider", Map.of());
        notion.block("b2", "b21", "toggle", Map.of("rich_text", richText("Even more")));
        notion.block("b21", "b211", "paragraph", Map.of("rich_text", richText("Deep")));
        notion.block("p1", "b5", "paragraph", Map.of("rich_text", richText("Old")));
        IntStream.range(0, 20)
                .forEach(
                        i ->
                                notion.page(
                                        "ds-tasks",
                                        "old" + i,
                                        "2025-12-01T10:%02d:00.000Z".formatted(i),
                                        task("Old")));
        TestProject project = project(Map.of("resources", List.of("notion_blocks")));
        syncWell(project);

        assertThat(
                        project.query(
                                "SELECT id, page_id, parent_id, type, text FROM notion_blocks ORDER"
                                        + " BY id"))
                .containsExactly(
                        "b1|p5|p5|paragraph|Hello",
                        "b2|p5|p5|toggle|More",
                        "b21|p5|b2|toggle|Even more",
                        "b211|p5|b21|paragraph|Deep",
                        "b3|p5|p5|child_page|",
                        "b4|p5|p5|divider|",
                        "b5|p1|p1|paragraph|Old");
        assertThat(one(project, "SELECT content->>'color' FROM notion_blocks WHERE id = 'b1'"))
                .isEqualTo("red");
        assertThat(api.requests("/v1/blocks/b3/children")).isEmpty();
        assertThat(api.requests("/v1/blocks/old0/children")).hasSize(1);

        api.clearRequests();
        notion.removeBlock("p5", "b1");
        task(6);
        notion.page("ds-tasks", "p5", day(9), task("Task 5"));
        syncWell(project);
        assertThat(project.query("SELECT id FROM notion_blocks WHERE page_id = 'p5' ORDER BY id"))
                .containsExactly("b2", "b21", "b211", "b3", "b4");
        assertThat(one(project, "SELECT count(*) FROM notion_blocks")).isEqualTo("6");
        assertThat(api.requests("/v1/blocks/old0/children")).isEmpty();

        notion.removeBlock("p1", "b5");
        notion.page("ds-tasks", "p1", day(9), task("Task 1"));
        syncWell(project);
        assertThat(project.query("SELECT id FROM notion_blocks WHERE page_id = 'p1'")).isEmpty();
    }

    @Test
    void readsComments() {
        notion.comment("p1", "c1", "Nice");
        TestProject project = project(Map.of("resources", List.of("notion_comments")));
        syncWell(project);

        assertThat(one(project, "SELECT id, page_id, text, created_by_id FROM notion_comments"))
                .isEqualTo("c1|p1|Nice|u1");
    }

    @Test
    void namesTablesOfDatabasesAsTheOriginalDid() {
        notion.dataSource("ds-a", "A", Map.of("Name", "title"));
        notion.dataSource("ds-b", "B", Map.of("Name", "title"));
        notion.page("ds-a", "a1", day(1), Map.of("Name", title("a")));
        notion.page("ds-b", "b1", day(1), Map.of("Name", title("b")));
        notion.database("db-two", "Two parts", List.of("ds-a", "ds-b"));
        TestProject project =
                project(
                        Map.of(
                                "database_ids",
                                List.of(
                                        Map.of("id", "db-tasks"),
                                        Map.of("id", "db-two", "use_name", "both"))));
        syncWell(project);

        assertThat(project.content())
                .containsKeys("tasks", "both_part_ds_a", "both_part_ds_b", "notion_pages");
    }

    @Test
    void anEditGivesNoDatabaseTheTableOfAnother() {
        notion.dataSource("ds-more", "Tasks", Map.of("Name", "title"));
        notion.page("ds-more", "m1", day(1), Map.of("Name", title("More")));
        TestProject project = project(Map.of());
        syncWell(project);
        notion.edit("ds-more");
        syncWell(project);

        assertThat(one(project, "SELECT count(*) FROM tasks")).isEqualTo("5");
        assertThat(one(project, "SELECT name FROM tasks_ds_more")).isEqualTo("More");
        assertThat(project.content()).doesNotContainKey("tasks_ds_tasks");
    }

    @Test
    void readsADatabaseFromItsBeginningThatGetsTheNameOfAnother() {
        TestProject project = project(todo("db-tasks"));
        syncWell(project);
        notion.dataSource("ds-next", "Next", Map.of("Name", "title"));
        notion.database("db-next", "Next", List.of("ds-next"));
        notion.page("ds-next", "n1", day(1), Map.of("Name", title("Older than the last task")));
        project.settings(with(todo("db-next")));
        syncWell(project);

        assertThat(one(project, "SELECT name FROM todo WHERE id = 'n1'"))
                .isEqualTo("Older than the last task");
    }

    private static Map<String, Object> todo(String database) {
        return Map.of(
                "database_ids",
                List.of(Map.of("id", database, "use_name", "todo")),
                "resources",
                List.of("todo"));
    }

    @Test
    void oneDatabaseThatIsNotSharedLeavesTheOthers() {
        TestProject project =
                project(
                        Map.of(
                                "database_ids",
                                List.of(
                                        Map.of("id", "db-secret", "use_name", "secret"),
                                        Map.of("id", "db-tasks"))));
        SourceReport report = project.sync();

        assertThat(report.failures()).hasSize(1);
        Failure failure = report.failures().get(0);
        assertThat(failure.resource()).contains("secret");
        assertThat(failure.kind()).isEqualTo("NOT_FOUND");
        assertThat(failure.hint()).contains("Connections");
        assertThat(one(project, "SELECT count(*) FROM tasks")).isEqualTo("5");
    }

    @Test
    void namesTheCapabilityThatIsMissing() {
        api.failNext(
                "/v1/users",
                error(403, "restricted_resource", "Insufficient permissions for this endpoint."),
                1);
        Failure failure = project().sync().failures().get(0);

        assertThat(failure.kind()).isEqualTo("PERMISSION");
        assertThat(failure.hint()).contains("user information");
    }

    @Test
    void beginsAnewWhenACursorHasExpired() {
        TestProject project = project(Map.of("resources", List.of("notion_users")));
        notion.user("u3", "Grace");
        notion.user("u4", "Edith");
        api.failNext("/v1/users", 409, 1);
        syncWell(project);
        assertThat(one(project, "SELECT count(*) FROM notion_users")).isEqualTo("4");

        api.failNext(
                "/v1/users",
                error(400, "validation_error", "The start_cursor provided is invalid: c3"),
                1);
        syncWell(project);
        assertThat(one(project, "SELECT count(*) FROM notion_users")).isEqualTo("4");
    }

    @Test
    void offersDatabasesAndWhatEveryWorkspaceHas() throws Exception {
        try (MemoryRun run =
                new MemoryRun(project().bind(settings()), FixedClock.at("2026-03-01T12:00:00Z"))) {
            assertThat(new NotionSource().choices("resources", run))
                    .containsExactly(
                            "Tasks",
                            "notion_users",
                            "notion_pages",
                            "notion_blocks",
                            "notion_comments");
        }
        assertThat(api.requests()).extracting(Call::path).containsExactly("/v1/search");
        assertThat(api.requests().get(0).header("Notion-Version")).contains("2025-09-03");
    }
}
