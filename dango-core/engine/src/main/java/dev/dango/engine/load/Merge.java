package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.Names;
import dev.dango.engine.record.TableModel;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces the rows that have the keys of the new ones, with their children, as dlt's delete-insert
 * does: by primary key, by merge key, or by either.
 */
final class Merge {

    private static final String DELETED = "_dango_deleted";

    private final Session session;
    private final WarehouseSchema shape;
    private final StagedLoad.Resource resource;
    private final ResourceLoad load;
    private final StagedRows rows;
    private final ResourceCounts counts;

    Merge(
            Session session,
            WarehouseSchema shape,
            StagedLoad.Resource resource,
            StagedRows rows,
            ResourceCounts counts) {
        this.session = session;
        this.shape = shape;
        this.resource = resource;
        this.load = resource.load;
        this.rows = rows;
        this.counts = counts;
    }

    /**
     * Merges staged rows.
     *
     * @param tables those that get rows, parents before their children
     * @param fileKeys keys of the files that come again, whose rows are to go as well
     */
    void write(List<JournalEntry.Table> tables, List<Map<String, ?>> fileKeys)
            throws SQLException, IOException {
        requireKey();
        Map<JournalEntry.Table, String> copies = new LinkedHashMap<>();
        for (JournalEntry.Table table : tables) {
            copies.put(table, rows.copy(table));
        }
        Optional<String> root =
                tables.stream().filter(table -> table.parent() < 0).map(copies::get).findFirst();
        if (root.isPresent()) {
            refuseNullKeys(root.get());
            dropRepeated(root.get(), copies);
            dropUnchanged(root.get(), tables);
        }
        if (shape.has(load.table())) {
            deleteOld(root, fileKeys);
        }
        for (Map.Entry<JournalEntry.Table, String> copy : copies.entrySet()) {
            ResourceCounts.Table of = counts.of(copy.getKey().name());
            of.read = rows.insertCopy(copy.getKey(), copy.getValue());
            of.inserted = of.read;
            of.settle(of.deleted);
            session.execute("DROP TABLE " + copy.getValue());
        }
    }

