package dev.dango.engine.load;

import dev.dango.engine.record.ColumnBuffer;
import java.nio.ByteBuffer;

/**
 * Writes the cells of a column as a data page of Parquet: plain values, not compressed, since they
 * are read once and soon.
 */
final class ParquetPage {

    static final int PLAIN = 0;
    static final int RLE = 3;

    private static final int DATA_PAGE = 0;

    /** Of a page's header, which has no texts, and of the header of its levels. */
    private static final int HEADERS = 64;

    private ParquetPage() {}

    /** A column that has a value in at least one row. */
    static void write(ColumnBuffer column, int rows, Bytes out) {
        ParquetType type = ParquetType.of(column.column());
        int present = 0;
        long bytes = 0;
        boolean isBytes = column.column().type().isBytes();
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
        writeValues(column, type, rows, out.data());
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

    private static void writeValues(
            ColumnBuffer column, ParquetType type, int rows, ByteBuffer out) {
        switch (type) {
            case BOOLEAN -> writeBooleans(column, rows, out);
            case DATE -> {
                for (int row = 0; row < rows; row++) {
                    if (column.isPresent(row)) {
                        out.putInt((int) column.number(row));
                    }
                }
            }
            case BYTES, TEXT -> {
                for (int row = 0; row < rows; row++) {
                    if (column.isPresent(row)) {
                        int length = column.length(row);
                        out.putInt(length).put(column.heap(), column.start(row), length);
                    }
                }
            }
            default -> {
                for (int row = 0; row < rows; row++) {
                    if (column.isPresent(row)) {
                        out.putLong(column.number(row));
                    }
                }
            }
        }
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
