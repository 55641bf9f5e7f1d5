package dev.dango.engine.report;

import java.time.Duration;
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
 * @param rejected records, values and lists that a contract kept out
 * @param total rows in the table afterwards
 * @param cursor where the cursor stands now, in words; empty without one
 * @param duration how long reading and writing the resource took, in wall time; zero for tables
 *     nested in another
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
        long rejected,
        long total,
        Optional<String> cursor,
        Duration duration,
        List<String> schemaChanges) {

    /**
     * The same with what is known outside of loading.
     *
     * @param reading how long reading the resource took
     * @param position where its cursor stood before; counts if it has not moved
     * @return a changed copy
     */
    public TableReport with(Duration reading, Optional<String> position) {
        return new TableReport(
                table,
                resource,
                read,
                inserted,
                updated,
                deleted,
                rejected,
                total,
                cursor.or(() -> position),
                duration.plus(reading),
                schemaChanges);
    }

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
                rejected + later.rejected,
                later.total,
                later.cursor.or(() -> cursor),
                duration.plus(later.duration),
                changes);
    }
}
