package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.TableModel;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The staged rows of one resource, and the statements that bring them into tables. */
final class StagedRows {

    /** In what {@link #copy} makes: tells which record a row came with. */
    static final String RECORD = "__dango_record";

    /** Columns Dango fills while loading. */
    private static final Set<String> WRITTEN =
            Set.of(TableChanges.LOAD_ID, Versions.VALID_FROM, Versions.VALID_TO);

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
                changes.evolve(table.name(), wanted(table, mode));
                tables.add(table);
            }
        }
        return tables;
    }

    /** Not when nothing came and there is nothing to make, or when it all comes as files. */
    private boolean takesRecords(JournalEntry.Table table) {
        boolean hasData = table.columns().stream().anyMatch(column -> !column.isSystem());
        return resource.records > 0 || (hasData && !shape.has(table.name()));
    }

    /** A child table without ids is one that only the warehouse knows. */
    private static boolean hasIds(JournalEntry.Table table) {
        return table.columns().stream().anyMatch(column -> column.name().equals(TableModel.ID));
    }

    /**
     * The columns of a table in the order in which a new one gets them: as with dlt data first, but
     * for when a row was true.
     */
    private static Map<String, String> wanted(JournalEntry.Table table, WriteMode mode) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (table.parent() < 0 && mode == WriteMode.SCD2) {
            wanted.put(Versions.VALID_FROM, "TIMESTAMP WITH TIME ZONE");
            wanted.put(Versions.VALID_TO, "TIMESTAMP WITH TIME ZONE");
        }
        for (Column column : table.columns()) {
            if (!column.isSystem()) {
                wanted.put(column.name(), TypeMapping.duckdb(column.type()));
            }
        }
        if (table.parent() < 0) {
            wanted.put(TableChanges.LOAD_ID, "VARCHAR");
        } else {
            if (ModeChange.knowsRoots(mode)) {
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
        RowScan rows = staged.rows(resource, table);
        return session.executeFor(
                rows.count(),
                "INSERT INTO %s (%s) SELECT %s FROM %s"
                        .formatted(
                                Sql.table(shape.schema(), table.name()),
                                Sql.names(names),
                                String.join(", ", values),
                                rows.sql()));
    }

    /** Copies the rows into a temporary table with the types of the target; answers its name. */
    String copy(JournalEntry.Table table) throws SQLException, IOException {
        String name = "_dango_stage_" + table.id();
        List<String> values = new ArrayList<>();
        for (Column column : taken(table)) {
            values.add(expression(table, column) + " AS " + Sql.name(column.name()));
        }
        values.add(recordOf(table) + " AS " + RECORD);
        values.add(RowScan.SEQUENCE);
        RowScan rows = staged.rows(resource, table);
        session.executeFor(
                rows.count(),
                "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s FROM %s"
                        .formatted(name, String.join(", ", values), rows.sql()));
        return name;
    }

    private String recordOf(JournalEntry.Table table) {
        if (resource.root().filter(StagedRows::isNumbered).isPresent()) {
            // no row came for a nested table without the number
            return isNumbered(table) ? TableModel.RECORD : "NULL::BIGINT";
        }
        return table.parent() < 0 ? TableModel.ID : TableModel.ROOT_ID;
    }

    private static boolean isNumbered(JournalEntry.Table table) {
        return table.columns().stream().anyMatch(column -> column.name().equals(TableModel.RECORD));
    }

    /**
     * Inserts what {@link #copy} made; answers how many rows.
     *
     * @param constants more columns, with their values in SQL
     */
    long insertCopy(JournalEntry.Table table, String copy, Map<String, String> constants)
            throws SQLException {
        List<String> names = new ArrayList<>(columns(table));
        List<String> values = new ArrayList<>(names.stream().map(Sql::name).toList());
        if (table.parent() < 0) {
            names.add(TableChanges.LOAD_ID);
            values.add(Sql.text(loadId));
        }
        constants.forEach(
                (name, value) -> {
                    names.add(name);
                    values.add(value);
                });
        return session.execute(
                "INSERT INTO %s (%s) SELECT %s FROM %s"
                        .formatted(
                                Sql.table(shape.schema(), table.name()),
                                Sql.names(names),
                                String.join(", ", values),
                                copy));
    }

    /** The columns of the table that the staged rows may have values for, in order. */
    Set<String> columns(JournalEntry.Table table) {
        return taken(table).stream()
                .map(Column::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The staged columns that the table takes. */
    private List<Column> taken(JournalEntry.Table table) {
        Map<String, String> there = shape.columns(table.name());
        return table.columns().stream()
                .filter(column -> there.containsKey(column.name()))
                .filter(column -> !WRITTEN.contains(column.name()))
                .toList();
    }

    private String expression(JournalEntry.Table table, Column column) {
        String own = Sql.name(column.name());
        String there = shape.columns(table.name()).get(column.name());
        return there.equals(TypeMapping.duckdb(column.type()))
                ? own
                : "CAST(" + own + " AS " + there + ")";
    }
}
