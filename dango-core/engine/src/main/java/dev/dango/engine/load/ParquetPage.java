package dev.dango.engine.load;

import dev.dango.engine.record.ColumnBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the cells of a column as a data page of Parquet: plain values, not compressed, since they
 * are read once and soon.
 */
final class ParquetPage {

    static final int PLAIN = 0;
    static final int RLE = 3;

    private static final int DATA_PAGE = 0;
    private static final VarHandle LENGTH =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of a page's header, which has no texts, and of the header of its levels. */
    private static final int HEADERS = 64;

    private ParquetPage() {}

    /** A column that has a value in at least one row. */
    static void write(ColumnBuffer column, int rows, Bytes out) {
        ParquetType type = ParquetType.of(column.column());
        int present = 0;
        long bytes = 0;
        boolean isBytes = column.isBytes();
        for (int row = 0; row < rows; row++) {
            if (column.isPresent(row)) {
                present++;
                bytes += isBytes ? column.length(row) : 0;
            }
        }
        boolean nulls = present < rows;
        int levels =
                nulls ? varintSize(bitmapHeader(rows)) + (rows + 7) / 8 : varintSize(run(rows)) + 1;
        long size =
                4L
                        + levels
                        + switch (type) {
                            case BOOLEAN -> (present + 7) / 8;
                            case DATE -> present * 4L;
                            case BYTES, TEXT -> present * 4L + bytes;
                            default -> present * 8L;
                        };
        out.room(Math.toIntExact(size + HEADERS));
        writeHeader(rows, (int) size, out);
        out.data().putInt(levels);
        if (nulls) {
            out.varint(bitmapHeader(rows));
            writePresence(column, rows, out.data());
        } else {
            out.varint(run(rows));
            out.data().put((byte) 1);
        }
        writeValues(column, type, rows, out);
    }

    /** A column that is null throughout. */
    static void writeNulls(int rows, Bytes out) {
        int levels = varintSize(run(rows)) + 1;
        out.room(HEADERS);
        writeHeader(rows, 4 + levels, out);
        out.data().putInt(levels);
        out.varint(run(rows));
        out.data().put((byte) 0);
    }

    private static void writeHeader(int rows, int size, Bytes out) {
        ThriftWriter header = new ThriftWriter(out).element();
        header.i32(1, DATA_PAGE).i32(2, size).i32(3, size);
        header.struct(5).i32(1, rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end();
        header.end();
    }

    /** What precedes one level that all rows have. */
    private static long run(int rows) {
        return (long) rows << 1;
    }

    /** What precedes a bit for each row, in groups of eight. */
    private static long bitmapHeader(int rows) {
        return (((rows + 7L) / 8) << 1) | 1;
    }

    private static int varintSize(long number) {
        return (70 - Long.numberOfLeadingZeros(number | 1)) / 7;
    }

    private static void writePresence(ColumnBuffer column, int rows, ByteBuffer out) {
        for (int row = 0; row < rows; row += 8) {
            int bits = 0;
            for (int i = 0; i < 8 && row + i < rows; i++) {
                bits |= column.isPresent(row + i) ? 1 << i : 0;
            }
            out.put((byte) bits);
        }
    }

    private static void writeValues(ColumnBuffer column, ParquetType type, int rows, Bytes page) {
        ByteBuffer out = page.data();
        switch (type) {
            case BOOLEAN -> writeBooleans(column, rows, out);
            case DATE -> {
                for (int row = 0; row < rows; row++) {
                    if (column.isPresent(row)) {
                        out.putInt((int) column.number(row));
                    }
                }
            }
            case BYTES, TEXT -> writeBytes(column, rows, page);
            default -> {
                for (int row = 0; row < rows; row++) {
                    if (column.isPresent(row)) {
                        out.putLong(column.number(row));
                    }
                }
            }
        }
    }

    /** Past the buffer's own checks and counting, which cost as much as short texts do. */
    private static void writeBytes(ColumnBuffer column, int rows, Bytes out) {
        byte[] target = out.array();
        byte[] heap = column.heap();
        int at = out.size();
        for (int row = 0; row < rows; row++) {
            if (column.isPresent(row)) {
                int length = column.length(row);
                LENGTH.set(target, at, length);
                System.arraycopy(heap, column.start(row), target, at + 4, length);
                at += 4 + length;
            }
        }
        out.data().position(at);
    }

    /** A bit for each value there is. */
    private static void writeBooleans(ColumnBuffer column, int rows, ByteBuffer out) {
        int bits = 0;
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (column.isPresent(row)) {
                bits |= (int) column.number(row) << count++;
                if (count == 8) {
                    out.put((byte) bits);
                    bits = 0;
                    count = 0;
                }
            }
        }
        if (count > 0) {
            out.put((byte) bits);
        }
    }
}
