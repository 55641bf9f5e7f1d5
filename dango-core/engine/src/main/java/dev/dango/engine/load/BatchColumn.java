package dev.dango.engine.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The cells of one column of a {@link Batch}. */
final class BatchColumn {

    private final ByteBuffer data;
    private final byte[] array;
    private final int presence;
    private final int values;
    private final int[] starts;

    BatchColumn(ByteBuffer data, byte[] array, int presence, int values, int[] starts) {
        this.data = data;
        this.array = array;
        this.presence = presence;
        this.values = values;
        this.starts = starts;
    }

    boolean isPresent(int row) {
        return presence < 0 || (data.get(presence + (row >> 3)) >> (row & 7) & 1) != 0;
    }

    long number(int row) {
        return data.getLong(values + row * 8);
    }

    byte[] bytes(int row) {
        return Arrays.copyOfRange(array, starts[row], starts[row + 1]);
    }
}
