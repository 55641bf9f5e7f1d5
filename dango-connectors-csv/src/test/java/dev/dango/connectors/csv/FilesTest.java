package dev.dango.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import dev.dango.testkit.TestProject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from a folder into a table, as users meet them. */
class FilesTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir private Path temp;
    private Path root;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        root = temp.resolve("project");
        open(Map.of("directory", "uploads", "file_pattern", "**/*"));
    }

    private void open(Map<String, Object> settings) {
        project = TestProject.in(root, new LocalFilesSource(), settings);
    }

    private void openCsv(Object... settings) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("directory", "uploads"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put((String) settings[i], settings[i + 1]);
        }
        project = TestProject.in(root, new CsvSource(), all);
    }

    private Path file(String name) {
        return root.resolve("uploads").resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] content) throws IOException {
        Files.createDirectories(file(name).getParent());
        return Files.write(file(name), content);
    }

    private static void modified(Path file, Instant when) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(when));
    }

    private SourceReport sync() {
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        return report;
    }

    private TableReport table(SourceReport report) {
        return report.tables().get(0);
    }

    private List<String> rows(String columns) {
        return project.query("SELECT %s FROM test ORDER BY ALL".formatted(columns));
    }

    private static SyncOptions options(boolean fullRefresh, boolean allowSchemaChanges) {
        return new SyncOptions(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                fullRefresh,
                allowSchemaChanges,
                false);
    }

    private static SyncOptions limit(long rows) {
        return SyncOptions.DEFAULT.limit(rows);
    }

    private SourceReport syncAllowingSchemaChanges() {
        SourceReport report = project.sync(options(false, true));
        assertThat(report.failures()).isEmpty();
        return report;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void duckdb(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Nested
    class WhatIsNew {

        @Test
        void aSecondSyncLoadsNothing() throws Exception {
            write("a.csv", "id\n1\n2\n");
            assertThat(table(sync()).inserted()).isEqualTo(2);

            SourceReport second = sync();

            assertThat(second.loadId()).isEmpty();
            assertThat(table(second).read()).isZero();
            assertThat(table(second).total()).isEqualTo(2);
        }

        @Test
        void aChangedFileReplacesItsRowsOnly() throws Exception {
            write("a.csv", "id\n1\n2\n");
            write("b.csv", "id\n3\n");
            sync();
            write("a.csv", "id\n1\n20\n21\n");

            TableReport report = table(sync());

            assertThat(rows("id")).containsExactly("1", "3", "20", "21");
            assertThat(List.of(report.inserted(), report.updated(), report.deleted()))
                    .containsExactly(1L, 2L, 0L);
        }

        @Test
        void aTouchedFileIsNotLoadedAgain() throws Exception {
            Path file = write("a.csv", "id\n1\n");
            sync();
            modified(file, LONG_AGO);

            assertThat(table(sync()).read()).isZero();
            assertThat(rows("id")).containsExactly("1");
        }

        @Test
        void anEditThatKeepsSizeAndTimeIsSeen() throws Exception {
            Path file = write("a.csv", "id\n1\n");
            modified(file, LONG_AGO);
            sync();
            write("a.csv", "id\n2\n");
            modified(file, LONG_AGO);

            sync();

            assertThat(rows("id")).containsExactly("2");
        }

        @Test
        void anEditWithAnOlderTimeIsSeen() throws Exception {
            Path file = write("a.csv", "id\n1\n");
            sync();
            write("a.csv", "id\n12\n");
            modified(file, LONG_AGO);

            sync();

            assertThat(rows("id")).containsExactly("12");
        }

        @Test
        void aDeletedFileTakesItsRowsAway() throws Exception {
            write("a.csv", "id\n1\n2\n");
            write("b.csv", "id\n3\n");
            sync();
            Files.delete(file("a.csv"));

            assertThat(table(sync()).deleted()).isEqualTo(2);
            assertThat(rows("id")).containsExactly("3");
            assertThat(table(sync()).deleted()).isZero();
        }

        @Test
        void theLastFileDeletedLeavesAnEmptyTable() throws Exception {
            write("a.csv", "id\n1\n");
            sync();
            Files.delete(file("a.csv"));

            assertThat(table(sync()).deleted()).isEqualTo(1);
            assertThat(rows("id")).isEmpty();
        }

        @Test
        void aDeletedFileComesBackWithItsOldTime() throws Exception {
            Path file = write("a.csv", "id\n1\n");
            write("b.csv", "id\n2\n");
            modified(file, LONG_AGO);
            sync();
            Path aside = Files.move(file, temp.resolve("aside.csv"));
            sync();
            Files.move(aside, file);
            modified(file, LONG_AGO);

            sync();

            assertThat(rows("id")).containsExactly("1", "2");
        }

        @Test
        void aMovedFileKeepsItsRows() throws Exception {
            write("one/a.csv", "id\n1\n");
            write("b.csv", "id\n2\n");
            sync();
            Files.createDirectories(file("two"));
            Files.move(file("one/a.csv"), file("two/a.csv"));

            sync();

            assertThat(rows("id, _dango_file_path")).containsExactly("1|two/a.csv", "2|b.csv");
        }

        @Test
        void filesOfOneNameAreKeptApart() throws Exception {
            write("one/a.csv", "id\n1\n");
            write("two/a.csv", "id\n2\n");
            sync();
            write("one/a.csv", "id\n10\n");

            sync();

            assertThat(rows("id, _dango_filename")).containsExactly("2|a.csv", "10|a.csv");
        }

        @Test
        void aMovedProjectIsTheSame() throws Exception {
            write("a.csv", "id\n1\n");
            sync();
            root = Files.move(root, temp.resolve("elsewhere"));
            open(Map.of("directory", "uploads", "file_pattern", "**/*"));

            assertThat(table(sync()).read()).isZero();
            assertThat(rows("id")).containsExactly("1");
        }

        @Test
        void equalFilesBothCount() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.csv", "id\n1\n");

            sync();

            assertThat(rows("id")).containsExactly("1", "1");
        }
    }

    @Nested
    class WhichFiles {

        @Test
        void withoutFilesTheSyncFails() throws Exception {
            Files.deleteIfExists(file(""));
            SourceReport missing = project.sync();
            assertThat(missing.status()).isEqualTo(Status.FAILED);
            assertThat(missing.failures().get(0).message())
                    .contains("uploads")
                    .contains("not there");

            Files.createDirectories(file(""));
            SourceReport none = project.sync();
            assertThat(none.status()).isEqualTo(Status.FAILED);
            assertThat(none.failures().get(0).message()).contains("No files found");
        }

        @Test
        void namesMayHoldAnything() throws Exception {
            List<String> names =
                    List.of(
                            "it's.csv",
                            "a [1].csv",
                            "b*?.csv",
                            "c {x}.csv",
                            "d%20.csv",
                            "ünïcode 日本.csv",
                            "semi;colon.csv",
                            "$HOME ~.csv");
            for (int i = 0; i < names.size(); i++) {
                write(names.get(i), "id\n" + i + "\n");
            }
            write("a 1.csv", "id\n100\n"); // what the pattern a [1].csv would match

            sync();

            assertThat(
                            project.query(
                                    "SELECT _dango_file_path FROM test WHERE id < 100 ORDER BY id"))
                    .isEqualTo(names);
            write("a [1].csv", "id\n50\n");
            sync();
            assertThat(rows("id")).containsExactly("0", "2", "3", "4", "5", "6", "7", "50", "100");
        }

        @Test
        void eachTypeHasItsUsualPattern() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.json", "[{\"id\": 2}]");
            write("sub/c.csv", "id\n3\n");

            openCsv();
            sync();
            assertThat(rows("id")).containsExactly("1");

            open(Map.of("directory", "uploads"));
            sync();
            assertThat(rows("id")).containsExactly("1", "2");
        }

        @Test
        void twoStarsMeanAllFoldersAndTheTop() throws Exception {
            openCsv("file_pattern", "**/*.csv");
            write("top.csv", "id\n1\n");
            write("one/a.csv", "id\n2\n");
            write("one/two/three/b.csv", "id\n3\n");

            sync();

            assertThat(rows("id")).containsExactly("1", "2", "3");
        }

        @Test
        void twoStarsWithinAPathMeanNoFolderAsWell() throws Exception {
            openCsv("file_pattern", "a/**/x*.csv");
            write("a/x1.csv", "id\n1\n");
            write("a/b/c/x2.csv", "id\n2\n");
            write("a/y.csv", "id\n3\n");
            write("b/x.csv", "id\n4\n");

            sync();

            assertThat(rows("id")).containsExactly("1", "2");
        }

        @Test
        void oneStarStaysInItsFolder() throws Exception {
            openCsv("file_pattern", "*/*.csv");
            write("top.csv", "id\n1\n");
            write("one/a.csv", "id\n2\n");
            write("one/two/b.csv", "id\n3\n");

            sync();

            assertThat(rows("id")).containsExactly("2");
        }

        @Test
        void hiddenFilesAndOthersAreLeftOut() throws Exception {
            write("a.csv", "id\n1\n");
            write(".hidden.csv", "id\n2\n");
            write(".git/b.csv", "id\n3\n");
            write("notes.txt", "hello");
            write("book.xlsx", "PK");
            write("README", "hello");

            SourceReport report = sync();

            assertThat(rows("id")).containsExactly("1");
            assertThat(report.warnings())
                    .singleElement()
                    .asString()
                    .contains("notes.txt", "book.xlsx", "README");
        }

        @Test
        void fiveHundredSmallFilesLoadInOneGo() throws Exception {
            for (int i = 0; i < 500; i++) {
                write("f%03d.csv".formatted(i), "id,name\n" + i + ",x\n");
            }

            TableReport report = table(sync());

            assertThat(report.inserted()).isEqualTo(500);
            assertThat(rows("count(DISTINCT id), count(DISTINCT _dango_file_path)"))
                    .containsExactly("500|500");
            assertThat(table(sync()).read()).isZero();
        }
    }

    @Nested
    class Formats {

        @Test
        void allFormatsGoIntoOneTable() throws Exception {
            write("a.csv", "id,n\n1,a\n");
            write("b.tsv", "id\tn\n2\tb;b,b\n");
            write("c.json", "[{\"id\": 3, \"n\": \"c\"}]");
            write("d.ndjson", "{\"id\": 4, \"n\": \"d\"}\n{\"id\": 5, \"n\": \"e\"}\n");
            write("e.jsonl", "{\"id\": 6, \"n\": \"f\"}");
            duckdb("COPY (SELECT 7 AS id, 'g' AS n) TO '%s'".formatted(file("f.parquet")));
            write("g.csv.gz", gzip("id,n\n8,h\n"));
            write("h.json.gz", gzip("[{\"id\": 9, \"n\": \"i\"}]"));
            duckdb(
                    "COPY (SELECT 10 AS id, 'j' AS n) TO '%s' (FORMAT csv, COMPRESSION zstd)"
                            .formatted(file("i.csv.zst")));
            write("j.ndjson.gz", gzip("{\"id\": 11, \"n\": \"k\"}"));
            write("K.CSV", "id,n\n12,l\n");

            sync();

            assertThat(rows("id, n"))
                    .containsExactly(
                            "1|a", "2|b;b,b", "3|c", "4|d", "5|e", "6|f", "7|g", "8|h", "9|i",
                            "10|j", "11|k", "12|l");
        }

        @Test
        void jsonMayBeOneObjectOrAnArray() throws Exception {
            write("a.json", "{\n  \"id\": 1,\n  \"tags\": [\"x\", \"y\"]\n}");
            write("b.json", "[{\"id\": 2}, {\"id\": 3, \"more\": {\"a\": 1}}]");

            sync();

            assertThat(rows("id, tags[2], more.a"))
                    .containsExactly("1|y|null", "2|null|null", "3|null|1");
        }

        @Test
        void geoJsonKeepsItsFeatures() throws Exception {
            write(
                    "places.json",
                    """
                    {"type": "FeatureCollection", "features": [
                      {"type": "Feature", "properties": {"name": "Basel"},
                       "geometry": {"type": "Point", "coordinates": [7.6, 47.5]}}]}
                    """);

            sync();

            assertThat(project.query("SELECT features[1].properties.name FROM test"))
                    .containsExactly("Basel");
        }

        @Test
        void csvOptionsAreHeeded() throws Exception {
            openCsv(
                    "delimiter", ";",
                    "quote", "'",
                    "skip_lines", 2,
                    "null_strings", List.of("NA", "-"),
                    "types", Map.of("zip", "VARCHAR"),
                    "date_format", "%d.%m.%Y",
                    "decimal_separator", ",");
            write(
                    "a.csv",
                    "Report of May\n\nzip;day;amount;note\n01234;31.05.2024;1,5;'a;b'\n99999;01.06.2024;NA;-\n");

            sync();

            assertThat(rows("zip, day, amount, note"))
                    .containsExactly("01234|2024-05-31|1.5|a;b", "99999|2024-06-01|null|null");
        }

        @Test
        void aFileMayHaveNoHeader() throws Exception {
            openCsv("header", false);
            write("a.csv", "1,x\n2,y\n");

            sync();

            assertThat(rows("column0, column1")).containsExactly("1|x", "2|y");
        }

        @Test
        void semicolonsAreFoundOut() throws Exception {
            openCsv();
            write("a.csv", "id;name\n1;Ada, Countess\n2;Grace\n");

            sync();

            assertThat(rows("id, name")).containsExactly("1|Ada, Countess", "2|Grace");
        }

        @Test
        void latin1NeedsToBeSaid() throws Exception {
            openCsv();
            write("a.csv", "id,name\n1,Zoé\n".getBytes(StandardCharsets.ISO_8859_1));
            SourceReport report = project.sync();
            assertThat(report.status()).isEqualTo(Status.FAILED);
            assertThat(report.failures().get(0).message()).contains("a.csv");
            assertThat(report.failures().get(0).hint()).contains("encoding");

            openCsv("encoding", "latin-1");
            sync();
            assertThat(rows("id, name")).containsExactly("1|Zoé");
        }

        @Test
        void utf16IsReadWhenSaid() throws Exception {
            openCsv("encoding", "utf-16");
            write("a.csv", "id,name\n1,Zoé\n".getBytes(StandardCharsets.UTF_16LE));

            sync();

            assertThat(rows("id, name")).containsExactly("1|Zoé");
        }

        @Test
        void aByteOrderMarkIsNoPartOfAName() throws Exception {
            write("a.csv", "\uFEFFid,name\r\n1,Ada\r\n");

            sync();

            assertThat(rows("id, name")).containsExactly("1|Ada");
        }
    }

    @Nested
    class Columns {

        @Test
        void anExtraColumnIsRefusedAndNothingIsLoaded() throws Exception {
            write("a.csv", "id,name\n1,a\n2,b\n");
            sync();
            write("b.csv", "id,name,email\n3,c,x\n");

            SourceReport report = project.sync();

            assertThat(report.status()).isEqualTo(Status.FAILED);
            assertThat(report.failures().get(0).message())
                    .startsWith("Schema validation failed")
                    .contains("b.csv", "extra columns: email");
            assertThat(report.failures().get(0).hint()).contains("--allow-schema-changes");
            assertThat(rows("id")).containsExactly("1", "2");
        }

        @Test
        void anExtraColumnIsAddedWhenAllowed() throws Exception {
            write("a.csv", "id,name\n1,a\n2,b\n");
            sync();
            write("b.csv", "id,name,email\n3,c,x\n");

            SourceReport report = syncAllowingSchemaChanges();

            assertThat(rows("id, email")).containsExactly("1|null", "2|null", "3|x");
            assertThat(table(report).schemaChanges()).containsExactly("+ email VARCHAR");
        }

        @Test
        void aMissingColumnIsNullWhenAllowed() throws Exception {
            write("a.csv", "id,name,email\n1,a,x\n2,b,y\n");
            sync();
            write("b.csv", "id,name\n3,c\n");
            assertThat(project.sync().failures().get(0).message())
                    .contains("missing columns: email");

            syncAllowingSchemaChanges();

            assertThat(rows("id, email")).containsExactly("1|x", "2|y", "3|null");
        }

        @Test
        void theFirstLoadHeedsTheOptionAsWell() throws Exception {
            write("a.csv", "id,name\n1,a\n");
            write("b.csv", "id,email\n2,x\n");
            SourceReport refused = project.sync();
            assertThat(refused.status()).isEqualTo(Status.FAILED);
            assertThat(refused.failures().get(0).message()).contains("b.csv", "email", "name");

            syncAllowingSchemaChanges();

            assertThat(rows("id, name, email")).containsExactly("1|a|null", "2|null|x");
        }

        @Test
        void orderAndCaseOfNamesDoNotMatter() throws Exception {
            write("a.csv", "id,name\n1,a\n");
            sync();
            write("b.csv", "NAME,Id\nb,2\n");

            sync();

            assertThat(rows("id, name")).containsExactly("1|a", "2|b");
        }

        @Test
        void textInANumericColumnGoesBesideIt() throws Exception {
            write("a.csv", "id,amount\n1,10\n");
            sync();
            write("b.csv", "id,amount\n2,20\n3,unknown\n");

            sync();

            assertThat(rows("id, amount, amount__v_text"))
                    .containsExactly("1|10|null", "2|20|null", "3|null|unknown");
        }

        @Test
        void textLateInALongFileIsFoundAsWell() throws Exception {
            StringBuilder text = new StringBuilder("id,amount\n");
            for (int i = 1; i <= 30_000; i++) {
                text.append(i).append(',').append(i == 29_999 ? "n/a" : i).append('\n');
            }
            write("a.csv", text.toString());

            sync();

            assertThat(rows("count(*), count(id), max(amount) FILTER (id = 29999)"))
                    .containsExactly("30000|30000|n/a");
        }

        @Test
        void twoFilesOfDifferentTypesAgreeOnTheWider() throws Exception {
            write("a.csv", "id,v\n1,10\n");
            write("b.csv", "id,v\n2,2.5\n");

            sync();

            assertThat(rows("id, v")).containsExactly("1|10.0", "2|2.5");
        }

        @Test
        void typesAreChosenByAllSmallFiles() throws Exception {
            write("a.csv", "id,day,flag,rate\n1,01/02/2024,true,\n");
            write("b.csv", "id,day,flag,rate\n2,13/02/2024,7,2.5\n");

            sync();

            assertThat(rows("id, day, flag, rate"))
                    .containsExactly("1|2024-02-01|true|null", "2|2024-02-13|7|2.5");
            assertThat(rows("DISTINCT typeof(day), typeof(flag), typeof(rate)"))
                    .containsExactly("DATE|VARCHAR|DOUBLE");
        }

        @Test
        void quotesAndEndsOfLinesMayDiffer() throws Exception {
            write("a.csv", "id,name\r\n1,\"Doe, \"\"Jane\"\"\"\r\n");
            write("b, c.csv", "id,name\n2,O'Brien");
            sync();
            write("d.csv", "id,name\n3,\"two\nlines\"\n");
            write("e.csv", "id,name\n4,x\n");

            sync();

            assertThat(rows("id, name, _dango_filename"))
                    .containsExactly(
                            "1|Doe, \"Jane\"|a.csv",
                            "2|O'Brien|b, c.csv",
                            "3|two\nlines|d.csv",
                            "4|x|e.csv");
        }

        @Test
        void linesAlikeAreNoHeader() throws Exception {
            write("a.csv", "1,2\n3,4\n");
            write("b.csv", "1,2\n5,6\n");

            sync();

            assertThat(rows("column0, column1")).containsExactly("1|2", "1|2", "3|4", "5|6");
        }

        @Test
        void ofFilesAlikeOnlyTheUnevenOneIsRefused() throws Exception {
            write("a.csv", "id,name\n1,a\n");
            write("b.csv", "id,name\n2,b,c\n3,d,e\n");
            write("c.csv", "id,name\n4,f\n");

            SourceReport report = project.sync();

            assertThat(report.failures()).singleElement().asString().contains("b.csv");
            assertThat(rows("id, name")).containsExactly("1|a", "4|f");
        }

        @Test
        void aHeaderAloneDecidesNoTypes() throws Exception {
            write("a.csv", "id,amount\n");
            write("b.csv", "id,amount\n1,2.5\n");

            sync();

            assertThat(rows("typeof(id), typeof(amount)")).containsExactly("BIGINT|DOUBLE");
            write("a.csv", "id,amount\n2,3.5\n");
            sync();
            assertThat(rows("id, amount")).containsExactly("1|2.5", "2|3.5");
        }

        @Test
        void aHeaderAloneThatComesFirstDecidesNoTypes() throws Exception {
            write("a.csv", "id,amount\n");
            assertThat(project.sync().status()).isEqualTo(Status.FAILED);
            write("b.csv", "id,amount\n1,2.5\n");

            SourceReport report = sync();

            assertThat(rows("typeof(id), typeof(amount)")).containsExactly("BIGINT|DOUBLE");
            assertThat(report.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("a.csv was skipped");
        }

        @Test
        void aHeaderAloneLoadsNothingAndKeepsWhatIsThere() throws Exception {
            write("a.csv", "id,amount\n1,2.5\n");
            sync();
            write("b.csv", "id,amount\n");

            SourceReport report = project.sync();

            assertThat(report.status()).isEqualTo(Status.FAILED);
            assertThat(report.failures().get(0).message()).contains("No data loaded", "b.csv");
            assertThat(rows("id")).containsExactly("1");
        }

        @Test
        void aFileThatBecameEmptyKeepsItsOldRows() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.csv", "id\n2\n");
            sync();
            write("a.csv", "id\n");
            write("b.csv", "id\n20\n");

            SourceReport report = sync();

            assertThat(rows("id")).containsExactly("1", "20");
            assertThat(report.warnings()).singleElement().asString().contains("a.csv");
        }

        @Test
        void systemColumnsSayWhereRowsAreFrom() throws Exception {
            Path file = write("sub/a.csv", "id\n1\n");
            modified(file, LONG_AGO.plusMillis(999));

            sync();

            assertThat(
                            rows(
                                    "_dango_filename, _dango_file_mtime = '2020-01-01 00:00:00Z', _dango_loaded_at = '2026-03-01 12:01:00Z', _dango_deleted, _dango_file_path, _dlt_load_id IS NOT NULL"))
                    .containsExactly("a.csv|true|true|false|sub/a.csv|true");
        }
    }

    @Nested
    class Trouble {

        @Test
        void aBrokenFileDoesNotHoldUpTheOthers() throws Exception {
            write("a.json", "[{\"id\": 1}]");
            write("b.json", "[{\"id\": 2}, {\"id\":");
            write("c.csv", "id\n3\n");

            SourceReport report = project.sync();

            assertThat(report.status()).isEqualTo(Status.PARTIAL);
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(f -> assertThat(f.message()).contains("b.json"));
            assertThat(rows("id")).containsExactly("1", "3");
            SourceReport again = project.sync();
            assertThat(again.failures()).hasSize(1);
            write("b.json", "[{\"id\": 2}]");
            sync();
            assertThat(rows("id")).containsExactly("1", "2", "3");
        }

        @Test
        void aFileThatBreaksKeepsItsOldRows() throws Exception {
            write("a.ndjson", "{\"id\": 1}\n");
            write("b.ndjson", "{\"id\": 2}\n");
            sync();
            write("a.ndjson", "{\"id\": 1}\n{\"id\"\n");
            write("b.ndjson", "{\"id\": 20}\n");

            SourceReport report = project.sync();

            assertThat(report.status()).isEqualTo(Status.PARTIAL);
            assertThat(rows("id")).containsExactly("1", "20");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "id,name\n1,a\n2,b,c\n",
                    "id,name\n1,a\n2\n",
                    "a;b\n1;2\n3;4;5\n",
                    "id,name\n1,a,z\n"
                })
        void linesOfDifferentLengthsAreRefusedFromTheFirstLoadOn(String text) throws Exception {
            openCsv();
            write("ragged.csv", text);
            write("right.csv", "id,name\n7,g\n");
            SourceReport report = project.sync();
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(
                            failure ->
                                    assertThat(failure.message())
                                            .isEqualTo(
                                                    "ragged.csv cannot be read: its lines have different numbers of cells"));
            assertThat(project.query("SELECT id, name FROM " + report.tables().get(0).table()))
                    .containsExactly("7|g");
        }

        @Test
        void longFilesOfUnevenLinesAreRefusedToo() throws Exception {
            openCsv();
            write("ragged.csv", "id,name\n" + "1,a\n2,b,c\n".repeat(20_000));
            assertThat(project.sync().failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.message()).contains("ragged.csv"));
        }

        @Test
        void aColumnMayHoldCommas() throws Exception {
            openCsv();
            write("notes.csv", "note\nHello; world\nx\n");
            assertThat(project.sync().failures()).isEmpty();
        }

        @Test
        void theLineThatIsWrongIsNamed() throws Exception {
            StringBuilder lines = new StringBuilder("a,b\n");
            for (int i = 0; i < 60_000; i++) {
                lines.append(i).append(",x\n");
            }
            write("late.csv", lines.append("1,2,3\n").toString());

            SourceReport report = project.sync();

            assertThat(report.failures().get(0).message())
                    .startsWith("late.csv cannot be read: line 60002: ");
        }

        @Test
        void noiseIsCalledSo() throws Exception {
            byte[] noise = new byte[3000];
            new Random(3).nextBytes(noise);
            write("noise.csv", noise);

            SourceReport report = project.sync();

            assertThat(report.failures().get(0).message())
                    .isEqualTo(
                            "noise.csv cannot be read: no way of separating and quoting values fits its lines");
            assertThat(report.failures().get(0).hint())
                    .contains("delimiter, quote, header or encoding");
        }

        @Test
        void aBrokenParquetFileIsNamed() throws Exception {
            write("a.parquet", "PAR1 this is not a Parquet file PAR1");

            SourceReport report = project.sync();

            assertThat(report.status()).isEqualTo(Status.FAILED);
            assertThat(report.failures().get(0).message()).contains("a.parquet");
        }

        @Test
        void anEmptyFileAmongOthersIsSkipped() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.csv", "");
            write("c.json", "");
            write("d.json", "[]");
            write("e.csv", "\n\n");

            SourceReport report = sync();

            assertThat(rows("id")).containsExactly("1");
            assertThat(String.join("\n", report.warnings()))
                    .contains("b.csv", "c.json", "d.json", "e.csv");
            write("b.csv", "id\n2\n");
            sync();
            assertThat(rows("id")).containsExactly("1", "2");
        }

        @Test
        void aFileThatVanishesWhileItIsReadDoesNotHoldUpTheOthers() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.csv", "id\n2\n");
            project =
                    TestProject.in(
                            root,
                            new Interfering("a.csv", Files::delete),
                            Map.of("directory", "uploads"));

            SourceReport report = project.sync();

            assertThat(report.status()).isEqualTo(Status.PARTIAL);
            assertThat(report.failures().get(0).message())
                    .isEqualTo("a.csv went away while it was read");
            assertThat(rows("id")).containsExactly("2");
            assertThat(table(sync()).inserted()).isZero();
        }

        @Test
        void aFileThatIsWrittenWhileItIsReadComesNextTime() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.csv", "id\n2\n");
            Interfering writing =
                    new Interfering("a.csv", path -> Files.writeString(path, "id\n1\n10\n"));
            project = TestProject.in(root, writing, Map.of("directory", "uploads"));

            assertThat(project.sync().failures().get(0).message())
                    .isEqualTo("a.csv changed while it was read");
            assertThat(rows("id")).containsExactly("2");
            writing.stop();
            sync();
            assertThat(rows("id")).containsExactly("1", "2", "10");
        }

        @Test
        void aFullRefreshWithABrokenFileKeepsAllRows() throws Exception {
            write("a.json", "[{\"id\": 1}]");
            write("b.json", "[{\"id\": 2}]");
            sync();
            write("b.json", "[{\"id\":");

            SourceReport report = project.sync(options(true, false));

            assertThat(report.failures()).isNotEmpty();
            assertThat(rows("id")).containsExactly("1", "2");
        }

        @Test
        void anEmptiedFolderKeepsTheRowsOnFullRefresh() throws Exception {
            write("a.csv", "id\n1\n");
            sync();
            Files.delete(file("a.csv"));

            SourceReport report = project.sync(options(true, false));

            assertThat(report.status()).isEqualTo(Status.FAILED);
            assertThat(rows("id")).containsExactly("1");
        }
    }

    @Nested
    class Options {

        @Test
        void aFullRefreshReadsEverythingAgain() throws Exception {
            write("a.csv", "id\n1\n");
            write("b.csv", "id\n2\n");
            sync();
            Files.delete(file("b.csv"));

            SourceReport report = project.sync(options(true, false));

            assertThat(report.failures()).isEmpty();
            assertThat(rows("id")).containsExactly("1");
            assertThat(table(sync()).read()).isZero();
        }

        @Test
        void aFullRefreshMayChangeTypesAndColumns() throws Exception {
            write("a.csv", "id,v\n1,1\n");
            sync();
            write("a.csv", "id,w\n1,x\n");

            SourceReport report = project.sync(options(true, false));

            assertThat(report.failures()).isEmpty();
            assertThat(rows("id, w")).containsExactly("1|x");
        }

        @Test
        void aLimitIsExactAndForgotten() throws Exception {
            List<String> all = new ArrayList<>();
            for (int file = 0; file < 3; file++) {
                StringBuilder text = new StringBuilder("id\n");
                for (int i = 0; i < 10; i++) {
                    text.append(100 + file * 10 + i).append('\n');
                    all.add(Integer.toString(100 + file * 10 + i));
                }
                write("f" + file + ".csv", text.toString());
            }

            SourceReport report = project.sync(limit(15));

            assertThat(report.failures()).isEmpty();
            assertThat(rows("count(*), count(DISTINCT id)")).containsExactly("15|15");
            assertThat(table(report).inserted()).isEqualTo(15);
            sync();
            assertThat(rows("id")).isEqualTo(all);
        }

        @Test
        void aLimitHoldsAcrossFormats() throws Exception {
            write("a.csv", "id\n1\n2\n3\n");
            write("b.json", "[{\"id\": 4}, {\"id\": 5}, {\"id\": 6}]");

            project.sync(limit(4));

            assertThat(rows("count(*)")).containsExactly("4");
        }

        @Test
        void aLimitedFullRefreshIsMadeGoodByTheNextSync() throws Exception {
            write("a.csv", "id\n1\n2\n3\n");
            sync();
            project.sync(SyncOptions.DEFAULT.limit(1).refreshing());
            assertThat(rows("count(*)")).containsExactly("1");

            sync();

            assertThat(rows("id")).containsExactly("1", "2", "3");
        }
    }

    /** Does something to a file once its slice has been read. */
    private static final class Interfering implements Source {

        private interface Deed {
            void doTo(Path file) throws IOException;
        }

        private final Source files = new LocalFilesSource();
        private final String slice;
        private final Deed deed;
        private volatile boolean stopped;

        Interfering(String slice, Deed deed) {
            this.slice = slice;
            this.deed = deed;
        }

        void stop() {
            stopped = true;
        }

        @Override
        public SourceSpec spec() {
            return files.spec();
        }

        @Override
        public List<Resource> resources(SourceContext context) throws Exception {
            return files.resources(context).stream().<Resource>map(Disturbed::new).toList();
        }

        private final class Disturbed implements Resource {

            private final Resource resource;

            Disturbed(Resource resource) {
                this.resource = resource;
            }

            @Override
            public ResourceSpec spec() {
                return resource.spec();
            }

            @Override
            public List<Slice> slices(ReadContext context) throws Exception {
                return resource.slices(context);
            }

            @Override
            public void read(Slice part, ReadContext context, RecordSink out) throws Exception {
                resource.read(part, context, out);
                if (part.id().equals(slice) && part.parameters().containsKey("file") && !stopped) {
                    deed.doTo(Path.of(part.parameters().get("file")));
                }
            }
        }
    }
}
