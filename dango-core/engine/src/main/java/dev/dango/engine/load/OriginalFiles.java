package dev.dango.engine.load;

import dev.dango.engine.state.CursorState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a source which the original Dango says it has loaded, and what its rows say of the
 * files they came from: the bare name and the time of change, so that files of one name in two
 * folders can be one to them.
 */
public final class OriginalFiles {

    private static final String TABLE = "_dango_file_metadata";
    private static final String FILENAME = "_dango_filename";
    private static final String MODIFIED = "_dango_file_mtime";

    private static final long MICROS = 1_000_000;

    private final List<Tracked> tracked;
    private final List<Rows> rows;

    private OriginalFiles(List<Tracked> tracked, List<Rows> rows) {
        this.tracked = tracked;
        this.rows = rows;
    }

    /**
     * A file the original has loaded.
     *
     * @param path where it was, from the root
     * @param size in bytes
     * @param modified last change by the clock on the wall
     * @param rows how many rows it brought
     */
    private record Tracked(String path, long size, LocalDateTime modified, long rows) {

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        LocalDateTime second() {
            return modified.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Rows of the table that name the same file.
     *
     * @param filename its bare name
     * @param modified its last change, to the second; may be null
     * @param count how many
     */
    public record Rows(String filename, LocalDateTime modified, long count) {}

    /**
     * What comes of comparing the files with the rows.
     *
     * @param positions where each file stands; an empty text has it loaded again
     * @param rows the slice that each row belongs to from now on
     * @param doubtful names of files that are loaded again because their rows cannot be told apart
     */
    public record Match(
            Map<String, CursorState> positions, Map<Rows, String> rows, Set<String> doubtful) {}

    static OriginalFiles none() {
        return new OriginalFiles(List.of(), List.of());
    }

    /** Reads the original's notes on a source, whose one table is named like it. */
    static OriginalFiles read(Session session, WarehouseSchema shape, String source)
            throws SQLException {
        Set<String> columns = shape.columns(source).keySet();
        if (!columns.containsAll(List.of(FILENAME, MODIFIED)) || !isTracking(session)) {
            return none();
        }
        List<Tracked> tracked =
                session.query(
                        ("SELECT replace(file_path, '\\', '/'), file_size,"
                                        + " epoch_us(CAST(file_mtime AS TIMESTAMP)), coalesce(rows_loaded, 0)"
                                        + " FROM %s WHERE source_name = %s"
                                        + " AND status IN ('loaded', 'updated') AND file_mtime IS NOT NULL ORDER BY file_path")
                                .formatted(Sql.table("main", TABLE), Sql.text(source)),
                        row ->
                                new Tracked(
                                        row.getString(1),
                                        row.getLong(2),
                                        local(row, 3),
                                        row.getLong(4)));
        List<Rows> rows =
                session.query(
                        "SELECT %s, epoch_us(%s), count(*) FROM %s WHERE %s IS NOT NULL GROUP BY ALL ORDER BY ALL"
                                .formatted(
                                        FILENAME,
                                        second(MODIFIED),
                                        Sql.table(shape.schema(), source),
                                        FILENAME),
                        row -> new Rows(row.getString(1), local(row, 2), row.getLong(3)));
        return new OriginalFiles(tracked, rows);
    }

    private static boolean isTracking(Session session) throws SQLException {
        return session.number(
                        "SELECT count(*) FROM duckdb_tables() WHERE database_name = '%s' AND schema_name = 'main' AND table_name = '%s'"
                                .formatted(Sql.WAREHOUSE, TABLE))
                > 0;
    }

    private static LocalDateTime local(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull()
                ? null
                : LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, MICROS),
                        (int) Math.floorMod(micros, MICROS) * 1000,
                        ZoneOffset.UTC);
    }

    private static String second(String column) {
        return "date_trunc('second', CAST(" + column + " AS TIMESTAMP))";
    }

    /**
     * Whether the original loaded the source's table from files.
     *
     * @return false if there is nothing to take over
     */
    public boolean isEmpty() {
        return tracked.isEmpty() && rows.isEmpty();
    }

