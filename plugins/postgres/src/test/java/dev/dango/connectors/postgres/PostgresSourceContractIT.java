package dev.dango.connectors.postgres;

import dev.dango.spi.Source;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.SourceContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** What every connector keeps to, by {@code postgres} and a real server. */
class PostgresSourceContractIT extends SourceContract {

    private static final PostgresServer SERVER = PostgresServer.shared();

    private final String database = SERVER.newDatabase();

    /** Orders are many, since there is a checkpoint every 50,000 rows. */
    @BeforeEach
    void fill() {
        SERVER.inDatabase(
                database,
                "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO customers SELECT i, 'c' || i FROM generate_series(1, 9) AS i",
                "CREATE TABLE orders (id int PRIMARY KEY, total numeric(9, 2), updated_at timestamptz)",
                "INSERT INTO orders SELECT i, i + 0.5, timestamptz '2026-01-01 00:00Z' + i * interval '1 second' FROM generate_series(1, 60000) AS i",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + PostgresServer.GUARDED);
    }

    @Override
    protected Source source() {
        return new PostgresSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                SERVER.port(),
                "database",
                database,
                "username",
                PostgresServer.GUARDED,
                "password",
                PostgresServer.PASSWORD,
                "incremental",
                Map.of("orders", "updated_at"),
                "slice_rows",
                4);
    }

    @Override
    protected Map<String, Object> settingsWithUnreachableHost() {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                1,
                "database",
                database,
                "username",
                PostgresServer.GUARDED,
                "password",
                PostgresServer.PASSWORD);
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                settings(),
                Map.of(
                        "credentials",
                        "postgresql://reader@db.example.com/shop",
                        "schema",
                        "sales",
                        "resources",
                        List.of("orders"),
                        "include_views",
                        true,
                        "incremental_column",
                        "updated_at",
                        "lookback",
                        "10m",
                        "exclude_columns",
                        List.of("*.ssn"),
                        "as_text",
                        List.of("ledger.*")));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return behavior != SourceBehavior.DELETES;
    }

    @Override
    protected void addRecord() {
        SERVER.inDatabase(
                database, "INSERT INTO orders VALUES (60001, 1, timestamptz '2026-02-01 00:00Z')");
    }
}
