package dev.dango.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.TestProject;
import dev.dango.engine.load.LoadEntry;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.state.TableCatalog;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadEditorTest {

    private static final String ROWS = "SELECT n, word FROM events ORDER BY n, word";
    private static final String CHILDREN =
            "SELECT e.n, t.value FROM events__tags t JOIN events e ON t._dlt_parent_id = e._dlt_id ORDER BY ALL";
    private static final String STATE =
            "SELECT resource, slice, position, boundary, load_id FROM _dango_state ORDER BY ALL";

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private LoadEditor loads() {
        return project.dango().loads(project.entry(), SyncListener.NONE, new CancellationSource());
    }

    private String load() {
        SourceReport report = project.sync();
        assertThat(report.failures()).isEmpty();
        return report.loadId().orElseThrow();
    }

    /** Several records stand at the last position, so that the boundary counts, too. */
    private static Resource events(int upTo) {
        return Resource.of(
                ResourceSpec.named("events").cursor(CursorSpec.number("n")),
                (slice, context, out) -> {
                    for (int n = 1; n <= upTo; n++) {
                        out.row(Map.of("n", n, "word", "a", "tags", List.of("x", n)));
                        out.row(Map.of("n", n, "word", "b", "tags", List.of("y")));
                    }
                });
    }

    private List<List<String>> everything() {
        return List.of(project.query(ROWS), project.query(CHILDREN), project.query(STATE));
    }

    private SourceException refusal(String loadId) {
        try {
            loads().undo(loadId);
        } catch (SourceException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
            assertThat(
                            project.query(
                                    "SELECT count(*) FROM _dlt_loads WHERE load_id = '"
                                            + loadId
                                            + "'"))
                    .containsExactly("1");
            return e;
        }
        throw new AssertionError("the load was undone");
    }

    @Test
    void undoneLoadsAreAsIfTheyHadNeverBeen() {
        List<String> ids = new ArrayList<>();
        List<List<List<String>>> states = new ArrayList<>();
        for (int upTo : List.of(2, 3, 5)) {
            project.offering(events(upTo));
            ids.add(load());
            states.add(everything());
        }
        assertThat(loads().newest(9))
                .extracting(LoadEntry::refusal)
                .extracting(Optional::isEmpty)
                .containsExactly(true, false, false);
        assertThat(refusal(ids.get(1)))
                .hasMessage(
                        "load %s cannot be undone: table events was loaded again after it"
                                .formatted(ids.get(1)))
                .extracting(SourceException::hint)
                .isEqualTo("Undo load %s first.".formatted(ids.get(2)));

        assertThat(loads().undo(ids.get(2))).isEqualTo(Map.of("events", 4L, "events__tags", 6L));
        assertThat(everything()).isEqualTo(states.get(1));
        assertThat(new TableCatalog(project.project().state(), "s", Steps.UNWATCHED).tables())
                .containsEntry("events", 6L);

        loads().undo(ids.get(1));
        assertThat(everything()).isEqualTo(states.get(0));

        load();
        assertThat(project.query(ROWS)).isEqualTo(states.get(2).get(0));
        assertThat(project.query(CHILDREN)).isEqualTo(states.get(2).get(1));

        assertThat(loads().newest(9)).hasSize(2);
        assertThat(project.query("SELECT count(*) FROM _dango_loads")).containsExactly("2");
    }

    @Test
    void theFirstLoadLeavesEmptyTables() {
        project.offering(events(2));
        String id = load();
        List<String> rows = project.query(ROWS);

        loads().undo(id);
        assertThat(project.query(ROWS)).isEmpty();
        assertThat(project.query(STATE)).isEmpty();
        assertThat(loads().has(id)).isFalse();

        load();
        assertThat(project.query(ROWS)).isEqualTo(rows);
    }

    @Test
    void aSampleIsUndoneWithItsMark() {
        project.offering(events(5));
        String id = project.sync(SyncOptions.DEFAULT.limit(3)).loadId().orElseThrow();
        assertThat(project.query(ROWS)).hasSize(3);

        loads().undo(id);
        assertThat(project.query(ROWS)).isEmpty();
        assertThat(project.query(STATE)).isEmpty();

        String whole = load();
        assertThat(project.query(ROWS)).hasSize(10);
        assertThat(loads().undo(whole)).containsEntry("events", 10L);
    }

    @Test
    void otherTablesOfLaterLoadsAreNoHindrance() {
        Resource[] slow = {
            Resource.of(
                    ResourceSpec.named("slow").cursor(CursorSpec.number("n")),
                    (slice, context, out) -> out.row(Map.of("n", 1)))
        };
        project.offering(slow);
        String first = load();
        project.offering(events(2));
        String second = load();

        loads().undo(first);
        assertThat(project.query("SELECT count(*) FROM slow")).containsExactly("0");
        assertThat(loads().newest(9)).extracting(LoadEntry::loadId).containsExactly(second);
    }

    @Test
    void whatCannotBeUndoneExactlyIsRefused() throws IOException {
        ResourceSpec merged =
                ResourceSpec.named("merged").primaryKey("id").cursor(CursorSpec.number("id"));
        project.offering(Resource.of(merged, (slice, context, out) -> out.row(Map.of("id", 1))));
        assertThat(refusal(load())).hasMessageContaining("changed or removed rows of table merged");

        project.offering(
                Resource.of(
                        ResourceSpec.named("replaced"),
                        (slice, context, out) -> out.row(Map.of("id", 1))));
        assertThat(refusal(load()))
                .hasMessageContaining("it replaced table replaced")
                .extracting(SourceException::hint)
                .asString()
                .contains("--full-refresh");

        Path csv = Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        project.offering(
                Resource.of(
                        ResourceSpec.named("files")
                                .mode(WriteMode.APPEND)
                                .cursor(CursorSpec.opaque()),
                        (slice, context, out) -> {
                            out.file(csv, FileFormat.CSV, Map.of(), Map.of());
                            context.cursor().advanceTo("1");
                        }));
        assertThat(refusal(load())).hasMessageContaining("it brought files into table files");
    }

    @Test
    void whatWasChangedSinceIsRefused() throws SQLException {
        project.offering(events(3));
        String id = load();

        change("DELETE FROM raw_s.events WHERE n = 3 AND word = 'a'");
        assertThat(refusal(id)).hasMessageContaining("has 5 rows of it, but it brought 6");

        change("UPDATE raw_s._dango_state SET load_id = 'rewind', position = '1'");
        change(
                "INSERT INTO raw_s.events (n, word, _dlt_load_id, _dlt_id) VALUES (3, 'a', '"
                        + id
                        + "', 'x')");
        assertThat(refusal(id)).hasMessageContaining("the position of events was changed after it");

        change("INSERT INTO raw_s._dlt_loads VALUES ('99999999999.5', 's', 0, now(), '')");
        assertThat(refusal(id)).hasMessageContaining("loaded again after it");
        assertThat(refusal("99999999999.5")).hasMessageContaining("written by another program");
    }

    private void change(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + project.project().warehouse());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void whatAnInterruptedSyncLeftComesFirst() throws IOException {
        project.offering(events(3));
        String id = load();
        Files.createDirectories(project.project().loads().resolve("s").resolve("1.5"));

        assertThatThrownBy(() -> loads().undo(id)).hasMessageContaining("waits to be loaded");
        assertThat(project.query(ROWS)).hasSize(6);
    }

    /** A topic of two partitions, each with a message more each time. */
    private static final class Topic implements Resource {

        @Override
        public ResourceSpec spec() {
            return ResourceSpec.named("events").cursor(CursorSpec.opaque()).mode(WriteMode.APPEND);
        }

        @Override
        public List<Slice> slices(ReadContext context) {
            return List.of(new Slice("p0", Map.of()), new Slice("p1", Map.of()));
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) {
            int from = context.cursor().position().map(Integer::parseInt).orElse(0);
            out.row(Map.of("n", from, "word", slice.id()));
            context.cursor().advanceTo(String.valueOf(from + 1));
        }
    }

    @Test
    void positionsOfAllSlicesAreSetBack() {
        project.offering(new Topic());
        load();
        List<String> before = project.query(STATE);
        String second = load();
        assertThat(project.query(ROWS)).containsExactly("0|p0", "0|p1", "1|p0", "1|p1");

        loads().undo(second);
        assertThat(project.query(ROWS)).containsExactly("0|p0", "0|p1");
        assertThat(project.query(STATE)).isEqualTo(before);
    }
}
