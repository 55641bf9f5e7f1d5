package dev.dango.benchmark.race;

/** Does the same work round after round. Closing ends its processes. */
public interface Contender extends AutoCloseable {

    /**
     * What it is called in the output.
     *
     * @return a word or two
     */
    String name();

    /**
     * Does the work once.
     *
     * @param number of the round, from 0
     * @return what it cost, without its preparations
     * @throws Exception if the work failed
     */
    Cost round(int number) throws Exception;

    @Override
    default void close() {}
}
