package dev.dango.engine.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.engine.state.CursorState;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The positions of all slices of a source, in the table {@code _dango_state} beside the rows they
 * stand for: one row per resource and slice.
 */
final class StateStore {

    static final String TABLE = "_dango_state";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    /** In place of a slice: the load that brought a part of a resource, for a look at it. */
    static final String SAMPLE = "_dango_sample";

    /** In place of a slice: what the original Dango left was looked at, and is not again. */
    private static final String TAKEN_OVER = "_dango_taken_over";

    private static final String SLICES = "slice NOT IN ('" + SAMPLE + "', '" + TAKEN_OVER + "')";

    private final Session session;
    private final String table;

    StateStore(Session session, String schema) {
        this.session = session;
        this.table = Sql.table(schema, TABLE);
    }

    void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (resource VARCHAR NOT NULL, slice VARCHAR NOT NULL,"
                        + " position VARCHAR NOT NULL, boundary VARCHAR,"
                        + " load_id VARCHAR NOT NULL, updated_at TIMESTAMP WITH TIME ZONE NOT NULL)");
    }

    /** All positions, by resource and slice. */
    Map<String, Map<String, CursorState>> read() throws SQLException {
        Map<String, Map<String, CursorState>> state = new HashMap<>();
        session.query(
                "SELECT resource, slice, position, boundary FROM %s WHERE %s"
                        .formatted(table, SLICES),
                row ->
                        state.computeIfAbsent(row.getString(1), resource -> new HashMap<>())
                                .put(
                                        row.getString(2),
                                        new CursorState(
                                                row.getString(3), hashes(row.getString(4)))));
        return state;
    }

    /** The positions of one resource, by slice. */
    Map<String, CursorState> read(String resource) throws SQLException {
        Map<String, CursorState> slices = new HashMap<>();
        session.query(
                "SELECT slice, position, boundary FROM %s WHERE %s AND resource = %s"
                        .formatted(table, SLICES, Sql.text(resource)),
                row ->
                        slices.put(
                                row.getString(1),
                                new CursorState(row.getString(2), hashes(row.getString(3)))));
        return slices;
    }

    /** The resources of which anything is written down. */
    Set<String> resources() throws SQLException {
        return new HashSet<>(
                session.query("SELECT DISTINCT resource FROM " + table, row -> row.getString(1)));
    }

    /** The resources that still stand where the original Dango stood. */
    Set<String> resting() throws SQLException {
        return new HashSet<>(
                session.query(
                        "SELECT DISTINCT resource FROM %s WHERE %s AND load_id = '%s'"
                                .formatted(table, SLICES, TAKEN_OVER),
                        row -> row.getString(1)));
    }

    /** Writes down where the original Dango stood, and that this is done for good. */
    void takeOver(String resource, Map<String, CursorState> cursors) throws SQLException {
        write(resource, cursors, TAKEN_OVER);
        write(resource, Map.of(TAKEN_OVER, CursorState.at("")), TAKEN_OVER);
    }

    /** The load of which a resource's rows are but a sample; empty if there is none. */
    Optional<String> sample(String resource) throws SQLException {
        return session
                .query(
                        "SELECT position FROM %s WHERE slice = '%s' AND resource = %s"
                                .formatted(table, SAMPLE, Sql.text(resource)),
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    void noteSample(String resource, String loadId) throws SQLException {
        write(resource, Map.of(SAMPLE, CursorState.at(loadId)), loadId);
    }

    void forget(String resource) throws SQLException {
        session.execute(
                "DELETE FROM %s WHERE resource = %s AND slice <> '%s'"
                        .formatted(table, Sql.text(resource), TAKEN_OVER));
    }

    void forget(String resource, String slice) throws SQLException {
        session.execute(
                "DELETE FROM "
                        + table
                        + " WHERE resource = "
                        + Sql.text(resource)
                        + " AND slice = "
                        + Sql.text(slice));
    }

    /** Writes positions in one statement each way, since there may be thousands of slices. */
    void write(String resource, Map<String, CursorState> cursors, String loadId)
            throws SQLException {
        if (cursors.isEmpty()) {
            return;
        }
        session.execute(
                "CREATE OR REPLACE TEMP TABLE _dango_new_state (slice VARCHAR, position VARCHAR, boundary VARCHAR)");
        StringBuilder values = new StringBuilder();
        for (Map.Entry<String, CursorState> cursor : cursors.entrySet()) {
            CursorState state = cursor.getValue();
            values.append(values.isEmpty() ? "" : ", ")
                    .append('(')
                    .append(Sql.text(cursor.getKey()))
                    .append(", ")
                    .append(Sql.text(state.position()))
                    .append(", ")
                    .append(state.boundary().isEmpty() ? "NULL" : Sql.text(json(state.boundary())))
                    .append(')');
        }
        session.execute("INSERT INTO _dango_new_state VALUES " + values);
        session.execute(
                "DELETE FROM "
                        + table
                        + " WHERE resource = "
                        + Sql.text(resource)
                        + " AND slice IN (SELECT slice FROM _dango_new_state)");
        try (PreparedStatement insert =
                session.connection()
                        .prepareStatement(
                                "INSERT INTO "
                                        + table
                                        + " SELECT ?, slice, position, boundary, ?, now() FROM _dango_new_state")) {
            insert.setString(1, resource);
            insert.setString(2, loadId);
            insert.executeUpdate();
        }
        session.execute("DROP TABLE _dango_new_state");
    }

    private static String json(List<String> hashes) {
        try {
            return MAPPER.writeValueAsString(hashes);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> hashes(String json) {
        try {
            return json == null ? List.of() : MAPPER.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
