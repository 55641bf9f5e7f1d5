package dev.dango.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Columns and their types, in order. Immutable; each method returns a changed copy. */
public final class TableSchema {

    /** Digits of a decimal column for which nothing else is declared. */
    public static final int DEFAULT_PRECISION = 38;

    /** Digits behind the point of a decimal column for which nothing else is declared. */
    public static final int DEFAULT_SCALE = 9;

    private static final TableSchema EMPTY = new TableSchema(List.of());

    /**
     * A column.
     *
     * @param name as in the records the connector pushes
     * @param type what it holds
     * @param precision digits in all; meaningful for {@link DataType#DECIMAL} only
     * @param scale digits behind the point; meaningful for {@link DataType#DECIMAL} only
     * @param nullable whether a record may come without a value
     */
    public record Column(String name, DataType type, int precision, int scale, boolean nullable) {

        /**
         * Checks.
         *
         * @param name not blank
         * @param type never null
         * @param precision 1 to 38
         * @param scale 0 to precision
         * @param nullable whether a record may come without a value
         */
        public Column {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            if (precision < 1 || precision > DEFAULT_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "not a decimal type: (" + precision + "," + scale + ")");
            }
        }
    }

    /** What happens to a record that brings something new. */
    public enum OnChange {
        /** The table changes. */
        EVOLVE,
        /** The load of the table fails. */
        FREEZE,
        /** The record is left out, and kept with its reason beside the tables. */
        DISCARD_ROW,
        /** The value is left out, and kept with its reason beside the tables. */
        DISCARD_VALUE
    }

    /**
     * What happens to records that do not fit tables which are there already; a table that is new
     * takes the shape of its first load.
     *
     * @param tables on a list that needs a table of its own
     * @param columns on a field that needs a column
     * @param dataType on a value that is not of its column's type
     */
    public record Contract(OnChange tables, OnChange columns, OnChange dataType) {

        /** Everything may change. */
        public static final Contract EVOLVE =
                new Contract(OnChange.EVOLVE, OnChange.EVOLVE, OnChange.EVOLVE);

        /**
         * Checks.
         *
         * @param tables never null
         * @param columns never null
         * @param dataType never null
         */
        public Contract {
            Objects.requireNonNull(tables, "tables");
            Objects.requireNonNull(columns, "columns");
            Objects.requireNonNull(dataType, "dataType");
        }
    }

    private final List<Column> columns;

    private TableSchema(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * No columns.
     *
     * @return never null
     */
    public static TableSchema empty() {
        return EMPTY;
    }

    /**
     * Adds a column.
     *
     * @param name as in the records
     * @param type what it holds
     * @return a changed copy
     */
    public TableSchema with(String name, DataType type) {
        return plus(new Column(name, type, DEFAULT_PRECISION, DEFAULT_SCALE, true));
    }

    /**
     * Adds a decimal column.
     *
     * @param name as in the records
     * @param precision digits in all, 1 to 38
     * @param scale digits behind the point, 0 to precision
     * @return a changed copy
     */
    public TableSchema withDecimal(String name, int precision, int scale) {
        return plus(new Column(name, DataType.DECIMAL, precision, scale, true));
    }

    /**
     * Demands a value in a column of every record; without one the load of the table fails.
     *
     * @param name of a column that was added before
     * @return a changed copy
     */
    public TableSchema notNull(String name) {
        if (columns.stream().noneMatch(column -> column.name().equals(name))) {
            throw new IllegalArgumentException("no such column: " + name);
        }
        return new TableSchema(
                columns.stream()
                        .map(
                                column ->
                                        column.name().equals(name)
                                                ? new Column(
                                                        name,
                                                        column.type(),
                                                        column.precision(),
                                                        column.scale(),
                                                        false)
                                                : column)
                        .toList());
    }

    /**
     * Adds columns, or puts them in the place of those with the same names.
     *
     * @param others the columns that win
     * @return a changed copy
     */
    public TableSchema overriddenBy(TableSchema others) {
        Map<String, Column> merged = new LinkedHashMap<>();
        columns.forEach(column -> merged.put(column.name(), column));
        others.columns.forEach(column -> merged.put(column.name(), column));
        return new TableSchema(List.copyOf(merged.values()));
    }

    private TableSchema plus(Column column) {
        for (Column other : columns) {
            if (other.name().equals(column.name())) {
                throw new IllegalArgumentException("column declared twice: " + column.name());
            }
        }
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new TableSchema(List.copyOf(more));
    }

    /**
     * The columns, in the order in which they were added.
     *
     * @return never null
     */
    public List<Column> columns() {
        return columns;
    }
}
