package dev.dango.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.state.TableCatalog;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sync makes of what one before it left half done. */
class RecoveryTest {

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    /** Two slices, the second of which can be broken. */
    private static final class Halves implements Resource {

        private final ResourceSpec spec;
        private boolean broken = true;
        private boolean again;

        Halves(ResourceSpec spec) {
            this.spec = spec;
        }

        @Override
        public ResourceSpec spec() {
            return spec;
        }

        @Override
        public List<Slice> slices(ReadContext context) {
            return List.of(Slice.of("1"), Slice.of("2"));
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) {
            if (!again && context.cursor().position().isPresent()) {
                return;
            }
            out.row(Map.of("whole", "w", "half", slice.id()));
            if (broken && slice.id().equals("2")) {
                throw SourceException.of(ErrorKind.DATA, "broken");
            }
            if (spec.cursor().isPresent()) {
                context.cursor().advanceTo("read");
            }
        }
    }

    @Test
    void halfOfWhatIsAddedWithoutAPositionIsLeftOut() {
        Halves halves = new Halves(ResourceSpec.named("t").mode(WriteMode.APPEND));
        project.offering(halves);
        assertThat(project.sync().status()).isEqualTo(Status.FAILED);

        halves.broken = false;
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertThat(project.query("SELECT half FROM t ORDER BY 1")).containsExactly("1", "2");
    }

    @Test
    void halfOfWhatIsAddedByPositionsIsKept() {
        Halves halves =
                new Halves(
                        ResourceSpec.named("t").mode(WriteMode.APPEND).cursor(CursorSpec.opaque()));
        project.offering(halves);
        assertThat(project.sync().status()).isEqualTo(Status.PARTIAL);
        assertThat(project.query("SELECT half FROM t")).containsExactly("1");

        halves.broken = false;
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertThat(project.query("SELECT half FROM t ORDER BY 1")).containsExactly("1", "2");
    }

    /** Ways of writing in which the half that was not read would count as gone. */
    static Stream<ResourceSpec> waysThatNeedAll() {
        ResourceSpec t = ResourceSpec.named("t");
        return Stream.of(
                t.mode(WriteMode.REPLACE),
                t.mode(WriteMode.REPLACE).cursor(CursorSpec.opaque()),
                t.mode(WriteMode.SCD2),
                t.mode(WriteMode.SCD2).mergeKey("whole").cursor(CursorSpec.opaque()),
                t.mode(WriteMode.MERGE).mergeKey("whole"),
                t.mode(WriteMode.MERGE).mergeKey("whole").cursor(CursorSpec.opaque()));
    }

    @ParameterizedTest
    @MethodSource("waysThatNeedAll")
    void halfOfWhatIsComparedAsAWholeIsLeftOut(ResourceSpec spec) {
        Halves halves = new Halves(spec);
        halves.broken = false;
        project.offering(halves);
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        List<String> before = project.query("SELECT * FROM t ORDER BY half");

        halves.broken = true;
        halves.again = true;
        assertThat(project.sync().status()).isEqualTo(Status.FAILED);
        assertThat(project.query("SELECT * FROM t ORDER BY half")).isEqualTo(before);

        halves.broken = false;
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertThat(project.query("SELECT half FROM t ORDER BY half")).containsExactly("1", "2");
    }

    @Test
    void aListOfTablesThatIsNotUpToDateIsWrittenAgainThoughNothingIsNew() {
        Halves halves =
                new Halves(
                        ResourceSpec.named("t").mode(WriteMode.APPEND).cursor(CursorSpec.opaque()));
        halves.broken = false;
        project.offering(halves);
        project.sync();
        Path state = project.project().state();
        new TableCatalog(state, "s").tables(Map.of("t", 1L, "gone", 7L));

        assertThat(project.sync().loadId()).isEmpty();
        assertThat(new TableCatalog(state, "s").tables()).isEqualTo(Map.of("t", 2L));
    }
}
