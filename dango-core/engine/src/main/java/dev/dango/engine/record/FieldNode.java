package dev.dango.engine.record;

import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema.OnChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
    private long lastObject;

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
            list = table.child(listPath(), level + 1);
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

    /** Whether lists that stand here would need a table that a contract keeps out. */
    boolean isListRefused() {
        return list == null && table.rows().model().refusesChild(listPath());
    }

    /** Leaves out a list for which there is no table and may be none. */
    void refuseList(String json) {
        if (!json.equals("[]")) {
            TableModel model = table.rows().model();
            table.refuse(
                    Refusal.ofList(model.childName(listPath()), model.contract().tables(), json));
        }
    }

    private String listPath() {
        return path.isEmpty() ? "list" : path;
    }

    /**
     * Stores a value in the row being filled: in the field's column, or else in a variant of it.
     */
    void put(Value value) {
        TableBuffer rows = table.rows();
        if (cells == null && !findCells(value)) {
            return;
        }
        if (Coercion.store(cells, rows.rows(), value)) {
            return;
        }
        ColumnType type = ColumnType.ofValue(value);
        ColumnBuffer variant = variant(type);
        if (variant == null) {
            table.refuse(
                    Refusal.ofType(
                            rows.model().name(),
                            cells.column(),
                            rows.model().contract().dataType(),
                            value));
        } else if (!Coercion.store(variant, rows.rows(), value)) {
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

    /** Whether the name of its column is one that Dango keeps for itself. */
    boolean isReserved() {
        return path.startsWith(Column.SYSTEM);
    }

    /** Whether the object has the field for another time. */
    boolean isAgainIn(long object) {
        boolean again = lastObject == object;
        lastObject = object;
        return again;
    }

    /** Whether there is a column for the field, or may be one. */
    private boolean findCells(Value value) {
        TableModel model = table.rows().model();
        if (path.equals(TableModel.ID)) {
            cells = table.rows().buffer(model.column(path, RowBuilder.TEXT));
            return true;
        }
        if (isReserved()) {
            table.warnOfReserved(path);
            return false;
        }
        OnChange change = model.contract().columns();
        Optional<Column> column = model.admit(path, ColumnType.ofValue(value), change);
        if (column.isEmpty()) {
            table.refuse(Refusal.ofColumn(model.name(), path, change, value));
            return false;
        }
        cells = table.rows().buffer(column.get());
        return true;
    }

    /** The column for values of another type; null if there is none and may be none. */
    private ColumnBuffer variant(ColumnType type) {
        if (variants == null) {
            variants = new HashMap<>();
        }
        TableModel model = table.rows().model();
        return variants.computeIfAbsent(
                type.word(),
                word ->
                        model.admit(path + "__v_" + word, type, model.contract().dataType())
                                .map(table.rows()::buffer)
                                .orElse(null));
    }
}
