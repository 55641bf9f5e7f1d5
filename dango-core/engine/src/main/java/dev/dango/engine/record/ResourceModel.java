package dev.dango.engine.record;

import dev.dango.spi.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of one resource: its own and, nested below it, one for every list in its records.
 * Shared by all threads that read the resource.
 */
public final class ResourceModel {

    private final List<TableModel> tables = new ArrayList<>();
    private final Map<String, TableModel> byName = new HashMap<>();

    /**
     * Starts with the resource's own table.
     *
     * @param table its name in snake_case
     */
    public ResourceModel(String table) {
        add(table, Optional.empty());
    }

    /**
     * The resource's own table.
     *
     * @return never null
     */
    public synchronized TableModel root() {
        return tables.get(0);
    }

    /**
     * The table for the lists under one field; it is added if there is none.
     *
     * @param parent the table whose records hold the lists
     * @param name its name
     * @return never null
     */
    public synchronized TableModel child(TableModel parent, String name) {
        TableModel table = byName.get(name);
        return table != null ? table : add(name, Optional.of(parent));
    }

    /**
     * All tables so far.
     *
     * @return a copy, parents before their children
     */
    public synchronized List<TableModel> tables() {
        return List.copyOf(tables);
    }

    /**
     * Adds the columns a connector declares.
     *
     * @param schema names as in the records
     */
    public void declare(TableSchema schema) {
        for (TableSchema.Column column : schema.columns()) {
            root().column(Names.path(column.name()), ColumnType.of(column));
        }
    }

    private TableModel add(String name, Optional<TableModel> parent) {
        TableModel table = new TableModel(tables.size(), name, parent);
        tables.add(table);
        byName.put(name, table);
        return table;
    }
}
