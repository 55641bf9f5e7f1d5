package dev.dango.engine.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Rows of one table as they stand in a segment; a view of the reader's buffer. */
final class Batch {

    private final int rows;
    private final Map<Integer, BatchColumn> columns;

    private Batch(int rows, Map<Integer, BatchColumn> columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Reads the body of a batch, which the array holds from its first byte on. */
    static Batch parse(byte[] body, int length) {
        ByteBuffer data = ByteBuffer.wrap(body, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        int rows = data.getInt(8);
        int count = data.getInt(12);
        data.position(16);
        Map<Integer, BatchColumn> columns = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int id = data.getInt();
            boolean bytes = data.get() == SegmentWriter.BYTES;
            boolean nulls = data.get() == 1;
            int presence = -1;
            if (nulls) {
                presence = data.position();
                data.position(presence + (rows + 7) / 8);
            }
            int values = data.position();
            int[] starts = null;
            if (bytes) {
                starts = new int[rows + 1];
                int at = values + rows * 4;
                for (int row = 0; row < rows; row++) {
                    starts[row] = at;
                    at += data.getInt(values + row * 4);
                }
                starts[rows] = at;
                data.position(at);
            } else {
                data.position(values + rows * 8);
            }
            columns.put(id, new BatchColumn(data, body, presence, values, starts));
        }
        return new Batch(rows, columns);
    }

    int rows() {
        return rows;
    }

    /** A column by its id; null if it is null throughout. */
    BatchColumn column(int id) {
        return columns.get(id);
    }
}
