package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.MergeLoad;
import dev.dango.benchmark.task.MergeSql;

/** Rows that changed, merged into a large table, against the statement one would write by hand. */
public final class Merge implements Comparison {

    private static final long ROWS = 5_000_000;
    private static final long CHANGES = 100_000;

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public void run(Lab lab) throws Exception {
        long rows = lab.scaled(ROWS);
        long changes = lab.scaled(CHANGES);
        Race race =
                lab.race(
                        lab.dango(MergeLoad.class, lab.fresh("merge-dango"), rows, changes),
                        lab.other(
                                "DELETE, INSERT",
                                MergeSql.class,
                                lab.fresh("merge-delete"),
                                rows,
                                changes,
                                "BEGIN; DELETE FROM records USING ? AS s WHERE records.id = s.id;"
                                        + " INSERT INTO records SELECT * FROM ?; COMMIT"),
                        lab.other(
                                "MERGE",
                                MergeSql.class,
                                lab.fresh("merge-merge"),
                                rows,
                                changes,
                                "MERGE INTO records AS t USING ? AS s ON t.id = s.id"
                                        + " WHEN MATCHED THEN UPDATE"
                                        + " WHEN NOT MATCHED THEN INSERT"));
        lab.wall(name(), "merge, wall, by DELETE and INSERT", 1.5, race, 0, 1);
        lab.wall(name(), "merge, wall, by MERGE INTO", 1.5, race, 0, 2);
    }
}
