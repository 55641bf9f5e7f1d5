package dev.dango.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import dev.dango.testkit.MemorySink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rows are read: in full, in pieces, from a position on, as of one moment. */
class TableReadingIT {

    private static final PostgresServer SERVER = PostgresServer.shared();

    private final String database = SERVER.newDatabase();

    private void sql(String... statements) {
        SERVER.inDatabase(database, statements);
    }

    private SettingsBuilder settings() {
        return new SettingsBuilder(SERVER.url(database));
    }

    private static List<String> names(TestRun run) {
        return run.resources().stream().map(r -> r.spec().name()).toList();
    }

    @Test
    void everyTableIsAResourceButPartitionsAndViewsAreNot() throws Exception {
        sql(
                "CREATE TABLE \"Mixed \"\"Case\" (\"The Id\" int PRIMARY KEY, \"order\" text)",
                "INSERT INTO \"Mixed \"\"Case\" VALUES (1, 'x')",
                "CREATE TABLE parted (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20)",
                "INSERT INTO parted VALUES (1, 'a'), (11, 'b')",
                "CREATE TABLE keyless (v int)",
                "CREATE TABLE composite (b int, a text, c int, PRIMARY KEY (c, a) INCLUDE (b))",
                "CREATE TABLE changing (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " gone int, v int, twice int GENERATED ALWAYS AS (v * 2) STORED)",
                "ALTER TABLE changing DROP COLUMN gone",
                "INSERT INTO changing (v) VALUES (4)",
                "CREATE VIEW seen AS SELECT 1 AS one",
                "CREATE MATERIALIZED VIEW kept AS SELECT 2 AS two",
                "CREATE SCHEMA other",
                "CREATE TABLE other.elsewhere (v int)");

