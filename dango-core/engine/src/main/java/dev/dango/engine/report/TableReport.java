package dev.dango.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run did to one table.
 *
 * @param table its name in the source's schema
 * @param resource the resource it belongs to
 * @param read records taken from the source that belong to it (children of nested lists count in
 *     their own table)
 * @param inserted rows that are new
 * @param updated rows that replaced one with the same key
 * @param deleted rows that are gone without a successor
 * @param total rows in the table afterwards
 * @param cursor where the cursor stands now, in words; empty without one
 * @param schemaChanges {@code + name TYPE} for a new column, in order; {@code + table} for a new
 *     table
 */
public record TableReport(
        String table,
        String resource,
        long read,
        long inserted,
        long updated,
        long deleted,
        long total,
        Optional<String> cursor,
        List<String> schemaChanges) {

    /**
     * What two loads of one run did together.
     *
     * @param later the second load's report of the same table
     * @return totals and cursor are the later ones
     */
    public TableReport plus(TableReport later) {
        List<String> changes = new ArrayList<>(schemaChanges);
        changes.addAll(later.schemaChanges);
        return new TableReport(
                table,
                resource,
                read + later.read,
                inserted + later.inserted,
                updated + later.updated,
                deleted + later.deleted,
                later.total,
                later.cursor.or(() -> cursor),
                changes);
    }
}
