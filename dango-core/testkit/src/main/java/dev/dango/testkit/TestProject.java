package dev.dango.testkit;

import dev.dango.engine.Dango;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.source.ClasspathSources;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SourceCheck;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real project in a folder with one source, synced by the real engine into a real DuckDB file.
 * Its clock moves one minute a sync, and not by itself. Syncs run one at a time.
 *
 * <pre>{@code
 * TestProject project = TestProject.in(folder, new HelloSource(), Map.of("names", List.of("Ada")));
 * assertThat(project.sync().failures()).isEmpty();
 * assertThat(project.query("SELECT greeting FROM greetings")).containsExactly("Hello, Ada!");
 * }</pre>
 */
public final class TestProject {

    /** What the source is called; its tables stand in schema {@code raw_test}. */
    public static final String SOURCE_NAME = "test";

    /** The id of a load is the time when it began, so two syncs cannot share one. */
    private static final Duration BETWEEN_SYNCS = Duration.ofMinutes(1);

    private final Project project;
    private final Redactor redactor = new Redactor();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Source source;
    private Map<String, Object> settings;
    private FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");

    private TestProject(Project project, Source source, Map<String, ?> settings) {
        this.project = project;
        this.source = source;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Makes the project, or opens it again.
     *
     * @param folder where; made if it is missing
     * @param source the connector
     * @param settings what a user would write for the source; paths are relative to the folder
     * @return never null
     */
    public static TestProject in(Path folder, Source source, Map<String, ?> settings) {
        return new TestProject(NewProject.create(folder, "test").project(), source, settings);
    }

    /**
     * Changes the settings.
     *
     * @param changed all of them
     * @return this
     */
    public TestProject settings(Map<String, ?> changed) {
        settings = Map.copyOf(changed);
        return this;
    }

    /**
     * Sets the clock, which stands at noon of 1 March 2026, UTC, unless set.
     *
     * @param other the clock of all runs from now on
     * @return this
     */
    public TestProject clock(FixedClock other) {
        clock = other;
        return this;
    }

    /**
     * Where the files are.
     *
     * @return never null
     */
    public Project project() {
        return project;
    }

    /**
     * Syncs everything new.
     *
     * @return what happened; failures are in it, not thrown
     */
    public SourceReport sync() {
        return sync(SyncOptions.DEFAULT);
    }

    /**
     * Syncs.
     *
     * @param options what to ask for
     * @return what happened; failures are in it, not thrown
     */
    public SourceReport sync(SyncOptions options) {
        return sync(options, new CancellationSource());
    }

    /**
     * Syncs, and can be stopped.
     *
     * @param options what to ask for
     * @param cancellation stops it from another thread
     * @return what happened; failures are in it, not thrown
     */
    public SourceReport sync(SyncOptions options, CancellationSource cancellation) {
        clock.advance(BETWEEN_SYNCS);
        SourceReport report =
                dango().sync(List.of(entry()), options, new Hearing(), cancellation)
                        .sources()
                        .get(0);
        said.add(report.toString());
        return report;
    }

    /**
     * Tests the connection.
     *
     * @return what the connector had to say
     * @throws SourceException if it does not work
     */
    public SourceCheck check() {
        try {
            SourceCheck check = dango().check(entry(), new CancellationSource());
            said.add(check.toString());
            return check;
        } catch (SourceException e) {
            said.add(redactor.redact(e.getMessage() + " " + e.hint()));
            throw e;
        }
    }

    /**
     * Binds settings to the connector's record.
     *
     * @param written what a user would write
     * @return the record
     * @throws SourceException of kind CONFIG that names everything that is wrong
     */
    public Record bind(Map<String, Object> written) {
        Class<? extends Record> type = source.spec().config();
        return binder().bind(type, entry(written)).config();
    }

    /**
     * Everything that users were shown so far: reports, progress, warnings, failures.
     *
     * @return in no particular order
     */
    public List<String> said() {
        return List.copyOf(said);
    }

    /**
     * Asks the warehouse.
     *
     * @param sql a query; tables of the source need no schema
     * @return its rows as text, cells separated by bars, in UTC
     */
    public List<String> query(String sql) {
        return asking(statement -> rows(statement, sql));
    }

    /** What is asked of the warehouse while it is open. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Statement statement) throws SQLException;
    }

    private <T> T asking(Question<T> question) {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + project.warehouse());
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("USE " + entry().schema());
            return question.ask(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(result.getObject(i)));
                }
                rows.add(String.join("|", cells));
            }
            return rows;
        }
    }

    /**
     * The names of a table's columns.
     *
     * @param table its name
     * @return in the table's order; empty if it is not there
     */
    public List<String> columns(String table) {
        return columns().getOrDefault(table, List.of());
    }

    /** The names of all tables' columns. */
    SortedMap<String, List<String>> columns() {
        return asking(this::columns);
    }

    private SortedMap<String, List<String>> columns(Statement statement) throws SQLException {
        SortedMap<String, List<String>> columns = new TreeMap<>();
        String sql =
                "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = '%s' ORDER BY column_index"
                        .formatted(entry().schema());
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                columns.computeIfAbsent(result.getString(1), table -> new ArrayList<>())
                        .add(result.getString(2));
            }
        }
        return columns;
    }

    /**
     * What the source's tables hold, without what Dango adds, so that two projects can be compared.
     *
     * @param without columns that differ from load to load
     * @return rows in order as text, by table; empty before the first load
     */
    public SortedMap<String, List<String>> content(String... without) {
        return project.warehouse().toFile().exists()
                ? asking(statement -> content(statement, Set.of(without)))
                : new TreeMap<>();
    }

    private SortedMap<String, List<String>> content(Statement statement, Set<String> without)
            throws SQLException {
        SortedMap<String, List<String>> content = columns(statement);
        content.keySet().removeIf(table -> table.startsWith("_"));
        for (Map.Entry<String, List<String>> table : content.entrySet()) {
            List<String> own =
                    table.getValue().stream()
                            .filter(column -> !column.startsWith("_dlt_"))
                            .filter(column -> !without.contains(column))
                            .sorted()
                            .map(column -> '"' + column.replace("\"", "\"\"") + "\"::VARCHAR")
                            .toList();
            String cells = own.isEmpty() ? "1" : String.join(", ", own);
            String sql = "SELECT %s FROM \"%s\" ORDER BY ALL".formatted(cells, table.getKey());
            table.setValue(rows(statement, sql));
        }
        return content;
    }

    private SourceEntry entry() {
        return entry(settings);
    }

    private SourceEntry entry(Map<String, Object> written) {
        return SourceEntry.of(SOURCE_NAME, source.spec().type(), written);
    }

    private Dango dango() {
        return new Dango(
                project, new ClasspathSources(List.of(source)), environment(), redactor, clock);
    }

    private SettingsBinder binder() {
        return new SettingsBinder(
                project, environment(), SecretsToml.read(project), redactor, clock);
    }

    /** The variables of this machine are none of a test's business. */
    private Environment environment() {
        return new Environment(project, Map.of());
    }

    private final class Hearing implements SyncListener {

        @Override
        public void waiting(String name, String table, String what) {
            said.add(what);
        }

        @Override
        public void warning(String name, String message) {
            said.add(message);
        }
    }
}
