package dev.dango.engine.load;

import dev.dango.engine.record.TableModel;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts what the replacement of all rows came to, by their content: a row that is the same as
 * before is nothing new. Rows are compared by hashes, so a count may be off once in an age.
 */
final class ContentChange {

    private static final String BEFORE = "_dango_before_";

    /** These differ each time, or follow from the content. */
    private static final Set<String> NOT_CONTENT =
            Set.of(TableChanges.LOAD_ID, TableModel.ID, TableModel.PARENT_ID, TableModel.ROOT_ID);

    private final Session session;
    private final WarehouseSchema shape;
    private final ResourceLoad load;
    private final Map<String, String> copies = new LinkedHashMap<>();

    ContentChange(Session session, WarehouseSchema shape, ResourceLoad load) {
        this.session = session;
        this.shape = shape;
        this.load = load;
    }

    /** Notes the rows of a table that are about to go; its columns must be the final ones. */
    void before(String table) throws SQLException {
        String copy = BEFORE + copies.size();
        copies.put(table, copy);
        session.execute("CREATE OR REPLACE TEMP TABLE " + copy + " AS " + hashes(table));
    }

    /** Counts, once all rows are in. */
    void count(ResourceCounts counts) throws SQLException {
        for (Map.Entry<String, String> entry : copies.entrySet()) {
            count(entry.getKey(), entry.getValue(), counts.of(entry.getKey()));
            session.execute("DROP TABLE " + entry.getValue());
        }
    }

    private void count(String table, String copy, ResourceCounts.Table of) throws SQLException {
        String changes =
                ("SELECT k, sum(greatest(n, 0)) AS came, sum(greatest(-n, 0)) AS went FROM ("
                                + "SELECT k, h, sum(n) AS n FROM (SELECT k, h, -1 AS n FROM %s"
                                + " UNION ALL SELECT k, h, 1 FROM (%s)) GROUP BY k, h)"
                                + " GROUP BY k")
                        .formatted(copy, hashes(table));
        String pairs = key(table).isEmpty() ? "0" : "least(came, went)";
        List<long[]> totals =
                session.query(
                        "SELECT coalesce(sum(came), 0), coalesce(sum(went), 0), coalesce(sum(%s), 0) FROM (%s)"
                                .formatted(pairs, changes),
                        row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)});
        long[] total = totals.get(0);
        of.inserted = total[0] - total[2];
        of.deleted = total[1] - total[2];
        of.updated = total[2];
    }

    private String hashes(String table) {
        List<String> key = key(table);
        String content =
                shape.columns(table).keySet().stream()
                        .filter(column -> !NOT_CONTENT.contains(column))
                        .map(column -> ", " + Sql.name(column))
                        .collect(Collectors.joining());
        return "SELECT %s AS k, hash(0%s) AS h FROM %s"
                .formatted(
                        key.isEmpty() ? "0" : "hash(" + Sql.names(key) + ")",
                        content,
                        Sql.table(shape.schema(), table));
    }

    private List<String> key(String table) {
        return table.equals(load.table())
                        && shape.columns(table).keySet().containsAll(load.primaryKey())
                ? load.primaryKey()
                : List.of();
    }
}
