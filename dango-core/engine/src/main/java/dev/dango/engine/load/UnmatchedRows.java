package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Rows without the key by which new ones are matched with them: an older connector, or the
 * original's, had another idea of the table. They would stand beside the same records for ever.
 */
final class UnmatchedRows {

    private final Session session;
    private final WarehouseSchema shape;
    private final ResourceLoad load;
    private final List<String> missing;
    private final long rows;

    /** Looks at a table before new columns are added to it. */
    UnmatchedRows(
            Session session,
            WarehouseSchema shape,
            ResourceLoad load,
            Map<String, Long> rowsBefore) {
        this.session = session;
        this.shape = shape;
        this.load = load;
        this.rows = rowsBefore.getOrDefault(load.table(), 0L);
        this.missing =
                rows > 0 && ModeChange.knowsRoots(load.mode())
                        ? load.primaryKey().stream()
                                .filter(key -> !shape.columns(load.table()).containsKey(key))
                                .toList()
                        : List.of();
    }

    /**
     * Makes room for new rows if these hold all there is, and refuses them if not.
     *
     * @param complete whether the load began where the records begin
     */
    void remove(boolean complete, ResourceCounts counts) throws SQLException {
        if (missing.isEmpty()) {
            return;
        }
        if (!complete) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "table %s has %d rows without %s, the key by which new rows are matched"
                                            .formatted(
                                                    load.table(), rows, String.join(", ", missing))
                                    + " with old ones")
                    .hint("Replace them once, by a sync of this source with --full-refresh.");
        }
        new RowDeletion(session, shape, load.table(), counts).where("true");
    }
}
