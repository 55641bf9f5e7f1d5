package dev.dango.engine.record;

import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema.Contract;
import dev.dango.spi.TableSchema.OnChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a table while records stream into it: its columns, in order of appearance, and
 * the table it is nested in. Shared by all threads that read the resource.
 */
public final class TableModel {

    /** Identifies a row. */
    public static final String ID = "_dlt_id";

    /** In a child table: the row it belongs to. */
    public static final String PARENT_ID = "_dlt_parent_id";

    /** In a child table: the row of the outermost table it belongs to. */
    public static final String ROOT_ID = "_dlt_root_id";

    /** In a child table: the place in the list, from 0. */
    public static final String LIST_INDEX = "_dlt_list_idx";

    /**
     * Only while staged: the record a row came with, where its id does not tell, since records with
     * one key have one id.
     */
    public static final String RECORD = "_dlt_record";

    private static final String OWN_PREFIX = "_dlt";

    private final int id;
    private final String name;
    private final Optional<TableModel> parent;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Column> byName = new HashMap<>();
    private final Set<String> children = new HashSet<>();
    private Contract contract = Contract.EVOLVE;

    TableModel(int id, String name, Optional<TableModel> parent) {
        this.id = id;
        this.name = name;
        this.parent = parent;
        parent.ifPresent(outer -> outer.addChild(name));
    }

    /**
     * Number of the table within its resource.
     *
     * @return from 0, which is the resource's own table
     */
    public int id() {
        return id;
    }

    /**
     * Its name in the source's schema.
     *
     * @return never null
     */
    public String name() {
        return name;
    }

    /**
     * The table whose lists it holds.
     *
     * @return empty for the resource's own table
     */
    public Optional<TableModel> parent() {
        return parent;
    }

    /** The name of the table for the lists of a field. */
    String childName(String path) {
        return name + Names.SEPARATOR + path;
    }

    private synchronized void addChild(String child) {
        children.add(child);
    }

    /** From now on the table grows only as far as this lets it; set before records are read. */
    void guard(Contract guarding) {
        contract = guarding;
    }

    /** What the table lets in; everything unless it was there before the load and is guarded. */
    Contract contract() {
        return contract;
    }

    /** Whether the lists of a field would need a table that is not to be. */
    boolean refusesChild(String path) {
        return contract.tables() != OnChange.EVOLVE && !hasChild(childName(path));
    }

    private synchronized boolean hasChild(String child) {
        return children.contains(child);
    }

    /** The column with this name, new or not; empty if it would be new and must not be. */
    synchronized Optional<Column> admit(String columnName, ColumnType type, OnChange change) {
        boolean free = change == OnChange.EVOLVE || columnName.startsWith(OWN_PREFIX);
        return free || byName.containsKey(columnName)
                ? Optional.of(column(columnName, type))
                : Optional.empty();
    }

    /**
     * The column with this name; it is added if there is none.
     *
     * @param columnName in snake_case
     * @param type the type it gets if it is new
     * @return a column whose type may be another one
     */
    public synchronized Column column(String columnName, ColumnType type) {
        Column column = byName.get(columnName);
        if (column == null) {
            column = new Column(columns.size(), columnName, type);
            columns.add(column);
            byName.put(columnName, column);
        }
        return column;
    }

    /**
     * The column with this name.
     *
     * @param columnName in snake_case
     * @return empty if there is none yet
     */
    public synchronized Optional<Column> find(String columnName) {
        return Optional.ofNullable(byName.get(columnName));
    }

    /**
     * All columns so far.
     *
     * @return a copy, in order of their ids
     */
    public synchronized List<Column> columns() {
        return List.copyOf(columns);
    }

    /** The columns every row of a table like this has besides its data. */
    void addSystemColumns() {
        column(ID, ColumnType.of(DataType.TEXT));
        if (parent.isPresent()) {
            column(PARENT_ID, ColumnType.of(DataType.TEXT));
            column(ROOT_ID, ColumnType.of(DataType.TEXT));
            column(LIST_INDEX, ColumnType.of(DataType.INTEGER));
        }
    }
}
