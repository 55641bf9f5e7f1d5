package dev.dango.benchmark.task;

/**
 * Work that is measured round by round in one JVM. Implementations are public and have a public
 * constructor that takes a list of texts.
 */
public interface Task extends AutoCloseable {

    /**
     * Gets ready for a round; this is not measured.
     *
     * @param round its number
     * @throws Exception if that fails
     */
    default void prepare(int round) throws Exception {}

    /**
     * Does the work.
     *
     * @param round its number
     * @throws Exception if it fails
     */
    void run(int round) throws Exception;

    @Override
    default void close() throws Exception {}
}
