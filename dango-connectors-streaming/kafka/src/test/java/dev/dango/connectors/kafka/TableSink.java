package dev.dango.connectors.kafka;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the rows of one slice: typed ones by column name, JSON ones as text under {@code json}. */
final class TableSink implements RecordSink {

    final List<Map<String, Object>> rows = new ArrayList<>();
    int checkpoints;

    private final TestContext context;
    private final int limit;

    TableSink(TestContext context, int limit) {
        this.context = context;
        this.limit = limit;
    }

    @Override
    public void row(Map<String, ?> values) {
        rows.add(new LinkedHashMap<>(values));
    }

    @Override
    public RowWriter rows(TableSchema schema) {
        return new Row(schema.columns());
    }

    @Override
    public void json(byte[] utf8, int offset, int length) {
        rows.add(Map.of("json", new String(utf8, offset, length, StandardCharsets.UTF_8)));
    }

    @Override
    public void file(
            Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
        throw new UnsupportedOperationException("Kafka has no files");
    }

    @Override
    public void delete(Map<String, ?> key) {
        throw new UnsupportedOperationException("Kafka deletes nothing");
    }

    @Override
    public void checkpoint() {
        checkpoints++;
        context.checkpoint();
    }

    @Override
    public boolean satisfied() {
        return rows.size() >= limit;
    }

    /** Holds to the contract: a cell takes only what its column's type allows. */
    private final class Row implements RowWriter {
        private final List<TableSchema.Column> columns;
        private Map<String, Object> cells = new LinkedHashMap<>();

        Row(List<TableSchema.Column> columns) {
            this.columns = columns;
        }

        private RowWriter put(int column, Object value, DataType... allowed) {
            TableSchema.Column target = columns.get(column);
            if (!List.of(allowed).contains(target.type())) {
                throw new IllegalArgumentException(target + " does not take " + value);
            }
            if (value != null) {
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
            boolean binary = columns.get(column).type() == DataType.BINARY;
            Object cell =
                    binary || value == null ? value : new String(value, StandardCharsets.UTF_8);
            return put(column, cell, DataType.BINARY, DataType.TEXT, DataType.JSON);
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
            rows.add(cells);
            cells = new LinkedHashMap<>();
        }
    }
}
