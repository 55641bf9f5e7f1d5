package dev.dango.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFaultsTest {

    private static final int ROWS = 20;

    @TempDir Path folder;
    private SmallDisk disk;
    private TestProject project;

    @BeforeEach
    void makeProject() throws Exception {
        disk = new SmallDisk(folder.resolve("disk"), 8);
        project = new TestProject(folder.resolve("disk").resolve("project"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    /** Rows that take a megabyte each and cannot be compressed, with a checkpoint after each. */
    private static Resource megabytes(String name, int rows) {
        ResourceSpec spec =
                ResourceSpec.named(name).mode(WriteMode.APPEND).cursor(CursorSpec.opaque());
        return Resource.of(
                spec,
                (slice, context, out) -> {
                    int from = context.cursor().position().map(Integer::parseInt).orElse(0);
                    for (int i = from; i < rows; i++) {
                        push(out, i);
                        context.cursor().advanceTo(Integer.toString(i + 1));
                        out.checkpoint();
                    }
                });
    }

    private static void push(RecordSink out, int id) {
        Random random = new Random(id);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        out.row(Map.of("id", id, "text", text.toString()));
    }

    private SourceReport.Failure failed() {
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0);
    }

    private void assertGoesOnWithRoom() throws Exception {
        disk.resize(100);
        SourceReport next = project.sync();
        assertThat(next.failures()).isEmpty();
        assertThat(next.warnings()).isEmpty();
        assertThat(project.query("SELECT count(*), count(DISTINCT id), sum(length(text)) FROM t"))
                .containsExactly("%d|%d|%d".formatted(ROWS, ROWS, ROWS * 1_000_000));
        assertThat(project.query("SELECT count(*) - count(DISTINCT load_id) FROM _dlt_loads"))
                .containsExactly("0");
        assertThat(project.project().loads().resolve("s")).doesNotExist();
    }

    @Test
    void fullWhileReading() throws Exception {
        project.offering(megabytes("t", ROWS), megabytes("other", ROWS));

        SourceReport.Failure failure = failed();

        assertThat(failure.kind()).isEqualTo(ErrorKind.DATA.name());
        assertThat(failure.message())
                .isEqualTo(
                        "the disk is full: what was read cannot be kept in "
                                + project.project().loads().resolve("s"));
        assertThat(failure.hint()).startsWith("Make room and sync again");
        assertGoesOnWithRoom();
    }

    @Test
    void fullWhileReadingThoughTheConnectorHidesIt() throws Exception {
        Resource honest = megabytes("t", ROWS);
        project.offering(
                Resource.of(
                        honest.spec(),
                        (slice, context, out) -> {
                            try {
                                honest.read(slice, context, out);
                            } catch (SourceException hidden) {
                                out.row(Map.of("id", -1));
                            }
                        }));

        assertThat(failed().message()).startsWith("the disk is full: what was read");
        project.offering(honest);
        assertGoesOnWithRoom();
    }

    @Test
    void fullWhileLoading() throws Exception {
        project.offering(megabytes("t", 6));

        SourceReport.Failure failure = failed();

        assertThat(failure.kind()).isEqualTo(ErrorKind.DATA.name());
        assertThat(failure.message())
                .isEqualTo(
                        "the disk is full: the warehouse cannot be written in "
                                + project.project().warehouse());
        assertThat(failure.hint()).startsWith("Make room and sync again");
        assertThat(failed().message()).startsWith("the disk is full: the warehouse");
        project.offering(megabytes("t", ROWS));
        assertGoesOnWithRoom();
    }

    @Test
    void readOnly() throws Exception {
        project.offering(megabytes("t", 1));
        assertThat(project.sync().failures()).isEmpty();
        project.offering(megabytes("t", ROWS));
        disk.readOnly(true);

        SourceReport report = project.sync();

        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(report.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.message()).contains("Read-only file system");
                            assertThat(failure.hint()).contains("can be written");
                        });
        disk.readOnly(false);
        assertGoesOnWithRoom();
    }
}
