package dev.dango.engine.load;

import dev.dango.engine.record.ColumnBuffer;
import dev.dango.engine.record.TableBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Appends batches of rows to a segment, a file of the stage. A batch holds rows of one table,
 * column by column:
 *
 * <pre>
 * int magic, int length of the rest, int CRC-32C of the rest
 * int resource, int table, int rows, int columns
 * per column: int id, byte kind (0 numbers, 1 bytes), byte 1 if there are nulls
 *             [one bit a row, set if there is a value]
 *             numbers: long a row; bytes: int length a row, then the bytes
 * </pre>
 *
 * <p>Used by one thread. It writes by {@code RandomAccessFile} and not by a channel, since an
 * interrupt would close a channel.
 */
final class SegmentWriter implements Closeable {

    static final int MAGIC = 0x44474f31;
    static final int HEADER = 12;
    static final byte NUMBERS = 0;
    static final byte BYTES = 1;

    private final RandomAccessFile file;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private long length;

    SegmentWriter(Path path) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.length = file.length();
        file.seek(length);
    }

    /** How long the segment is; what follows the last checkpoint may be cut off again. */
    long length() {
        return length;
    }

    void truncate(long newLength) throws IOException {
        file.setLength(newLength);
        file.seek(newLength);
        length = newLength;
    }

    void write(int resource, TableBuffer table) throws IOException {
        int rows = table.rows();
        buffer.clear();
        room(HEADER + 16);
        buffer.position(HEADER);
        buffer.putInt(resource).putInt(table.model().id()).putInt(rows);
        int countAt = buffer.position();
        buffer.putInt(0);
        int columns = 0;
        for (ColumnBuffer column : table.columns()) {
            if (column != null && write(column, rows)) {
                columns++;
            }
        }
        buffer.putInt(countAt, columns);
        int end = buffer.position();
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), HEADER, end - HEADER);
        buffer.putInt(0, MAGIC).putInt(4, end - HEADER).putInt(8, (int) crc.getValue());
        file.write(buffer.array(), 0, end);
        length += end;
    }

    /** Writes a column, unless it is null throughout. */
    private boolean write(ColumnBuffer column, int rows) {
        int present = 0;
        int bytes = 0;
        boolean isBytes = column.column().type().isBytes();
        for (int row = 0; row < rows; row++) {
            if (column.isPresent(row)) {
                present++;
                bytes += isBytes ? column.length(row) : 0;
            }
        }
        if (present == 0) {
            return false;
        }
        boolean nulls = present < rows;
        room(6 + (rows + 7) / 8 + rows * 8 + bytes);
        buffer.putInt(column.column().id());
        buffer.put(isBytes ? BYTES : NUMBERS);
        buffer.put((byte) (nulls ? 1 : 0));
        if (nulls) {
            writePresence(column, rows);
        }
        if (isBytes) {
            writeBytes(column, rows);
        } else {
            for (int row = 0; row < rows; row++) {
                buffer.putLong(column.isPresent(row) ? column.number(row) : 0);
            }
        }
        return true;
    }

    private void writePresence(ColumnBuffer column, int rows) {
        for (int row = 0; row < rows; row += 8) {
            int bits = 0;
            for (int i = 0; i < 8 && row + i < rows; i++) {
                bits |= column.isPresent(row + i) ? 1 << i : 0;
            }
            buffer.put((byte) bits);
        }
    }

    private void writeBytes(ColumnBuffer column, int rows) {
        for (int row = 0; row < rows; row++) {
            buffer.putInt(column.isPresent(row) ? column.length(row) : 0);
        }
        for (int row = 0; row < rows; row++) {
            if (column.isPresent(row)) {
                buffer.put(column.heap(), column.start(row), column.length(row));
            }
        }
    }

    private void room(int more) {
        if (buffer.remaining() < more) {
            long size = Math.max((long) buffer.position() + more, buffer.capacity() * 2L);
            byte[] bigger =
                    Arrays.copyOf(buffer.array(), (int) Math.min(size, Integer.MAX_VALUE - 8));
            int position = buffer.position();
            buffer = ByteBuffer.wrap(bigger).order(ByteOrder.LITTLE_ENDIAN);
            buffer.position(position);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
