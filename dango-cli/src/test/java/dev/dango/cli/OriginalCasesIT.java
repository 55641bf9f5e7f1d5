package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.cli.CliHarness.Result;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users of the original Dango may rely on, by the numbers of its acceptance cases, and further
 * cases in which it fails: commands of the packaged product, with the connectors it comes with.
 *
 * <p>Cases that cannot apply yet: 16 (drift), 19 (the web and its jobs) and 20 (schedules): there
 * is no such part. What case 19 says about killed syncs is tried by the kill harness.
 */
class OriginalCasesIT {

    private static final String FILES = "uploads/";

    @TempDir Path folder;
    private CliHarness cli;

    @BeforeEach
    void project() {
        cli = CliHarness.installed(folder);
    }

    // ---- help ------------------------------------------------------------------------------

    private void sources(String yaml) {
        cli.write(".dango/sources.yml", "version: \"1.0\"\nsources:\n" + yaml.indent(2));
    }

    private void files(String type, String settings) {
        sources(filesSource(type, settings));
    }

    private static String filesSource(String type, String settings) {
        return "- {name: f, type: %1$s, %1$s: {directory: uploads%2$s}}\n"
                .formatted(type, settings);
    }

    private Path file(String name) {
        return cli.directory().resolve(FILES + name);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    /** Syncs with success; the last event. */
    private JsonNode sync(String... more) {
        Result result = attempt(more);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return lastEvent(result);
    }

    private Result attempt(String... more) {
        List<String> command = new ArrayList<>(List.of("sync", "--json"));
        command.addAll(List.of(more));
        return cli.run(command.toArray(String[]::new));
    }

    /** Syncs in vain; what is said about it. */
    private String failedSync(String... more) {
        Result result = attempt(more);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.FAILED);
        return result.err();
    }

