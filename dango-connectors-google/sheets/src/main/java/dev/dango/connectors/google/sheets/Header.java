package dev.dango.connectors.google.sheets;

import dev.dango.http.ColumnNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a range, found out from its top: the first row that is not empty names them if
 * there are texts in it only; otherwise it is data, and they are numbered. Empty rows above and
 * columns before are left out. Confined to one thread.
 */
final class Header {

    private final List<Column> columns = new ArrayList<>();
    private final ColumnNames names = new ColumnNames();
    private final int offset;
    private final boolean named;
    private final int firstData;
    private final Map<Integer, Cell> kinds = new LinkedHashMap<>();

    private record Column(String name, Cell kind) {}

    private Header(int offset, boolean named, int firstData) {
        this.offset = offset;
        this.named = named;
        this.firstData = firstData;
    }

    /**
     * Finds the columns.
     *
     * @param top with at least one row that is not empty
     */
    static Header of(Cells.Top top) {
        List<List<Object>> rows = top.rows();
        int first = firstRow(rows);
        int offset = rows.stream().mapToInt(Header::firstColumn).min().orElse(0);
        List<Object> titles = rows.get(first);
        boolean named = titles.stream().allMatch(cell -> cell instanceof String);
        Header header = new Header(offset, named, named ? first + 1 : first);
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        for (int column = offset; column < width; column++) {
            header.kinds.put(column, Cell.of(top, header.firstData, column));
        }
        for (int column = offset; column < titles.size(); column++) {
            header.add(column, named ? titles.get(column).toString() : "");
        }
        return header;
    }

    /** The index of the first row with something in it; -1 if there is none. */
    static int firstRow(List<List<Object>> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (firstColumn(rows.get(i)) < Integer.MAX_VALUE) {
                return i;
            }
        }
        return -1;
    }

    private static int firstColumn(List<Object> row) {
        for (int i = 0; i < row.size(); i++) {
            if (!Cell.isBlank(row.get(i))) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private void add(int column, String title) {
        String name = names.of(title, "col_" + (column - offset + 1));
        columns.add(new Column(name, kinds.getOrDefault(column, Cell.ANY)));
    }

    /** Whether the first row gives the columns their names. */
    boolean isNamed() {
        return named;
    }

    /** The index of the first row of data. */
    int firstData() {
        return firstData;
    }

    /** A row by columns; empty if there is nothing in it. Rows may be longer than the first one. */
    Map<String, Object> row(List<Object> cells) {
        while (offset + columns.size() < cells.size()) {
            add(offset + columns.size(), "");
        }
        Map<String, Object> row = new LinkedHashMap<>();
        boolean empty = true;
        for (int i = 0; i < columns.size(); i++) {
            Object cell = offset + i < cells.size() ? cells.get(offset + i) : null;
            Object value = Cell.isBlank(cell) ? null : columns.get(i).kind().value(cell);
            empty &= value == null;
            row.put(columns.get(i).name(), value);
        }
        return empty ? Map.of() : row;
    }
}
