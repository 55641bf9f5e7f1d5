package dev.dango.engine.load;

import dev.dango.engine.record.ColumnBuffer;
import dev.dango.engine.record.TableBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Appends batches of rows to a segment, a file of the stage. A batch holds rows of one table,
 * column by column, each column a page of Parquet; {@link SegmentReader} adds what makes a Parquet
 * file of them.
 *
 * <pre>
 * int magic, int length of the rest, int CRC-32C of the rest
 * int resource, int table, int rows, int columns
 * per column: int id, int where its page begins in the batch, int size of the page
 * the pages
 * </pre>
 *
 * <p>Columns that are null throughout are left out. Used by one thread. It writes by {@code
 * RandomAccessFile} and not by a channel, since an interrupt would close a channel.
 */
final class SegmentWriter implements Closeable {

    static final int MAGIC = 0x44474f33;
    static final int HEADER = 28;

    /** How much of the header the length and the checksum do not cover. */
    static final int PREFIX = 12;

    /** What a batch says of each of its columns. */
    static final int COLUMN = 12;

    private final RandomAccessFile file;
    private final Bytes out = new Bytes(1 << 20);
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
        List<ColumnBuffer> columns = new ArrayList<>();
        for (ColumnBuffer column : table.columns()) {
            if (column != null && hasValues(column, rows)) {
                columns.add(column);
            }
        }
        out.clear();
        int pages = HEADER + columns.size() * COLUMN;
        out.room(pages).position(pages);
        for (int i = 0; i < columns.size(); i++) {
            int start = out.size();
            ParquetPage.write(columns.get(i), rows, out);
            int at = HEADER + i * COLUMN;
            out.data().putInt(at, columns.get(i).column().id());
            out.data().putInt(at + 4, start);
            out.data().putInt(at + 8, out.size() - start);
        }
        ByteBuffer data = out.data();
        data.putInt(12, resource).putInt(16, table.model().id());
        data.putInt(20, rows).putInt(24, columns.size());
        CRC32C crc = new CRC32C();
        crc.update(out.array(), PREFIX, out.size() - PREFIX);
        data.putInt(0, MAGIC).putInt(4, out.size() - PREFIX).putInt(8, (int) crc.getValue());
        file.write(out.array(), 0, out.size());
        length += out.size();
    }

    private static boolean hasValues(ColumnBuffer column, int rows) {
        for (int row = 0; row < rows; row++) {
            if (column.isPresent(row)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
