package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Figure;
import dev.dango.benchmark.Lab;
import dev.dango.benchmark.data.JsonFiles;
import dev.dango.benchmark.race.Contender;
import dev.dango.benchmark.race.Cost;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.JsonLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What a row and a table cost when there is one, ten and a hundred times as much of them. */
public final class Linearity implements Comparison {

    private static final int[] STEPS = {1, 10, 100};
    private static final long ROWS = 20_000;
    private static final long ROWS_OF_A_TABLE = 1_000;

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public void run(Lab lab) throws Exception {
        Path rows = JsonFiles.flat(lab.data(), lab.scaled(ROWS)).pages();
        Race byRows =
                lab.race(load(lab, rows, 1, 1), load(lab, rows, 1, 10), load(lab, rows, 1, 100));
        add(lab, byRows, "rows", lab.scaled(ROWS));
        Path table = JsonFiles.flat(lab.data(), lab.scaled(ROWS_OF_A_TABLE)).pages();
        Race byTables =
                lab.race(load(lab, table, 1, 1), load(lab, table, 10, 1), load(lab, table, 100, 1));
        add(lab, byTables, "tables", 1);
    }

    private static Contender load(Lab lab, Path pages, int tables, int times) throws IOException {
        return lab.dango(
                JsonLoad.class, lab.fresh("linear-" + tables + "-" + times), pages, tables, times);
    }

    private void add(Lab lab, Race race, String what, long units) {
        for (int i = 1; i < STEPS.length; i++) {
            double more = (double) STEPS[i] / STEPS[i - 1];
            lab.add(
                    new Figure(
                            name(),
                            "%d times the %s: cost of each, by %d times"
                                    .formatted(STEPS[i], what, STEPS[i - 1]),
                            Figure.Goal.atMost(1.2),
                            race.ratio(i, i - 1, Cost::cpu) / more,
                            race.firstRatio(i, i - 1, Cost::cpu) / more,
                            each(race, i, units),
                            each(race, i - 1, units)));
        }
    }

    private static String each(Race race, int step, long units) {
        double seconds = race.median(step, Cost::cpu) / (units * STEPS[step]);
        return String.format(Locale.ROOT, "cpu %.3f us each", seconds * 1e6);
    }
}
