package dev.dango.engine.load;

import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.record.ResourceModel;
import dev.dango.engine.record.StageOutput;
import dev.dango.engine.record.TableBuffer;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.FileFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One thread's way into a stage: it reads slice after slice and writes all of them to one segment.
 */
public final class StageWriter implements StageOutput, Closeable {

    private final Stage stage;
    private final String name;
    private final Path path;
    private final Steps steps;
    private SegmentWriter segment;
    private long good;
    private int resource;
    private ResourceModel model;
    private String slice;
    private List<StagedFile> files = new ArrayList<>();
    private List<Map<String, Object>> deletes = new ArrayList<>();
    private CursorState reached;

    StageWriter(Stage stage, String name, Path path, Steps steps) {
        this.stage = stage;
        this.name = name;
        this.path = path;
        this.steps = steps;
    }

    /**
     * Begins a slice.
     *
     * @param load the resource
     * @param tables its tables
     * @param sliceId the slice
     */
    public void begin(ResourceLoad load, ResourceModel tables, String sliceId) {
        resource = load.id();
        model = tables;
        slice = sliceId;
        reached = null;
    }

    /**
     * Where the slice stood at its last checkpoint.
     *
     * @return empty before the first that moved the cursor
     */
    public Optional<CursorState> reached() {
        return Optional.ofNullable(reached);
    }

    /** Takes back what came after the last checkpoint. */
    public void rollback() {
        files = new ArrayList<>();
        deletes = new ArrayList<>();
        if (segment != null && segment.length() > good) {
            try {
                segment.truncate(good);
            } catch (IOException e) {
                throw stage.failed(e);
            }
        }
    }

    @Override
    public void rows(List<TableBuffer> tables) {
        stage.checkWritable();
        try {
            for (TableBuffer table : tables) {
                if (table.rows() > 0) {
                    if (segment == null) {
                        segment = new SegmentWriter(path);
                    }
                    segment.write(resource, table);
                    steps.reached(Step.ROWS_WRITTEN);
                }
            }
        } catch (IOException e) {
            throw stage.failed(e);
        }
    }

    @Override
    public void file(
            Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            List<StagedFile.Constant> constants = new ArrayList<>();
            columns.forEach((column, value) -> constants.add(constant(column, value)));
            files.add(
                    new StagedFile(
                            slice,
                            file.toAbsolutePath().normalize().toString(),
                            Files.size(file),
                            modified.to(TimeUnit.NANOSECONDS),
                            format,
                            Map.copyOf(options),
                            List.copyOf(constants)));
        } catch (IOException e) {
            throw DiskFailure.ofFile(file, e);
        }
    }

    private static StagedFile.Constant constant(String column, Object value) {
        String type;
        if (value instanceof Long || value instanceof Integer) {
            type = "BIGINT";
        } else if (value instanceof Double) {
            type = "DOUBLE";
        } else if (value instanceof Boolean) {
            type = "BOOLEAN";
        } else if (value instanceof Instant) {
            type = "TIMESTAMPTZ";
        } else {
            type = "VARCHAR";
        }
        return new StagedFile.Constant(column, type, value == null ? null : value.toString());
    }

    @Override
    public void delete(Map<String, ?> key) {
        deletes.add(Map.copyOf(key));
    }

    @Override
    public void checkpoint(
            Optional<CursorState> cursor, boolean forget, Progress progress, boolean done) {
        stage.noteTables(resource, model);
        good = segment == null ? 0 : segment.length();
        stage.append(
                new JournalEntry.Checkpoint(
                        name,
                        good,
                        resource,
                        slice,
                        progress.records(),
                        progress.discarded(),
                        progress.rejected(),
                        done,
                        forget,
                        cursor.orElse(null),
                        files,
                        deletes));
        steps.reached(Step.CHECKPOINT_WRITTEN);
        reached = cursor.orElse(reached);
        files = new ArrayList<>();
        deletes = new ArrayList<>();
    }

    @Override
    public void close() throws IOException {
        if (segment != null) {
            segment.close();
        }
    }
}
