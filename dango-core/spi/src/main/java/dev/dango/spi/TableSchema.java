package dev.dango.spi;

import java.util.ArrayList;
import java.util.List;
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
     */
    public record Column(String name, DataType type, int precision, int scale) {

        /**
         * Checks.
         *
         * @param name not blank
         * @param type never null
         * @param precision 1 to 38
         * @param scale 0 to precision
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
        return plus(new Column(name, type, DEFAULT_PRECISION, DEFAULT_SCALE));
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
        return plus(new Column(name, DataType.DECIMAL, precision, scale));
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
