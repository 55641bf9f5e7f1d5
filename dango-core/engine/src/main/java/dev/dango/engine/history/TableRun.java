package dev.dango.engine.history;

import java.util.List;
import java.util.Optional;

/**
 * What one run did to one table.
 *
 * @param table its name in the source's schema
 * @param resource the resource it belongs to
 * @param rows what happened to its rows
 * @param total rows afterwards
 * @param traffic what reading exchanged; nothing for tables nested in another
 * @param phases where the time went; nothing for tables nested in another
 * @param cursorBefore where the cursor stood before; empty without one that people can read
 * @param cursorAfter where it stands now
 * @param schemaChanges {@code + name TYPE} for a new column; {@code + table} for a new table
 */
public record TableRun(
        String table,
        String resource,
        RowCounts rows,
        long total,
        Traffic traffic,
        Phases phases,
        Optional<String> cursorBefore,
        Optional<String> cursorAfter,
        List<String> schemaChanges) {}
