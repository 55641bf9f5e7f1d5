package dev.dango.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Getting in, and what is said when that fails. */
class AccessIT {

    private static final PostgresServer SERVER = PostgresServer.shared();

    private final String database = SERVER.newDatabase();

    private static SourceException failureOfCheck(String url) throws Exception {
        try (TestRun run = new TestRun(new SettingsBuilder(url))) {
            SourceException failure =
                    catchThrowableOfType(
                            SourceException.class, () -> run.source().check(run.context()));
            StringWriter everything = new StringWriter();
            failure.printStackTrace(new PrintWriter(everything));
            assertThat(everything.toString()).doesNotContain("s3cret", "wr0ng");
            return failure;
        }
    }

    private String guarded(String password) {
        return "postgresql://guarded:%s@127.0.0.1:%d/%s"
                .formatted(password, SERVER.port(), database);
    }

    @Test
    void aPasswordMayBeRawOrEncoded() throws Exception {
        for (String password : new String[] {PostgresServer.PASSWORD, "s3cret%2F%40%3Apass"}) {
            try (TestRun run = new TestRun(new SettingsBuilder(guarded(password)))) {
                run.source().check(run.context());
            }
        }
    }

    @Test
    void refusedLoginsAreAuth() throws Exception {
        assertThat(failureOfCheck(guarded("wr0ng")))
                .returns(ErrorKind.AUTH, SourceException::kind)
                .hasMessage(
                        "Connecting to 127.0.0.1:%d/%s failed: password authentication failed for"
                                + " user \"guarded\".",
                        SERVER.port(), database);
        assertThat(failureOfCheck(guarded("").replace(":@", "@")).kind()).isEqualTo(ErrorKind.AUTH);
    }

    @Test
    void aServerWithoutTlsIsNotTalkedToInTheClear() throws Exception {
        assertThat(failureOfCheck(guarded(PostgresServer.PASSWORD) + "?sslmode=require"))
                .returns(ErrorKind.AUTH, SourceException::kind)
                .hasMessageContaining("does not support SSL");
    }

    @Test
    void anUnknownDatabaseIsNotFound() throws Exception {
        assertThat(failureOfCheck(SERVER.url("nowhere")))
                .returns(ErrorKind.NOT_FOUND, SourceException::kind)
                .hasMessageContaining("database \"nowhere\" does not exist");
    }

    @Test
    void anUnreachableServerIsTransient() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(failureOfCheck("postgresql://a:s3cret@127.0.0.1:" + closed + "/d"))
                .returns(ErrorKind.TRANSIENT, SourceException::kind)
                .hasMessageContaining("refused");
        assertThat(failureOfCheck("postgresql://a:s3cret@no-such-host.invalid/d"))
                .returns(ErrorKind.TRANSIENT, SourceException::kind)
                .hasMessageContaining("the host \"no-such-host.invalid\" is unknown");
    }

    @Test
    void cancellingEndsTheWaitForASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestRun run =
                        new TestRun(
                                new SettingsBuilder(
                                        "postgresql://a@127.0.0.1:"
                                                + silent.getLocalPort()
                                                + "/d"))) {
            Thread canceller =
                    new Thread(
                            () -> {
                                try {
                                    silent.accept();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                                run.cancel();
                            });
            canceller.start();
            long start = System.nanoTime();

            assertThatThrownBy(() -> run.source().check(run.context()))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(Thread.interrupted()).isFalse();
            canceller.join();
        }
    }

    @Test
    void unknownNamesComeWithTheNearestOne() throws Exception {
        SERVER.inDatabase(database, "CREATE TABLE customers (id int)", "CREATE SCHEMA accounting");
        String url = SERVER.url(database);

        try (TestRun run = new TestRun(new SettingsBuilder(url).resources("custmers"))) {
            assertThatThrownBy(run::resources)
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> {
                                assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
                                assertThat(e.hint())
                                        .isEqualTo(
                                                "Correct resources. Did you mean \"customers\"?");
                            })
                    .hasMessage("There is no table \"custmers\" in schema \"public\".");
        }
        try (TestRun run = new TestRun(new SettingsBuilder(url).schema("acounting"))) {
            assertThatThrownBy(run::resources)
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e ->
                                    assertThat(e.hint())
                                            .isEqualTo(
                                                    "Correct schema. Did you mean"
                                                            + " \"accounting\"?"))
                    .hasMessage("There is no schema \"acounting\".");
        }
    }

    @Test
    void aForbiddenTableDoesNotStopTheOthers() throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TABLE open (id int PRIMARY KEY)",
                "INSERT INTO open VALUES (1)",
                "GRANT SELECT ON open TO guarded",
                "CREATE TABLE closed (id int PRIMARY KEY)");

        try (TestRun run = new TestRun(new SettingsBuilder(guarded(PostgresServer.PASSWORD)))) {
            assertThatThrownBy(() -> run.read("closed"))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.PERMISSION))
                    .hasMessage(
                            "Reading table \"closed\" failed: permission denied for table closed.");
            assertThat(run.read("open").column("id")).containsExactly(1L);
        }
    }

    @Test
    void aTableDroppedMeanwhileIsNotFound() throws Exception {
        SERVER.inDatabase(database, "CREATE TABLE t (id int)");

        try (TestRun run = new TestRun(new SettingsBuilder(SERVER.url(database)))) {
            run.resources();
            SERVER.inDatabase(database, "DROP TABLE t");
            assertThatThrownBy(() -> run.read("t"))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
        }
    }

    @Test
    void offersTablesAndSchemas() throws Exception {
        SERVER.inDatabase(
                database,
                "CREATE TABLE b (id int)",
                "CREATE VIEW a AS SELECT 1 AS x",
                "CREATE SCHEMA sales");

        try (TestRun run = new TestRun(new SettingsBuilder(SERVER.url(database)))) {
            assertThat(run.source().choices("resources", run.context())).containsExactly("a", "b");
            assertThat(run.source().choices("schema", run.context()))
                    .containsExactly("public", "sales");
            assertThat(run.source().choices("lookback", run.context())).isEmpty();
        }
    }

    @Test
    void saysWhichUrlParametersHaveNoEffect() throws Exception {
        String url = SERVER.url(database) + "?connection_limit=5&application_name=shop&pgbouncer=1";

        try (TestRun run = new TestRun(new SettingsBuilder(url))) {
            run.source().check(run.context());
            assertThat(run.warnings())
                    .containsExactly(
                            "These parameters of the PostgreSQL URL are not known and have no"
                                    + " effect: connection_limit, pgbouncer.");
        }
    }

    @Test
    void needsOneWayToTheServer() {
        assertThatThrownBy(
                        () ->
                                SettingsBuilder.server(
                                        Optional.empty(), Optional.empty(), Optional.empty()))
                .hasMessage("No PostgreSQL server is named.");
        assertThatThrownBy(
                        () ->
                                SettingsBuilder.server(
                                        Optional.of(Secret.of("x")),
                                        Optional.of("h"),
                                        Optional.empty()))
                .hasMessage("Both credentials and host name a PostgreSQL server.");
    }

    @Test
    void hostAndLoginMayBeSettingsOfTheirOwn() {
        ServerAddress address =
                SettingsBuilder.server(
                                Optional.empty(),
                                Optional.of("db"),
                                Optional.of(Secret.of("p@%41")))
                        .address();

        assertThat(address)
                .isEqualTo(new ServerAddress("db:5432", "shop", "ada", "p@%41", Map.of()));
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(Source.class))
                .anyMatch(source -> source.spec().type().equals("postgres"));
    }
}
