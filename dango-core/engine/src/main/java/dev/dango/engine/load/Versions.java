package dev.dango.engine.load;

import dev.dango.engine.record.TableModel;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps every version of a record: one that changed or is gone is closed, and the new one opened,
 * both at the time of the load. Rows are told apart by their ids, which are hashes of the records.
 */
final class Versions {

    /** Since when a version was true. */
    static final String VALID_FROM = "_dlt_valid_from";

    /** Until when; null while it is. */
    static final String VALID_TO = "_dlt_valid_to";

    private final Session session;
    private final WarehouseSchema shape;
    private final LoadHeader header;
    private final ResourceLoad load;
    private final IncomingRows incoming;
    private final ResourceCounts counts;
    private final String boundary;
    private final String active;

    Versions(
            Session session,
            WarehouseSchema shape,
            LoadHeader header,
            ResourceLoad load,
            IncomingRows incoming,
            ResourceCounts counts) {
        this.session = session;
        this.shape = shape;
        this.header = header;
        this.load = load;
        this.incoming = incoming;
        this.counts = counts;
        this.boundary = "make_timestamp(%d)::TIMESTAMPTZ".formatted(LoadId.micros(header.loadId()));
        // dlt may have been told to close with a day that never comes instead of with nothing
        this.active = "(t.%s IS NULL OR t.%s > %s)".formatted(VALID_TO, VALID_TO, boundary);
    }

    /** Writes; if no record came, nothing is known to have changed. */
    void write() throws SQLException {
        if (!incoming.hasRecords()) {
            return;
        }
        incoming.keepOnePerId();
        closeOthers();
        String table = Sql.table(shape.schema(), load.table());
        incoming.drop(
                "EXISTS (SELECT 1 FROM %s AS t WHERE t.%s = s.%s AND %s)"
                        .formatted(table, TableModel.ID, TableModel.ID, active));
        for (JournalEntry.Table written : incoming.tables()) {
            insert(written);
        }
    }

    private void closeOthers() throws SQLException {
        // what a limit cut off may still be there, in groups that came as well
        boolean limited = header.options().limited();
        List<String> key = limited ? load.primaryKey() : load.mergeKey();
        if (limited && (key.isEmpty() || !incoming.columns().containsAll(key))) {
            return;
        }
        String among =
                key.isEmpty()
                        ? ""
                        : " AND EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
                                .formatted(incoming.root(), Sql.same(key, "s", "t"));
        counts.of(load.table()).updated +=
                session.execute(
                        "UPDATE %s AS t SET %s = %s WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS s WHERE s.%s = t.%s)%s"
                                .formatted(
                                        Sql.table(shape.schema(), load.table()),
                                        VALID_TO,
                                        boundary,
                                        active,
                                        incoming.root(),
                                        TableModel.ID,
                                        TableModel.ID,
                                        among));
    }

    private void insert(JournalEntry.Table table) throws SQLException {
        Map<String, String> validity = new LinkedHashMap<>();
        if (table.parent() < 0) {
            validity.put(VALID_FROM, boundary);
        } else {
            // a version that comes back finds its lists, which have the same ids
            incoming.dropRows(
                    table,
                    "EXISTS (SELECT 1 FROM %s AS t WHERE t.%s = s.%s)"
                            .formatted(
                                    Sql.table(shape.schema(), table.name()),
                                    TableModel.ID,
                                    TableModel.ID));
        }
        ResourceCounts.Table of = counts.of(table.name());
        of.read = incoming.insert(table, validity);
        of.inserted = of.read;
    }
}
