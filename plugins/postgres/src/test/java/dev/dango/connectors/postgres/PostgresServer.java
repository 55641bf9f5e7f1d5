package dev.dango.connectors.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;

/**
 * A real PostgreSQL server for tests, one a JVM, that ends with it. Everybody is let in as {@code
 * postgres}; the role {@code guarded} has to know its password, which is {@code s3cret/@:pass}.
 */
public final class PostgresServer {

    /** The role whose password is asked for. */
    public static final String GUARDED = "guarded";

    /** The password of {@link #GUARDED}. */
    public static final String PASSWORD = "s3cret/@:pass";

    private static final String ACCESS =
            """
            host all guarded all scram-sha-256
            host all all 127.0.0.1/32 trust
            host all all ::1/128 trust
            """;

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static PostgresServer shared;

    private final EmbeddedPostgres server;

    private PostgresServer() {
        try {
            Path access = Files.createTempFile("pg_hba", ".conf");
            access.toFile().deleteOnExit();
            Files.writeString(access, ACCESS);
            server =
                    EmbeddedPostgres.builder()
                            .setServerConfig("hba_file", access.toString())
                            .start();
            inDatabase("postgres", "CREATE ROLE " + GUARDED + " LOGIN PASSWORD '" + PASSWORD + "'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The server of this JVM, started when first asked for.
     *
     * @return never null
     */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = new PostgresServer();
        }
        return shared;
    }

    /**
     * Makes an empty database.
     *
     * @return its name
     */
    public String newDatabase() {
        String name = "test_" + DATABASES.incrementAndGet();
        inDatabase("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /**
     * The port it listens on, of the loopback interface.
     *
     * @return never 0
     */
    public int port() {
        return server.getPort();
    }

    /**
     * What a user would set as {@code credentials}.
     *
     * @param database a database
     * @return a URL with a login
     */
    public String url(String database) {
        return "postgresql://postgres:any@127.0.0.1:" + port() + "/" + database;
    }

    /**
     * Runs statements, as the superuser.
     *
     * @param database where
     * @param sql the statements, each in a transaction of its own
     */
    public void inDatabase(String database, String... sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Asks the server how it writes values.
     *
     * @param database where
     * @param sql a query
     * @return the first column of all rows, as the text the server sends, in UTC
     */
    public List<String> texts(String database, String sql) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return texts;
    }

    /**
     * Connects as the superuser.
     *
     * @param database where to
     * @return to be closed by the caller
     * @throws SQLException if that fails
     */
    public Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", "postgres");
        login.setProperty("binaryTransfer", "false");
        return new Driver()
                .connect("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, login);
    }
}
