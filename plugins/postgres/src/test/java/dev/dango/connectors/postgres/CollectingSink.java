package dev.dango.connectors.postgres;

import dev.dango.spi.DataType;
import dev.dango.spi.FileFormat;
import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps typed rows, and refuses cells that do not fit the declared types. */
final class CollectingSink implements RecordSink, RowWriter {

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final Consumer<Map<String, Object>> afterRow;
    private Map<String, Object> row = new HashMap<>();
    private List<TableSchema.Column> columns = List.of();
    private long limit = Long.MAX_VALUE;
    private int rowsAtCheckpoint;
    private int batches;

    CollectingSink() {
        this(row -> {});
    }

    CollectingSink(Consumer<Map<String, Object>> afterRow) {
        this.afterRow = afterRow;
    }

    CollectingSink limit(long value) {
        limit = value;
        return this;
    }

    List<Map<String, Object>> all() {
        return rows;
    }

    List<Map<String, Object>> checkpointed() {
        return rows.subList(0, rowsAtCheckpoint);
    }

    int batches() {
        return batches;
    }

    List<Object> column(String name) {
        List<Object> cells = new ArrayList<>();
        rows.forEach(r -> cells.add(r.get(name)));
        return cells;
    }

    @Override
    public RowWriter rows(TableSchema schema) {
        columns = schema.columns();
        return this;
    }

    private RowWriter put(int column, Object value, DataType... fitting) {
        if (!Set.of(fitting).contains(columns.get(column).type())) {
            throw new IllegalArgumentException(value + " is no " + columns.get(column));
        }
        row.put(columns.get(column).name(), value);
        return this;
    }

    @Override
    public RowWriter set(int column, long value) {
        return put(column, value, DataType.INTEGER);
    }

    @Override
    public RowWriter set(int column, double value) {
        return put(column, value, DataType.DOUBLE);
    }

    @Override
    public RowWriter set(int column, boolean value) {
        return put(column, value, DataType.BOOLEAN);
    }

    @Override
    public RowWriter set(int column, String value) {
        return put(column, value, DataType.TEXT, DataType.JSON);
    }

    @Override
    public RowWriter set(int column, byte[] value) {
        return columns.get(column).type() == DataType.BINARY
                ? put(column, value, DataType.BINARY)
                : set(column, new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public RowWriter set(int column, BigDecimal value) {
        return put(column, value, DataType.DECIMAL);
    }

    @Override
    public RowWriter set(int column, LocalDate value) {
        return put(column, value, DataType.DATE);
    }

    @Override
    public RowWriter set(int column, LocalTime value) {
        return put(column, value, DataType.TIME);
    }

    @Override
    public RowWriter set(int column, Instant value) {
        return put(column, value, DataType.TIMESTAMP);
    }

    @Override
    public RowWriter set(int column, LocalDateTime value) {
        return put(column, value, DataType.LOCAL_TIMESTAMP);
    }

    @Override
    public void endRow() {
        Map<String, Object> ended = row;
        rows.add(ended);
        row = new HashMap<>();
        afterRow.accept(ended);
    }

    @Override
    public void checkpoint() {
        rowsAtCheckpoint = rows.size();
    }

    @Override
    public boolean satisfied() {
        batches++;
        return rows.size() >= limit;
    }

    @Override
    public void row(Map<String, ?> values) {
        throw new AssertionError("rows are typed");
    }

    @Override
    public void json(byte[] utf8, int offset, int length) {
        throw new AssertionError("rows are typed");
    }

    @Override
    public void file(
            Path file, FileFormat format, Map<String, String> options, Map<String, ?> extra) {
        throw new AssertionError("rows are typed");
    }

    @Override
    public void delete(Map<String, ?> key) {
        throw new AssertionError("nothing is deleted");
    }
}
