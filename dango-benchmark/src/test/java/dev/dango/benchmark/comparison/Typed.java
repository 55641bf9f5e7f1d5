package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.Sql;
import dev.dango.benchmark.task.SqlProgram;
import dev.dango.benchmark.task.TypedLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Typed rows, against DuckDB copying the same rows from Parquet. */
public final class Typed implements Comparison {

    private static final long ROWS = 1_000_000;

    @Override
    public String name() {
        return "typed";
    }

    @Override
    public void run(Lab lab) throws Exception {
        long rows = lab.scaled(ROWS);
        Path parquet = lab.data().resolve("typed-" + rows + ".parquet");
        if (!Files.exists(parquet)) {
            write(parquet, rows, lab.fresh("typed-parquet"));
        }
        Race race =
                lab.race(
                        lab.dango(TypedLoad.class, lab.fresh("typed-dango"), rows),
                        lab.other(
                                "COPY FROM",
                                Sql.class,
                                lab.fresh("typed-duckdb").resolve("bench.duckdb"),
                                "CREATE TABLE records AS SELECT * FROM '" + parquet + "' LIMIT 0",
                                "COPY records FROM '" + parquet + "'"));
        lab.cpu(name(), "typed rows per CPU s, by COPY FROM Parquet", 0.6, race, 0, 1);
    }

    /** Dango itself knows best what the rows are once they are loaded. */
    private static void write(Path parquet, long rows, Path project) throws Exception {
        TypedLoad load = new TypedLoad(List.of(project.toString(), Long.toString(rows)));
        load.prepare(0);
        load.run(0);
        Path unfinished = parquet.resolveSibling("unfinished.parquet");
        SqlProgram.main(
                new String[] {
                    project.resolve("data").resolve("warehouse.duckdb").toString(),
                    "COPY (SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM raw_test.records) TO '"
                            + unfinished
                            + "'"
                });
        Files.move(unfinished, parquet);
    }
}
