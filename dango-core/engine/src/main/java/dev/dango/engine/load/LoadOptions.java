package dev.dango.engine.load;

/**
 * What the user asked for, as far as loading depends on it.
 *
 * @param fullRefresh whether every table is replaced by what was read
 * @param limited whether only part was read on purpose, so that cursors stay where they are
 * @param allowSchemaChanges whether files may bring other columns than their table has
 * @param allowEmptyReplace whether a table that had rows may end up with none
 */
public record LoadOptions(
        boolean fullRefresh,
        boolean limited,
        boolean allowSchemaChanges,
        boolean allowEmptyReplace) {

    /** Nothing special. */
    public static final LoadOptions NONE = new LoadOptions(false, false, false, false);
}
