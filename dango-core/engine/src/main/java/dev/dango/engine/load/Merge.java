package dev.dango.engine.load;

import dev.dango.engine.record.Names;
import dev.dango.engine.record.TableModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the rows that have the keys of the new ones, with their children: by primary key, by
 * merge key, or by either. An upsert is the same with rows whose ids follow from their keys, so
 * that what refers to a row finds the new one.
 */
final class Merge {

    private static final String DELETED = "_dango_deleted";

    private final Session session;
    private final WarehouseSchema shape;
    private final StagedLoad.Resource resource;
    private final ResourceLoad load;
    private final ResourceCounts counts;
    private final IncomingRows incoming;

    Merge(
            Session session,
            WarehouseSchema shape,
            StagedLoad.Resource resource,
            IncomingRows incoming,
            ResourceCounts counts) {
        this.session = session;
        this.shape = shape;
        this.resource = resource;
        this.load = resource.load;
        this.incoming = incoming;
        this.counts = counts;
    }

    /**
     * Merges staged rows.
     *
     * @param fileKeys merge keys of the files that come again, whose rows are to go as well
     */
    void write(List<Map<String, ?>> fileKeys) throws SQLException {
        if (incoming.hasRecords()) {
            incoming.refuseNullKeys();
            incoming.keepLastPerKey();
        }
        if (shape.has(load.table())) {
            deleteByKey(fileKeys);
        }
        if (incoming.hasRecords()) {
            deleteMarked();
            dropUnchanged();
            replace();
        }
    }

    /** What the connector wants gone; keys that come again are left to {@link #replace}. */
    private void deleteByKey(List<Map<String, ?>> fileKeys) throws SQLException {
        List<Map<String, ?>> byPrimaryKey = new ArrayList<>();
        List<Map<String, ?>> byMergeKey = new ArrayList<>(fileKeys);
        for (Map<String, Object> key : resource.deletes) {
            Map<String, Object> byColumn = new LinkedHashMap<>();
            key.forEach((name, value) -> byColumn.put(Names.dotted(name), value));
            boolean primary =
                    !load.primaryKey().isEmpty()
                            && byColumn.keySet().containsAll(load.primaryKey());
            (primary ? byPrimaryKey : byMergeKey).add(byColumn);
        }
        deleteByKey(load.primaryKey(), byPrimaryKey);
        deleteByKey(load.mergeKey(), byMergeKey);
    }

    private void deleteByKey(List<String> columns, List<Map<String, ?>> keys) throws SQLException {
        if (keys.isEmpty() || !isThere(columns)) {
            return;
        }
        List<String> values = new ArrayList<>();
        for (Map<String, ?> key : keys) {
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
                String type = shape.columns(load.table()).get(column);
                cells.add(Sql.text(String.valueOf(key.get(column))) + "::" + type);
            }
            values.add("(" + String.join(", ", cells) + ")");
        }
        session.execute(
                "CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM (VALUES %s) AS v(%s)"
                        .formatted(DELETED, String.join(", ", values), Sql.names(columns)));
        if (incoming.hasRecords() && incoming.columns().containsAll(columns)) {
            session.execute(
                    "DELETE FROM %s AS t WHERE %s"
                            .formatted(DELETED, matches(columns, incoming.root(), "true")));
        }
        delete(matches(columns, DELETED, "true"));
        session.execute("DROP TABLE " + DELETED);
    }

    private void deleteMarked() throws SQLException {
        String marked = incoming.marked();
        if (marked == null) {
            return;
        }
        List<String> conditions = keyMatches(marked);
        if (!conditions.isEmpty()) {
            delete(String.join(" OR ", conditions));
        }
        incoming.drop(marked);
    }

    /**
     * Leaves out records that are in the table as they are, which a cursor with a lag reads again
     * by the thousands. Where lists hang on the records, comparing them would cost more than
     * writing; and by merge key a row may have to go for the sake of another one.
     */
    private void dropUnchanged() throws SQLException {
        boolean hasChildren =
                incoming.tables().size() > 1 || !shape.childrenOf(load.table()).isEmpty();
        if (hasChildren || load.primaryKey().isEmpty() || !load.mergeKey().isEmpty()) {
            return;
        }
        List<String> conditions = new ArrayList<>();
        conditions.add(Sql.same(load.primaryKey(), "s", "t"));
        for (String column : shape.columns(load.table()).keySet()) {
            if (!column.equals(TableModel.ID) && !column.equals(TableChanges.LOAD_ID)) {
                String name = Sql.name(column);
                conditions.add(
                        incoming.columns().contains(column)
                                ? "s.%s IS NOT DISTINCT FROM t.%s".formatted(name, name)
                                : "t.%s IS NULL".formatted(name));
            }
        }
        session.execute(
                "DELETE FROM %s AS s WHERE EXISTS (SELECT 1 FROM %s AS t WHERE %s)"
                        .formatted(
                                incoming.root(),
                                Sql.table(shape.schema(), load.table()),
                                String.join(" AND ", conditions)));
    }

    private void replace() throws SQLException {
        Map<String, Long> before = new LinkedHashMap<>();
        counts.tables().forEach((table, of) -> before.put(table, of.deleted));
        List<String> conditions = keyMatches("true");
        if (!conditions.isEmpty()) {
            delete(String.join(" OR ", conditions));
        }
        for (JournalEntry.Table table : incoming.tables()) {
            ResourceCounts.Table of = counts.of(table.name());
            of.read = incoming.insert(table, Map.of());
            of.inserted = of.read;
            of.settle(of.deleted - before.getOrDefault(table.name(), 0L));
        }
    }

    private void delete(String condition) throws SQLException {
        new RowDeletion(session, shape, load.table(), counts).where(condition);
    }

    /** Conditions on the table, one for each kind of key. */
    private List<String> keyMatches(String condition) {
        List<String> matches = new ArrayList<>();
        for (List<String> key : List.of(load.primaryKey(), load.mergeKey())) {
            if (isThere(key) && incoming.columns().containsAll(key)) {
                matches.add(matches(key, incoming.root(), condition));
            }
        }
        return matches;
    }

    private boolean isThere(List<String> key) {
        return !key.isEmpty() && shape.columns(load.table()).keySet().containsAll(key);
    }

    private static String matches(List<String> key, String from, String condition) {
        return "EXISTS (SELECT 1 FROM %s AS s WHERE %s AND %s)"
                .formatted(from, Sql.same(key, "s", "t"), condition);
    }
}
