package dev.dango.engine.load;

import dev.dango.engine.load.StateRows.Row;
import dev.dango.engine.report.Json;
import dev.dango.engine.report.TableReport;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What each load did to each resource, in the table {@code _dango_loads} beside the data, written
 * in the load's own transaction: enough to take back a load that only added rows.
 */
final class LoadNotes {

    static final String TABLE = "_dango_loads";

    private static final String ORDER = "TRY_CAST(load_id AS DECIMAL(38,9))";

    private final Session session;
    private final String table;
    private final StateRows state;

    /**
     * What a load did to a resource.
     *
     * @param resource its name
     * @param table its table
     * @param mode how rows were written
     * @param inserted rows added to the resource's own table
     * @param updated rows replaced, in the tables nested in it, too
     * @param deleted rows removed, in the tables nested in it, too
     * @param files how many files were read
     * @param positions what it changed in {@code _dango_state}; empty if the load cannot be undone
     *     anyway
     */
    record Note(
            String resource,
            String table,
            String mode,
            long inserted,
            long updated,
            long deleted,
            long files,
            List<Moved> positions) {

        boolean onlyAdded() {
            return mode.equals(word(WriteMode.APPEND)) && updated + deleted + files == 0;
        }
    }

    /**
     * A row of {@code _dango_state} that a load changed.
     *
     * @param slice its slice
     * @param before what it was; null if it was not there
     * @param kept whether it was there afterwards
     */
    record Moved(String slice, Row before, boolean kept) {}

    LoadNotes(Session session, String schema) {
        this.session = session;
        this.table = Sql.table(schema, TABLE);
        this.state = new StateRows(session, schema);
    }

    void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (load_id VARCHAR NOT NULL, resource VARCHAR NOT NULL,"
                        + " table_name VARCHAR NOT NULL, mode VARCHAR NOT NULL,"
                        + " inserted BIGINT NOT NULL, updated BIGINT NOT NULL,"
                        + " deleted BIGINT NOT NULL, files BIGINT NOT NULL, positions VARCHAR)");
    }

    /** Moves positions, which is the second half of loading a resource. */
    interface Moving {
        boolean run() throws SQLException;
    }

    /**
     * Has positions moved, and notes that together with what was done to the rows before.
     *
     * @param reports what was done to the tables of the resource
     * @param changed whether tables were changed in their shape or rows
     * @return whether the warehouse is another one than before
     */
    boolean note(
            LoadHeader header,
            StagedLoad.Resource resource,
            List<TableReport> reports,
            boolean changed,
            Moving moving)
            throws SQLException {
        ResourceLoad load = resource.load;
        WriteMode mode = header.options().fullRefresh() ? WriteMode.REPLACE : load.mode();
        boolean keepsPositions = mode == WriteMode.APPEND && resource.files.isEmpty();
        Map<String, Row> before = keepsPositions ? state.of(load.resource()) : Map.of();
        boolean moved = moving.run();
        if (changed || moved) {
            Map<String, Row> after = keepsPositions ? state.of(load.resource()) : Map.of();
            insert(
                    header.loadId(),
                    new Note(
                            load.resource(),
                            load.table(),
                            word(mode),
                            inserted(load.table(), reports),
                            reports.stream().mapToLong(TableReport::updated).sum(),
                            reports.stream().mapToLong(TableReport::deleted).sum(),
                            resource.files.size(),
                            moved(before, after)));
        }
        return changed || moved;
    }

    private static String word(WriteMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static long inserted(String table, List<TableReport> reports) {
        return reports.stream()
                .filter(report -> report.table().equals(table))
                .mapToLong(TableReport::inserted)
                .sum();
    }

    private static List<Moved> moved(Map<String, Row> before, Map<String, Row> after) {
        TreeSet<String> slices = new TreeSet<>(before.keySet());
        slices.addAll(after.keySet());
        return slices.stream()
                .filter(slice -> !Objects.equals(before.get(slice), after.get(slice)))
                .map(slice -> new Moved(slice, before.get(slice), after.containsKey(slice)))
                .toList();
    }

    private void insert(String loadId, Note note) throws SQLException {
        session.execute(
                "INSERT INTO %s VALUES (%s, %s, %s, %s, %d, %d, %d, %d, %s)"
                        .formatted(
                                table,
                                Sql.text(loadId),
                                Sql.text(note.resource()),
                                Sql.text(note.table()),
                                Sql.text(note.mode()),
                                note.inserted(),
                                note.updated(),
                                note.deleted(),
                                note.files(),
                                note.positions().isEmpty()
                                        ? "NULL"
                                        : Sql.text(write(note.positions()))));
    }

    /** What a load did; empty if it was not noted. */
    List<Note> of(String loadId) throws SQLException {
        return session.query(
                "SELECT resource, table_name, mode, inserted, updated, deleted, files, positions FROM %s WHERE load_id = %s ORDER BY resource"
                        .formatted(table, Sql.text(loadId)),
                row ->
                        new Note(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                read(row.getString(8))));
    }

    /** The loads after one that changed the same table, or did not say which. The newest first. */
    List<String> after(String loadId, Note note, String loads) throws SQLException {
        return session.query(
                """
                SELECT load_id FROM %1$s
                WHERE %2$s > CAST(%3$s AS DECIMAL(38,9))
                  AND (load_id IN (SELECT load_id FROM %4$s WHERE table_name = %5$s OR resource = %6$s)
                       OR load_id NOT IN (SELECT load_id FROM %4$s))
                ORDER BY %2$s DESC
                """
                        .formatted(
                                loads,
                                ORDER,
                                Sql.text(loadId),
                                table,
                                Sql.text(note.table()),
                                Sql.text(note.resource())),
                row -> row.getString(1));
    }

    void delete(String loadId) throws SQLException {
        session.execute("DELETE FROM %s WHERE load_id = %s".formatted(table, Sql.text(loadId)));
    }

    private static String write(List<Moved> positions) {
        List<Object> json = new ArrayList<>();
        for (Moved moved : positions) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("slice", moved.slice());
            entry.put("kept", moved.kept());
            if (moved.before() != null) {
                entry.put("position", moved.before().position());
                entry.put("boundary", moved.before().boundary());
                entry.put("load_id", moved.before().loadId());
            }
            json.add(entry);
        }
        return Json.write(json);
    }

    private static List<Moved> read(String json) {
        List<Moved> positions = new ArrayList<>();
        try {
            if (json != null && Json.read(json) instanceof List<?> entries) {
                entries.forEach(entry -> positions.add(moved((Map<?, ?>) entry)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return positions;
    }

    private static Moved moved(Map<?, ?> entry) {
        Row before =
                entry.containsKey("position")
                        ? new Row(
                                (String) entry.get("position"),
                                (String) entry.get("boundary"),
                                (String) entry.get("load_id"))
                        : null;
        return new Moved((String) entry.get("slice"), before, (Boolean) entry.get("kept"));
    }
}
