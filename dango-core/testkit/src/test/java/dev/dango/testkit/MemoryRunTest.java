package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryRunTest {

    private record NoSettings() {}

    private static final TableSchema SCHEMA =
            TableSchema.empty().with("id", DataType.INTEGER).with("name", DataType.TEXT);

    private final MemoryRun run =
            new MemoryRun(new NoSettings(), FixedClock.at("2026-03-01T12:00:00Z"));

    @AfterEach
    void close() {
        run.close();
    }

    @FunctionalInterface
    private interface Reading {
        void read(ReadContext context, RecordSink out) throws Exception;
    }

    /** A resource whose position is the connector's business. */
    private static Resource resource(Reading reading) {
        return new Resource() {
            @Override
            public ResourceSpec spec() {
                return ResourceSpec.named("things").cursor(CursorSpec.opaque());
            }

            @Override
            public void read(Slice slice, ReadContext context, RecordSink out) throws Exception {
                reading.read(context, out);
            }
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsRecordsOfEveryForm() throws Exception {
        byte[] json = utf8("x[{\"id\":1},{\"id\":2}]x");

        MemorySink sink =
                run.read(
                        resource(
                                (context, out) -> {
                                    out.json(json, 1, json.length - 2);
                                    out.row(Map.of("id", 3));
                                    RowWriter row = out.rows(SCHEMA);
                                    row.set(0, 4).set(1, utf8("vier")).endRow();
                                    row.set(0, 5).set(1, (String) null).endRow();
                                    out.file(Path.of("a.csv"), FileFormat.CSV, Map.of(), Map.of());
                                    out.delete(Map.of("id", 2));
                                }),
                        new MemorySink());

        assertThat(sink.rows())
                .containsExactly(
                        Map.of("id", 1),
                        Map.of("id", 3),
                        Map.of("id", 4L, "name", "vier"),
                        Map.of("id", 5L));
        assertThat(sink.column("name")).containsExactly(null, null, "vier", null);
        assertThat(sink.files())
                .containsExactly(
                        new MemorySink.PushedFile(
                                Path.of("a.csv"), FileFormat.CSV, Map.of(), Map.of()));
    }

    @Test
    void refusesWhatTheEngineWouldRefuse() {
        RowWriter row = new MemorySink().rows(SCHEMA);

        assertThatThrownBy(() -> row.set(0, "one")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row.set(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        catchThrowableOfType(
                                        SourceException.class,
                                        () -> new MemorySink().json(utf8("{"), 0, 1))
                                .kind())
                .isEqualTo(ErrorKind.REMOTE);
    }

    @Test
    void keepsThePositionOfTheLastCheckpoint() {
        MemorySink sink = new MemorySink();
        Resource failing =
                resource(
                        (context, out) -> {
                            assertThat(context.cursor().position()).contains("a");
                            out.row(Map.of("id", 1));
                            context.cursor().advanceTo("b");
                            out.checkpoint();
                            out.row(Map.of("id", 2));
                            context.cursor().advanceTo("c");
                            throw new IllegalStateException("lost the connection");
                        });
        run.position("whole", "a");

        assertThatThrownBy(() -> run.read(failing, sink)).hasMessage("lost the connection");

        assertThat(run.positions()).isEqualTo(Map.of("whole", "b"));
        assertThat(sink.checkpointed()).containsExactly(Map.of("id", 1));
        assertThat(sink.checkpoints()).isEqualTo(1);
    }

    @Test
    void keepsThePositionAtTheEndAndForgetsIt() throws Exception {
        run.read(resource((context, out) -> context.cursor().advanceTo("a")));
        assertThat(run.positions()).isEqualTo(Map.of("whole", "a"));

        run.read(resource((context, out) -> context.cursor().forget()));
        assertThat(run.positions()).isEmpty();
    }

    @Test
    void isSatisfiedAtTheLimitAndStopsWhenCancelled() throws Exception {
        Resource endless =
                resource(
                        (context, out) -> {
                            while (!out.satisfied()) {
                                out.row(Map.of("id", 1));
                            }
                        });

        MemorySink sink = run.read(endless, new MemorySink().limit(3));
        assertThat(sink.rows()).hasSize(3);
        assertThat(sink.questions()).isEqualTo(4);

        run.cancel();
        assertThat(catchThrowableOfType(SourceException.class, () -> run.read(endless)).kind())
                .isEqualTo(ErrorKind.CANCELLED);
    }

    @Test
    void showsWhatTheUserIsToldAndLeavesNoFiles() throws Exception {
        Path[] scratch = new Path[1];
        run.read(
                resource(
                        (context, out) -> {
                            context.waiting("the limit");
                            context.waiting("");
                            context.warn("old version");
                            scratch[0] = Files.createFile(context.scratchDirectory().resolve("a"));
                        }));
        assertThat(run.waits()).isEqualTo(List.of("the limit"));
        assertThat(run.warnings()).isEqualTo(List.of("old version"));

        run.close();

        assertThat(scratch[0].getParent()).doesNotExist();
    }
}
