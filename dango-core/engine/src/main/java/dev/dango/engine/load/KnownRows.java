package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.TableModel;
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
 * Adds, of rows that were read again, those that are not there yet: for tables that only grow, when
 * a run begins before the position. Two rows are the same if all their cells are; of three such
 * rows where the table has two, one is added.
 */
final class KnownRows {

    private static final String KNOWN = "_dango_known";

    private final Session session;
    private final WarehouseSchema shape;
    private final ResourceLoad load;
    private final StagedRows rows;
    private final ResourceCounts counts;

    KnownRows(
            Session session,
            WarehouseSchema shape,
            ResourceLoad load,
            StagedRows rows,
            ResourceCounts counts) {
        this.session = session;
        this.shape = shape;
        this.load = load;
        this.rows = rows;
        this.counts = counts;
    }

    /**
     * Adds the new ones, with what is nested in them.
     *
     * @param tables those that get rows, parents before their children
     */
    void addOthers(List<JournalEntry.Table> tables) throws SQLException, IOException {
        Map<JournalEntry.Table, String> copies = new LinkedHashMap<>();
        for (JournalEntry.Table table : tables) {
            copies.put(table, rows.copy(table));
        }
        for (Map.Entry<JournalEntry.Table, String> copy : copies.entrySet()) {
            if (copy.getKey().parent() < 0) {
                find(copy.getKey(), copy.getValue());
            }
        }
        for (Map.Entry<JournalEntry.Table, String> copy : copies.entrySet()) {
            drop(copy.getKey(), copy.getValue());
            ResourceCounts.Table of = counts.of(copy.getKey().name());
            of.read = rows.insertCopy(copy.getKey(), copy.getValue(), Map.of());
            of.inserted = of.read;
            session.execute("DROP TABLE " + copy.getValue());
        }
        session.execute("DROP TABLE IF EXISTS " + KNOWN);
    }

    /** Of a child table, the rows nested in those that are there; they are known then, too. */
    private void drop(JournalEntry.Table table, String copy) throws SQLException {
        boolean isRoot = table.parent() < 0;
        String known =
                " WHERE %s IN (SELECT %s FROM %s)"
                        .formatted(
                                isRoot ? TableModel.ID : TableModel.PARENT_ID,
                                TableModel.ID,
                                KNOWN);
        if (!isRoot) {
            session.execute(
                    "INSERT INTO %s SELECT %s FROM %s%s"
                            .formatted(KNOWN, TableModel.ID, copy, known));
        }
        session.execute("DELETE FROM " + copy + known);
    }

    private void find(JournalEntry.Table table, String copy) throws SQLException {
        Set<String> staged = table.columns().stream().map(Column::name).collect(Collectors.toSet());
        List<String> shared = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (String column : shape.columns(load.table()).keySet()) {
            if (column.equals(TableModel.ID) || column.equals(TableChanges.LOAD_ID)) {
                continue;
            }
            if (staged.contains(column)) {
                shared.add(column);
            } else {
                conditions.add(Sql.name(column) + " IS NULL");
            }
        }
        atOrAfterTheFirst(copy, staged).ifPresent(conditions::add);
        String cells = Sql.names(shared);
        String same =
                shared.stream()
                        .map(Sql::name)
                        .map(name -> "s.%s IS NOT DISTINCT FROM t.%s".formatted(name, name))
                        .collect(Collectors.joining(" AND "));
        session.execute(
                """
                CREATE OR REPLACE TEMP TABLE %s AS
                SELECT s.%s FROM (
                  SELECT %s, %s, row_number() OVER (PARTITION BY %s ORDER BY %s) AS _dango_nth FROM %s
                ) AS s JOIN (
                  SELECT %s, count(*) AS _dango_times FROM %s%s GROUP BY ALL
                ) AS t ON %s AND s._dango_nth <= t._dango_times
                """
                        .formatted(
                                KNOWN,
                                TableModel.ID,
                                TableModel.ID,
                                cells,
                                cells,
                                RowScan.SEQUENCE,
                                copy,
                                cells,
                                Sql.table(shape.schema(), load.table()),
                                conditions.isEmpty()
                                        ? ""
                                        : " WHERE " + String.join(" AND ", conditions),
                                same));
    }

    /** Rows before the first that came cannot be the same; only texts do not tell. */
    private Optional<String> atOrAfterTheFirst(String copy, Set<String> staged) {
        String type = shape.columns(load.table()).get(load.cursor());
        if (type == null || type.equals("VARCHAR") || !staged.contains(load.cursor())) {
            return Optional.empty();
        }
        String cursor = Sql.name(load.cursor());
        return Optional.of(
                "(%s IS NULL OR %s >= (SELECT min(%s) FROM %s))"
                        .formatted(cursor, cursor, cursor, copy));
    }
}
