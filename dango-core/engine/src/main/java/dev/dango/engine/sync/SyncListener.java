package dev.dango.engine.sync;

import dev.dango.engine.report.SourceReport;

/**
 * Hears how a run goes. Called from many threads, must be thread-safe and quick, and must not
 * throw.
 */
public interface SyncListener {

    /** Hears nothing. */
    SyncListener NONE = new SyncListener() {};

    /**
     * A source begins.
     *
     * @param source its name
     */
    default void sourceStarted(String source) {}

    /**
     * Records arrived; called at most a few times a second per table.
     *
     * @param source the source's name
     * @param table the resource's table
     * @param rows records read so far in this run
     * @param slicesDone pieces finished
     * @param slices pieces in all
     */
    default void progress(String source, String table, long rows, int slicesDone, int slices) {}

    /**
     * Something is being waited for: a rate limit, another process, the warehouse.
     *
     * @param source the source's name
     * @param table the resource's table, or empty when it is the whole source
     * @param what a few words; empty when the wait is over
     */
    default void waiting(String source, String table, String what) {}

    /**
     * All is read; loading into the warehouse begins.
     *
     * @param source the source's name
     */
    default void loading(String source) {}

    /**
     * Something the user should know at once.
     *
     * @param source the source's name
     * @param message one sentence
     */
    default void warning(String source, String message) {}

    /**
     * A source has ended.
     *
     * @param report what came of it
     */
    default void sourceFinished(SourceReport report) {}
}
