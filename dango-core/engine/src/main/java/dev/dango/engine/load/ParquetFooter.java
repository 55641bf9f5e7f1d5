package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What ends a Parquet file: the columns and, for each batch, where their pages are. Columns are
 * named by their ids, since names may be anything.
 */
final class ParquetFooter {

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int OPTIONAL = 1;

    private final List<Column> columns;
    private final long start;
    private final Bytes nulls = new Bytes(64);
    private final Map<Integer, Page> nullPages = new HashMap<>();
    private final List<RowGroup> groups = new ArrayList<>();

    private record Page(long offset, int size) {}

    private record RowGroup(int rows, List<Page> pages) {}

    /**
     * Begins a footer.
     *
     * @param columns at least one
     * @param start where it will stand in the file
     */
    ParquetFooter(List<Column> columns, long start) {
        this.columns = columns;
        this.start = start;
    }

    /** The name of a column in the file. */
    static String name(Column column) {
        return "c" + column.id();
    }

    /** Adds a batch, which begins at this place of the file. */
    void add(long place, ByteBuffer batch) {
        int rows = batch.getInt(20);
        Map<Integer, Page> pages = new HashMap<>();
        for (int i = 0; i < batch.getInt(24); i++) {
            int at = SegmentWriter.HEADER + i * SegmentWriter.COLUMN;
            pages.put(
                    batch.getInt(at), new Page(place + batch.getInt(at + 4), batch.getInt(at + 8)));
        }
        groups.add(
                new RowGroup(
                        rows,
                        columns.stream()
                                .map(
                                        column -> {
                                            Page page = pages.get(column.id());
                                            return page == null ? nulls(rows) : page;
                                        })
                                .toList()));
    }

    /** A page for columns that a batch has no values of; one does for all that are as long. */
    private Page nulls(int rows) {
        return nullPages.computeIfAbsent(
                rows,
                count -> {
                    int before = nulls.size();
                    ParquetPage.writeNulls(count, nulls);
                    return new Page(start + before, nulls.size() - before);
                });
    }

    /** How many rows the batches have. */
    long rows() {
        return groups.stream().mapToLong(RowGroup::rows).sum();
    }

    void write(RandomAccessFile file) throws IOException {
        Bytes out = new Bytes(1 << 16);
        ThriftWriter thrift = new ThriftWriter(out).element();
        thrift.i32(1, 1);
        writeSchema(thrift);
        thrift.i64(3, rows());
        thrift.structs(4, groups.size());
        groups.forEach(group -> write(group, thrift));
        thrift.end();
        int length = out.size();
        out.room(8).putInt(length).put(MAGIC);
        file.write(nulls.array(), 0, nulls.size());
        file.write(out.array(), 0, out.size());
    }

    private void writeSchema(ThriftWriter thrift) {
        thrift.structs(2, columns.size() + 1);
        thrift.element().text(4, "rows").i32(5, columns.size()).end();
        for (Column column : columns) {
            ParquetType type = ParquetType.of(column);
            thrift.element().i32(1, type.physical()).i32(3, OPTIONAL).text(4, name(column));
            type.writeMeaning(column.type(), thrift);
            thrift.end();
        }
    }

    private void write(RowGroup group, ThriftWriter thrift) {
        long bytes = group.pages().stream().mapToLong(Page::size).sum();
        thrift.element().structs(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Page page = group.pages().get(i);
            thrift.element().i64(2, page.offset()).struct(3);
            thrift.i32(1, ParquetType.of(column).physical());
            thrift.numbers(2, ParquetPage.PLAIN, ParquetPage.RLE);
            thrift.texts(3, name(column)).i32(4, 0).i64(5, group.rows());
            thrift.i64(6, page.size()).i64(7, page.size()).i64(9, page.offset());
            thrift.end().end();
        }
        thrift.i64(2, bytes).i64(3, group.rows()).end();
    }
}
