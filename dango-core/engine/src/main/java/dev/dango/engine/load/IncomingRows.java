package dev.dango.engine.load;

import dev.dango.engine.record.TableModel;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The staged rows of a resource in temporary tables, so that they can be compared with those that
 * are there before any is written. The outermost one is called {@code s} in conditions.
 */
final class IncomingRows implements AutoCloseable {

    private static final String DROPPED = "_dango_dropped";

    private final Session session;
    private final WarehouseSchema shape;
    private final ResourceLoad load;
    private final StagedRows rows;
    private final Map<JournalEntry.Table, String> copies = new LinkedHashMap<>();
    private String root;
    private Set<String> columns = Set.of();

    /**
     * Copies.
     *
     * @param tables those that get rows, parents before their children
     */
    IncomingRows(
            Session session,
            WarehouseSchema shape,
            ResourceLoad load,
            StagedRows rows,
            List<JournalEntry.Table> tables)
            throws SQLException, IOException {
        this.session = session;
        this.shape = shape;
        this.load = load;
        this.rows = rows;
        for (JournalEntry.Table table : tables) {
            copies.put(table, rows.copy(table));
            if (table.parent() < 0) {
                root = copies.get(table);
                columns = rows.columns(table);
            }
        }
    }

    /** Whether any record came. */
    boolean hasRecords() {
        return root != null;
    }

    /** The temporary table of the records themselves. */
    String root() {
        return root;
    }

    Set<JournalEntry.Table> tables() {
        return copies.keySet();
    }

    /** The table's columns for which the records may have values. */
    Set<String> columns() {
        return columns;
    }

    void refuseNullKeys() throws SQLException {
        for (String key : load.primaryKey()) {
            String condition = columns.contains(key) ? Sql.name(key) + " IS NULL" : "true";
            long missing = session.number("SELECT count(*) FROM " + root + " WHERE " + condition);
            if (missing > 0) {
                throw SourceException.of(
                                ErrorKind.DATA,
                                "%d records of table %s have no value in the primary key column %s"
                                        .formatted(missing, load.table(), key))
                        .hint("Choose another primary key for it.");
            }
        }
    }

    /**
     * Of records with one primary key keeps the first by the column that decides; if none does, the
     * newest by the cursor, and of those the last to come.
     */
    void keepLastPerKey() throws SQLException {
        List<String> order = new ArrayList<>(decided());
        if (columns.contains(load.cursor())) {
            order.add(Sql.name(load.cursor()) + " DESC NULLS LAST");
        }
        order.add(RowScan.SEQUENCE + " DESC");
        keepFirst(order);
    }

    /**
     * Of records with one primary key keeps the first by the column that decides, and of those the
     * first to come, which is the one that would stay had they come in several loads.
     */
    void keepFirstPerKey() throws SQLException {
        List<String> order = new ArrayList<>(decided());
        order.add(RowScan.SEQUENCE);
        keepFirst(order);
    }

    private List<String> decided() {
        String direction = load.dedupDescending() ? " DESC" : " ASC";
        return columns.contains(load.dedupSort())
                ? List.of(Sql.name(load.dedupSort()) + direction + " NULLS LAST")
                : List.of();
    }

    private void keepFirst(List<String> order) throws SQLException {
        if (!load.primaryKey().isEmpty()) {
            dropSelected(
                    "SELECT %s FROM %s QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s) > 1"
                            .formatted(
                                    StagedRows.RECORD,
                                    root,
                                    Sql.names(load.primaryKey()),
                                    String.join(", ", order)));
        }
    }

    /** Of rows with one id keeps the first, in each table. */
    void keepOnePerId() throws SQLException {
        for (String copy : copies.values()) {
            session.execute(
                    "DELETE FROM %s WHERE %s NOT IN (SELECT min(%s) FROM %s GROUP BY %s)"
                            .formatted(
                                    copy, RowScan.SEQUENCE, RowScan.SEQUENCE, copy, TableModel.ID));
        }
    }

    /** Whether a record is marked as deleted; null if none can be. */
    String marked() {
        String column = load.hardDelete();
        if (!columns.contains(column)) {
            return null;
        }
        boolean flag = "BOOLEAN".equals(shape.columns(load.table()).get(column));
        return "s." + Sql.name(column) + (flag ? "" : " IS NOT NULL");
    }

    /** Leaves out the records that meet a condition, with all that hangs on them. */
    void drop(String condition) throws SQLException {
        dropSelected(
                "SELECT %s FROM %s AS s WHERE %s".formatted(StagedRows.RECORD, root, condition));
    }

    private void dropSelected(String records) throws SQLException {
        session.execute("CREATE OR REPLACE TEMP TABLE " + DROPPED + " AS " + records);
        if (session.number("SELECT count(*) FROM " + DROPPED) > 0) {
            for (String copy : copies.values()) {
                session.execute(
                        "DELETE FROM %s WHERE %s IN (SELECT %s FROM %s)"
                                .formatted(copy, StagedRows.RECORD, StagedRows.RECORD, DROPPED));
            }
        }
        session.execute("DROP TABLE " + DROPPED);
    }

    /** Leaves out rows of a nested table. */
    void dropRows(JournalEntry.Table table, String condition) throws SQLException {
        session.execute("DELETE FROM %s AS s WHERE %s".formatted(copies.get(table), condition));
    }

    /**
     * Inserts what is left of a table.
     *
     * @param constants columns that are the same in all rows, with their values in SQL
     * @return how many rows
     */
    long insert(JournalEntry.Table table, Map<String, String> constants) throws SQLException {
        return rows.insertCopy(table, copies.get(table), constants);
    }

    @Override
    public void close() throws SQLException {
        for (String copy : copies.values()) {
            session.execute("DROP TABLE " + copy);
        }
    }
}
