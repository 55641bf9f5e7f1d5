package dev.dango.engine.load;

import dev.dango.engine.record.ResourceModel;
import dev.dango.engine.state.CursorState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the warehouse holds of a source when a run begins: its tables and its positions. */
public final class SourceState {

    private final WarehouseSchema shape;
    private final Map<String, Map<String, CursorState>> cursors;
    private final Map<String, Long> rows;
    private final Optional<String> lastLoadId;
    private final Original original;

    SourceState(
            WarehouseSchema shape,
            Map<String, Map<String, CursorState>> cursors,
            Map<String, Long> rows,
            Optional<String> lastLoadId,
            Original original) {
        this.shape = shape;
        this.cursors = cursors;
        this.rows = rows;
        this.lastLoadId = lastLoadId;
        this.original = original;
    }

    /**
     * Nothing was loaded yet.
     *
     * @param schema the source's schema
     * @return never null
     */
    public static SourceState empty(String schema) {
        return new SourceState(
                WarehouseSchema.empty(schema), Map.of(), Map.of(), Optional.empty(), Original.NONE);
    }

    /**
     * The committed positions of a resource's slices.
     *
     * @param resource its name
     * @return by slice id
     */
    public Map<String, CursorState> cursors(String resource) {
        return cursors.getOrDefault(resource, Map.of());
    }

    /**
     * The id of the source's last load.
     *
     * @return empty if nothing was loaded yet
     */
    public Optional<String> lastLoadId() {
        return lastLoadId;
    }

    /**
     * What the original Dango left that may be taken over.
     *
     * @return never null
     */
    public Original original() {
        return original;
    }

    /**
     * Whether a table is there.
     *
     * @param table its name
     * @return true also when it has no rows
     */
    public boolean has(String table) {
        return shape.has(table);
    }

    /**
     * Whether the source was loaded before.
     *
     * @return true if it has a table
     */
    public boolean isLoaded() {
        return !SchemaVersions.userTables(shape).isEmpty();
    }

    /**
     * The source's tables, without Dango's own, and how many rows each has.
     *
     * @return in the order of the warehouse
     */
    public Map<String, Long> rows() {
        return Collections.unmodifiableMap(rows);
    }

    /**
     * Whether a table keeps the versions of its records.
     *
     * @param table its name
     * @return false if it is not there
     */
    public boolean hasVersions(String table) {
        return shape.columns(table).containsKey(Versions.VALID_FROM);
    }

    /**
     * The tables of resources, without those nested in them.
     *
     * @return in alphabetical order
     */
    public List<String> rootTables() {
        return rows.keySet().stream()
                .filter(
                        table ->
                                rows.keySet().stream()
                                        .noneMatch(other -> table.startsWith(other + "__")))
                .sorted()
                .toList();
    }

    /**
     * The columns of a table.
     *
     * @param table its name
     * @return empty if it is not there
     */
    public Set<String> columns(String table) {
        return shape.has(table) ? shape.columns(table).keySet() : Set.of();
    }

    /**
     * Whether a table holds the lists of another one.
     *
     * @param table its name
     * @return false if it is not there
     */
    public boolean isNested(String table) {
        return shape.isChild(table);
    }

    /**
     * How many rows a table has.
     *
     * @param table its name
     * @return 0 if it is not there
     */
    public long rows(String table) {
        return rows.getOrDefault(table, 0L);
    }

    /**
     * The furthest position of a resource, for people to read.
     *
     * @param load the resource
     * @return empty without one, or if it is opaque
     */
    public Optional<String> furthest(ResourceLoad load) {
        return load.cursor().isEmpty()
                ? Optional.empty()
                : cursors(load.resource()).values().stream()
                        .map(CursorState::position)
                        .max(String::compareTo);
    }

    /**
     * Tells a resource's model which columns are there already.
     *
     * @param model the model
     */
    public void seed(ResourceModel model) {
        shape.seed(model);
    }
}
