package dev.dango.engine.load;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** dlt's table of finished loads: a load is in the warehouse if and only if its row is here. */
final class LoadLog {

    static final String TABLE = "_dlt_loads";

    private final Session session;
    private final String table;

    LoadLog(Session session, String schema) {
        this.session = session;
        this.table = Sql.table(schema, TABLE);
    }

    void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (load_id VARCHAR NOT NULL, schema_name VARCHAR, status BIGINT NOT NULL,"
                        + " inserted_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                        + " schema_version_hash VARCHAR)");
    }

    boolean contains(String loadId) throws SQLException {
        return session.number(
                        "SELECT count(*) FROM " + table + " WHERE load_id = " + Sql.text(loadId))
                > 0;
    }

    /** The id of the last load; ids are numbers in the form of texts. */
    Optional<String> last() throws SQLException {
        return session
                .query(
                        "SELECT load_id FROM %s ORDER BY TRY_CAST(load_id AS DECIMAL(38,9)) DESC NULLS LAST LIMIT 1"
                                .formatted(table),
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    void add(String loadId, String source, String schemaHash) throws SQLException {
        session.execute(
                "INSERT INTO %s (load_id, schema_name, status, inserted_at, schema_version_hash) VALUES (%s, %s, 0, now(), %s)"
                        .formatted(
                                table, Sql.text(loadId), Sql.text(source), Sql.text(schemaHash)));
    }

    /** A row of the table. */
    record Entry(String loadId, Instant insertedAt) {}

    /** The last loads, the newest first. */
    List<Entry> newest(int limit) throws SQLException {
        return session.query(
                "SELECT load_id, inserted_at FROM %s ORDER BY TRY_CAST(load_id AS DECIMAL(38,9)) DESC NULLS LAST LIMIT %d"
                        .formatted(table, limit),
                row ->
                        new Entry(
                                row.getString(1),
                                row.getObject(2, OffsetDateTime.class).toInstant()));
    }

    void delete(String loadId) throws SQLException {
        session.execute("DELETE FROM " + table + " WHERE load_id = " + Sql.text(loadId));
    }
}
