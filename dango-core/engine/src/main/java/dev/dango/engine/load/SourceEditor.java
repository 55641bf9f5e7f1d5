package dev.dango.engine.load;

import dev.dango.engine.load.LoadNotes.Note;
import dev.dango.engine.load.Warehouse.Access;
import dev.dango.engine.state.TableCatalog;
import dev.dango.spi.Cancellation;
import dev.dango.spi.SourceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows and changes, outside of a sync, what the warehouse holds of a source: its positions and its
 * loads. Who changes something holds the source's lock.
 */
public final class SourceEditor {

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
    public SourceEditor(
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
     * Where the source stands.
     *
     * @return in order of resource and slice; empty if nothing was loaded yet
     */
    public List<Position> positions() {
        return look(
                (session, shape) ->
                        shape.has(StateStore.TABLE)
                                ? new StateRows(session, schema).positions()
                                : List.of(),
                List.of());
    }

    /**
     * Writes positions anew, all or none, in Dango's table and in dlt's.
     *
     * @param changes new positions, by those that are there; empty to forget one
     * @param resources how the resources are loaded whose positions these are
     */
    public void move(Map<Position, Optional<String>> changes, List<ResourceLoad> resources) {
        change(
                (session, shape) -> {
                    StateRows state = new StateRows(session, schema);
                    for (Map.Entry<Position, Optional<String>> change : changes.entrySet()) {
                        state.restore(
                                change.getKey().resource(),
                                change.getKey().slice(),
                                change.getValue()
                                        .map(to -> new StateRows.Row(to, null, Position.REWOUND))
                                        .orElse(null));
                    }
                    tellDlt(session, shape, resources);
                    return null;
                });
    }

    /** A state without a finished load would not count. */
    private void tellDlt(Session session, WarehouseSchema shape, List<ResourceLoad> resources)
            throws SQLException {
        Optional<String> last =
                shape.has(LoadLog.TABLE) ? new LoadLog(session, schema).last() : Optional.empty();
        if (last.isPresent() && shape.has(PipelineStates.TABLE)) {
            PipelineStates states = new PipelineStates(session, schema, source);
            String name =
                    states.newest()
                            .map(PipelineStates.Stored::schemaName)
                            .filter(known -> !known.isEmpty())
                            .orElse(source);
            states.record(last.get(), name, resources, new StateStore(session, schema));
        }
    }

    /**
     * The loads of the source.
     *
     * @param limit how many at most
     * @return the newest first
     */
    public List<LoadEntry> loads(int limit) {
        return look(
                (session, shape) -> {
                    List<LoadEntry> entries = new ArrayList<>();
                    if (shape.has(LoadLog.TABLE)) {
                        for (LoadLog.Entry load : new LoadLog(session, schema).newest(limit)) {
                            entries.add(entry(session, shape, load));
                        }
                    }
                    return entries;
                },
                List.of());
    }

    private LoadEntry entry(Session session, WarehouseSchema shape, LoadLog.Entry load)
            throws SQLException {
        List<Note> notes =
                shape.has(LoadNotes.TABLE)
                        ? new LoadNotes(session, schema).of(load.loadId())
                        : List.of();
        return new LoadEntry(
                source,
                load.loadId(),
                load.insertedAt(),
                notes.stream().map(Note::table).toList(),
                notes.stream().mapToLong(Note::inserted).sum(),
                notes.stream().mapToLong(Note::updated).sum(),
                notes.stream().mapToLong(Note::deleted).sum(),
                new LoadUndo(session, shape).refusal(load.loadId()).map(Throwable::getMessage));
    }

    /**
     * Whether a load is one of this source.
     *
     * @param loadId its id
     * @return true if it stands in {@code _dlt_loads}
     */
    public boolean hasLoad(String loadId) {
        return look(
                (session, shape) ->
                        shape.has(LoadLog.TABLE) && new LoadLog(session, schema).contains(loadId),
                false);
    }

    /**
     * Why a load cannot be taken back exactly.
     *
     * @param loadId its id
     * @return empty if it can
     */
    public Optional<SourceException> refusal(String loadId) {
        return look(
                (session, shape) -> new LoadUndo(session, shape).refusal(loadId), Optional.empty());
    }

    /**
     * Takes a load back: its rows go, and positions are what they were before.
     *
     * @param loadId its id
     * @param catalog where to write down what tables there are now
     * @return how many rows each table lost
     * @throws SourceException of kind CONFIG if it cannot be undone exactly; nothing has changed
     */
    public Map<String, Long> undo(String loadId, TableCatalog catalog) {
        Map<String, Long> deleted =
                change((session, shape) -> new LoadUndo(session, shape).run(loadId));
        catalog.tables(look((session, shape) -> rows(session, shape), Map.of()));
        return deleted;
    }

    private Map<String, Long> rows(Session session, WarehouseSchema shape) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : SchemaVersions.userTables(shape)) {
            rows.put(table, session.number("SELECT count(*) FROM " + Sql.table(schema, table)));
        }
        return rows;
    }

    private interface Work<T> {
        T with(Session session, WarehouseSchema shape) throws SQLException;
    }

    private <T> T look(Work<T> work, T otherwise) {
        if (!warehouse.exists()) {
            return otherwise;
        }
        return warehouse.open(
                Access.READ,
                "looking at " + source,
                waiting,
                cancellation,
                session -> work.with(session, WarehouseSchema.read(session, schema)));
    }

    private <T> T change(Work<T> work) {
        return warehouse.open(
                Access.WRITE,
                "changing " + source,
                waiting,
                cancellation,
                session ->
                        session.transaction(
                                () -> work.with(session, WarehouseSchema.read(session, schema))));
    }
}
