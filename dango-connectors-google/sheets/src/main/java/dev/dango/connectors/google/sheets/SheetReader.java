package dev.dango.connectors.google.sheets;

import dev.dango.http.HttpClient;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.Slice;
import java.util.List;
import java.util.Map;

/**
 * Reads the rows of a range, long ones in windows.
 *
 * @param range which one
 * @param cells where they come from
 * @param client asks for them
 */
record SheetReader(Workbook.Range range, Cells cells, HttpClient client)
        implements Resource.Reader {

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        if (range.grid().isEmpty() || !load(context, out)) {
            context.warn("\"" + range.name() + "\" has less than two rows and was left out");
        }
    }

    /** False if there is nothing to load. */
    private boolean load(ReadContext context, RecordSink out) {
        Grid grid = range.grid();
        Cells.Top top = cells.top(grid, client, context);
        List<List<Object>> rows = top.rows();
        if (Header.firstRow(rows) < 0) {
            return false;
        }
        Header header = Header.of(top);
        if (!header.isNamed() && rows.size() - header.firstData() < 2) {
            return false;
        }
        boolean loaded = push(rows.subList(header.firstData(), rows.size()), header, out);
        int next = grid.firstRow() + Cells.rowsOfTop(grid);
        while (next < grid.endRow() && !out.satisfied()) {
            int end = Cells.endOfWindow(grid, next);
            loaded |= push(cells.window(grid.rows(next, end), client, context), header, out);
            next = end;
        }
        return loaded;
    }

    private static boolean push(List<List<Object>> rows, Header header, RecordSink out) {
        boolean pushed = false;
        for (List<Object> cells : rows) {
            Map<String, Object> row = header.row(cells);
            if (!row.isEmpty()) {
                out.row(row);
                pushed = true;
            }
        }
        return pushed;
    }
}
