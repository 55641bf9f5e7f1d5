package dev.dango.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.history.RunHistory;
import dev.dango.engine.history.RunRecord;
import dev.dango.engine.project.Project;
import dev.dango.engine.state.TableCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares a project with what its origins hold, and looks whether anything else is amiss. */
final class WarehouseCheck {

    private static final String TABLES =
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = current_schema()"
                    + " AND NOT starts_with(table_name, '_')";

    private final Project project;
    private final Origins origins;

    WarehouseCheck(Project project, Origins origins) {
        this.project = project;
        this.origins = origins;
    }

    /** After a sync that ended: everything is as the sources have it. */
    void afterTheEnd() throws Exception {
        atWarehouse(
                (statement, origin) -> {
                    for (Origin.Expected expected : origin.expected()) {
                        assertThat(texts(statement, expected.sql()))
                                .as(expected.sql())
                                .containsExactlyInAnyOrderElementsOf(expected.rows());
                    }
                    checkConsistency(statement, origin);
                    checkCatalog(statement, origin.entry().name());
                    checkHistory(origin.entry().name());
                });
        checkFiles();
    }

    /** After a kill: what a reader sees is whole, though it need not be all or the newest. */
    void afterAKill() throws Exception {
        if (Files.exists(project.warehouse())) {
            atWarehouse(
                    (statement, origin) -> {
                        if (texts(statement, TABLES).size() > 0) {
                            checkConsistency(statement, origin);
                        }
                    });
        }
    }

    /** Looks at the tables of one source. */
    private interface Look {
        void at(Statement statement, Origin origin) throws Exception;
    }

    private void atWarehouse(Look look) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + project.warehouse() + ";access_mode=read_only");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            List<String> schemas =
                    texts(statement, "SELECT schema_name FROM duckdb_schemas() WHERE NOT internal");
            for (Origin origin : origins.all()) {
                if (schemas.contains(origin.entry().schema())) {
                    statement.execute("USE " + origin.entry().schema());
                    look.at(statement, origin);
                }
            }
        }
    }

    private static void checkConsistency(Statement statement, Origin origin) throws SQLException {
        checkLoads(statement);
        List<String> tables = texts(statement, TABLES);
        checkTables(statement, tables);
        for (Origin.AnyOf any : origin.always()) {
            if (tables.contains(any.table())) {
                assertThat(texts(statement, any.sql())).as(any.sql()).isSubsetOf(any.answers());
            }
        }
    }

    private static void checkLoads(Statement statement) throws SQLException {
        assertThat(texts(statement, "SELECT load_id FROM _dlt_loads"))
                .as("loads")
                .doesNotHaveDuplicates();
        assertThat(texts(statement, "SELECT DISTINCT status::VARCHAR FROM _dlt_loads"))
                .containsExactly("0");
        assertThat(texts(statement, "SELECT concat_ws(' ', resource, slice) FROM _dango_state"))
                .as("positions")
                .doesNotHaveDuplicates();
        assertThat(texts(statement, "SELECT version::VARCHAR FROM _dlt_version"))
                .as("versions of the schema")
                .doesNotHaveDuplicates();
        nothing(
                statement,
                "SELECT schema_version_hash FROM _dlt_loads WHERE schema_version_hash NOT IN"
                        + " (SELECT version_hash FROM _dlt_version)");
    }

    /** Every row by itself, every child with its parent, every list in its order. */
    private static void checkTables(Statement statement, List<String> tables) throws SQLException {
        for (String table : tables) {
            List<String> columns =
                    texts(
                            statement,
                            "SELECT column_name FROM duckdb_columns()"
                                    + " WHERE schema_name = current_schema() AND table_name = '%s'"
                                            .formatted(table));
            if (columns.contains("_dlt_load_id")) {
                nothing(
                        statement,
                        "SELECT _dlt_load_id FROM %s WHERE _dlt_load_id NOT IN".formatted(table)
                                + " (SELECT load_id FROM _dlt_loads)");
            }
            if (columns.contains("_dlt_id")) {
                // a version that comes back has the id it had
                String rows = columns.contains("_dlt_valid_to") ? "_dlt_valid_to IS NULL" : "true";
                nothing(
                        statement,
                        "SELECT _dlt_id FROM %s WHERE %s GROUP BY ALL HAVING count(*) > 1"
                                .formatted(table, rows));
            }
            if (columns.contains("_dlt_root_id")) {
                nothing(
                        statement,
                        "SELECT _dlt_id FROM %s WHERE _dlt_root_id IS NULL OR _dlt_root_id NOT IN (SELECT _dlt_id FROM %s)"
                                .formatted(table, root(table)));
            }
            if (columns.contains("_dlt_parent_id")) {
                checkChildren(statement, table, parent(tables, table));
            }
        }
    }

    private static void checkChildren(Statement statement, String table, String parent)
            throws SQLException {
        nothing(
                statement,
                "SELECT _dlt_id FROM %s WHERE _dlt_parent_id NOT IN (SELECT _dlt_id FROM %s)"
                        .formatted(table, parent));
        nothing(
                statement,
                ("SELECT _dlt_parent_id FROM %s GROUP BY ALL HAVING min(_dlt_list_idx) > 0"
                                + " OR max(_dlt_list_idx) >= count(*)"
                                + " OR count(DISTINCT _dlt_list_idx) < count(*)")
                        .formatted(table));
    }

    private static String root(String table) {
        return table.substring(0, table.indexOf("__"));
    }

    /** The longest name that the table's own begins with. */
    private static String parent(List<String> tables, String table) {
        return tables.stream()
                .filter(other -> table.startsWith(other + "__"))
                .max(Comparator.comparing(String::length))
                .orElseThrow(() -> new AssertionError(table + " has no parent among " + tables));
    }

    private void checkCatalog(Statement statement, String source) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : texts(statement, TABLES)) {
            String count = texts(statement, "SELECT count(*)::VARCHAR FROM " + table).get(0);
            rows.put(table, Long.valueOf(count));
        }
        TableCatalog catalog = new TableCatalog(project.state(), source);
        assertThat(catalog.tables()).as("the list of tables beside the warehouse").isEqualTo(rows);
        assertThat(catalog.lastSynced()).isPresent();
    }

    private void checkHistory(String source) {
        List<RunRecord> runs = new RunHistory(project, source).newest(1000);
        assertThat(runs).extracting(RunRecord::id).doesNotHaveDuplicates();
        assertThat(runs).first().extracting(RunRecord::status).isEqualTo(RunRecord.Status.OK);
        assertThat(runs)
                .extracting(RunRecord::status)
                .isSubsetOf(RunRecord.Status.OK, RunRecord.Status.INTERRUPTED);
    }

    /** No stage is left, and no file that was to take the name of another. */
    private void checkFiles() throws IOException {
        try (Stream<Path> files = Files.walk(project.root())) {
            assertThat(files)
                    .noneMatch(file -> project.loads().equals(file.getParent()))
                    .noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    private static void nothing(Statement statement, String sql) throws SQLException {
        assertThat(texts(statement, sql)).as(sql).isEmpty();
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        }
    }
}
