package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.TableRule;
import dev.dango.engine.project.TableRules;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.source.ClasspathSources;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A real project in a folder, with one source whose resources a test makes up as it goes. */
public final class TestProject {

    private final Project project;
    private List<Resource> resources = List.of();
    private Clock clock = Clock.systemUTC();
    private TableRules rules = TableRules.NONE;

    /** Makes the project. */
    public TestProject(Path folder) {
        this(NewProject.create(folder, "test").project());
    }

    private TestProject(Project project) {
        this.project = project;
    }

    /** Takes a project that is there. */
    public static TestProject at(Project project) {
        return new TestProject(project);
    }

    /** A resource of pages of JSON, which may be written with single quotes. */
    public static Resource json(ResourceSpec spec, String... pages) {
        return Resource.of(
                spec,
                (slice, context, out) -> {
                    for (String page : pages) {
                        byte[] utf8 = page.replace('\'', '"').getBytes(UTF_8);
                        out.json(utf8, 0, utf8.length);
                        out.checkpoint();
                    }
                });
    }

    /** What the source offers from now on. */
    public TestProject offering(Resource... offered) {
        resources = List.of(offered);
        return this;
    }

    /** What time it is from now on. */
    public TestProject clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /** What the user declares for a table from now on. */
    public TestProject declaring(String table, TableSchema columns) {
        TableRule rule =
                new TableRule(
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        columns);
        rules = new TableRules(TableRule.NONE, Map.of(table, rule));
        return this;
    }

    public Project project() {
        return project;
    }

    public SourceReport sync() {
        return sync(SyncOptions.DEFAULT);
    }

    public SourceReport sync(SyncOptions options) {
        return sync(options, new CancellationSource());
    }

    public SourceReport sync(SyncOptions options, CancellationSource cancellation) {
        return sync(options, cancellation, SyncListener.NONE);
    }

    public SourceReport sync(
            SyncOptions options, CancellationSource cancellation, SyncListener listener) {
        return dango().sync(List.of(entry()), options, listener, cancellation).sources().get(0);
    }

    /** The engine, with the source as it is now. */
    public Dango dango() {
        Source source =
                new Source() {
                    @Override
                    public SourceSpec spec() {
                        return SourceSpec.of("made_up", "Made up");
                    }

                    @Override
                    public List<Resource> resources(SourceContext context) {
                        return resources;
                    }
                };
        return new Dango(
                project,
                new ClasspathSources(List.of(source)),
                new Environment(project, Map.of()),
                new Redactor(),
                clock);
    }

    /** The source, with what the user says about its tables. */
    public SourceEntry entry() {
        return entry("s");
    }

    /** The same source by another name. */
    public SourceEntry entry(String name) {
        return new SourceEntry(
                name,
                "made_up",
                true,
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                Map.of(),
                rules,
                0);
    }

    /** Rows of a query on the warehouse, cells separated by bars. */
    public List<String> query(String sql) {
        String url = "jdbc:duckdb:" + project.warehouse();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("USE raw_s");
            try (ResultSet result = statement.executeQuery(sql)) {
                List<String> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        cells.add(String.valueOf(result.getObject(i)));
                    }
                    rows.add(cells.stream().collect(Collectors.joining("|")));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