    /**
     * The files as a connector is told of them.
     *
     * @return by path from the root: {@code size} in bytes and {@code modified}, a local time
     */
    public Map<String, Map<String, Object>> toConnector() {
        Map<String, Map<String, Object>> files = new LinkedHashMap<>();
        for (Tracked file : tracked) {
            files.put(file.path(), Map.of("size", file.size(), "modified", file.modified()));
        }
        return files;
    }

    /**
     * Finds out which rows came from which file. A file counts as loaded only if as many rows are
     * there as the original says, since it loses rows of files that share a name.
     *
     * @param found the connector's answer: positions by slice, each slice the end of a path
     * @return never null
     */
    public Match match(Map<String, String> found) {
        Map<Tracked, String> slices = new LinkedHashMap<>();
        for (Tracked file : tracked) {
            found.keySet().stream()
                    .filter(slice -> ("/" + file.path()).endsWith("/" + slice))
                    .max(Comparator.comparingInt(String::length))
                    .ifPresent(slice -> slices.put(file, slice));
        }
        Map<Rows, String> owners = new HashMap<>();
        Set<String> doubtful = new TreeSet<>();
        for (Rows group : rows) {
            owners.put(group, owner(group, slices, doubtful));
        }
        return new Match(positions(found, slices, owners, doubtful), owners, names(doubtful));
    }

    private static String owner(Rows group, Map<Tracked, String> slices, Set<String> doubtful) {
        List<Tracked> named = new ArrayList<>(slices.keySet());
        named.removeIf(file -> !file.name().equals(group.filename()));
        List<Tracked> candidates = new ArrayList<>(named);
        candidates.removeIf(file -> !file.second().equals(group.modified()));
        if (named.size() == 1) {
            return slices.get(named.get(0));
        }
        if (candidates.size() == 1) {
            return slices.get(candidates.get(0));
        }
        List<Tracked> either = candidates.isEmpty() ? named : candidates;
        either.forEach(file -> doubtful.add(slices.get(file)));
        return either.isEmpty() ? group.filename() : slices.get(either.get(0));
    }

    private static Map<String, CursorState> positions(
            Map<String, String> found,
            Map<Tracked, String> slices,
            Map<Rows, String> owners,
            Set<String> doubtful) {
        Map<String, Long> counts = new HashMap<>();
        owners.forEach((group, slice) -> counts.merge(slice, group.count(), Long::sum));
        Map<String, CursorState> positions = new TreeMap<>();
        counts.keySet().forEach(slice -> positions.put(slice, CursorState.at("")));
        slices.forEach(
                (file, slice) -> {
                    boolean isUnchanged = !found.get(slice).isEmpty();
                    if (isUnchanged && counts.getOrDefault(slice, 0L) != file.rows()) {
                        doubtful.add(slice);
                    }
                    boolean isSure = isUnchanged && !doubtful.contains(slice);
                    positions.put(slice, CursorState.at(isSure ? found.get(slice) : ""));
                });
        return positions;
    }

    private static Set<String> names(Set<String> slices) {
        Set<String> names = new TreeSet<>();
        slices.forEach(slice -> names.add(slice.substring(slice.lastIndexOf('/') + 1)));
        return names;
    }

    /** Writes into each row which file it came from. */
    static void apply(Session session, String schema, Adoption adoption) throws SQLException {
        String column = Sql.name(adoption.files().column());
        String table = Sql.table(schema, adoption.table());
        session.execute(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s VARCHAR".formatted(table, column));
        List<String> values = new ArrayList<>();
        adoption.files().slices().forEach((rows, slice) -> values.add(values(rows, slice)));
        if (!values.isEmpty()) {
            session.execute(
                    ("UPDATE %s AS t SET %s = s.slice FROM (VALUES %s) AS s(filename, modified, slice)"
                                    + " WHERE t.%s IS NULL AND t.%s = s.filename"
                                    + " AND %s IS NOT DISTINCT FROM s.modified")
                            .formatted(
                                    table,
                                    column,
                                    String.join(", ", values),
                                    column,
                                    FILENAME,
                                    second("t." + MODIFIED)));
        }
    }

    private static String values(Rows rows, String slice) {
        String modified = rows.modified() == null ? "NULL" : Sql.text(rows.modified().toString());
        return "(%s, %s::TIMESTAMP, %s)"
                .formatted(Sql.text(rows.filename()), modified, Sql.text(slice));
    }
}
