package dev.dango.engine.record;

import java.util.HashMap;
import java.util.Map;

/** A table in the shape of a resource's records: its rows and the fields they are made of. */
final class TableNode {

    private final RowBuilder builder;
    private final TableBuffer rows;
    private final FieldNode fields;
    private final Map<String, TableNode> children = new HashMap<>();
    private final Spellings spellings;

    TableNode(RowBuilder builder, TableBuffer rows, int level) {
        this.builder = builder;
        this.rows = rows;
        this.fields = new FieldNode(this, "", level);
        this.spellings = newSpellings();
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

    /** For one kind of record. */
    Spellings newSpellings() {
        return new Spellings(rows.model().name(), builder::warn);
    }

    void noteColumn(String column, String spelling) {
        spellings.note(column, spelling);
    }
}
