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

    /** A sync has ended that was not killed. */
    default void synced() {}

    /** What the warehouse must hold after a sync that ended, by nothing but this data. */
    List<Expected> expected();

    /** What the warehouse must hold at any time, whatever was killed and has not gone on yet. */
    default List<AnyOf> always() {
        return List.of();
    }

    @Override
    void close();

    /**
     * The answer that a query must give.
     *
     * @param sql answers one text a row, without need of a schema
     * @param rows the texts, in any order
     */
    record Expected(String sql, List<String> rows) {}

    /**
     * Answers of which a query must give one.
     *
     * @param table whether there is anything to ask
     * @param sql answers one text
     * @param answers the texts
     */
    record AnyOf(String table, String sql, List<String> answers) {}
}