    private void requireKey() {
        if (load.primaryKey().isEmpty() && load.mergeKey().isEmpty()) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "table " + load.table() + " merges but has no key")
                    .hint("Set a primary_key for it, or write_disposition: append.");
        }
    }

    private void refuseNullKeys(String copy) throws SQLException {
        for (String key : load.primaryKey()) {
            String condition = isThere(copy, key) ? Sql.name(key) + " IS NULL" : "true";
            long missing = session.number("SELECT count(*) FROM " + copy + " WHERE " + condition);
            if (missing > 0) {
                throw SourceException.of(
                                ErrorKind.DATA,
                                "%d records of table %s have no value in the primary key column %s"
                                        .formatted(missing, load.table(), key))
                        .hint("Choose another primary key for it.");
            }
        }
    }

    private boolean isThere(String copy, String column) throws SQLException {
        return session.number(
                        "SELECT count(*) FROM duckdb_columns() WHERE table_name = %s AND column_name = %s"
                                .formatted(Sql.text(copy), Sql.text(column)))
                > 0;
    }

    /** Of records with one key the newest by the cursor is kept, and of those the last to come. */
    private void dropRepeated(String root, Map<JournalEntry.Table, String> copies)
            throws SQLException {
        if (load.primaryKey().isEmpty()) {
            return;
        }
        boolean ordered = !load.cursor().isEmpty() && isThere(root, load.cursor());
        String order = ordered ? Sql.name(load.cursor()) + " DESC NULLS LAST, " : "";
        session.execute(
                ("CREATE OR REPLACE TEMP TABLE _dango_repeated AS SELECT %s FROM %s"
                                + " QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s%s DESC) > 1")
                        .formatted(
                                TableModel.ID,
                                root,
                                Sql.names(load.primaryKey()),
                                order,
                                RowStream.SEQUENCE));
        if (session.number("SELECT count(*) FROM _dango_repeated") > 0) {
            for (Map.Entry<JournalEntry.Table, String> copy : copies.entrySet()) {
                String own = copy.getKey().parent() < 0 ? TableModel.ID : TableModel.ROOT_ID;
                session.execute(
                        "DELETE FROM %s WHERE %s IN (SELECT %s FROM _dango_repeated)"
                                .formatted(copy.getValue(), own, TableModel.ID));
            }
        }
        session.execute("DROP TABLE _dango_repeated");
    }

    /**
     * Leaves out records that are in the table as they are, which a cursor with a lag reads again
     * by the thousands. Where lists hang on the records, comparing them would cost more than
     * writing.
     */
    private void dropUnchanged(String root, List<JournalEntry.Table> tables) throws SQLException {
        boolean hasChildren = tables.size() > 1 || !shape.childrenOf(load.table()).isEmpty();
        if (hasChildren || load.primaryKey().isEmpty()) {
            return;
        }
        List<String> conditions = new ArrayList<>();
        conditions.add(Sql.same(load.primaryKey(), "s", "t"));
        Set<String> staged =
                tables.get(0).columns().stream().map(Column::name).collect(Collectors.toSet());
        for (String column : shape.columns(load.table()).keySet()) {
            if (!column.equals(TableModel.ID) && !column.equals(TableChanges.LOAD_ID)) {
                String name = Sql.name(column);
                conditions.add(
                        staged.contains(column)
                                ? "s.%s IS NOT DISTINCT FROM t.%s".formatted(name, name)
                                : "t.%s IS NULL".formatted(name));
            }
        }
        session.execute(
                "DELETE FROM %s AS s WHERE EXISTS (SELECT 1 FROM %s AS t WHERE %s)"
                        .formatted(
                                root,
                                Sql.table(shape.schema(), load.table()),
                                String.join(" AND ", conditions)));
    }

    private void deleteOld(Optional<String> root, List<Map<String, ?>> fileKeys)
            throws SQLException {
        List<String> matches = new ArrayList<>();
        if (root.isPresent()) {
            matches(load.primaryKey(), root.get()).ifPresent(matches::add);
            matches(load.mergeKey(), root.get()).ifPresent(matches::add);
        }
        List<Map<String, ?>> keys = new ArrayList<>(resource.deletes);
        keys.addAll(fileKeys);
        if (writeKeys(keys)) {
            matches(keyColumns(), DELETED).ifPresent(matches::add);
        }
        if (!matches.isEmpty()) {
            new RowDeletion(session, shape, load.table(), counts)
                    .where(String.join(" OR ", matches));
        }
        session.execute("DROP TABLE IF EXISTS " + DELETED);
    }

    private Optional<String> matches(List<String> key, String from) {
        if (key.isEmpty() || !shape.columns(load.table()).keySet().containsAll(key)) {
            return Optional.empty();
        }
        return Optional.of(
                "EXISTS (SELECT 1 FROM %s AS s WHERE %s)".formatted(from, Sql.same(key, "s", "t")));
    }

    private List<String> keyColumns() {
        return load.primaryKey().isEmpty() ? load.mergeKey() : load.primaryKey();
    }

    private boolean writeKeys(List<Map<String, ?>> keys) throws SQLException {
        if (keys.isEmpty() || !shape.columns(load.table()).keySet().containsAll(keyColumns())) {
            return false;
        }
        List<String> values = new ArrayList<>();
        for (Map<String, ?> key : keys) {
            Map<String, Object> byColumn = new LinkedHashMap<>();
            key.forEach((name, value) -> byColumn.put(Names.path(name), value));
            List<String> cells = new ArrayList<>();
            for (String column : keyColumns()) {
                String type = shape.columns(load.table()).get(column);
                cells.add(Sql.text(String.valueOf(byColumn.get(column))) + "::" + type);
            }
            values.add("(" + String.join(", ", cells) + ")");
        }
        session.execute(
                "CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM (VALUES %s) AS v(%s)"
                        .formatted(DELETED, String.join(", ", values), Sql.names(keyColumns())));
        return true;
    }
}
