package dev.dango.benchmark.task;

import dev.dango.benchmark.Folders;
import dev.dango.benchmark.data.ChangingSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The same merge by hand, of rows that lie ready as Parquet. */
public final class MergeSql implements Task {

    private final Path changed;
    private final String database;
    private final ChangingSource source;
    private final String sql;

    /**
     * Makes the table.
     *
     * @param arguments a folder, rows of the table, rows that change, then the statement; in it a
     *     question mark stands for the Parquet file
     * @throws Exception if that fails
     */
    public MergeSql(List<String> arguments) throws Exception {
        Path folder = Path.of(arguments.get(0));
        Folders.delete(folder);
        Files.createDirectories(folder);
        changed = folder.resolve("changed.parquet");
        database = "jdbc:duckdb:" + folder.resolve("merged.duckdb");
        source =
                new ChangingSource(
                        Long.parseLong(arguments.get(1)), Long.parseLong(arguments.get(2)));
        sql = arguments.get(3).replace("?", "'" + changed + "'");
        try (Connection connection = DriverManager.getConnection(database)) {
            source.write(connection, "records");
        }
    }

    @Override
    public void prepare(int round) throws SQLException {
        source.version(round + 1);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            source.write(connection, "changes");
            statement.execute("COPY changes TO '" + changed + "'");
        }
    }

    @Override
    public void run(int round) throws SQLException {
        SqlProgram.run(database, List.of(sql.split(";")));
    }
}
