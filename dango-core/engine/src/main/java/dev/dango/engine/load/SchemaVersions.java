package dev.dango.engine.load;

import java.sql.SQLException;
import java.util.List;

/** dlt's table of schema versions: a row for every shape the tables of a source have had. */
final class SchemaVersions {

    private static final String TABLE = "_dlt_version";

    private final Session session;
    private final String table;
    private final String source;

    SchemaVersions(Session session, String schema, String source) {
        this.session = session;
        this.table = Sql.table(schema, TABLE);
        this.source = source;
    }

    /**
     * A version of the tables' shape.
     *
     * @param number from 2 on, as with dlt
     * @param name what the schema is called: like the source, unless dlt called it otherwise
     * @param hash of what the document says
     * @param document dlt's description of the tables
     */
    record Version(long number, String name, String hash, String document) {}

    void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (version BIGINT NOT NULL, engine_version BIGINT NOT NULL,"
                        + " inserted_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                        + " schema_name VARCHAR NOT NULL, version_hash VARCHAR NOT NULL,"
                        + " schema VARCHAR NOT NULL)");
    }

    /**
     * Adds a row if the shape is a new one; answers the version that holds now.
     *
     * @param shape all tables
     * @param loaded the resources of this load; of others the version before tells
     */
    Version record(WarehouseSchema shape, List<ResourceLoad> loaded) throws SQLException {
        Version before =
                session
                        .query(
                                ("SELECT version, schema_name, version_hash, schema FROM %s"
                                                + " ORDER BY inserted_at DESC, version DESC LIMIT 1")
                                        .formatted(table),
                                row ->
                                        new Version(
                                                row.getLong(1),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4)))
                        .stream()
                        .findFirst()
                        .orElse(new Version(1, source, "", ""));
        StoredSchema schema = StoredSchema.continuing(before);
        if (!schema.describe(shape, loaded) && !before.hash().isEmpty()) {
            return before;
        }
        Version now = schema.next(before);
        session.execute(
                ("INSERT INTO %s (version, engine_version, inserted_at, schema_name, version_hash, schema)"
                                + " VALUES (%d, %d, now(), %s, %s, %s)")
                        .formatted(
                                table,
                                now.number(),
                                StoredSchema.ENGINE_VERSION,
                                Sql.text(now.name()),
                                Sql.text(now.hash()),
                                Sql.text(now.document())));
        return now;
    }

    /** The tables dlt and Dango keep for themselves. */
    static boolean isInternal(String table) {
        return table.startsWith("_dlt_") || table.startsWith("_dango_");
    }

    static List<String> userTables(WarehouseSchema shape) {
        return shape.tables().stream().filter(table -> !isInternal(table)).toList();
    }
}
