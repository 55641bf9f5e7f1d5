package dev.dango.engine.load;

import dev.dango.engine.record.Names;
import dev.dango.engine.record.ResourceModel;
import dev.dango.engine.record.TableModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tables of one source as they stand in the warehouse, with DuckDB's names for their types. */
final class WarehouseSchema {

    private final String schema;
    private final Map<String, Map<String, String>> tables = new TreeMap<>();
    private final Set<String> dropped = new HashSet<>();

    private WarehouseSchema(String schema) {
        this.schema = schema;
    }

    static WarehouseSchema empty(String schema) {
        return new WarehouseSchema(schema);
    }

    static WarehouseSchema read(Session session, String schema) throws SQLException {
        WarehouseSchema found = new WarehouseSchema(schema);
        session.query(
                "SELECT table_name, column_name, data_type FROM duckdb_columns()"
                        + " WHERE database_name = '"
                        + Sql.WAREHOUSE
                        + "' AND schema_name = "
                        + Sql.text(schema)
                        + " ORDER BY table_name, column_index",
                row ->
                        found.tables
                                .computeIfAbsent(row.getString(1), t -> new LinkedHashMap<>())
                                .put(row.getString(2), row.getString(3)));
        return found;
    }

    String schema() {
        return schema;
    }

    Set<String> tables() {
        return tables.keySet();
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    /** Columns and their types, in order; empty if there is no such table. */
    Map<String, String> columns(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    void add(String table, String column, String type) {
        tables.computeIfAbsent(table, t -> new LinkedHashMap<>()).put(column, type);
    }

    void drop(String table) {
        tables.remove(table);
        dropped.add(table);
    }

    /** Whether a table was there when the load began and is made anew by it. */
    boolean wasDropped(String table) {
        return dropped.contains(table);
    }

    /** Whether a table holds the lists of another one. */
    boolean isChild(String table) {
        return columns(table).containsKey(TableModel.PARENT_ID);
    }

    /** The tables nested in a resource's table, at any depth, parents before their children. */
    List<String> childrenOf(String root) {
        List<String> children = new ArrayList<>();
        for (String table : tables.keySet()) {
            if (isChild(table) && root.equals(rootOf(table))) {
                children.add(table);
            }
        }
        return children;
    }

    /** The table whose lists a child table holds. */
    Optional<String> parentOf(String child) {
        int end = child.lastIndexOf(Names.SEPARATOR);
        while (end > 0 && !has(child.substring(0, end))) {
            end = child.lastIndexOf(Names.SEPARATOR, end - 1);
        }
        return end > 0 ? Optional.of(child.substring(0, end)) : Optional.empty();
    }

    private String rootOf(String child) {
        int end = child.lastIndexOf(Names.SEPARATOR);
        while (end > 0) {
            String name = child.substring(0, end);
            if (has(name) && !isChild(name)) {
                return name;
            }
            // step by step: before a field like _tags stand three underscores
            end = child.lastIndexOf(Names.SEPARATOR, end - 1);
        }
        return null;
    }

    /** Tells a resource's model which columns are there already, so that their types count. */
    void seed(ResourceModel model) {
        TableModel root = model.root();
        seed(root);
        for (String child : childrenOf(root.name())) {
            TableModel parent = root;
            for (TableModel other : model.tables()) {
                if (child.startsWith(other.name() + Names.SEPARATOR)
                        && other.name().length() > parent.name().length()) {
                    parent = other;
                }
            }
            seed(model.child(parent, child));
        }
    }

    private void seed(TableModel table) {
        columns(table.name())
                .forEach(
                        (column, type) ->
                                TypeMapping.column(type).ifPresent(t -> table.column(column, t)));
    }
}
