package dev.dango.engine.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;

/**
 * Gives the rows of a nested table their ids by dlt's rule, the hash of the parent's id, the table
 * and the place in the list, and says whose children they are. Works on bytes from column to
 * column, since there are more such rows than any others. Used by one thread.
 */
final class ChildIds {

    private static final int ID_BYTES = 10;
    private static final int ID_LENGTH = 14;
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final TableBuffer table;
    private final ColumnBuffer parentIds;
    private final ColumnBuffer ownParentIds;
    private final ColumnBuffer ownRootIds;
    private final ColumnBuffer indexes;
    private final ColumnBuffer ids;
    private final byte[] infix;
    private final long[] state = new long[Keccak.LANES];
    private final byte[] hash = new byte[ID_BYTES];
    private final byte[] id = new byte[ID_LENGTH];
    private byte[] seed = new byte[128];

    ChildIds(TableBuffer table, TableBuffer parent) {
        this.table = table;
        this.parentIds = texts(parent, TableModel.ID);
        this.ownParentIds = texts(table, TableModel.PARENT_ID);
        this.ownRootIds = texts(table, TableModel.ROOT_ID);
        this.indexes =
                table.buffer(table.model().column(TableModel.LIST_INDEX, RowBuilder.INTEGER));
        this.ids = texts(table, TableModel.ID);
        this.infix = ("_" + table.model().name() + "_").getBytes(UTF_8);
    }

    private static ColumnBuffer texts(TableBuffer table, String column) {
        return table.buffer(table.model().column(column, RowBuilder.TEXT));
    }

    /** Names a row whose outermost record has this id. */
    void name(int row, ColumnBuffer rootIds, int rootRow) {
        int parentRow = table.parentRow(row);
        ownParentIds.copy(row, parentIds, parentRow);
        ownRootIds.copy(row, rootIds, rootRow);
        if (!ids.isPresent(row)) {
            int length = fillSeed(row, parentRow); // may make the seed's array a longer one
            Shake128.hash(seed, length, state, hash);
            BASE64.encode(hash, id);
            ids.setBytes(row, id, 0, ID_LENGTH);
        }
    }

    /** How long the seed is. */
    private int fillSeed(int row, int parentRow) {
        byte[] index = Long.toString(indexes.number(row)).getBytes(UTF_8);
        int parent = parentIds.length(parentRow);
        int length = parent + infix.length + index.length;
        if (seed.length < length) {
            seed = Arrays.copyOf(seed, length * 2);
        }
        System.arraycopy(parentIds.heap(), parentIds.start(parentRow), seed, 0, parent);
        System.arraycopy(infix, 0, seed, parent, infix.length);
        System.arraycopy(index, 0, seed, parent + infix.length, index.length);
        return length;
    }
}
