package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;

/**
 * Rows of a staged table on their way into DuckDB, chunk by chunk. The last column counts the rows,
 * so that of two records with one key the later can be told. One thread at a time.
 */
final class RowStream implements AutoCloseable {

    /** The counting column. */
    static final String SEQUENCE = "_dango_seq";

    private final List<SegmentReader> readers;
    private final List<Column> columns;
    private int reader;
    private Batch batch;
    private int at;
    private long sequence;

    RowStream(List<SegmentReader> readers, List<Column> columns) {
        this.readers = readers;
        this.columns = columns;
    }

    List<Column> columns() {
        return columns;
    }

    /** The type in which a column crosses into DuckDB; {@link #sql} makes it what it stands for. */
    static DuckDBColumnType carrier(Column column) {
        return switch (column.type().base()) {
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case DOUBLE -> DuckDBColumnType.DOUBLE;
            case DATE -> DuckDBColumnType.INTEGER;
            case INTEGER, TIME, TIMESTAMP, LOCAL_TIMESTAMP -> DuckDBColumnType.BIGINT;
            default -> DuckDBColumnType.VARCHAR;
        };
    }

    /** The column's value in SQL, from what crossed. */
    static String sql(Column column) {
        String name = Sql.name(column.name());
        return switch (column.type().base()) {
            case DATE -> "(DATE '1970-01-01' + " + name + ")";
            case TIME -> "(TIME '00:00:00' + to_microseconds(" + name + "))";
            case TIMESTAMP -> "make_timestamp(" + name + ")::TIMESTAMPTZ";
            case LOCAL_TIMESTAMP -> "make_timestamp(" + name + ")";
            case DECIMAL -> name + "::" + TypeMapping.duckdb(column.type());
            case JSON -> name + "::JSON";
            case BINARY -> "from_base64(" + name + ")";
            default -> name;
        };
    }

    /** Fills a chunk; 0 rows mean the end. */
    long fill(DuckDBDataChunkWriter chunk) throws IOException {
        if (!advance()) {
            return 0;
        }
        int rows = (int) Math.min(chunk.capacity(), batch.rows() - at);
        for (int i = 0; i < columns.size(); i++) {
            fill(chunk.vector(i), columns.get(i), rows);
        }
        DuckDBWritableVector counter = chunk.vector(columns.size());
        for (int row = 0; row < rows; row++) {
            counter.setLong(row, sequence++);
        }
        at += rows;
        return rows;
    }

    private boolean advance() throws IOException {
        while (batch == null || at >= batch.rows()) {
            if (reader == readers.size()) {
                return false;
            }
            batch = readers.get(reader).next();
            at = 0;
            if (batch == null) {
                readers.get(reader++).close();
            }
        }
        return true;
    }

    private void fill(DuckDBWritableVector vector, Column column, int rows) {
        BatchColumn cells = batch.column(column.id());
        if (cells == null) {
            for (int row = 0; row < rows; row++) {
                vector.setNull(row);
            }
            return;
        }
        switch (column.type().base()) {
            case BOOLEAN -> fillBooleans(vector, cells, rows);
            case DOUBLE -> fillDoubles(vector, cells, rows);
            case DATE -> fillInts(vector, cells, rows);
            case INTEGER, TIME, TIMESTAMP, LOCAL_TIMESTAMP -> fillLongs(vector, cells, rows);
            case BINARY -> fillTexts(vector, cells, rows, true);
            default -> fillTexts(vector, cells, rows, false);
        }
    }

    private void fillBooleans(DuckDBWritableVector vector, BatchColumn cells, int rows) {
        for (int row = 0; row < rows; row++) {
            if (cells.isPresent(at + row)) {
                vector.setBoolean(row, cells.number(at + row) != 0);
            } else {
                vector.setNull(row);
            }
        }
    }

    private void fillDoubles(DuckDBWritableVector vector, BatchColumn cells, int rows) {
        for (int row = 0; row < rows; row++) {
            if (cells.isPresent(at + row)) {
                vector.setDouble(row, Double.longBitsToDouble(cells.number(at + row)));
            } else {
                vector.setNull(row);
            }
        }
    }

    private void fillInts(DuckDBWritableVector vector, BatchColumn cells, int rows) {
        for (int row = 0; row < rows; row++) {
            if (cells.isPresent(at + row)) {
                vector.setInt(row, (int) cells.number(at + row));
            } else {
                vector.setNull(row);
            }
        }
    }

    private void fillLongs(DuckDBWritableVector vector, BatchColumn cells, int rows) {
        for (int row = 0; row < rows; row++) {
            if (cells.isPresent(at + row)) {
                vector.setLong(row, cells.number(at + row));
            } else {
                vector.setNull(row);
            }
        }
    }

    private void fillTexts(
            DuckDBWritableVector vector, BatchColumn cells, int rows, boolean encode) {
        byte[][] texts = new byte[rows][];
        for (int row = 0; row < rows; row++) {
            if (cells.isPresent(at + row)) {
                byte[] bytes = cells.bytes(at + row);
                texts[row] = encode ? Base64.getEncoder().encode(bytes) : bytes;
            }
        }
        vector.setStringUtf8Batch(0, texts);
    }

    @Override
    public void close() throws IOException {
        for (SegmentReader open : readers) {
            open.close();
        }
    }
}
