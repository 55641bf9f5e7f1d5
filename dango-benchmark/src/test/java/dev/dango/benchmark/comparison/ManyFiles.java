package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.data.CsvFiles;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.SqlProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many tiny CSV files, and the same again with nothing changed. */
public final class ManyFiles implements Comparison {

    private static final int FILES = 500;

    @Override
    public String name() {
        return "files";
    }

    @Override
    public void run(Lab lab) throws Exception {
        int count = (int) lab.scaled(FILES);
        Path folder = lab.data().resolve("files-" + count);
        for (int i = 0; i < count; i++) {
            CsvFiles.write(folder.resolve("orders-%04d.csv".formatted(i)), i, 1);
        }
        ProductProject project =
                ProductProject.create(lab.fresh("files-dango"), Csv.source(folder));
        Path database = Files.createDirectories(lab.fresh("files-duckdb")).resolve("bench.duckdb");
        String files =
                IntStream.range(0, count)
                        .mapToObj(i -> folder.resolve("orders-%04d.csv".formatted(i)))
                        .map(file -> "'" + file + "'")
                        .collect(Collectors.joining(", "));
        Race race =
                lab.race(
                        lab.product("dango sync", project.folder(), project::reset, "sync"),
                        lab.product("again", project.folder(), round -> {}, "sync"),
                        lab.program(
                                "read_csv",
                                SqlProgram.class,
                                List.of(),
                                round -> Files.deleteIfExists(database),
                                database,
                                "CREATE TABLE orders AS SELECT * FROM read_csv([" + files + "])"));
        lab.wall(name(), count + " one-row CSVs, wall, by read_csv", 2.0, race, 0, 2);
        lab.wall(name(), "again, nothing changed, wall, by read_csv", 1.0, race, 1, 2);
    }
}
