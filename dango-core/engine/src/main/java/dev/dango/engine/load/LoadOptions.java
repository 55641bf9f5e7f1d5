package dev.dango.engine.load;

/**
 * What the user asked for, as far as loading depends on it.
 *
 * @param fullRefresh whether every table is replaced by what was read
 * @param windowed whether only what lies within a window of time was asked for
 * @param limit records per table at most; {@link #NO_LIMIT} if there is none
 * @param allowSchemaChanges whether files may bring other columns than their table has
 * @param allowEmptyReplace whether a table that had rows may end up with none
 */
public record LoadOptions(
        boolean fullRefresh,
        boolean windowed,
        long limit,
        boolean allowSchemaChanges,
        boolean allowEmptyReplace) {

    /** Everything is read. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    /** Nothing special. */
    public static final LoadOptions NONE = new LoadOptions(false, false, NO_LIMIT, false, false);

    /** Whether only part is loaded on purpose, so that cursors stay where they are. */
    boolean limited() {
        return limit != NO_LIMIT;
    }

    /** Whether everything is asked for that is new. */
    boolean wantsAll() {
        return !windowed && !limited();
    }
}
