package dev.dango.benchmark.task;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The least Java program that has DuckDB do something. It needs nothing but the driver. */
public final class SqlProgram {

    private SqlProgram() {}

    /**
     * Runs statements.
     *
     * @param args the DuckDB file, then the statements
     * @throws SQLException if one fails
     */
    public static void main(String[] args) throws SQLException {
        run("jdbc:duckdb:" + args[0], List.of(args).subList(1, args.length));
    }

    static void run(String url, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
