package dev.dango.engine.load;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The rows of {@code _dango_state} as they are, for looking at them and setting them back. Slices
 * whose names begin like Dango's own tables are marks and no positions.
 */
final class StateRows {

    private static final String IS_POSITION = "NOT starts_with(slice, '_dango_')";

    private final Session session;
    private final String table;

    StateRows(Session session, String schema) {
        this.session = session;
        this.table = Sql.table(schema, StateStore.TABLE);
    }

    /** One row, but for its time. */
    record Row(String position, String boundary, String loadId) {}

    /** All positions, in order of resource and slice. */
    List<Position> positions() throws SQLException {
        return session.query(
                "SELECT resource, slice, position, load_id, updated_at FROM %s WHERE %s ORDER BY resource, slice"
                        .formatted(table, IS_POSITION),
                row ->
                        new Position(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getObject(5, OffsetDateTime.class).toInstant()));
    }

    /** All rows of a resource by slice, marks included. */
    Map<String, Row> of(String resource) throws SQLException {
        Map<String, Row> rows = new TreeMap<>();
        session.query(
                "SELECT slice, position, boundary, load_id FROM %s WHERE resource = %s"
                        .formatted(table, Sql.text(resource)),
                row ->
                        rows.put(
                                row.getString(1),
                                new Row(row.getString(2), row.getString(3), row.getString(4))));
        return rows;
    }

    /** Sets a row back to what it was; null if it was not there. */
    void restore(String resource, String slice, Row before) throws SQLException {
        delete(resource, slice);
        if (before == null) {
            return;
        }
        try (PreparedStatement insert =
                session.connection()
                        .prepareStatement(
                                "INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, now())")) {
            insert.setString(1, resource);
            insert.setString(2, slice);
            insert.setString(3, before.position());
            insert.setString(4, before.boundary());
            insert.setString(5, Objects.requireNonNull(before.loadId()));
            insert.executeUpdate();
        }
    }

    /** Forgets a row. */
    void delete(String resource, String slice) throws SQLException {
        session.execute(
                "DELETE FROM %s WHERE resource = %s AND slice = %s"
                        .formatted(table, Sql.text(resource), Sql.text(slice)));
    }
}
