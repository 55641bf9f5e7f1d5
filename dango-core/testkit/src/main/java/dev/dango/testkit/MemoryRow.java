package dev.dango.testkit;

import dev.dango.spi.DataType;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes maps of typed cells; as the contract wants, a cell takes only what its column may hold. */
final class MemoryRow implements RowWriter {

    private final List<TableSchema.Column> columns;
    private final Consumer<Map<String, Object>> out;
    private Map<String, Object> cells = new LinkedHashMap<>();

    MemoryRow(List<TableSchema.Column> columns, Consumer<Map<String, Object>> out) {
        this.columns = columns;
        this.out = out;
    }

    private RowWriter put(int column, Object value, DataType... fitting) {
        TableSchema.Column target = columns.get(column);
        if (!Set.of(fitting).contains(target.type())) {
            throw new IllegalArgumentException(target + " does not take " + value);
        }
        if (value == null) {
            cells.remove(target.name());
        } else {
            cells.put(target.name(), value);
        }
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
        boolean asIs = value == null || columns.get(column).type() == DataType.BINARY;
        return put(
                column,
                asIs ? value : new String(value, StandardCharsets.UTF_8),
                DataType.BINARY,
                DataType.TEXT,
                DataType.JSON);
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
        Map<String, Object> ended = cells;
        cells = new LinkedHashMap<>();
        out.accept(ended);
    }
}
