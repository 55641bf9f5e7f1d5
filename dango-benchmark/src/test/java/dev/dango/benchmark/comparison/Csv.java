package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.data.CsvFiles;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.SqlProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One large CSV file, process against process. */
public final class Csv implements Comparison {

    private static final long ROWS = 3_000_000;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public void run(Lab lab) throws Exception {
        long rows = lab.scaled(ROWS);
        Path folder = lab.data().resolve("csv-" + rows);
        Path file = CsvFiles.write(folder.resolve("orders.csv"), 0, rows);
        ProductProject project = ProductProject.create(lab.fresh("csv-dango"), source(folder));
        Path database = Files.createDirectories(lab.fresh("csv-duckdb")).resolve("bench.duckdb");
        Race race =
                lab.race(
                        lab.product("dango sync", project.folder(), project::reset, "sync"),
                        lab.program(
                                "read_csv",
                                SqlProgram.class,
                                List.of(),
                                round -> Files.deleteIfExists(database),
                                database,
                                "CREATE TABLE orders AS SELECT * FROM read_csv('" + file + "')"));
        lab.wall(name(), "dango sync of one CSV, wall, by read_csv", 1.15, race, 0, 1);
    }

    static String source(Path folder) {
        return """
               - name: orders
                 type: csv
                 enabled: true
                 csv:
                   directory: "%s"
               """
                .formatted(folder);
    }
}
