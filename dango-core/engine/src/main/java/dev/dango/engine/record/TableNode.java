package dev.dango.engine.record;

import java.util.HashMap;
import java.util.Map;

/** A table in the shape of a resource's records: its rows and the fields they are made of. */
final class TableNode {

    private final RowBuilder builder;
    private final TableBuffer rows;
    private final FieldNode fields;
    private final Map<String, TableNode> children = new HashMap<>();
    private final Map<String, String> spellings = new HashMap<>();

    TableNode(RowBuilder builder, TableBuffer rows, int level) {
        this.builder = builder;
        this.rows = rows;
        this.fields = new FieldNode(this, "", level);
    }

    TableBuffer rows() {
        return rows;
    }

    /** The record itself; scalars in lists are its field {@code value}. */
    FieldNode fields() {
        return fields;
    }

    TableNode child(String path, int level) {
        return children.computeIfAbsent(
                path,
                name ->
                        builder.childTable(
                                this, rows.model().name() + Names.SEPARATOR + name, level));
    }

    /** Tells the user when two fields end up in one column; the later value wins, as with dlt. */
    void noteColumn(String column, String spelling) {
        String other = spellings.putIfAbsent(column, spelling);
        if (other != null) {
            builder.warn(
                    "fields \"%s\" and \"%s\" of table %s share the column %s; of two values in one record the later is kept"
                            .formatted(other, spelling, rows.model().name(), column));
        }
    }
}
