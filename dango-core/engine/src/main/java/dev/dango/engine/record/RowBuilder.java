package dev.dango.engine.record;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Turns records into rows of a resource's tables: opens and ends them, gives them their ids, takes
 * them back. Used by one thread; the ways in, {@link JsonRows}, {@link MapRows} and {@link
 * TypedRows}, share it.
 */
public final class RowBuilder {

    private static final int ID_BYTES = 10;
    private static final int ID_CHARS = 14;
    private static final Base64.Encoder ID_ENCODER = Base64.getEncoder().withoutPadding();
    private static final SecureRandom SEEDS = new SecureRandom();
    private static final int BATCH_ROWS = 16_384;
    private static final long BATCH_BYTES = 8 << 20;

    private final ResourceModel model;
    private final int maxLevel;
    private final Consumer<String> warnings;
    private final List<TableBuffer> tables = new ArrayList<>();
    private final List<ChildIds> childIds = new ArrayList<>();
    private final TableNode root;
    private final SplittableRandom random = new SplittableRandom(SEEDS.nextLong());
    private final byte[] idBytes = new byte[ID_BYTES];
    private final byte[] idText = new byte[ID_CHARS];
    private final Rejects rejects;
    private final Set<String> warned = new HashSet<>();
    private int[] marks = new int[8];
    private boolean numbered;
    private long record;

    /**
     * Prepares to fill a resource's tables.
     *
     * @param model the tables, shared with other threads
     * @param maxLevel how many levels of objects and lists become columns and tables; deeper ones
     *     are kept as JSON
     * @param warnings takes sentences for the user
     */
    public RowBuilder(ResourceModel model, int maxLevel, Consumer<String> warnings) {
        this.model = model;
        this.maxLevel = maxLevel;
        this.warnings = warnings;
        this.rejects = new Rejects(this, model);
        SEEDS.nextBytes(idBytes);
        this.root = new TableNode(this, newBuffer(model.root(), null), 0);
    }

    TableNode root() {
        return root;
    }

    int maxLevel() {
        return maxLevel;
    }

    /** What contracts keep out. */
    Rejects rejects() {
        return rejects;
    }

    void warn(String sentence) {
        warnings.accept(sentence);
    }

    /**
     * The rows so far.
     *
     * @return a buffer per table that has been seen, parents before their children
     */
    public List<TableBuffer> tables() {
        return tables;
    }

    /**
     * Marks the field that tells new records from old ones.
     *
     * @param column its name, with dots between the names of nested fields
     */
    public void markCursor(String column) {
        FieldNode node = root.fields();
        for (String part : column.split("\\.", -1)) {
            node = node.field(part);
        }
        node.markCursor();
    }

    TableNode childTable(TableNode parent, String name, int level) {
        TableModel table = model.child(parent.rows().model(), name);
        return new TableNode(this, newBuffer(table, parent.rows()), level);
    }

    /** Remembers where the tables stand, so that the record that begins can be taken back. */
    void beginRecord() {
        if (marks.length < tables.size()) {
            marks = new int[tables.size() * 2];
        }
        for (int i = 0; i < tables.size(); i++) {
            marks[i] = tables.get(i).rows();
        }
    }

    /** Takes the record back, with everything nested in it. */
    public void discardRecord() {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).truncate(mark(i));
        }
    }

    /** Gives the record an id other than a random one; one that it brought stays. */
    void nameRecord(String id) {
        TableBuffer top = tables.get(0);
        ColumnBuffer ids = top.ids();
        if (!ids.isPresent(top.rows())) {
            ids.setText(top.rows(), id);
        }
    }

    /** Has the record's rows be known by a number, since others may have the same ids. */
    void numberRecord() {
        numbered = true;
        record = random.nextLong();
        number(tables.get(0), tables.get(0).rows());
    }

    private void number(TableBuffer table, int row) {
        table.buffer(table.model().column(TableModel.RECORD, INTEGER)).setNumber(row, record);
    }

    /** Ends the record, gives its rows their ids, and begins the next one. */
    public void endRecord() {
        TableBuffer top = tables.get(0);
        ColumnBuffer ids = top.ids();
        if (!ids.isPresent(top.rows())) {
            nextId();
            ids.setBytes(top.rows(), idText, 0, ID_CHARS);
        }
        top.endRow(-1);
        for (int i = 1; i < tables.size(); i++) {
            TableBuffer table = tables.get(i);
            for (int row = mark(i); row < table.rows(); row++) {
                childIds(i).name(row, ids, top.rows() - 1);
                if (numbered) {
                    number(table, row);
                }
            }
        }
        beginRecord();
    }

    /**
     * Ids count from a random number of 80 bits. They are as unlikely to meet as random ones are,
     * and what they have in common costs DuckDB no room.
     */
    private void nextId() {
        int digit = ID_BYTES - 1;
        while (++idBytes[digit] == 0 && digit > 0) {
            digit--;
        }
        ID_ENCODER.encode(idBytes, idText);
    }

    private ChildIds childIds(int table) {
        while (childIds.size() <= table) {
            childIds.add(null);
        }
        ChildIds found = childIds.get(table);
        if (found == null) {
            TableBuffer buffer = tables.get(table);
            found = new ChildIds(buffer, buffer.parent());
            childIds.set(table, found);
        }
        return found;
    }

    static final ColumnType TEXT = ColumnType.of(dev.dango.spi.DataType.TEXT);
    static final ColumnType INTEGER = ColumnType.of(dev.dango.spi.DataType.INTEGER);

    /** Ends a row of a child table. */
    void endChild(TableNode child, TableBuffer parent, int parentRow, int index) {
        TableBuffer rows = child.rows();
        rows.indexes().setNumber(rows.rows(), index);
        rows.endRow(parentRow);
        if (child.takeRowDiscarded()) {
            takeBack(rows);
        }
    }

    /** Takes back the last row of a table and all that is nested in it. */
    private void takeBack(TableBuffer table) {
        table.truncate(table.rows() - 1);
        for (TableBuffer other : tables) {
            if (other.parent() == table) {
                while (other.rows() > 0 && other.parentRow(other.rows() - 1) == table.rows()) {
                    takeBack(other);
                }
            }
        }
    }

    /**
     * Whether the rows are worth writing out.
     *
     * @return true when a batch is full
     */
    public boolean isFull() {
        for (TableBuffer table : tables) {
            if (table.rows() >= BATCH_ROWS || table.bytes() >= BATCH_BYTES) {
                return true;
            }
        }
        return false;
    }

    /** Forgets all rows, once they are written out. */
    public void clear() {
        for (TableBuffer table : tables) {
            warnOfMended(table);
            table.truncate(0);
        }
        beginRecord();
    }

    private void warnOfMended(TableBuffer table) {
        for (ColumnBuffer column : table.columns()) {
            if (column != null && column.takeMended()) {
                warnOnce(
                        "texts in column %s of table %s hold half a character, which cannot be stored; U+FFFD stands in its place"
                                .formatted(column.column().name(), table.model().name()));
            }
        }
    }

    void warnOnce(String sentence) {
        if (warned.add(sentence)) {
            warn(sentence);
        }
    }

    private int mark(int table) {
        return table < marks.length ? marks[table] : 0;
    }

    TableBuffer newBuffer(TableModel table, TableBuffer parent) {
        TableBuffer buffer = new TableBuffer(table, parent);
        tables.add(buffer);
        if (marks.length < tables.size()) {
            marks = java.util.Arrays.copyOf(marks, marks.length * 2);
        }
        marks[tables.size() - 1] = 0;
        return buffer;
    }
}
