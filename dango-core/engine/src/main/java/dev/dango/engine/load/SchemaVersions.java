package dev.dango.engine.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.engine.record.ColumnType;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** dlt's table of schema versions: a row for every shape the tables of a source have had. */
final class SchemaVersions {

    private static final String TABLE = "_dlt_version";
    private static final int ENGINE_VERSION = 11;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Session session;
    private final String table;
    private final String source;

    SchemaVersions(Session session, String schema, String source) {
        this.session = session;
        this.table = Sql.table(schema, TABLE);
        this.source = source;
    }

    void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (version BIGINT NOT NULL, engine_version BIGINT NOT NULL,"
                        + " inserted_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                        + " schema_name VARCHAR NOT NULL, version_hash VARCHAR NOT NULL,"
                        + " schema VARCHAR NOT NULL)");
    }

    /** Adds a row if the shape is a new one; answers the shape's hash. */
    String record(WarehouseSchema shape) throws SQLException {
        Map<String, Object> tables = describe(shape);
        String hash = hash(json(tables));
        boolean known =
                session.number(
                                "SELECT count(*) FROM (SELECT version_hash FROM %s WHERE schema_name = %s ORDER BY version DESC LIMIT 1) WHERE version_hash = %s"
                                        .formatted(table, Sql.text(source), Sql.text(hash)))
                        > 0;
        if (!known) {
            long version =
                    session.number(
                                    "SELECT coalesce(max(version), 1) FROM "
                                            + table
                                            + " WHERE schema_name = "
                                            + Sql.text(source))
                            + 1;
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("version", version);
            document.put("version_hash", hash);
            document.put("engine_version", ENGINE_VERSION);
            document.put("name", source);
            document.put("tables", tables);
            session.execute(
                    "INSERT INTO %s VALUES (%d, %d, now(), %s, %s, %s)"
                            .formatted(
                                    table,
                                    version,
                                    ENGINE_VERSION,
                                    Sql.text(source),
                                    Sql.text(hash),
                                    Sql.text(json(document))));
        }
        return hash;
    }

    private static Map<String, Object> describe(WarehouseSchema shape) {
        Map<String, Object> tables = new TreeMap<>();
        for (String name : shape.tables()) {
            if (name.equals(StateStore.TABLE)) {
                continue;
            }
            Map<String, Object> columns = new LinkedHashMap<>();
            shape.columns(name)
                    .forEach((column, type) -> columns.put(column, column(column, type)));
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("name", name);
            described.put("columns", columns);
            tables.put(name, described);
        }
        return tables;
    }

    private static Map<String, Object> column(String name, String type) {
        String word = TypeMapping.column(type).map(ColumnType::word).orElse("json");
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", name);
        column.put("data_type", word);
        return column;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA3-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tables dlt and Dango keep for themselves. */
    static boolean isInternal(String table) {
        return table.startsWith("_dlt_") || table.startsWith("_dango_");
    }

    static List<String> userTables(WarehouseSchema shape) {
        return shape.tables().stream().filter(table -> !isInternal(table)).toList();
    }
}
