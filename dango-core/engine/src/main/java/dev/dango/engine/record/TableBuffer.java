package dev.dango.engine.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one table on their way to the stage, column by column. Used by one thread; rows of a
 * record that turns out not to be wanted are taken back with {@link #truncate}.
 */
public final class TableBuffer {

    /** What a cell takes besides its text, so that wide tables have fewer rows in a batch. */
    private static final int CELL_BYTES = 9;

    private final TableModel model;
    private final TableBuffer parent;
    private final List<ColumnBuffer> columns = new ArrayList<>();
    private ColumnBuffer ids;
    private ColumnBuffer indexes;
    private int rows;
    private int[] parentRows = new int[64];

    /**
     * Makes it empty.
     *
     * @param parent the rows it is nested in, which need not be those of its table's parent: {@code
     *     {"a": [{"b": [1]}]}} and {@code {"a": {"b": [1]}}} share the table {@code t__a__b}; null
     *     if it is nested in none
     */
    TableBuffer(TableModel model, TableBuffer parent) {
        this.model = model;
        this.parent = parent;
    }

    TableBuffer parent() {
        return parent;
    }

    /**
     * The table.
     *
     * @return never null
     */
    public TableModel model() {
        return model;
    }

    /**
     * How many rows are complete.
     *
     * @return not negative
     */
    public int rows() {
        return rows;
    }

    /**
     * The columns that may hold values; a table's other columns are null in all rows.
     *
     * @return not a copy; by column id, with gaps that are null
     */
    public List<ColumnBuffer> columns() {
        return columns;
    }

    ColumnBuffer buffer(Column column) {
        while (columns.size() <= column.id()) {
            columns.add(null);
        }
        ColumnBuffer buffer = columns.get(column.id());
        if (buffer == null) {
            buffer = new ColumnBuffer(column);
            columns.set(column.id(), buffer);
        }
        return buffer;
    }

    /** The ids of the rows. */
    ColumnBuffer ids() {
        if (ids == null) {
            ids = buffer(model.column(TableModel.ID, RowBuilder.TEXT));
        }
        return ids;
    }

    /** The places of the rows in their lists. */
    ColumnBuffer indexes() {
        if (indexes == null) {
            indexes = buffer(model.column(TableModel.LIST_INDEX, RowBuilder.INTEGER));
        }
        return indexes;
    }

    /** Ends the row that was being filled; it belongs to this row of the table it is nested in. */
    void endRow(int parentRow) {
        if (rows == parentRows.length) {
            parentRows = Arrays.copyOf(parentRows, rows * 2);
        }
        parentRows[rows++] = parentRow;
    }

    /** The place in its list of a row that is added: lists of one row and one name go on. */
    int nextIndex(int parentRow) {
        int last = rows - 1;
        if (last < 0 || parentRows[last] != parentRow) {
            return 0;
        }
        return (int) indexes().number(last) + 1;
    }

    int parentRow(int row) {
        return parentRows[row];
    }

    void truncate(int size) {
        // the row being filled may hold values already, so this is never a matter of counting alone
        rows = size;
        for (ColumnBuffer column : columns) {
            if (column != null) {
                column.truncate(size);
            }
        }
    }

    long bytes() {
        long bytes = (long) rows * columns.size() * CELL_BYTES;
        for (ColumnBuffer column : columns) {
            if (column != null) {
                bytes += column.heapSize();
            }
        }
        return bytes;
    }
}
