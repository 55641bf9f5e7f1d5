package dev.dango.engine.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The cells of one column, row by row: a 64-bit number each, or a stretch of one byte array. Reused
 * from batch to batch by one thread.
 */
public final class ColumnBuffer {

    private static final int FIRST_ROWS = 256;
    private static final int FIRST_HEAP = 4096;

    private final Column column;
    private final boolean bytes;
    private boolean[] present = new boolean[FIRST_ROWS];
    private long[] numbers;
    private int[] starts;
    private int[] lengths;
    private byte[] heap;
    private int heapSize;
    private int high;
    private boolean mended;

    ColumnBuffer(Column column) {
        this.column = column;
        this.bytes = column.type().isBytes();
        if (bytes) {
            starts = new int[FIRST_ROWS];
            lengths = new int[FIRST_ROWS];
            heap = new byte[FIRST_HEAP];
        } else {
            numbers = new long[FIRST_ROWS];
        }
    }

    /**
     * The column whose cells these are.
     *
     * @return never null
     */
    public Column column() {
        return column;
    }

    /**
     * Whether a cell holds a value.
     *
     * @param row from 0
     * @return false for null
     */
    public boolean isPresent(int row) {
        return row < present.length && present[row];
    }

    /**
     * The number in a cell; booleans are 0 or 1, doubles their bits, dates days, times
     * microseconds, decimals their digits without the point.
     *
     * @param row a row with a value
     * @return the number
     */
    public long number(int row) {
        return numbers[row];
    }

    /**
     * Whether cells are stretches of bytes rather than numbers.
     *
     * @return the same for all cells
     */
    public boolean isBytes() {
        return bytes;
    }

    /**
     * Where the bytes of a cell begin in {@link #heap()}.
     *
     * @param row a row with a value
     * @return an index
     */
    public int start(int row) {
        return starts[row];
    }

    /**
     * How many bytes a cell has.
     *
     * @param row a row with a value
     * @return not negative
     */
    public int length(int row) {
        return lengths[row];
    }

    /**
     * The array that holds the bytes of all cells.
     *
     * @return not a copy
     */
    public byte[] heap() {
        return heap;
    }

    void setNumber(int row, long value) {
        ensureRow(row);
        numbers[row] = value;
        mark(row);
    }

    void setBytes(int row, byte[] source, int offset, int length) {
        ensureRow(row);
        ensureHeap(length);
        System.arraycopy(source, offset, heap, heapSize, length);
        place(row, length);
    }

    /** Takes over a cell that holds a value. */
    void copy(int row, ColumnBuffer other, int otherRow) {
        setBytes(row, other.heap, other.starts[otherRow], other.lengths[otherRow]);
    }

    void setText(int row, String text) {
        if (hasSurrogates(text)) {
            char[] chars = text.toCharArray();
            setText(row, chars, 0, chars.length);
        } else {
            byte[] utf8 = text.getBytes(UTF_8);
            setBytes(row, utf8, 0, utf8.length);
        }
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Encodes straight into the heap, which saves the String and its array. */
    void setText(int row, char[] chars, int offset, int length) {
        ensureRow(row);
        ensureHeap(length * 3);
        int at = heapSize;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            char c = chars[i];
            if (c < 0x80) {
                heap[at++] = (byte) c;
            } else if (c < 0x800) {
                heap[at++] = (byte) (0xc0 | (c >> 6));
                heap[at++] = tail(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < end
                    && Character.isLowSurrogate(chars[i + 1])) {
                int point = Character.toCodePoint(c, chars[++i]);
                heap[at++] = (byte) (0xf0 | (point >> 18));
                heap[at++] = tail(point >> 12);
                heap[at++] = tail(point >> 6);
                heap[at++] = tail(point);
            } else {
                int point = c;
                if (Character.isSurrogate(c)) {
                    // half a pair cannot be written in UTF-8
                    point = 0xfffd;
                    mended = true;
                }
                heap[at++] = (byte) (0xe0 | (point >> 12));
                heap[at++] = tail(point >> 6);
                heap[at++] = tail(point);
            }
        }
        place(row, at - heapSize);
    }

    /** Whether a text could not be stored as it was since this was last asked. */
    boolean takeMended() {
        boolean was = mended;
        mended = false;
        return was;
    }

    String text(int row) {
        return new String(heap, starts[row], lengths[row], UTF_8);
    }

    /** A cell as an object; null if it holds nothing. */
    Object value(int row) {
        if (!isPresent(row)) {
            return null;
        }
        return switch (column.type().base()) {
            case DECIMAL ->
                    bytes
                            ? new BigDecimal(text(row))
                            : BigDecimal.valueOf(numbers[row], column.type().scale());
            case BINARY -> Arrays.copyOfRange(heap, starts[row], starts[row] + lengths[row]);
            case TEXT, JSON -> text(row);
            default -> Value.object(column.type().base(), numbers[row]);
        };
    }

    /** How many bytes there are; none in a column of numbers. */
    int heapSize() {
        return heapSize;
    }

    /** Makes the cells from this row on null again. */
    void truncate(int rows) {
        if (rows < high) {
            Arrays.fill(present, rows, high, false);
            high = rows;
        }
        if (rows == 0) {
            heapSize = 0;
        }
    }

    /** A byte of UTF-8 that is not the first of its character. */
    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private void place(int row, int length) {
        starts[row] = heapSize;
        lengths[row] = length;
        heapSize += length;
        mark(row);
    }

    private void mark(int row) {
        present[row] = true;
        high = Math.max(high, row + 1);
    }

    private void ensureRow(int row) {
        if (row < present.length) {
            return;
        }
        int size = Math.max(row + 1, present.length * 2);
        present = Arrays.copyOf(present, size);
        if (bytes) {
            starts = Arrays.copyOf(starts, size);
            lengths = Arrays.copyOf(lengths, size);
        } else {
            numbers = Arrays.copyOf(numbers, size);
        }
    }

    private void ensureHeap(int more) {
        long needed = (long) heapSize + more;
        if (needed <= heap.length) {
            return;
        }
        if (needed > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError("the values of one batch exceed 2 GB");
        }
        heap =
                Arrays.copyOf(
                        heap,
                        (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, heap.length * 2L)));
    }
}
