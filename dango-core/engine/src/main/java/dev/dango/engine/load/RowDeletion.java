package dev.dango.engine.load;

import dev.dango.engine.record.TableModel;
import java.sql.SQLException;
import java.util.List;

/** Deletes rows of a resource's table and, from parent to child, all that hangs on them. */
final class RowDeletion {

    private final Session session;
    private final WarehouseSchema shape;
    private final String table;
    private final ResourceCounts counts;

    RowDeletion(Session session, WarehouseSchema shape, String table, ResourceCounts counts) {
        this.session = session;
        this.shape = shape;
        this.table = table;
        this.counts = counts;
    }

    /** Deletes the rows that meet a condition on the table, which is called {@code t} in it. */
    void where(String condition) throws SQLException {
        String rows = Sql.table(shape.schema(), table);
        List<String> children = shape.childrenOf(table);
        if (!children.isEmpty()) {
            session.execute(
                    "CREATE OR REPLACE TEMP TABLE _dango_gone AS SELECT %s FROM %s AS t WHERE %s"
                            .formatted(TableModel.ID, rows, condition));
            for (String child : children) {
                deleteChildren(child);
            }
            session.execute("DROP TABLE _dango_gone");
        }
        counts.of(table).deleted +=
                session.execute("DELETE FROM " + rows + " AS t WHERE " + condition);
    }

    private void deleteChildren(String child) throws SQLException {
        String rows = Sql.table(shape.schema(), child);
        String gone =
                " WHERE %s IN (SELECT %s FROM _dango_gone)"
                        .formatted(TableModel.PARENT_ID, TableModel.ID);
        session.execute("INSERT INTO _dango_gone SELECT " + TableModel.ID + " FROM " + rows + gone);
        counts.of(child).deleted += session.execute("DELETE FROM " + rows + gone);
    }
}