        try (TestRun run = new TestRun(settings())) {
            assertThat(names(run))
                    .containsExactly("Mixed \"Case", "changing", "composite", "keyless", "parted");
            assertThat(run.resource("Mixed \"Case").spec().primaryKey()).containsExactly("The Id");
            assertThat(run.resource("composite").spec().primaryKey()).containsExactly("c", "a");
            assertThat(run.resource("keyless").spec().primaryKey()).isEmpty();
            assertThat(run.resources())
                    .extracting(r -> r.spec().mode())
                    .containsOnly(WriteMode.REPLACE);
            assertThat(run.read("Mixed \"Case").rows())
                    .containsExactly(Map.of("The Id", 1L, "order", "x"));
            assertThat(run.read("parted").column("v")).containsExactlyInAnyOrder("a", "b");
            assertThat(run.read("keyless").rows()).isEmpty();
            assertThat(run.read("changing").rows())
                    .containsExactly(Map.of("id", 1L, "v", 4L, "twice", 8L));
        }
        try (TestRun run = new TestRun(settings().includeViews())) {
            assertThat(names(run)).contains("kept", "seen");
            assertThat(run.read("seen").column("one")).containsExactly(1L);
            assertThat(run.read("kept").column("two")).containsExactly(2L);
        }
        try (TestRun run = new TestRun(settings().resources("seen", "?e*", "composite"))) {
            assertThat(names(run)).containsExactly("seen", "keyless", "composite");
        }
        try (TestRun run = new TestRun(settings().schema("other"))) {
            assertThat(names(run)).containsExactly("elsewhere");
        }
    }

    @Test
    void theSessionsOwnSettingsDoNotShow() throws Exception {
        sql(
                "ALTER DATABASE " + database + " SET intervalstyle = 'sql_standard'",
                "ALTER DATABASE " + database + " SET bytea_output = 'escape'",
                "ALTER DATABASE " + database + " SET statement_timeout = '100ms'",
                "ALTER DATABASE " + database + " SET datestyle = 'German'");
        try (TestRun run = new TestRun(settings().includeViews())) {
            assertThat(run.resources()).isEmpty();
        }
        sql(
                "SET statement_timeout = 0",
                "CREATE VIEW v AS SELECT interval '1 day 2 hours' AS i, ARRAY['\\xff'::bytea] AS b,"
                        + " date '2024-12-31' AS d, pg_sleep(0.3)::text AS slept");
        try (TestRun run = new TestRun(settings().resources("v").asText("v.d"))) {
            assertThat(run.read("v").rows())
                    .containsExactly(
                            Map.of(
                                    "i",
                                    "1 day 02:00:00",
                                    "b",
                                    "[\"\\\\xff\"]",
                                    "d",
                                    "2024-12-31",
                                    "slept",
                                    ""));
        }
    }

    @Test
    void excludedColumnsAreNotRead() throws Exception {
        sql(
                "CREATE TABLE users (id int PRIMARY KEY, email text, password_hash text)",
                "INSERT INTO users VALUES (1, 'a@b', 'xyz')");

        try (TestRun run = new TestRun(settings().excludeColumns("*.password*", "users.id"))) {
            assertThat(run.resource("users").spec().primaryKey()).isEmpty();
            assertThat(run.read("users").rows()).containsExactly(Map.of("email", "a@b"));
        }
        assertConfig(
                settings().excludeColumns("users.pasword_hash"),
                "The setting exclude_columns names \"users.pasword_hash\", which is no column of"
                        + " any table.",
                "Write it table.column. Did you mean \"users.password_hash\"?");
        assertConfig(
                settings().excludeColumns("users.id").incremental("users", "email"),
                "The setting exclude_columns leaves out a part of the primary key of table"
                        + " \"users\", whose rows are merged by it.",
                "Keep the columns [id].");
    }

    @Test
    void incrementalHasToNameWhatIsThere() {
        sql("CREATE TABLE orders (id int PRIMARY KEY, updated_at timestamptz, data jsonb)");

        assertConfig(
                settings().incremental("order", "updated_at"),
                "The setting incremental names table \"order\", which is not in schema \"public\".",
                "Correct incremental. Did you mean \"orders\"?");
        assertConfig(
                settings().incremental("orders", "updatedat"),
                "Table \"orders\" has no column \"updatedat\" that could tell new rows from old"
                        + " ones.",
                "Correct incremental. Did you mean \"updated_at\"?");
        assertConfig(
                settings().incremental("orders", "data"),
                "Column \"data\" of table \"orders\" cannot tell new rows from old ones.",
                "Choose a timestamp, date, integer or text column.");
    }

    private static void assertConfig(SettingsBuilder settings, String message, String hint) {
        try (TestRun run = new TestRun(settings)) {
            assertThatThrownBy(run::resources)
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> {
                                assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
                                assertThat(e.hint()).isEqualTo(hint);
                            })
                    .hasMessage(message);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keyRangesTogetherAreTheWholeTable() throws Exception {
        sql(
                "CREATE TABLE big (id bigint PRIMARY KEY, v text)",
                "INSERT INTO big SELECT i * 7 - 50000, 'row ' || i FROM generate_series(1, 30000) i",
                "INSERT INTO big VALUES (9223372036854775807, 'last')",
                "DELETE FROM big WHERE id = 9223372036854775807");
        List<Object> expected =
                new ArrayList<>(SERVER.texts(database, "SELECT v FROM big ORDER BY id"));

        try (TestRun run = new TestRun(settings().sliceRows(5_000))) {
            List<Slice> slices = run.slices("big");
            assertThat(slices).hasSizeGreaterThan(4);
            assertThat(slices).extracting(Slice::id).doesNotHaveDuplicates();
            assertThat(run.read("big").column("v")).containsExactlyInAnyOrderElementsOf(expected);
        }
        try (TestRun run = new TestRun(settings().sliceRows(50_000))) {
            assertThat(run.slices("big")).extracting(Slice::id).containsExactly("whole");
            assertThat(run.read("big").column("v")).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aTableThatWasEmptiedIsReadWhole() throws Exception {
        sql(
                "CREATE TABLE big (id int PRIMARY KEY)",
                "INSERT INTO big SELECT generate_series(1, 30000)",
                "ANALYZE big",
                "DELETE FROM big");

        try (TestRun run = new TestRun(settings().sliceRows(1_000))) {
            assertThat(run.slices("big")).extracting(Slice::id).containsExactly("whole");
            assertThat(run.read("big").rows()).isEmpty();
        }
    }

    @Test
    void allTablesAndSlicesAreReadAsOfOneMoment() throws Exception {
        sql(
                "CREATE TABLE accounts (id int PRIMARY KEY, balance int)",
                "INSERT INTO accounts SELECT i, 100 FROM generate_series(1, 20000) i",
                "CREATE TABLE transfers (id int PRIMARY KEY)");

        try (TestRun run = new TestRun(settings().sliceRows(4_000))) {
            List<Slice> slices = run.slices("accounts");
            MemorySink sink = new MemorySink();
            int transfer = 0;
            for (Slice slice : slices) {
                run.read("accounts", slice, sink);
                transfer++;
                sql(
                        "UPDATE accounts SET balance = balance - 1 WHERE id > 10000",
                        "UPDATE accounts SET balance = balance + 1 WHERE id <= 10000",
                        "INSERT INTO accounts VALUES (" + (20_000 + transfer) + ", 5)",
                        "DELETE FROM accounts WHERE id = " + (20_000 - transfer),
                        "INSERT INTO transfers VALUES (" + transfer + ")");
            }

            assertThat(slices).hasSizeGreaterThan(3);
            assertThat(sink.rows()).hasSize(20_000);
            assertThat(sink.column("balance")).containsOnly(100L);
            assertThat(run.read("transfers").rows()).isEmpty();
            assertThat(run.warnings()).isEmpty();
        }
    }

    @Test
    void withoutTheSnapshotAWholeTableIsReadAndAPieceIsNot() throws Exception {
        sql("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 5000)");

        try (TestRun run = new TestRun(settings().sliceRows(1_000))) {
            Slice piece = run.slices("t").get(0);
            run.close();

            assertThatThrownBy(() -> run.read("t", piece, new MemorySink()))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT))
                    .hasMessageContaining("no longer has the snapshot");
            assertThat(run.read("t").rows()).hasSize(5_000);
            assertThat(run.warnings())
                    .containsOnly(
                            "The server shares no snapshot, so tables are read as of different"
                                    + " moments.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    timestamptz | 2024-01-03T00:00:00Z | TIMESTAMP
                    timestamp   | 2024-01-03T00:00:00Z | TIMESTAMP
                    date        | 2024-01-03T00:00:00Z | TIMESTAMP
                    """)
    void aReadFromAPositionSkipsWhatIsOlder(String type, Instant position, CursorSpec.Kind kind)
            throws Exception {
        sql(
                "SET timezone = 'UTC'",
                "CREATE TABLE t (id int PRIMARY KEY, at " + type + ")",
                "INSERT INTO t SELECT 6 - i, date '2024-01-01' + i - 1 FROM generate_series(5, 1, -1) i");
        sql("ALTER DATABASE " + database + " SET timezone = 'America/New_York'");
        if (type.equals("timestamptz")) {
            sql(
                    "UPDATE t SET at = timestamptz '2024-01-01 00:00+00' + interval '1 day' * (5 - id)");
        }
        SettingsBuilder settings = settings().incremental("t", "at");

        try (TestRun run = new TestRun(settings)) {
            assertThat(run.resource("t").spec().mode()).isEqualTo(WriteMode.MERGE);
            assertThat(run.resource("t").spec().cursor().orElseThrow())
                    .returns(kind, CursorSpec::kind)
                    .returns(CursorSpec.Order.ASCENDING, CursorSpec::order);
            assertThat(run.read("t").column("id")).containsExactly(5L, 4L, 3L, 2L, 1L);
        }
        try (TestRun run = new TestRun(settings).from(position)) {
            assertThat(run.read("t").column("id")).containsExactly(3L, 2L, 1L);
        }
        try (TestRun run =
                new TestRun(settings).from(position).until(Instant.parse("2024-01-05T00:00:00Z"))) {
            assertThat(run.read("t").column("id")).containsExactly(3L, 2L);
        }
    }

    @Test
    void numbersAndTextsArePositionsToo() throws Exception {
        sql(
                "CREATE TABLE t (n smallint, s varchar(10) COLLATE \"und-x-icu\")",
                "INSERT INTO t VALUES (3, 'b'), (1, 'a'), (2, 'B')");

        try (TestRun run = new TestRun(settings().incrementalColumn("n")).from(2)) {
            assertThat(run.resource("t").spec().mode()).isEqualTo(WriteMode.APPEND);
            assertThat(run.read("t").column("n")).containsExactly(2L, 3L);
        }
        try (TestRun run = new TestRun(settings().incremental("t", "s")).from("C")) {
            assertThat(run.read("t").column("s")).containsExactly("a", "b");
        }
        try (TestRun run = new TestRun(settings().incrementalColumn("absent"))) {
            assertThat(run.resource("t").spec().mode()).isEqualTo(WriteMode.REPLACE);
        }
    }

    @Test
    void lookbackIsForTimesOfTablesWithAKey() throws Exception {
        sql(
                "CREATE TABLE keyed (id int PRIMARY KEY, at timestamptz)",
                "CREATE TABLE keyless (at timestamptz)");

        try (TestRun run =
                new TestRun(settings().incrementalColumn("at").lookback(Duration.ofMinutes(10)))) {
            assertThat(run.resource("keyed").spec().cursor().orElseThrow().lag())
                    .isEqualTo(Duration.ofMinutes(10));
            assertThat(run.resource("keyless").spec().cursor().orElseThrow().lag()).isZero();
        }
    }

    @Test
    void aReadGoesOnFromACheckpoint() throws Exception {
        sql(
                "CREATE TABLE t (id int PRIMARY KEY, n int)",
                "INSERT INTO t SELECT i, i / 3 FROM generate_series(1, 130000) i");
        SettingsBuilder settings = settings().incremental("t", "n");
        Map<Object, Object> merged = new HashMap<>();

        MemorySink failing = new MemorySink(failingAtRow(120_000));
        try (TestRun run = new TestRun(settings)) {
            assertThatThrownBy(() -> run.read("t", failing)).hasMessage("disk full");
        }
        List<Map<String, Object>> kept = failing.checkpointed();
        assertThat(kept.size()).isBetween(50_000, 119_999);
        kept.forEach(row -> merged.put(row.get("id"), row.get("n")));
        try (TestRun run = new TestRun(settings).from(kept.get(kept.size() - 1).get("n"))) {
            MemorySink rest = run.read("t");
            assertThat(rest.rows()).hasSizeLessThan(130_000 - kept.size() + 4);
            rest.rows().forEach(row -> merged.put(row.get("id"), row.get("n")));
        }

        assertThat(merged).hasSize(130_000).containsEntry(130_000L, 130_000L / 3);
    }

    private static Consumer<Map<String, Object>> failingAtRow(int number) {
        int[] rows = {0};
        return row -> {
            if (++rows[0] == number) {
                throw new IllegalStateException("disk full");
            }
        };
    }

    @Test
    void aLimitStopsAfterOneSmallBatch() throws Exception {
        sql("CREATE TABLE t AS SELECT generate_series(1, 50000) AS id");

        try (TestRun run = new TestRun(settings())) {
            assertThat(run.read("t", new MemorySink().limit(5)).rows()).hasSize(100);
        }
    }

    @Test
    void wideRowsAreFetchedFewAtATime() throws Exception {
        sql(
                "CREATE TABLE wide AS SELECT i AS id, repeat(md5(i::text), 4096) AS v"
                        + " FROM generate_series(1, 1000) i",
                "CREATE TABLE narrow AS SELECT i AS id FROM generate_series(1, 1000) i");

        try (TestRun run = new TestRun(settings())) {
            MemorySink wide = run.read("wide", new MemorySink(row -> row.remove("v")));
            assertThat(wide.column("id")).hasSize(1000).doesNotContainNull();
            assertThat(wide.questions()).isGreaterThan(10);
            assertThat(run.read("narrow").questions()).isEqualTo(1);
        }
    }

    @Test
    void cancellingEndsASlowQueryWithinASecond() throws Exception {
        sql("CREATE VIEW slow AS SELECT pg_sleep(60)::text AS v");

        try (TestRun run = new TestRun(settings().resources("slow"))) {
            run.resources();
            CompletableFuture<Void> reading =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    run.read("slow");
                                } catch (SourceException e) {
                                    throw e;
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                }
                            });
            awaitSleeping(1);
            long start = System.nanoTime();
            run.cancel();

            assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
            awaitSleeping(0);
        }
    }

    private void awaitSleeping(int queries) {
        String sleeping =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
                        + database
                        + "' AND wait_event = 'PgSleep'";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!SERVER.texts(database, sleeping).equals(List.of(Integer.toString(queries)))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
