package dev.dango.connectors.postgres;

import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Copies the rows of a query into a sink. They are fetched in batches whose size follows the rows':
 * ten thousand narrow ones at once, or few that hold documents of megabytes.
 */
final class RowCopy {

    private static final int FIRST_BATCH = 100;
    private static final int LARGEST_BATCH = 10_000;
    private static final long BATCH_BYTES = 8L << 20;
    private static final int ROWS_PER_CHECKPOINT = 50_000;

    private final CellCopier[] cells;
    private final RecordSink sink;
    private final RowWriter writer;
    private long rowsCopied;
    private long bytesCopied;

    /**
     * Prepares.
     *
     * @param table what the query selects from, with its columns
     * @param sink where the rows go
     */
    RowCopy(Table table, RecordSink sink) {
        this.cells = CellCopiers.of(table);
        this.sink = sink;
        this.writer = sink.rows(table.declared());
    }

    /**
     * Copies until there are no more rows or the sink wants no more.
     *
     * @param query its rows have the table's columns
     * @param connection without auto-commit, or all rows would come at once
     * @param isOrdered whether a read can go on from a checkpoint
     * @throws SQLException if the server or the connection fails
     */
    void run(RowQuery query, Connection connection, boolean isOrdered) throws SQLException {
        try (PreparedStatement statement = query.prepare(connection)) {
            statement.setFetchSize(FIRST_BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                int batch = FIRST_BATCH;
                long nextCheckpoint = ROWS_PER_CHECKPOINT;
                while (copyBatch(rows, batch) && !sink.satisfied()) {
                    if (isOrdered && rowsCopied >= nextCheckpoint) {
                        sink.checkpoint();
                        nextCheckpoint = rowsCopied + ROWS_PER_CHECKPOINT;
                    }
                    batch = nextBatch();
                    rows.setFetchSize(batch);
                }
            }
        }
    }

    /** How much was copied, without what the protocol adds. */
    long bytes() {
        return bytesCopied;
    }

    /** False when the rows ended. */
    private boolean copyBatch(ResultSet rows, int batch) throws SQLException {
        for (int i = 0; i < batch; i++) {
            if (!rows.next()) {
                return false;
            }
            for (CellCopier cell : cells) {
                bytesCopied += cell.copy(rows, writer);
            }
            writer.endRow();
            rowsCopied++;
        }
        return true;
    }

    private int nextBatch() {
        long bytesPerRow = Math.max(1, bytesCopied / rowsCopied);
        return (int) Math.max(1, Math.min(LARGEST_BATCH, BATCH_BYTES / bytesPerRow));
    }
}
