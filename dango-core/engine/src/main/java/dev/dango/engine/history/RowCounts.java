package dev.dango.engine.history;

/**
 * What happened to rows.
 *
 * @param read records taken from the source
 * @param inserted rows that are new
 * @param updated rows that replaced one with the same key
 * @param deleted rows that are gone without a successor
 * @param rejected records, values and lists that a contract kept out
 */
public record RowCounts(long read, long inserted, long updated, long deleted, long rejected) {

    /** Nothing happened. */
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0);

    /**
     * The sum.
     *
     * @param other more
     * @return never null
     */
    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                read + other.read,
                inserted + other.inserted,
                updated + other.updated,
                deleted + other.deleted,
                rejected + other.rejected);
    }

    /**
     * Whether a table is another one than before.
     *
     * @return false if all that was read was there already
     */
    public boolean anyChange() {
        return inserted + updated + deleted > 0;
    }
}