    private static JsonNode lastEvent(Result sync) {
        List<String> lines = sync.lines();
        return parse(lines.get(lines.size() - 1));
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static long count(JsonNode end, String what) {
        return end.at("/sources/0/tables/0/" + what).asLong();
    }

    /** The result of a query, cells separated by bars. */
    private List<String> query(String sql) {
        Result result = cli.run("db", "query", "--json", sql);
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> rows = new ArrayList<>();
        for (JsonNode row : parse(result.out()).at("/data/rows")) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.asText()));
            rows.add(String.join("|", cells));
        }
        return rows;
    }

    private List<String> rows(String columns) {
        return query("SELECT " + columns + " FROM raw_f.f ORDER BY ALL");
    }

    private boolean hasWarehouse() {
        return Files.exists(cli.directory().resolve("data/warehouse.duckdb"));
    }

    // ---- 1 to 6: what a sync is asked for --------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"7d 7", "30d 30", "2w 14", "1m 30", "3m 90", "7D 7", "2W 14", "1M 30"})
    void case01Durations(String durationAndDays) {
        String[] parts = durationAndDays.split(" ");

        assertThat(SyncWindow.days(parts[0])).isEqualTo(Integer.parseInt(parts[1]));
    }

    /** Better: an exit code of its own tells a wrong command line from a failed sync. */
    @ParameterizedTest
    @CsvSource({
        "--backfill abc, Invalid duration",
        "--backfill 0d, must be a positive number",
        "--backfill 30d --since 2024-01-01, conflicts",
        "--backfill 30d --until 2024-01-01, conflicts",
        "--since 2024-12-31 --until 2024-01-01, --since must be before --until",
        "--limit 0, must be a positive integer",
        "--limit abc, abc"
    })
    void case01To03OptionsThatAreRefused(String options, String message) throws Exception {
        write("a.csv", "id\n1\n");
        files("csv", "");

        Result result = cli.run(("sync " + options).split(" "));

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(message);
        assertThat(hasWarehouse()).isFalse();
    }

    @Test
    void case04ADryRunShowsItsDaysAndWritesNothing() {
        payments();

        Result result = cli.run("sync", "--backfill", "30d", "--dry-run");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("2024-11-09", "2024-12-09");
        assertThat(hasWarehouse()).isFalse();
    }

    private void payments() {
        sources(
                "- {name: pay, type: stripe, stripe: {stripe_secret_key_env: KEY, resources: [charges]}}\n");
        cli.variable("KEY", "sk_test_x");
    }

    @Test
    void case05TheFirstSyncAsks() throws Exception {
        write("a.csv", "id\n1\n");
        files("csv", "");
        String question = "This will sync 1 source. Continue? [Y/n]: ";

        Result refused = cli.type("no\n", "sync");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains(question, "Nothing was synced.");
        assertThat(hasWarehouse()).isFalse();
        assertThat(cli.type("", "sync", "--dry-run").err()).doesNotContain(question);
        assertThat(cli.type("\n", "sync").err()).contains(question);
        assertThat(rows("id")).containsExactly("1");
        assertThat(cli.type("", "sync").err()).doesNotContain(question);
        assertThat(cli.type("", "sync", "--yes").err()).doesNotContain(question);
    }

    /** Better: a table's cursor tells whether it knows time, so no list of types can be wrong. */
    @Test
    void case06AWindowIsOnlyForTablesThatKnowTime() throws Exception {
        write("a.csv", "id\n1\n");
        files("csv", "");

        Result files = cli.run("sync", "--since", "2024-01-01");

        assertThat(files.exitCode()).as(files.err()).isZero();
        assertThat(files.out() + files.err())
                .contains("f has no date to go by, so --since and --until do not apply to it");
        assertThat(rows("id")).containsExactly("1");
        payments();
        assertThat(cli.run("sync", "--dry-run", "--since", "2024-01-01").out())
                .contains("from 2024-01-01")
                .doesNotContain("no date to go by");
    }

    // ---- 7 to 13: files --------------------------------------------------------------------

    @Test
    void case07OtherColumnsAreRefused() throws Exception {
        files("csv", "");
        write("1.csv", "id,name\n1,a\n2,b\n");
        sync();
        write("2.csv", "id,name,email\n3,c,x\n");

        assertThat(failedSync()).contains("Schema validation failed", "2.csv", "email");
        assertThat(rows("id")).containsExactly("1", "2");
    }

    @Test
    void case08MoreColumnsAreAddedWhenAllowed() throws Exception {
        files("csv", "");
        write("1.csv", "id,name\n1,a\n2,b\n");
        sync();
        write("2.csv", "id,name,email\n3,c,x\n");
        sync("--allow-schema-changes");

        assertThat(rows("id, email")).containsExactly("1|null", "2|null", "3|x");
    }

    @Test
    void case09FewerColumnsAreNullWhenAllowed() throws Exception {
        files("csv", "");
        write("1.csv", "id,name,email\n1,a,x\n2,b,y\n");
        sync();
        write("2.csv", "id,name\n3,c\n");
        sync("--allow-schema-changes");

        assertThat(rows("id, email")).containsExactly("1|x", "2|y", "3|null");
    }

    @Test
    void case10AHeaderAloneIsNoData() throws Exception {
        files("csv", "");
        write("1.csv", "id,name\n1,a\n");
        sync();
        write("2.csv", "id,name\n");

        assertThat(failedSync()).contains("No data loaded");
        assertThat(rows("id")).containsExactly("1");
    }

    @Test
    void case11TheOnlyFileDeleted() throws Exception {
        files("csv", "");
        write("1.csv", "id\n1\n");
        sync();
        Files.delete(file("1.csv"));

        assertThat(count(sync(), "deleted")).isEqualTo(1);
        assertThat(rows("id")).isEmpty();
    }

    @Test
    void case12NoFileAtFirst() throws Exception {
        files("csv", "");
        Files.createDirectories(file(""));

        assertThat(failedSync()).contains("No files found");
        assertThat(hasWarehouse()).isFalse();
    }

    @Test
    void case13FilesOfAllFormats() throws Exception {
        files("local_files", "");
        write("a.csv", "id\n1\n");
        write("b.json", "[{\"id\": 2}]");
        write("c.jsonl", "{\"id\": 3}\n");
        write("d.ndjson", "{\"id\": 4}\n");
        duckdb("COPY (SELECT 5 AS id) TO '%s'".formatted(file("e.parquet")));
        write("f.xlsx", "PK");
        write("g.txt", "hello");

        JsonNode end = sync();

        assertThat(rows("id")).containsExactly("1", "2", "3", "4", "5");
        assertThat(end.at("/sources/0/warnings").toString()).contains("f.xlsx", "g.txt");
    }

    private static void duckdb(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    // ---- 14, 15: tables that would become empty --------------------------------------------

    private static Reply records(int count) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(Map.of("id", i));
        }
        return Reply.json(records);
    }

    private void api(FakeApi api, String... tables) {
        sources(apiSource(api, tables));
    }

    private static String apiSource(FakeApi api, String... tables) {
        StringBuilder resources = new StringBuilder();
        for (String table : tables) {
            resources.append("    - {name: %1$s, endpoint: {path: %1$s}}\n".formatted(table));
        }
        return """
        - name: api
          type: rest_api
          rest_api:
            client: {base_url: %s, paginator: single_page}
            resources:
        """
                        .formatted(api.url())
                + resources;
    }

    @Test
    void case14AFullRefreshWithoutRowsKeepsTheOldOnes() {
        try (FakeApi api = FakeApi.start()) {
            api(api, "a");
            api.get("/a", call -> records(0));
            sync();
            api.get("/a", call -> records(1000));
            sync();
            api.get("/a", call -> records(0));

            for (String[] options : new String[][] {{}, {"--full-refresh", "--yes"}}) {
                assertThat(failedSync(options)).contains("1000", "--allow-empty-replace");
                assertThat(query("SELECT count(*) FROM raw_api.a")).containsExactly("1000");
            }
            sync("--allow-empty-replace");
            assertThat(query("SELECT count(*) FROM raw_api.a")).containsExactly("0");
        }
    }

    /** Better: the tables that did not become empty are loaded, with an exit code that says so. */
    @Test
    void case15EachTableIsLookedAtByItself() {
        try (FakeApi api = FakeApi.start()) {
            api(api, "a", "b", "c");
            api.get("/a", call -> records(1000));
            api.get("/b", call -> records(500));
            api.get("/c", call -> records(300));
            sync();
            api(api, "a", "b", "c", "d");
            api.get("/a", call -> records(1001));
            api.get("/c", call -> records(0));
            api.get("/d", call -> records(0));

            Result result = attempt();

            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.PARTIAL);
            assertThat(result.err()).contains("c", "300 rows").doesNotContain("api.d");
            assertThat(
                            query(
                                    "SELECT (SELECT count(*) FROM raw_api.a), (SELECT count(*) FROM raw_api.c)"))
                    .containsExactly("1001|300");
        }
    }

    // ---- 17: syncs side by side -------------------------------------------------------------

    /** How those wait that cannot run side by side is tried in processes of their own. */
    @Test
    void case17ReadingHoldsUpNoOtherSource() throws Exception {
        write("a.csv", "id\n1\n");
        CountDownLatch go = new CountDownLatch(1);
        try (FakeApi api = FakeApi.start()) {
            api.get(
                    "/a",
                    call -> {
                        go.await();
                        return records(1);
                    });
            sources(apiSource(api, "a") + filesSource("csv", ""));
            CompletableFuture<Result> slow = CompletableFuture.supplyAsync(() -> attempt("api"));
            try {
                api.awaitRequest("/a");
                sync("f");
                assertThat(rows("id")).containsExactly("1");
                assertThat(slow).isNotDone();
            } finally {
                go.countDown();
            }
            assertThat(slow.get().exitCode()).as(slow.get().err()).isZero();
            assertThat(query("SELECT count(*) FROM raw_api.a")).containsExactly("1");
        }
    }

    // ---- 18: the editor -----------------------------------------------------

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the editor is a POSIX script")
    void case18AnEditIsCheckedBeforeItIsSaved() throws Exception {
        files("csv", "");
        String before = cli.read(".dango/sources.yml");
        assertThat(cli.run("source", "edit").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(edit("true").out()).contains("No changes");
        assertThat(edit("echo 'sources: [' >").err()).contains("Changes NOT saved");
        assertThat(edit("echo 'sources: 5' >").err()).contains("Changes NOT saved");
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(before);
        assertThat(edit("printf '# é\\n' >>").exitCode()).isZero();
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(before + "# é\n");

        Files.delete(cli.directory().resolve(".dango/sources.yml"));
        assertThat(edit("true").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(new CliHarness(folder.resolve("none")).run("source", "edit").err())
                .contains("Not in a Dango project");
    }

    private Result edit(String shellCommand) throws IOException {
        return cli.variable("EDITOR", editor(shellCommand)).run("source", "edit", "f");
    }

    private String editor(String shellCommand) throws IOException {
        Path editor = folder.resolve("editor");
        Files.writeString(editor, "#!/bin/sh\n" + shellCommand + " \"$1\"\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        return editor.toString();
    }

    // ---- further cases, in which the original fails ----------------------------------------

    @Test
    void furtherADryRunOfCsv() throws Exception {
        files("csv", "");
        write("a.csv", "id\n1\n");

        Result plan = cli.run("sync", "--dry-run");

        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("1 new file", "+ a.csv");
        assertThat(hasWarehouse()).isFalse();
    }

    @Test
    void furtherAnApostropheInAName() throws Exception {
        files("csv", "");
        write("it's.csv", "id\n1\n");
        sync();
        write("it's.csv", "id\n2\n");
        sync();

        assertThat(rows("id, _dango_filename")).containsExactly("2|it's.csv");
    }

    @Test
    void furtherFilesOfOneNameAndPatternsOfTwoStars() throws Exception {
        files("csv", ", file_pattern: '**/*.csv'");
        write("a.csv", "id\n0\n");
        write("one/a.csv", "id\n1\n");
        write("one/two/three/a.csv", "id\n2\n");
        sync();
        write("one/a.csv", "id\n10\n");
        sync();

        assertThat(rows("id")).containsExactly("0", "2", "10");
    }

    @Test
    void furtherAMovedProject() throws Exception {
        files("csv", "");
        write("a.csv", "id\n1\n");
        sync();
        cli.moveTo(folder.resolve("elsewhere"));

        assertThat(count(sync(), "read")).isZero();
        assertThat(rows("id")).containsExactly("1");
    }

    @Test
    void furtherAFileThatMoves() throws Exception {
        files("csv", ", file_pattern: '**/*.csv'");
        write("one/a.csv", "id\n1\n");
        write("two/b.csv", "id\n2\n");
        sync();
        Files.move(file("one/a.csv"), file("two/a.csv"));
        sync();

        assertThat(rows("id, _dango_file_path")).containsExactly("1|two/a.csv", "2|two/b.csv");
    }

    @Test
    void furtherADeletedFileThatComesBackWithItsOldTime() throws Exception {
        files("csv", "");
        write("a.csv", "id\n1\n");
        write("b.csv", "id\n2\n");
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file("a.csv"), old);
        sync();
        Path aside = Files.move(file("a.csv"), folder.resolve("aside"));
        sync();
        assertThat(rows("id")).containsExactly("2");
        Files.move(aside, file("a.csv"));
        Files.setLastModifiedTime(file("a.csv"), old);
        sync();

        assertThat(rows("id")).containsExactly("1", "2");
    }

    @Test
    void furtherAnEditThatSetsTheTimeBack() throws Exception {
        files("csv", "");
        write("a.csv", "id\n1\n");
        sync();
        write("a.csv", "id\n2\n");
        Files.setLastModifiedTime(
                file("a.csv"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        sync();

        assertThat(rows("id")).containsExactly("2");
    }

    @Test
    void furtherTextInAColumnOfNumbers() throws Exception {
        files("csv", "");
        write("a.csv", "id\n1\n");
        sync();
        write("b.csv", "id\n2\nmany\n");
        sync();

        assertThat(rows("id, id__v_text")).containsExactly("1|null", "2|null", "null|many");
    }

    @Test
    void furtherLatin1WithSemicolons() throws Exception {
        files("csv", ", encoding: latin-1");
        Files.createDirectories(file(""));
        Files.write(file("a.csv"), "id;name\n1;Zoé\n".getBytes(StandardCharsets.ISO_8859_1));
        sync();

        assertThat(rows("id, name")).containsExactly("1|Zoé");
    }

    @Test
    void furtherAFirstLoadThatMayDiffer() throws Exception {
        files("csv", "");
        write("a.csv", "id,name\n1,a\n");
        write("b.csv", "id,email\n2,x\n");
        assertThat(failedSync()).contains("Schema validation failed");
        sync("--allow-schema-changes");

        assertThat(rows("id, name, email")).containsExactly("1|a|null", "2|null|x");
    }

    /** The tables of a REST source, lists included, are known to be its own. */
    @Test
    void furtherDbStatusAndCleanKnowRestSourcesAndTheirLists() {
        try (FakeApi api = FakeApi.start()) {
            api(api, "a");
            api.get("/a", call -> Reply.json(List.of(Map.of("id", 1, "tags", List.of("x")))));
            sync();
        }
        Result status = cli.run("db", "status");
        assertThat(status.exitCode()).as(status.err()).isZero();
        assertThat(status.out()).contains("raw_api.a__tags").doesNotContain("no source owns it");
        assertThat(cli.run("db", "clean", "-y").out()).contains("nothing to remove");
        assertThat(query("SELECT value FROM raw_api.a__tags")).containsExactly("x");
    }

    @Test
    void furtherARemovalWithoutATerminal() throws Exception {
        files("csv", "");
        write("a.csv", "id\n1\n");
        sync();

        assertThat(cli.run("source", "remove", "f", "-y").exitCode()).isZero();
        assertThat(cli.read(".dango/sources.yml")).doesNotContain("name: f");
        assertThat(rows("id")).containsExactly("1");
    }

    @Test
    void furtherTwoSourcesOfOneName() throws Exception {
        files("csv", "");
        String one = cli.read(".dango/sources.yml");
        Result added = cli.run("source", "add", "csv", "f", "--set", "directory=uploads");
        assertThat(added.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(added.err()).contains("the name \"f\" is taken");
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(one);

        String entry = "- {name: f, type: csv, csv: {directory: uploads}}\n";
        sources(entry + entry);
        Result sync = cli.run("sync");
        assertThat(sync.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(sync.err()).contains("\"f\"");
        assertThat(hasWarehouse()).isFalse();
    }

    @Test
    void furtherAMissingToken() {
        try (FakeApi api = FakeApi.start()) {
            api.get("/a", call -> records(1));
            sources(
                    """
                    - name: api
                      type: rest_api
                      rest_api:
                        client:
                          base_url: %s
                          auth: {type: bearer, token: "${SHOP_TOKEN}"}
                        resources: [a]
                    """
                            .formatted(api.url()));

            Result result = attempt();

            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("SHOP_TOKEN");
            assertThat(api.requests()).isEmpty();
        }
    }
}
