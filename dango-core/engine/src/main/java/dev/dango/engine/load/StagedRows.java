package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.TableModel;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The staged rows of one resource, and the statements that bring them into tables. */
final class StagedRows {

    private final Session session;
    private final WarehouseSchema shape;
    private final StagedLoad staged;
    private final StagedLoad.Resource resource;
    private final String loadId;

    StagedRows(
            Session session,
            WarehouseSchema shape,
            StagedLoad staged,
            StagedLoad.Resource resource) {
        this.session = session;
        this.shape = shape;
        this.staged = staged;
        this.resource = resource;
        this.loadId = staged.header().orElseThrow().loadId();
    }

    /** Makes the tables fit to take the rows; answers those that get any. */
    List<JournalEntry.Table> evolve(TableChanges changes, WriteMode mode) throws SQLException {
        List<JournalEntry.Table> tables = new ArrayList<>();
        for (JournalEntry.Table table : resource.tables) {
            if (table.parent() < 0 ? takesRecords(table) : hasIds(table)) {
                boolean lackedRoots = lacksRoots(table.name());
                changes.evolve(table.name(), wanted(table, mode));
                if (lackedRoots && !lacksRoots(table.name())) {
                    fillRoots(table.name());
                }
                tables.add(table);
            }
        }
        return tables;
    }

    private boolean lacksRoots(String table) {
        return shape.has(table) && !shape.columns(table).containsKey(TableModel.ROOT_ID);
    }

    /** dlt leaves the column out unless a table merges; from then on rows are to have it. */
    private void fillRoots(String child) throws SQLException {
        String parent = shape.parentOf(child).orElseThrow();
        String root = shape.isChild(parent) ? "p." + TableModel.ROOT_ID : "p." + TableModel.ID;
        session.execute(
                "UPDATE %s AS c SET %s = %s FROM %s AS p WHERE p.%s = c.%s"
                        .formatted(
                                Sql.table(shape.schema(), child),
                                TableModel.ROOT_ID,
                                root,
                                Sql.table(shape.schema(), parent),
                                TableModel.ID,
                                TableModel.PARENT_ID));
    }

    /** Not when nothing came and there is nothing to make, or when it all comes as files. */
    private boolean takesRecords(JournalEntry.Table table) {
        boolean hasData = table.columns().stream().anyMatch(column -> !column.isSystem());
        return hasData && (resource.records > 0 || !shape.has(table.name()));
    }

    /** A child table without ids is one that only the warehouse knows. */
    private static boolean hasIds(JournalEntry.Table table) {
        return table.columns().stream().anyMatch(column -> column.name().equals(TableModel.ID));
    }

    /**
     * The columns of a table in the order in which a new one gets them: data first, as with dlt.
     */
    private static Map<String, String> wanted(JournalEntry.Table table, WriteMode mode) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            if (!column.isSystem()) {
                wanted.put(column.name(), TypeMapping.duckdb(column.type()));
            }
        }
        if (table.parent() < 0) {
            wanted.put(TableChanges.LOAD_ID, "VARCHAR");
        } else {
            if (mode == WriteMode.MERGE) {
                wanted.put(TableModel.ROOT_ID, "VARCHAR");
            }
            wanted.put(TableModel.PARENT_ID, "VARCHAR");
            wanted.put(TableModel.LIST_INDEX, "BIGINT");
        }
        wanted.put(TableModel.ID, "VARCHAR");
        return wanted;
    }

    /** Inserts all rows of a table; answers how many. */
    long insert(JournalEntry.Table table) throws SQLException, IOException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : taken(table)) {
            names.add(column.name());
            values.add(expression(table, column));
        }
        if (table.parent() < 0) {
            names.add(TableChanges.LOAD_ID);
            values.add(Sql.text(loadId));
        }
        try (RowStream rows = staged.rows(resource, table)) {
            return DuckRows.reading(
                    rows,
                    from ->
                            session.execute(
                                    "INSERT INTO %s (%s) SELECT %s FROM %s"
                                            .formatted(
                                                    Sql.table(shape.schema(), table.name()),
                                                    Sql.names(names),
                                                    String.join(", ", values),
                                                    from)));
        }
    }

    /** Copies the rows into a temporary table with the types of the target; answers its name. */
    String copy(JournalEntry.Table table) throws SQLException, IOException {
        String name = "_dango_stage_" + table.id();
        List<String> values = new ArrayList<>();
        for (Column column : taken(table)) {
            values.add(expression(table, column) + " AS " + Sql.name(column.name()));
        }
        values.add(RowStream.SEQUENCE);
        try (RowStream rows = staged.rows(resource, table)) {
            DuckRows.reading(
                    rows,
                    from ->
                            session.execute(
                                    "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s FROM %s"
                                            .formatted(name, String.join(", ", values), from)));
        }
        return name;
    }

    /**
     * Inserts what {@link #copy} made, in the order in which it was read; answers how many rows.
     */
    long insertCopy(JournalEntry.Table table, String copy) throws SQLException {
        String names = Sql.names(taken(table).stream().map(Column::name).toList());
        boolean isRoot = table.parent() < 0;
        return session.execute(
                "INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY %s"
                        .formatted(
                                Sql.table(shape.schema(), table.name()),
                                isRoot ? names + ", " + TableChanges.LOAD_ID : names,
                                isRoot ? names + ", " + Sql.text(loadId) : names,
                                copy,
                                RowStream.SEQUENCE));
    }

    /** The staged columns that the table takes. */
    private List<Column> taken(JournalEntry.Table table) {
        Map<String, String> there = shape.columns(table.name());
        return table.columns().stream()
                .filter(column -> there.containsKey(column.name()))
                .filter(column -> !column.name().equals(TableChanges.LOAD_ID))
                .toList();
    }

    private String expression(JournalEntry.Table table, Column column) {
        String own = RowStream.sql(column);
        String there = shape.columns(table.name()).get(column.name());
        return there.equals(TypeMapping.duckdb(column.type()))
                ? own
                : "CAST(" + own + " AS " + there + ")";
    }
}
