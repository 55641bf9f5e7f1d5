package dev.dango.engine.load;

import dev.dango.engine.record.TableModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes tables and adds columns; never drops, renames or retypes one. Keeps notes for the summary.
 */
final class TableChanges {

    /** In the outermost table of a record: the load that brought the row. */
    static final String LOAD_ID = "_dlt_load_id";

    private static final Set<String> NEVER_NULL =
            Set.of(LOAD_ID, TableModel.ID, TableModel.PARENT_ID, TableModel.LIST_INDEX);

    private final Session session;
    private final WarehouseSchema shape;
    private final Map<String, List<String>> notes = new LinkedHashMap<>();

    TableChanges(Session session, WarehouseSchema shape) {
        this.session = session;
        this.shape = shape;
    }

    /** What changed, by table. */
    Map<String, List<String>> notes() {
        return notes;
    }

    /** Makes the table have these columns; those that are there keep their types. */
    void evolve(String table, Map<String, String> wanted) throws SQLException {
        if (shape.has(table)) {
            for (Map.Entry<String, String> column : wanted.entrySet()) {
                if (find(table, column.getKey()) == null) {
                    // DuckDB adds no column with a constraint, so this one may be null
                    session.execute(
                            "ALTER TABLE %s ADD COLUMN %s %s"
                                    .formatted(
                                            Sql.table(shape.schema(), table),
                                            Sql.name(column.getKey()),
                                            column.getValue()));
                    shape.add(table, column.getKey(), column.getValue());
                    note(table, "+ " + column.getKey() + " " + column.getValue());
                }
            }
            return;
        }
        List<String> definitions = new ArrayList<>();
        wanted.forEach(
                (name, type) ->
                        definitions.add(
                                Sql.name(name)
                                        + " "
                                        + type
                                        + (NEVER_NULL.contains(name) ? " NOT NULL" : "")));
        session.execute(
                "CREATE TABLE %s (%s)"
                        .formatted(
                                Sql.table(shape.schema(), table), String.join(", ", definitions)));
        wanted.forEach((name, type) -> shape.add(table, name, type));
        if (!shape.wasDropped(table)) {
            note(table, "+ table");
        }
    }

    /** The spelling a table uses for a column, since DuckDB does not tell case apart; or null. */
    String find(String table, String column) {
        for (String there : shape.columns(table).keySet()) {
            if (there.equalsIgnoreCase(column)) {
                return there;
            }
        }
        return null;
    }

    private void note(String table, String change) {
        notes.computeIfAbsent(table, name -> new ArrayList<>()).add(change);
    }
}
