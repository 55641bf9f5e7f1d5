package dev.dango.engine.load;

import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.state.CursorState;
import dev.dango.engine.state.TableCatalog;
import dev.dango.spi.Cancellation;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a sync does with the warehouse: look at what is there, and load. */
public final class SourceStore {

    private final Warehouse warehouse;
    private final String source;
    private final String schema;
    private final Consumer<String> waiting;
    private final Cancellation cancellation;

    /**
     * For one source.
     *
     * @param warehouse the project's
     * @param source the source's name
     * @param schema the schema of its tables
     * @param waiting hears what is waited for
     * @param cancellation ends a wait
     */
    public SourceStore(
            Warehouse warehouse,
            String source,
            String schema,
            Consumer<String> waiting,
            Cancellation cancellation) {
        this.warehouse = warehouse;
        this.source = source;
        this.schema = schema;
        this.waiting = waiting;
        this.cancellation = cancellation;
    }

    /**
     * What the warehouse holds of the source.
     *
     * @return empty when nothing was loaded yet
     */
    public SourceState read() {
        if (!warehouse.exists()) {
            return SourceState.empty(schema);
        }
        return open(Warehouse.Access.READ, this::read);
    }

    private SourceState read(Session session) throws SQLException {
        WarehouseSchema shape = WarehouseSchema.read(session, schema);
        Map<String, Map<String, CursorState>> cursors =
                shape.has(StateStore.TABLE) ? new StateStore(session, schema).read() : Map.of();
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : SchemaVersions.userTables(shape)) {
            rows.put(table, session.number("SELECT count(*) FROM " + Sql.table(schema, table)));
        }
        Optional<String> lastLoadId =
                shape.has(LoadLog.TABLE) ? new LoadLog(session, schema).last() : Optional.empty();
        Original original = Original.read(session, shape, source);
        return new SourceState(shape, cursors, rows, lastLoadId, original);
    }

    /**
     * Writes down, once and for all, what is taken over from the original Dango.
     *
     * @param adoptions by resource; if empty the warehouse is not opened
     */
    public void takeOver(List<Adoption> adoptions) {
        if (!adoptions.isEmpty()) {
            open(
                    Warehouse.Access.WRITE,
                    session ->
                            session.transaction(
                                    () -> {
                                        takeOver(session, adoptions);
                                        return adoptions;
                                    }));
        }
    }

    private void takeOver(Session session, List<Adoption> adoptions) throws SQLException {
        StateStore state = new StateStore(session, schema);
        state.create();
        for (Adoption adoption : adoptions) {
            state.takeOver(adoption.resource(), adoption.positions());
            if (!adoption.files().column().isEmpty()) {
                OriginalFiles.apply(session, schema, adoption);
            }
        }
    }

    /**
     * Loads a stage, and writes down what tables there are now.
     *
     * @param staged what to load
     * @param catalog where to write it down
     * @param steps hears of each step
     * @return what happened
     */
    public LoadResult load(StagedLoad staged, TableCatalog catalog, Steps steps) {
        LoadResult loaded =
                open(
                        Warehouse.Access.WRITE,
                        session -> {
                            steps.reached(Step.WAREHOUSE_OPENED);
                            LoadResult result = Loader.load(session, staged, steps);
                            Map<String, Long> rows = new LinkedHashMap<>();
                            WarehouseSchema shape = WarehouseSchema.read(session, schema);
                            for (String table : SchemaVersions.userTables(shape)) {
                                rows.put(
                                        table,
                                        session.number(
                                                "SELECT count(*) FROM "
                                                        + Sql.table(schema, table)));
                            }
                            catalog.tables(rows);
                            return result;
                        });
        steps.reached(Step.WAREHOUSE_CLOSED);
        return loaded;
    }

    private <T> T open(Warehouse.Access access, Warehouse.Work<T> work) {
        return warehouse.open(
                access,
                "syncing " + source,
                waiting,
                cancellation,
                session -> {
                    // for a word it does not know, DuckDB would look for an extension on the
                    // network
                    session.execute("SET autoinstall_known_extensions = false");
                    // rows of a table have no order, and keeping one nearly doubles the cost of a
                    // large insert: DuckDB then writes all of it again when it closes the file
                    session.execute("SET preserve_insertion_order = false");
                    return work.with(session);
                });
    }
}
