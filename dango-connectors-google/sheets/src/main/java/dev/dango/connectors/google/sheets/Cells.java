package dev.dango.connectors.google.sheets;

import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.SourceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks for the cells of a spreadsheet. The tops of several ranges are asked for together, since a
 * user has 60 requests a minute. Of one run; thread-safe.
 */
final class Cells {

    /** Google recommends answers of two megabytes at most. */
    private static final int CELLS_A_WINDOW = 100_000;

    /** The top of a range that takes several windows. */
    private static final int CELLS_A_TOP = 10_000;

    private static final int TOPS_A_REQUEST = 20;
    private static final int CELLS_A_REQUEST = 600_000;

    /** Enough to find a cell that is filled in most columns. */
    private static final int FORMATTED_ROWS = 10;

    private static final String FORMATS =
            "sheets(properties.sheetId,data(startRow,startColumn,"
                    + "rowData.values.effectiveFormat.numberFormat.type))";

    private final String address;
    private final List<List<Grid>> groups;
    private final Map<Grid, Top> tops = new HashMap<>();

    /**
     * Asks for nothing yet.
     *
     * @param grids the ranges to load
     */
    Cells(String spreadsheet, List<Grid> grids) {
        this.address = "/v4/spreadsheets/" + spreadsheet;
        this.groups = groups(grids.stream().filter(grid -> !grid.isEmpty()).distinct().toList());
    }

    private static List<List<Grid>> groups(List<Grid> grids) {
        List<List<Grid>> groups = new ArrayList<>();
        int cells = CELLS_A_REQUEST;
        for (Grid grid : grids) {
            cells += rowsOfTop(grid) * grid.columns();
            if (cells > CELLS_A_REQUEST || groups.get(groups.size() - 1).size() == TOPS_A_REQUEST) {
                groups.add(new ArrayList<>());
                cells = rowsOfTop(grid) * grid.columns();
            }
            groups.get(groups.size() - 1).add(grid);
        }
        return groups;
    }

    /**
     * The first rows of a range, and formats of some cells.
     *
     * @param rows from the first row of the range on; without empty cells at their ends
     * @param formats types of number formats by row and column of the range
     */
    record Top(List<List<Object>> rows, Map<Position, String> formats) {}

    /** Where a cell is in its range. */
    record Position(int row, int column) {}

    /** The top of a range. */
    synchronized Top top(Grid grid, HttpClient client, SourceContext context) {
        if (!tops.containsKey(grid)) {
            List<Grid> together =
                    groups.stream().filter(group -> group.contains(grid)).findFirst().orElseThrow();
            addTops(together, client, context);
        }
        return tops.get(grid);
    }

    private void addTops(List<Grid> together, HttpClient client, SourceContext context) {
        List<Grid> windows = together.stream().map(Cells::topRows).toList();
        List<List<List<Object>>> values = values(windows, client, context);
        List<Grid> formatted = new ArrayList<>();
        for (int i = 0; i < together.size(); i++) {
            int first = together.get(i).firstRow() + Math.max(0, Header.firstRow(values.get(i)));
            Grid window = windows.get(i);
            formatted.add(window.rows(first, Math.min(first + FORMATTED_ROWS, window.endRow())));
        }
        Map<Long, Map<Position, String>> formats = formats(formatted, client, context);
        for (int i = 0; i < together.size(); i++) {
            Grid grid = together.get(i);
            tops.put(grid, new Top(values.get(i), within(grid, formats.get(grid.sheetId()))));
        }
    }

    private static Grid topRows(Grid grid) {
        return grid.rows(grid.firstRow(), grid.firstRow() + rowsOfTop(grid));
    }

    /** How many rows the top of a range has: all, if it is not long. */
    static int rowsOfTop(Grid grid) {
        int rows = grid.endRow() - grid.firstRow();
        boolean isLong = (long) rows * grid.columns() > CELLS_A_WINDOW;
        return isLong ? Math.max(FORMATTED_ROWS, CELLS_A_TOP / grid.columns()) : rows;
    }

    private static Map<Position, String> within(Grid grid, Map<Position, String> ofSheet) {
        Map<Position, String> formats = new HashMap<>();
        ofSheet.forEach(
                (cell, type) ->
                        formats.put(
                                new Position(
                                        cell.row() - grid.firstRow(),
                                        cell.column() - grid.firstColumn()),
                                type));
        return formats;
    }

    /** The index of the row behind the window that begins here. */
    static int endOfWindow(Grid grid, int row) {
        int rows = Math.max(1, CELLS_A_WINDOW / grid.columns());
        return Math.min(grid.endRow(), row + rows);
    }

    /** The rows of a window, without empty rows at its end and empty cells at their ends. */
    List<List<Object>> window(Grid window, HttpClient client, SourceContext context) {
        return values(List.of(window), client, context).get(0);
    }

    private List<List<List<Object>>> values(
            List<Grid> windows, HttpClient client, SourceContext context) {
        Request request =
                client.get(address + "/values:batchGet")
                        .query("ranges", windows.stream().map(Grid::a1).toList())
                        .query("majorDimension", "ROWS")
                        .query("valueRenderOption", "UNFORMATTED_VALUE")
                        .query("dateTimeRenderOption", "SERIAL_NUMBER");
        List<List<List<Object>>> values = new ArrayList<>();
        for (Object range : client.send(request, context).select("/valueRanges").values()) {
            values.add(rows(((Map<?, ?>) range).get("values")));
        }
        return values;
    }

    /** A range without values has none, not an empty list. */
    private static List<List<Object>> rows(Object values) {
        List<List<Object>> rows = new ArrayList<>();
        if (values instanceof List<?> lists) {
            lists.forEach(row -> rows.add(new ArrayList<>((List<?>) row)));
        }
        return rows;
    }

    /** Formats by the sheet's id, and by place in the sheet. */
    private Map<Long, Map<Position, String>> formats(
            List<Grid> windows, HttpClient client, SourceContext context) {
        Request request =
                client.get(address)
                        .query("ranges", windows.stream().map(Grid::a1).toList())
                        .query("fields", FORMATS);
        Map<Long, Map<Position, String>> formats = new HashMap<>();
        windows.forEach(window -> formats.putIfAbsent(window.sheetId(), new HashMap<>()));
        Response answer = client.send(request, context);
        for (Object each : answer.select("/sheets").values()) {
            Map<?, ?> sheet = (Map<?, ?>) each;
            long sheetId = number((Map<?, ?>) sheet.get("properties"), "sheetId");
            for (Object data : list(sheet, "data")) {
                note((Map<?, ?>) data, formats.getOrDefault(sheetId, new HashMap<>()));
            }
        }
        return formats;
    }

    private static void note(Map<?, ?> data, Map<Position, String> formats) {
        int row = number(data, "startRow");
        for (Object each : list(data, "rowData")) {
            int column = number(data, "startColumn");
            for (Object cell : list((Map<?, ?>) each, "values")) {
                String type = type((Map<?, ?>) cell);
                if (type != null) {
                    formats.put(new Position(row, column), type);
                }
                column++;
            }
            row++;
        }
    }

    private static String type(Map<?, ?> cell) {
        Object found = cell;
        for (String name : List.of("effectiveFormat", "numberFormat", "type")) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return Objects.toString(found, null);
    }

    /** The API leaves numbers out that are 0. */
    private static int number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number given ? given.intValue() : 0;
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> given ? given : List.of();
    }
}
