package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.PostgresProgram;
import dev.dango.connectors.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A table of PostgreSQL, process against process. */
public final class Postgres implements Comparison {

    private static final long ROWS = 1_000_000;

    private static final String TABLE =
            """
            CREATE TABLE records AS
            SELECT i AS id, i %% 7919 AS customer_id, (i %% 64)::int AS quantity,
                   ((i * 7919 %% 1000000) / 100.0)::numeric(18,2) AS price,
                   (i %% 65521) / 7.0::float8 AS total, (i %% 32) / 100.0::float8 AS discount,
                   i %% 3 <> 0 AS active,
                   timestamptz '2020-01-01 00:00:00+00' + i * interval '37 s' AS created_at,
                   timestamp '2021-01-01 00:00:00' + i * interval '31 s' AS updated_at,
                   date '1950-01-01' + (i %% 20000)::int AS birthday,
                   time '00:00:00' + (i %% 86399) * interval '1 s' AS opens_at,
                   'Customer ' || i * 7919 %% 1000003 AS name,
                   'c' || i * 104729 %% 10000019 || '@mail' || i %% 100 || '.example' AS email,
                   (ARRAY['Berlin','Lisboa','Malmö','Osaka','São Paulo','Toronto'])[1 + i %% 6] AS city,
                   CASE WHEN i %% 2 = 0 THEN 'Left at the door of no. ' || i %% 1000 END AS note
            FROM generate_series(1::bigint, %d) AS i""";

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void run(Lab lab) throws Exception {
        PostgresServer server = PostgresServer.shared();
        String database = server.newDatabase();
        server.inDatabase(database, TABLE.formatted(lab.scaled(ROWS)), "VACUUM ANALYZE records");
        ProductProject project =
                ProductProject.create(
                        lab.fresh("postgres-dango"),
                        """
                        - name: shop
                          type: postgres
                          enabled: true
                          generic_config:
                            host: 127.0.0.1
                            port: %d
                            user: postgres
                            database: %s
                        """
                                .formatted(server.port(), database));
        Path folder = Files.createDirectories(lab.fresh("postgres-duckdb"));
        Path duckdb = folder.resolve("bench.duckdb");
        Race race =
                lab.race(
                        lab.product("dango sync", project.folder(), project::reset, "sync"),
                        lab.program(
                                "COPY, read_csv",
                                PostgresProgram.class,
                                List.of("postgresql-"),
                                round -> Files.deleteIfExists(duckdb),
                                "jdbc:postgresql://127.0.0.1:"
                                        + server.port()
                                        + "/"
                                        + database
                                        + "?user=postgres",
                                "records",
                                folder.resolve("records.csv"),
                                duckdb));
        lab.wall(name(), "PostgreSQL, wall, by COPY and read_csv", 1.2, race, 0, 1);
    }
}
