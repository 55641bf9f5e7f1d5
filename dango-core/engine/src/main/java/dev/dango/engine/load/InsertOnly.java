package dev.dango.engine.load;

import java.sql.SQLException;
import java.util.Map;

/** Adds the records whose primary key is not there yet; rows that are there stay as they are. */
final class InsertOnly {

    private final WarehouseSchema shape;
    private final ResourceLoad load;
    private final IncomingRows incoming;
    private final ResourceCounts counts;

    InsertOnly(
            WarehouseSchema shape,
            ResourceLoad load,
            IncomingRows incoming,
            ResourceCounts counts) {
        this.shape = shape;
        this.load = load;
        this.incoming = incoming;
        this.counts = counts;
    }

    void write() throws SQLException {
        if (!incoming.hasRecords()) {
            return;
        }
        incoming.refuseNullKeys();
        incoming.keepFirstPerKey();
        String marked = incoming.marked();
        if (marked != null) {
            incoming.drop(marked);
        }
        if (shape.columns(load.table()).keySet().containsAll(load.primaryKey())) {
            incoming.drop(
                    "EXISTS (SELECT 1 FROM %s AS t WHERE %s)"
                            .formatted(
                                    Sql.table(shape.schema(), load.table()),
                                    Sql.same(load.primaryKey(), "s", "t")));
        }
        for (JournalEntry.Table table : incoming.tables()) {
            ResourceCounts.Table of = counts.of(table.name());
            of.read = incoming.insert(table, Map.of());
            of.inserted = of.read;
        }
    }
}
