package dev.dango.engine.record;

import dev.dango.spi.TableSchema.OnChange;
import java.util.HashMap;
import java.util.Map;

/** A table in the shape of a resource's records: its rows and the fields they are made of. */
final class TableNode {

    private final RowBuilder builder;
    private final TableBuffer rows;
    private final FieldNode fields;
    private final Map<String, TableNode> children = new HashMap<>();
    private final Spellings spellings;
    private boolean rowDiscarded;

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
                path, name -> builder.childTable(this, rows.model().childName(name), level));
    }

    /** Leaves something out of the row that is being filled, or the whole row. */
    void refuse(Refusal refusal) {
        if (refusal.change() == OnChange.DISCARD_ROW && refusal.column() != null) {
            if (rowDiscarded) {
                return;
            }
            rowDiscarded = true;
        }
        builder.rejects().add(refusal);
    }

    /** Whether the row that ends is to be left out. */
    boolean takeRowDiscarded() {
        boolean discarded = rowDiscarded;
        rowDiscarded = false;
        return discarded;
    }

    /** For one kind of record. */
    Spellings newSpellings() {
        return new Spellings(rows.model().name(), builder::warn);
    }

    void warnOfReserved(String column) {
        builder.warnOnce(
                "field %s of table %s was left out: names that begin with %s are kept for what Dango adds"
                        .formatted(column, rows.model().name(), Column.SYSTEM));
    }

    void noteColumn(String column, String spelling) {
        spellings.note(column, spelling);
    }
}
