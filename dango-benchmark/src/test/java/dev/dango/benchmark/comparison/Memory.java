package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Figure;
import dev.dango.benchmark.Folders;
import dev.dango.benchmark.Lab;
import dev.dango.benchmark.data.CsvFiles;
import dev.dango.benchmark.data.JsonFiles;
import dev.dango.benchmark.race.Contender;
import dev.dango.benchmark.race.Cost;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.JsonLoad;
import dev.dango.benchmark.task.Task;
import dev.dango.benchmark.task.TypedLoad;
import java.nio.file.Path;
import java.util.Locale;

/** The most memory that a load takes, against the same with ten times the rows. */
public final class Memory implements Comparison {

    private static final long CSV_ROWS = 1_000_000;
    private static final long ROWS = 300_000;
    private static final int TIMES = 10;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void run(Lab lab) throws Exception {
        add(lab, "CSV", csv(lab, 1), csv(lab, TIMES));
        Path pages = JsonFiles.flat(lab.data(), lab.scaled(ROWS)).pages();
        add(
                lab,
                "JSON",
                once(lab, JsonLoad.class, lab.fresh("memory-json"), pages, 1, 1),
                once(lab, JsonLoad.class, lab.fresh("memory-json-10"), pages, 1, TIMES));
        long rows = lab.scaled(ROWS);
        add(
                lab,
                "typed rows",
                once(lab, TypedLoad.class, lab.fresh("memory-typed"), rows),
                once(lab, TypedLoad.class, lab.fresh("memory-typed-10"), rows * TIMES));
    }

    private static Contender csv(Lab lab, int times) throws Exception {
        long rows = lab.scaled(CSV_ROWS) * times;
        Path folder = lab.data().resolve("memory-csv-" + rows);
        CsvFiles.write(folder.resolve("orders.csv"), 0, rows);
        ProductProject project =
                ProductProject.create(lab.fresh("memory-csv-" + times), Csv.source(folder));
        return lab.product("CSV x " + times, project.folder(), project::reset, "sync");
    }

    /** A JVM of its own for each round, since memory that was once taken is seldom given back. */
    private static Contender once(
            Lab lab, Class<? extends Task> task, Path project, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = project;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Contender() {
            @Override
            public String name() {
                return project.getFileName().toString();
            }

            @Override
            public Cost round(int number) throws Exception {
                Folders.delete(project);
                try (Contender jvm = lab.dango(task, all)) {
                    return jvm.round(number);
                }
            }
        };
    }

    private void add(Lab lab, String what, Contender one, Contender ten) throws Exception {
        Race race = lab.race(one, ten);
        lab.add(
                new Figure(
                        name(),
                        "peak memory, %s, %d times the rows".formatted(what, TIMES),
                        Figure.Goal.atMost(1.2),
                        race.ratio(1, 0, Cost::peak),
                        race.firstRatio(1, 0, Cost::peak),
                        megabytes(race, 1),
                        megabytes(race, 0)));
    }

    private static String megabytes(Race race, int contender) {
        double bytes = race.median(contender, Cost::peak);
        return String.format(Locale.ROOT, "%.0f MB", bytes / (1 << 20));
    }
}
