package dev.dango.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.testkit.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that the original Dango loaded from files goes on. */
class TakeoverTest {

    private static final String FORMER_HOME = "/home/former/shop";
    private static final Instant THEN = Instant.parse("2024-05-06T07:08:09.123456Z");
    private static final Instant LATER = Instant.parse("2024-06-07T08:09:10Z");

    @TempDir private Path temp;
    private TestProject project;

    @BeforeEach
    void makeWarehouse() throws SQLException, IOException {
        project =
                TestProject.in(
                        temp.resolve("moved"),
                        new CsvSource(),
                        Map.of("directory", "uploads/orders", "file_pattern", "**/*.csv"));
        Files.createDirectories(project.project().warehouse().getParent());
        run(
                """
                CREATE SCHEMA raw_test;
                CREATE TABLE main._dango_file_metadata (source_name VARCHAR, file_path VARCHAR,
                  file_size BIGINT, file_mtime TIMESTAMP, rows_loaded BIGINT, status VARCHAR,
                  loaded_at TIMESTAMP, error_message VARCHAR, PRIMARY KEY (source_name, file_path));
                CREATE TABLE raw_test.test (id BIGINT, "Name" VARCHAR, _dango_filename VARCHAR,
                  _dango_file_mtime TIMESTAMP, _dango_loaded_at TIMESTAMP WITH TIME ZONE,
                  _dango_deleted BOOLEAN);
                """);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + project.project().warehouse());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Path file(String name) {
        return temp.resolve("moved/uploads/orders").resolve(name);
    }

    private void write(String name, Instant modified, int... ids) throws IOException {
        StringBuilder text = new StringBuilder("id,Name\n");
        for (int id : ids) {
            text.append(id).append(",n").append(id).append('\n');
        }
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
        Files.setLastModifiedTime(file(name), FileTime.from(modified));
    }

    private static LocalDateTime wall(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneId.systemDefault());
    }

    /** What the original leaves after it has loaded a file that is there now. */
    private void loaded(String name, int... ids) throws SQLException, IOException {
        Instant modified = Files.getLastModifiedTime(file(name)).toInstant();
        tracked(name, Files.size(file(name)), modified, ids.length);
        rows(name, modified, ids);
    }

    private void tracked(String name, long size, Instant modified, int rows) throws SQLException {
        run(
                "INSERT INTO main._dango_file_metadata VALUES ('test', '%s/uploads/orders/%s', %d, '%s', %d, 'loaded', now(), NULL)"
                        .formatted(FORMER_HOME, name, size, wall(modified), rows));
    }

    private void rows(String name, Instant modified, int... ids) throws SQLException {
        for (int id : ids) {
            run(
                    "INSERT INTO raw_test.test VALUES (%d, 'old', '%s', '%s', now(), false)"
                            .formatted(
                                    id,
                                    name.substring(name.lastIndexOf('/') + 1),
                                    wall(modified).truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    private SourceReport sync() {
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        return report;
    }

    /** Rows of the original are called old, those loaded since by their number. */
    private List<String> rows() {
        return project.query("SELECT id, \"Name\", _dango_file_path FROM test ORDER BY ALL");
    }

    @Test
    void filesThatAreAsTheyWereCountAsLoadedAlsoWhenTheProjectMoved() throws Exception {
        write("a.csv", THEN, 1, 2);
        write("2024/b.csv", LATER, 3);
        loaded("a.csv", 1, 2);
        loaded("2024/b.csv", 3);
        SourceReport report = sync();
        assertThat(report.loadId()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(rows()).containsExactly("1|old|a.csv", "2|old|a.csv", "3|old|2024/b.csv");
        assertThat(sync().loadId()).isEmpty();
    }

    @Test
    void changedFilesReplaceTheirRowsAndDeletedOnesTakeThemAlong() throws Exception {
        write("kept.csv", THEN, 1);
        write("changed.csv", THEN, 2);
        write("gone.csv", THEN, 3);
        loaded("kept.csv", 1);
        loaded("changed.csv", 2);
        loaded("gone.csv", 3);
        write("changed.csv", LATER, 4, 5);
        write("fresh.csv", LATER, 6);
        Files.delete(file("gone.csv"));
        assertThat(sync().warnings()).isEmpty();
        assertThat(rows())
                .containsExactly(
                        "1|old|kept.csv", "4|n4|changed.csv", "5|n5|changed.csv", "6|n6|fresh.csv");
        assertThat(sync().loadId()).isEmpty();
    }

    @Test
    void filesOfOneNameAreToldApartByTheirTimes() throws Exception {
        write("north/x.csv", THEN, 1);
        write("south/x.csv", LATER, 2);
        loaded("north/x.csv", 1);
        loaded("south/x.csv", 2);
        write("north/x.csv", LATER.plusSeconds(1), 3);
        assertThat(sync().warnings()).isEmpty();
        assertThat(rows()).containsExactly("2|old|south/x.csv", "3|n3|north/x.csv");
    }

    @Test
    void filesThatCannotBeToldApartAreLoadedAgain() throws Exception {
        write("north/x.csv", THEN, 1);
        write("south/x.csv", THEN, 2);
        write("other.csv", THEN, 3);
        loaded("north/x.csv", 1);
        loaded("south/x.csv", 2);
        loaded("other.csv", 3);
        assertThat(sync().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("from x.csv cannot be told"));
        assertThat(rows())
                .containsExactly("1|n1|north/x.csv", "2|n2|south/x.csv", "3|old|other.csv");
    }

    @Test
    void rowsThatTheOriginalLostComeBack() throws Exception {
        write("a.csv", THEN, 1, 2);
        write("north/x.csv", THEN, 3);
        write("south/x.csv", LATER, 4);
        tracked("a.csv", Files.size(file("a.csv")), THEN, 2);
        tracked("north/x.csv", Files.size(file("north/x.csv")), THEN, 1);
        loaded("south/x.csv", 4);
        sync();
        assertThat(rows())
                .containsExactly(
                        "1|n1|a.csv", "2|n2|a.csv", "3|n3|north/x.csv", "4|old|south/x.csv");
    }

    @Test
    void rowsThatTheOriginalDidNotNoteAreNotDoubled() throws Exception {
        write("a.csv", THEN, 1);
        write("b.csv", THEN, 2);
        loaded("a.csv", 1);
        rows("b.csv", THEN, 2);
        rows("long-gone.csv", THEN, 9);
        sync();
        assertThat(rows()).containsExactly("1|old|a.csv", "2|n2|b.csv");
    }

    @Test
    void columnsGoOnAsTheOriginalMadeThem() throws Exception {
        write("a.csv", THEN, 1);
        loaded("a.csv", 1);
        write("b.csv", LATER, 2);
        sync();
        assertThat(
                        project.query(
                                "SELECT id, _dango_filename, _dango_deleted, typeof(_dango_file_mtime) FROM test ORDER BY 1"))
                .containsExactly("1|a.csv|false|TIMESTAMP", "2|b.csv|false|TIMESTAMP");
    }
}
