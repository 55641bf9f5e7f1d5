package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;

/** One row of the table, or a few that share their data. */
public interface Comparison {

    /**
     * By which it is picked.
     *
     * @return a word
     */
    String name();

    /**
     * Measures, and gives its figures to the laboratory.
     *
     * @param lab where it happens
     * @throws Exception if something that is measured fails
     */
    void run(Lab lab) throws Exception;
}
