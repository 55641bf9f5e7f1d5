package dev.dango.engine.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a load did to the tables of one resource, as it goes. */
final class ResourceCounts {

    /** What a load did to one table. */
    static final class Table {
        long read;
        long inserted;
        long updated;
        long deleted;

        /** Of rows that went and rows that came, those that match are updates. */
        void settle(long matching) {
            long replaced = Math.min(Math.min(matching, inserted), deleted);
            updated += replaced;
            inserted -= replaced;
            deleted -= replaced;
        }
    }

    private final Map<String, Table> tables = new LinkedHashMap<>();

    Table of(String table) {
        return tables.computeIfAbsent(table, name -> new Table());
    }

    Map<String, Table> tables() {
        return tables;
    }

    boolean anyChange() {
        return tables.values().stream().anyMatch(t -> t.inserted + t.updated + t.deleted > 0);
    }
}
