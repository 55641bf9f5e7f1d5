package dev.dango.engine.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to DuckDB with the warehouse attached as {@code wh}. One thread. A new statement is
 * made for every text, since this driver closes a statement that failed.
 */
final class Session implements AutoCloseable {

    private static final long ROWS_PER_THREAD = 1_000_000;

    private final Connection connection;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row of a result. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement; answers the number of rows it changed. */
    long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /**
     * Runs a statement that does no more than write so many rows; answers the number of rows it
     * changed. DuckDB's threads wait for each other in a loop, which costs more than they save when
     * each has but a few row groups to fill.
     */
    long executeFor(long rows, String sql) throws SQLException {
        long threads = number("SELECT current_setting('threads')");
        long worth = 1 + rows / ROWS_PER_THREAD;
        if (worth >= threads) {
            return execute(sql);
        }
        execute("SET threads = " + worth);
        long changed = execute(sql);
        useAllThreads();
        return changed;
    }

    private void useAllThreads() throws SQLException {
        execute("RESET threads");
    }

    <T> List<T> query(String sql, Row<T> row) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        }
    }

    long number(String sql) throws SQLException {
        return query(sql, row -> row.getLong(1)).get(0);
    }

    Connection connection() {
        return connection;
    }

    /** Work that is done as a whole or not at all. */
    interface Transaction<T> {
        T run() throws SQLException;
    }

    /**
     * Commits what the work did; if it throws, nothing of it has happened. A commit after a failed
     * statement would report success and keep nothing, so there must be no way around this method.
     */
    <T> T transaction(Transaction<T> work) throws SQLException {
        execute("BEGIN TRANSACTION");
        boolean done = false;
        try {
            T result = work.run();
            execute("COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            execute("ROLLBACK");
            useAllThreads();
        } catch (SQLException alreadyRolledBack) {
            // a failed commit rolls back by itself; the first failure is the one to tell of
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
