package dev.dango.connectors.postgres;

import dev.dango.spi.Cancellation;
import dev.dango.spi.SourceContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * A connection in one read-only transaction, which sees the database as of one moment and prints
 * values the same way whatever the server's settings are. Confined to one thread, but for
 * cancellation, which ends whatever it is waiting for.
 */
final class Session implements AutoCloseable {

    private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    private static final String FIXED_OUTPUT =
            "SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';"
                    + " SET LOCAL bytea_output = 'hex'";

    /**
     * A long read is no runaway query, and a slow warehouse no idle client; pg_dump does so too.
     */
    private static final String NO_TIMEOUTS =
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

    private static final int KNOWS_TRANSACTION_TIMEOUT = 17;

    private final Connection connection;
    private final Cancellation.Registration abortion;
    private final boolean shared;

    private Session(
            Connection connection, Cancellation.Registration abortion, Optional<String> snapshot)
            throws SQLException {
        this.connection = connection;
        this.abortion = abortion;
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        this.shared = snapshot.isPresent() && adopts(snapshot.get());
        if (!shared) {
            execute(BEGIN);
        }
        execute(NO_TIMEOUTS);
        if (connection.getMetaData().getDatabaseMajorVersion() >= KNOWS_TRANSACTION_TIMEOUT) {
            execute("SET LOCAL transaction_timeout = 0");
        }
        execute(FIXED_OUTPUT);
    }

    /**
     * Connects and starts the transaction.
     *
     * @param database where to
     * @param context its cancellation ends whatever the session is waiting for
     * @param snapshot what {@link #exportSnapshot} of another session returned, to see the database
     *     as of the same moment; empty for a moment of its own
     * @return to be closed by the caller
     * @throws SQLException if the server refuses
     */
    static Session open(Database database, SourceContext context, Optional<String> snapshot)
            throws SQLException {
        Connection connection = database.connect(context);
        Cancellation.Registration abortion =
                context.cancellation().onRequest(() -> abort(connection));
        try {
            return new Session(connection, abortion, snapshot);
        } catch (SQLException | RuntimeException e) {
            abortion.close();
            connection.close();
            throw e;
        }
    }

    /** On a thread of its own: the cancel request is a connection, and may take a moment. */
    private static void abort(Connection connection) {
        Thread canceller =
                new Thread(
                        () -> {
                            try {
                                connection.unwrap(PGConnection.class).cancelQuery();
                                connection.abort(Runnable::run);
                            } catch (SQLException e) {
                                // Closed already, which is what was wanted.
                            }
                        },
                        "dango-postgres-cancel");
        canceller.setDaemon(true);
        canceller.start();
    }

    private boolean adopts(String snapshot) throws SQLException {
        try {
            execute(BEGIN + "; SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "''") + "'");
            return true;
        } catch (SQLException e) {
            connection.rollback();
            return false;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Lets other sessions see what this one sees, until it is closed.
     *
     * @return empty if the server does not know how to
     * @throws SQLException if the connection is lost
     */
    Optional<String> exportSnapshot() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
            row.next();
            return Optional.of(row.getString(1));
        } catch (SQLException e) {
            connection.rollback();
            return Optional.empty();
        }
    }

    /**
     * Whether it sees the database as of the moment of the snapshot it was opened with.
     *
     * @return false without a snapshot, and if the snapshot is gone
     */
    boolean isShared() {
        return shared;
    }

    /**
     * The connection, in its transaction.
     *
     * @return not to be closed
     */
    Connection connection() {
        return connection;
    }

    /** Ends the transaction and the connection. */
    @Override
    public void close() throws SQLException {
        abortion.close();
        connection.close();
    }
}
