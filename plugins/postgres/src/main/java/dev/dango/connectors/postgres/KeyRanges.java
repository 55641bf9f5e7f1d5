package dev.dango.connectors.postgres;

import dev.dango.spi.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a table by ranges of its integer key. The ranges are as wide as a power of two and start at
 * a multiple of it, so they stay the same from run to run while the table grows.
 */
final class KeyRanges {

    private static final String FROM = "from";
    private static final String TO = "to";

    private KeyRanges() {}

    /**
     * Cuts.
     *
     * @param min the smallest key
     * @param max the largest key
     * @param pieces about how many ranges are wanted; there may be up to twice as many
     * @return ranges that hold all keys from min to max, in their order
     */
    static List<Slice> cut(long min, long max, long pieces) {
        int bits = 0;
        // Unsigned, since the distance from the smallest to the largest long is no positive long.
        while (Long.compareUnsigned((max >> bits) - (min >> bits), 2 * pieces) >= 0) {
            bits++;
        }
        List<Slice> slices = new ArrayList<>();
        long first = min >> bits;
        long last = max >> bits;
        for (long i = 0; i <= last - first; i++) {
            long from = (first + i) << bits;
            long to = from + (1L << bits) - 1;
            slices.add(
                    new Slice(
                            "keys-" + from + "-to-" + to,
                            Map.of(FROM, Long.toString(from), TO, Long.toString(to))));
        }
        return slices;
    }

    /**
     * Whether a slice is one of these.
     *
     * @param slice any slice
     * @return false if it is the whole table
     */
    static boolean isRange(Slice slice) {
        return slice.parameters().containsKey(FROM);
    }

    /**
     * The query for the rows of a range.
     *
     * @param table the table
     * @param key its key
     * @param range a slice that {@link #cut} made
     * @return in no order
     */
    static RowQuery query(Table table, Column key, Slice range) {
        return new RowQuery(
                table.select() + " WHERE " + key.quoted() + " BETWEEN ? AND ?",
                List.of(
                        Long.parseLong(range.parameters().get(FROM)),
                        Long.parseLong(range.parameters().get(TO))));
    }
}
