package dev.dango.benchmark.task;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.postgresql.PGConnection;

/** Copies a table out of PostgreSQL as CSV and has DuckDB read that. */
public final class PostgresProgram {

    private PostgresProgram() {}

    /**
     * Copies.
     *
     * @param args the URL of the server, the table, a CSV file to write, a DuckDB file to write
     * @throws Exception if that fails
     */
    public static void main(String[] args) throws Exception {
        Path csv = Path.of(args[2]);
        try (Connection postgres = DriverManager.getConnection(args[0]);
                OutputStream out = Files.newOutputStream(csv)) {
            postgres.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY " + args[1] + " TO STDOUT (FORMAT csv, HEADER)", out);
        }
        SqlProgram.run(
                "jdbc:duckdb:" + args[3],
                List.of("CREATE TABLE records AS SELECT * FROM read_csv('" + csv + "')"));
    }
}
