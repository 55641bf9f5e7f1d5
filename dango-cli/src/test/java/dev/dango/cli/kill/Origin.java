package dev.dango.cli.kill;

import dev.dango.engine.project.SourceEntry;
import java.util.List;
import java.util.Random;

/** Where the data of one source comes from. It changes while no sync runs. */
interface Origin extends AutoCloseable {

    /** The source as configured. */
    SourceEntry entry();

    /** New data comes, and some that is there changes. */
    void change(Random random) throws Exception;

    /** What the warehouse must hold after a sync that ended, by nothing but this data. */
    List<Expected> expected();

    @Override
    void close();

    /**
     * The answer that a query must give.
     *
     * @param sql answers one text a row, without need of a schema
     * @param rows the texts, in any order
     */
    record Expected(String sql, List<String> rows) {}
}
