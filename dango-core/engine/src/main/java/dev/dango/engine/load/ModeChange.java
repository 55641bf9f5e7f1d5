package dev.dango.engine.load;

import dev.dango.engine.record.TableModel;
import dev.dango.spi.WriteMode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Fills the columns one way of writing needs in rows that were written in another one: made before
 * the tables change, run afterwards.
 */
final class ModeChange {

    private final Session session;
    private final WarehouseSchema shape;
    private final TableChanges changes;
    private final ResourceLoad load;
    private final List<String> withoutRootIds;
    private final boolean withoutVersions;

    ModeChange(Session session, WarehouseSchema shape, TableChanges changes, ResourceLoad load) {
        this.session = session;
        this.shape = shape;
        this.changes = changes;
        this.load = load;
        this.withoutRootIds =
                knowsRoots(load.mode())
                        ? shape.childrenOf(load.table()).stream()
                                .filter(child -> !has(child, TableModel.ROOT_ID))
                                .toList()
                        : List.of();
        this.withoutVersions =
                load.mode() == WriteMode.SCD2
                        && shape.has(load.table())
                        && !has(load.table(), Versions.VALID_FROM);
    }

    /** Whether rows of nested tables say which record they belong to. */
    static boolean knowsRoots(WriteMode mode) {
        return mode != WriteMode.APPEND && mode != WriteMode.REPLACE;
    }

    private boolean has(String table, String column) {
        return shape.columns(table).containsKey(column);
    }

    void fill() throws SQLException {
        for (String child : withoutRootIds) {
            fillRootIds(child);
        }
        if (withoutVersions && has(load.table(), Versions.VALID_FROM)) {
            fillVersions();
        }
    }

    private void fillRootIds(String child) throws SQLException {
        changes.evolve(child, Map.of(TableModel.ROOT_ID, "VARCHAR"));
        String parent = shape.parentOf(child).orElseThrow();
        String root = has(parent, TableModel.ROOT_ID) ? TableModel.ROOT_ID : TableModel.ID;
        session.execute(
                "UPDATE %s AS c SET %s = p.%s FROM %s AS p WHERE c.%s = p.%s AND c.%s IS NULL"
                        .formatted(
                                Sql.table(shape.schema(), child),
                                TableModel.ROOT_ID,
                                root,
                                Sql.table(shape.schema(), parent),
                                TableModel.PARENT_ID,
                                TableModel.ID,
                                TableModel.ROOT_ID));
    }

    /** Rows that are there become versions that are true since they were loaded. */
    private void fillVersions() throws SQLException {
        session.execute(
                "UPDATE %s SET %s = coalesce(make_timestamp((TRY_CAST(%s AS DECIMAL(38,6)) * 1000000)::BIGINT)::TIMESTAMPTZ, now())"
                        .formatted(
                                Sql.table(shape.schema(), load.table()),
                                Versions.VALID_FROM,
                                TableChanges.LOAD_ID));
    }
}
