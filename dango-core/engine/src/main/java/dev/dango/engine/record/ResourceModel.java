package dev.dango.engine.record;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tables of one resource: its own and, nested below it, one for every list in its records.
 * Shared by all threads that read the resource.
 */
public final class ResourceModel {

    /** Of what is rejected in one load, this much is kept; all of it is counted. */
    private static final int MOST_REJECTS = 10_000;

    private final List<TableModel> tables = new ArrayList<>();
    private final Map<String, TableModel> byName = new HashMap<>();
    private Set<String> taken = Set.of();
    private final AtomicInteger rejects = new AtomicInteger();
    private volatile boolean refused;
    private boolean keptOut;

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
        if (table == null && taken.contains(name)) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "a list in the records of table %s needs the table %s, which belongs to another resource"
                                    .formatted(parent.name(), name))
                    .hint("Set nested: json for one of the two, or leave one of them out.");
        }
        return table != null ? table : add(name, Optional.of(parent));
    }

    /**
     * Keeps lists out of the tables of other resources.
     *
     * @param tables their names
     */
    public synchronized void reserve(Set<String> tables) {
        taken = Set.copyOf(tables);
    }

    /**
     * All tables so far.
     *
     * @return a copy, parents before their children; the table of rejects is one of them
     */
    public synchronized List<TableModel> tables() {
        return keptOut
                ? tables.stream().filter(table -> table.name().equals(Rejects.TABLE)).toList()
                : List.copyOf(tables);
    }

    /**
     * Has a contract watch over the tables that are there so far: those of the warehouse. Tables
     * that come later in the load take the shape of their records.
     *
     * @param contract what may change
     */
    public synchronized void guard(TableSchema.Contract contract) {
        tables.forEach(table -> table.guard(contract));
    }

    /**
     * Has a contract keep out the resource's own table, which is not there yet: all records are
     * rejected. Called before records are read.
     */
    public void keepOut() {
        keptOut = true;
    }

    /** Whether all records are rejected. */
    boolean isKeptOut() {
        return keptOut;
    }

    /** Where what a contract keeps out is put down; added if it is not there yet. */
    synchronized TableModel rejects() {
        TableModel table = byName.get(Rejects.TABLE);
        return table != null ? table : add(Rejects.TABLE, Optional.empty());
    }

    /** Whether one more of what is rejected can be kept. */
    boolean keepsReject() {
        return rejects.incrementAndGet() <= MOST_REJECTS;
    }

    /** Notes that nothing of this load is to reach the tables. */
    void refuse() {
        refused = true;
    }

    /**
     * Whether a record broke a frozen contract, so that nothing of this load is to reach the
     * tables.
     *
     * @return true also if other threads still read
     */
    public boolean isRefused() {
        return refused;
    }

    /**
     * Adds declared columns, as far as a contract lets them.
     *
     * @param schema names as in the records
     */
    public void declare(TableSchema schema) {
        for (TableSchema.Column column : schema.columns()) {
            String name = Names.path(column.name());
            if (name.startsWith(Column.SYSTEM)) {
                continue;
            }
            root().admit(name, ColumnType.of(column), root().contract().columns());
        }
    }

    private TableModel add(String name, Optional<TableModel> parent) {
        TableModel table = new TableModel(tables.size(), name, parent);
        tables.add(table);
        byName.put(name, table);
        return table;
    }
}
