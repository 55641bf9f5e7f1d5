package dev.dango.benchmark.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Runs statements on a new DuckDB file each round. */
public final class Sql implements Task {

    private final Path file;
    private final List<String> statements;

    /**
     * Prepares.
     *
     * @param arguments the file, then the statements
     */
    public Sql(List<String> arguments) {
        file = Path.of(arguments.get(0));
        statements = arguments.subList(1, arguments.size());
    }

    @Override
    public void prepare(int round) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
    }

    @Override
    public void run(int round) throws SQLException {
        SqlProgram.run("jdbc:duckdb:" + file, statements);
    }
}
