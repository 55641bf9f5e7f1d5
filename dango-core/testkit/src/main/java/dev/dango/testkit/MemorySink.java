package dev.dango.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps what a connector pushes, in whichever form, as plain values by name. A deletion takes the
 * rows it means out of those pushed before; files are noted, not read.
 */
public final class MemorySink implements RecordSink {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<List<Map<String, Object>>> RECORDS =
            new TypeReference<>() {};

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<PushedFile> files = new ArrayList<>();
    private final List<Object> passed = new ArrayList<>();
    private final Consumer<Map<String, Object>> onRow;
    private Cancellation cancellation = new CancellationSource();
    private Runnable onCheckpoint = () -> {};
    private int limit = Integer.MAX_VALUE;
    private int rowsAtCheckpoint;
    private int checkpoints;
    private int questions;

    /** Keeps all there is. */
    public MemorySink() {
        this(row -> {});
    }

    /**
     * Keeps all there is, and shows each row to somebody.
     *
     * @param onRow is given each row when it is kept; may change it, or throw
     */
    public MemorySink(Consumer<Map<String, Object>> onRow) {
        this.onRow = onRow;
    }

    /**
     * A file that DuckDB is to read.
     *
     * @param path where it is
     * @param format how to read it
     * @param options of DuckDB's reader
     * @param columns to be added to every row
     */
    public record PushedFile(
            Path path, FileFormat format, Map<String, String> options, Map<String, ?> columns) {}

    /**
     * Has the sink be satisfied early.
     *
     * @param atRows after how many rows
     * @return this
     */
    public MemorySink limit(int atRows) {
        limit = atRows;
        return this;
    }

    /** Belongs to the reading of a slice from now on. */
    void begin(Cancellation ofRun, Runnable atCheckpoint) {
        cancellation = ofRun;
        onCheckpoint = atCheckpoint;
    }

    /**
     * What was pushed and not deleted since.
     *
     * @return in its order; cells without a value may be missing
     */
    public List<Map<String, Object>> rows() {
        return rows;
    }

    /**
     * One column of all rows.
     *
     * @param name the column's
     * @return in the rows' order, null where there is no value
     */
    public List<Object> column(String name) {
        List<Object> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(row.get(name)));
        return cells;
    }

    /**
     * The rows that the last checkpoint made count.
     *
     * @return the first ones of {@link #rows()}
     */
    public List<Map<String, Object>> checkpointed() {
        return rows.subList(0, Math.min(rowsAtCheckpoint, rows.size()));
    }

    /**
     * How often a point to start again from was made.
     *
     * @return over all slices
     */
    public int checkpoints() {
        return checkpoints;
    }

    /**
     * How often the connector asked whether this is enough, as it should after each page.
     *
     * @return over all slices
     */
    public int questions() {
        return questions;
    }

    /**
     * The files DuckDB is to read.
     *
     * @return in their order
     */
    public List<PushedFile> files() {
        return files;
    }

    /**
     * The values up to which the connector said that all has been read.
     *
     * @return in their order
     */
    public List<Object> passedValues() {
        return passed;
    }

    @Override
    public void passed(Object value) {
        passed.add(value);
    }

    @Override
    public void row(Map<String, ?> values) {
        keep(new LinkedHashMap<>(values));
    }

    @Override
    public RowWriter rows(TableSchema schema) {
        return new MemoryRow(schema.columns(), this::keep);
    }

    @Override
    public void json(byte[] utf8, int offset, int length) {
        try {
            JSON.readValue(utf8, offset, length, RECORDS).forEach(this::keep);
        } catch (IOException e) {
            throw SourceException.of(ErrorKind.REMOTE, "This is not JSON.").causedBy(e);
        }
    }

    private void keep(Map<String, Object> row) {
        cancellation.throwIfRequested();
        rows.add(row);
        onRow.accept(row);
    }

    @Override
    public void file(
            Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
        cancellation.throwIfRequested();
        files.add(new PushedFile(file, format, options, columns));
    }

    @Override
    public void delete(Map<String, ?> key) {
        cancellation.throwIfRequested();
        rows.removeIf(row -> row.entrySet().containsAll(key.entrySet()));
    }

    @Override
    public void checkpoint() {
        cancellation.throwIfRequested();
        onCheckpoint.run();
        checkpoints++;
        rowsAtCheckpoint = rows.size();
    }

    @Override
    public boolean satisfied() {
        questions++;
        return rows.size() >= limit;
    }
}
