package dev.dango.connectors.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.testkit.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as nobody should write them: loaded as they are, or refused in a sentence each. */
class HostileFilesTest {

    private static final String GOOD = "good.csv";

    @TempDir private Path temp;
    private Path root;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        root = temp.resolve("project");
        open(Map.of());
    }

    private void open(Map<String, Object> more) {
        Map<String, Object> settings =
                new LinkedHashMap<>(Map.of("directory", "uploads", "file_pattern", "**/*"));
        settings.putAll(more);
        project = TestProject.in(root, new LocalFilesSource(), settings);
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(UTF_8));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = root.resolve("uploads").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void load() {
        assertThat(project.sync().failures()).isEmpty();
    }

    private List<String> rows(String columns) {
        return project.query("SELECT %s FROM test ORDER BY ALL".formatted(columns));
    }

    /** The file is refused, in one sentence that names it, and the others are loaded. */
    private SourceReport.Failure refused(String name) throws IOException {
        write(GOOD, "a,b\n1,2\n");
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(rows("a, b")).containsExactly("1|2");
        assertThat(report.failures()).hasSize(1);
        SourceReport.Failure failure = report.failures().get(0);
        assertThat(failure.message())
                .startsWith(name)
                .hasSizeLessThan(400)
                .doesNotContain("\n", "Exception");
        assertThat(failure.hint()).isNotEmpty();
        return failure;
    }

    @Test
    void anEncodingThatIsNotKnownIsNotLookedForElsewhere() throws Exception {
        open(Map.of("encoding", "klingon", "file_pattern", "*.csv"));
        write("tlh.csv", "a,b\n1,2\n");
        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.message())
                                        .contains("tlh.csv", "klingon")
                                        .doesNotContain("\n"));
    }

    // ---- names

    @Test
    void columnsMayHaveAnyName() throws Exception {
        List<String> names =
                List.of(
                        "a\"b",
                        "c'd",
                        "e;f",
                        "--",
                        "/*",
                        "g); DROP TABLE test; --",
                        "../../h",
                        "select",
                        "order",
                        "new\nline",
                        "\ud83d\ude00",
                        "__v_",
                        "i__v_text",
                        "c0",
                        "path",
                        "filename",
                        "_dlt_id",
                        "_dango_file",
                        "n".repeat(300));
        String header =
                names.stream()
                        .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(","));
        String line =
                IntStream.range(0, names.size())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(","));
        for (int sync = 0; sync < 2; sync++) {
            write("one" + sync + ".csv", header + "\n" + line + "\n");
            write("two" + sync + ".csv", header + "\n" + line + "\n");
            load();
        }
        assertThat(project.columns("test")).containsAll(names);
        for (int i = 0; i < names.size(); i++) {
            assertThat(rows("DISTINCT \"" + names.get(i).replace("\"", "\"\"") + '"'))
                    .as(names.get(i))
                    .containsExactly(Integer.toString(i));
        }
    }

    @Test
    void namesThatDifferOnlyByCaseAreNumbered() throws Exception {
        write("a.csv", "x,X,x\n1,2,3\n");
        load();
        load();
        assertThat(rows("x, \"X_1\", x_2")).containsExactly("1|2|3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_dlt_load_id,a | _dlt_load_id",
                "_DLT_LOAD_ID,a | _DLT_LOAD_ID",
                "_dango_filename,a | _dango_filename",
                "a,_dango_file_path | _dango_file_path",
                "a,_dango_scanned | _dango_scanned"
            })
    void columnsThatDangoFillsAreRefused(String header, String column) throws Exception {
        write("bad.csv", header + "\n1,2\n");
        assertThat(refused("bad.csv").message())
                .isEqualTo(
                        "bad.csv cannot be loaded: it has a column %s, which Dango fills itself"
                                .formatted(column));
    }

    @Test
    void columnsThatOneTableCannotHoldAreRefused() throws Exception {
        write("bad.csv", "\u00c9,\u00e9\n1,2\n");
        assertThat(refused("bad.csv").message())
                .endsWith("a column \u00e9, which differs from \u00c9 only by case");
        write("bad.csv", "a\0b,c\n1,2\n");
        assertThat(refused("bad.csv").message()).endsWith("a column a\\0b, whose name holds a NUL");
    }

    @Test
    void filesMayHaveAnyName() throws Exception {
        List<String> names =
                List.of(
                        "a'b;--.csv",
                        "c\"d.csv",
                        "e\\..\\..\\f.csv",
                        "e/f.csv",
                        "e\\f.csv",
                        "new\nline.csv",
                        "$(touch g) `h`.csv",
                        "i\t.csv",
                        "[j]*?{k,l}.csv",
                        "\ud83d\ude00.csv",
                        "n".repeat(200) + ".csv");
        for (String name : names) {
            write(name, "a\n1\n");
        }
        load();
        assertThat(rows("_dango_file_path")).containsExactlyInAnyOrderElementsOf(names);
        load();
        assertThat(temp.toFile().list()).containsExactly("project");
        for (String name : names) {
            Files.delete(root.resolve("uploads").resolve(name));
        }
        load();
        assertThat(rows("count(*)")).containsExactly("0");
    }

    @Test
    void settingsAreNoSql() throws Exception {
        write("a.csv", "a,b\n1,2\n");
        String sql = "'); DROP TABLE test; --";
        load();
        for (Map<String, Object> settings :
                List.<Map<String, Object>>of(
                        Map.of("types", Map.of("a", "VARCHAR" + sql)),
                        Map.of("types", Map.of(sql, "VARCHAR")),
                        Map.of("delimiter", sql),
                        Map.of("quote", sql),
                        Map.of("date_format", sql),
                        Map.of("decimal_separator", sql),
                        Map.of("null_strings", List.of(sql, "\0", "\\")))) {
            open(settings);
            write("b.csv", "a,b\n1," + settings.hashCode() + "\n");
            project.sync();
            assertThat(rows("count(*) FILTER (_dango_filename = 'a.csv')"))
                    .as(settings.toString())
                    .containsExactly("1");
        }
    }

    // ---- lines

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'", "'\r'"})
    void linesMayEndInAnyWay(String end) throws Exception {
        write("a.csv", String.join(end, "a,b", "1,x", "2,\"y" + end + "z\"", ""));
        load();
        assertThat(rows("a, b")).containsExactly("1|x", "2|y" + end + "z");
    }

    @Test
    void cellsKeepEveryCharacter() throws Exception {
        write("a.csv", "\ufeffid,b\n1,x\0y\n2,\"q\"\"q\"\n3,\ud83d\ude00\u0001\n4,'); DROP--\n");
        load();
        assertThat(rows("id, b"))
                .containsExactly("1|x\0y", "2|q\"q", "3|\ud83d\ude00\u0001", "4|'); DROP--");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsLine() throws Exception {
        write("bad.csv", "a,b\n1,\u00ff\n2,3\n".getBytes(ISO_8859_1));
        SourceReport.Failure failure = refused("bad.csv");
        assertThat(failure.message()).contains("line 2").contains("not utf-8");
        assertThat(failure.hint()).contains("encoding");
    }

    @ParameterizedTest
    @CsvSource({"'1,2,3\n4,5\n6,7,8\n'", "'1,2,3\n4,5,6,7\n'"})
    void raggedLinesAreRefusedWhateverTheFileIsCalled(String lines) throws Exception {
        write("[bad] *.csv", "a,b,c\n" + lines);
        refused("[bad] *.csv");
    }

    @Test
    void aLineLongerThanDuckDbReadsIsRefusedAndNotShown() throws Exception {
        write("bad.csv", "a,b\n1,\"" + "x\n".repeat(1_500_000) + "\"\n");
        assertThat(refused("bad.csv").message())
                .contains("Maximum line size of 2000000 bytes exceeded");
    }

    @Test
    void aLineOfAMegabyteIsTaken() throws Exception {
        write("a.csv", "a,b\n1," + "x".repeat(1_500_000) + "\n2,y\n");
        load();
        assertThat(rows("a, length(b)")).containsExactly("1|1500000", "2|1");
    }

    @ParameterizedTest
    @CsvSource({"''", "'\ufeff'", "'\0\0\0'", "'\n\n\n'", "'a,b\n'", "'a,b'"})
    void filesWithoutRowsAreSkippedAndTold(String content) throws Exception {
        write(GOOD, "a,b\n1,2\n");
        write("none.csv", content);
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.warnings())
                .containsExactly("none.csv was skipped, since it has no data row");
        assertThat(rows("a, b")).containsExactly("1|2");
    }

    // ---- JSON files

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"a\":1,\"a\":2}] | duplicate key",
                "[{\"a\":1},{\"a\": | unexpected end",
                "[{\"a\":\"\\ud800\"}] | surrogate",
                "<html> | unexpected character",
                "[{\"a\":1,\"_dango_file_path\":\"x\"}] | which Dango fills itself"
            })
    void jsonFilesThatCannotBeTakenAreRefused(String text, String reason) throws Exception {
        write("bad.json", text);
        assertThat(refused("bad.json").message()).contains(reason);
    }

    @Test
    void jsonFilesMayHaveAnyKeysAndLevels() throws Exception {
        write(
                "a.json",
                "[{\"i\":1,\"o\":{\"x'y\\\"z\":1,\"); DROP TABLE test\":2,\"\":3},\"d\":%s}]"
                        .formatted("[".repeat(100) + "4" + "]".repeat(100)));
        load();
        assertThat(rows("to_json(o)->>'x''y\"z', to_json(o)->>'); DROP TABLE test', d::VARCHAR"))
                .containsExactly("1|2|" + "[".repeat(100) + "4" + "]".repeat(100));
    }

    @Test
    void aJsonRecordOfTenMegabytesIsTaken() throws Exception {
        write("a.ndjson", "{\"a\":\"" + "x".repeat(10_000_000) + "\"}\n{\"a\":\"y\"}\n");
        load();
        assertThat(rows("length(a)")).containsExactly("1", "10000000");
    }
}
