package dev.dango.engine.record;

import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.HashMap;
import java.util.Map;

/**
 * One place in the shape of a resource's records: a field, whatever is nested in it, and the
 * columns its values go to. The tree grows with the records one thread sees, so that a name is
 * normalised and a column looked up once and not for every record.
 */
final class FieldNode {

    private final TableNode table;
    private final String path;
    private final int level;
    private final Map<String, FieldNode> fields = new HashMap<>();
    private TableNode list;
    private ColumnBuffer cells;
    private Map<String, ColumnBuffer> variants;
    private boolean cursor;

    FieldNode(TableNode table, String path, int level) {
        this.table = table;
        this.path = path;
        this.level = level;
    }

    /** The node of a column of rows of cells, which are records of a kind of their own. */
    static FieldNode ofCell(TableNode table, String name, Spellings spellings) {
        FieldNode field = new FieldNode(table, Names.path(name), 0);
        spellings.note(field.path, name);
        return field;
    }

    TableNode table() {
        return table;
    }

    String path() {
        return path;
    }

    /** How many objects and lists are around it. */
    int level() {
        return level;
    }

    boolean isCursor() {
        return cursor;
    }

    /** Marks the field whose values tell new records from old ones. */
    void markCursor() {
        cursor = true;
    }

    /** The node of a field of the object that stands here. */
    FieldNode field(String name) {
        FieldNode field = fields.get(name);
        if (field == null) {
            // fields of the record itself are one level below nothing
            int below = path.isEmpty() ? level : level + 1;
            field = new FieldNode(table, Names.nested(path, name), below);
            fields.put(name, field);
            table.noteColumn(field.path, path.isEmpty() ? name : path + "." + name);
        }
        return field;
    }

    /** The table for the lists that stand here. */
    TableNode list() {
        if (list == null) {
            list = table.child(path.isEmpty() ? "list" : path, level + 1);
        }
        return list;
    }

    /** Whether objects and lists here are to be kept as JSON, since a column is declared so. */
    boolean isJsonColumn() {
        if (cells == null) {
            cells =
                    table.rows()
                            .model()
                            .find(path)
                            .map(column -> table.rows().buffer(column))
                            .orElse(null);
        }
        return cells != null && cells.column().type().base() == DataType.JSON;
    }

    /**
     * Stores a value in the row being filled: in the field's column, or else in a variant of it.
     */
    void put(Value value) {
        TableBuffer rows = table.rows();
        if (cells == null) {
            cells = rows.buffer(rows.model().column(path, typeOf(value)));
        }
        if (Coercion.store(cells, rows.rows(), value)) {
            return;
        }
        ColumnType type = typeOf(value);
        if (!Coercion.store(variant(type), rows.rows(), value)) {
            throw SourceException.of(
                    ErrorKind.DATA,
                    "a value of type %s fits neither column %s (%s) of table %s nor its variant"
                            .formatted(
                                    type.word(),
                                    path,
                                    cells.column().type().word(),
                                    rows.model().name()));
        }
    }

    private ColumnBuffer variant(ColumnType type) {
        if (variants == null) {
            variants = new HashMap<>();
        }
        return variants.computeIfAbsent(
                type.word(),
                word ->
                        table.rows()
                                .buffer(table.rows().model().column(path + "__v_" + word, type)));
    }

    /** The type a column gets from its first value. */
    private static ColumnType typeOf(Value value) {
        if (value.kind() == DataType.TEXT) {
            boolean instant = IsoTimestamps.parse(value.text()) != IsoTimestamps.NONE;
            return ColumnType.of(instant ? DataType.TIMESTAMP : DataType.TEXT);
        }
        if (value.kind() == DataType.DECIMAL) {
            return decimalType(value);
        }
        return ColumnType.of(value.kind());
    }

    /** Text is the way out for numbers with more digits than any decimal column has. */
    private static ColumnType decimalType(Value value) {
        java.math.BigDecimal decimal = value.decimal();
        int whole = decimal.precision() - decimal.scale();
        ColumnType common = ColumnType.of(DataType.DECIMAL);
        if (decimal.scale() <= common.scale() && whole <= common.precision() - common.scale()) {
            return common;
        }
        return decimal.scale() <= 0 && whole <= ColumnType.HUGE_INTEGER.precision()
                ? ColumnType.HUGE_INTEGER
                : ColumnType.of(DataType.TEXT);
    }
}
