package dev.dango.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.project.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;

/** A warehouse in the layout in which the original Dango and dlt leave it, built by SQL. */
final class OriginalWarehouse implements AutoCloseable {

    private final Connection connection;

    private OriginalWarehouse(Connection connection) {
        this.connection = connection;
    }

    /** Makes the file, with the schemas the original makes and those of source {@code s}. */
    static OriginalWarehouse in(Project project) throws SQLException, IOException {
        Path file = project.warehouse();
        Files.createDirectories(file.getParent());
        OriginalWarehouse warehouse =
                new OriginalWarehouse(DriverManager.getConnection("jdbc:duckdb:" + file));
        warehouse.run(
                """
                SET TimeZone = 'UTC';
                CREATE SCHEMA raw; CREATE SCHEMA staging; CREATE SCHEMA raw_s; CREATE SCHEMA raw_s_staging;
                CREATE TABLE staging.stg_mine (id BIGINT);
                INSERT INTO staging.stg_mine VALUES (42);
                CREATE TABLE raw_s._dlt_loads (load_id VARCHAR NOT NULL, schema_name VARCHAR,
                  status BIGINT NOT NULL, inserted_at TIMESTAMP WITH TIME ZONE NOT NULL,
                  schema_version_hash VARCHAR);
                CREATE TABLE raw_s._dlt_version (version BIGINT NOT NULL, engine_version BIGINT NOT NULL,
                  inserted_at TIMESTAMP WITH TIME ZONE NOT NULL, schema_name VARCHAR NOT NULL,
                  version_hash VARCHAR NOT NULL, schema VARCHAR NOT NULL);
                CREATE TABLE raw_s._dlt_pipeline_state (version BIGINT NOT NULL,
                  engine_version BIGINT NOT NULL, pipeline_name VARCHAR NOT NULL, state VARCHAR NOT NULL,
                  created_at TIMESTAMP WITH TIME ZONE NOT NULL, version_hash VARCHAR,
                  _dlt_load_id VARCHAR NOT NULL, _dlt_id VARCHAR NOT NULL);
                """);
        return warehouse;
    }

    OriginalWarehouse run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return this;
    }

    /** A finished load of dlt's schema {@code vendor_source}. */
    OriginalWarehouse finished(String loadId) throws SQLException {
        return run(
                "INSERT INTO raw_s._dlt_loads VALUES ('%s', 'vendor_source', 0, now(), 'hash')"
                        .formatted(loadId));
    }

    OriginalWarehouse version(int version, String hash, String schema) throws SQLException {
        return run(
                "INSERT INTO raw_s._dlt_version VALUES (%d, 11, now(), 'vendor_source', '%s', '%s')"
                        .formatted(version, hash, schema));
    }

    /** A state whose resources are given as JSON. */
    OriginalWarehouse state(String loadId, String resources) throws SQLException {
        String json =
                """
                {"_state_version":1,"_state_engine_version":4,"pipeline_name":"s","_version_hash":"x",
                 "sources":{"vendor_source":{"resources":%s}}}
                """
                        .formatted(resources);
        return rawState(loadId, encode(json));
    }

    OriginalWarehouse rawState(String loadId, String state) throws SQLException {
        return run(
                "INSERT INTO raw_s._dlt_pipeline_state VALUES (1, 4, 's', '%s', now(), 'x', '%s', 'a1')"
                        .formatted(state, loadId));
    }

    private static String encode(String json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(json.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
