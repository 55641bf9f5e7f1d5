package dev.dango.engine.protocol;

/**
 * Hears of each step that a sync has reached, in the thread that reached it. Must be thread-safe.
 * The sync goes on when the call returns.
 */
@FunctionalInterface
public interface Steps {

    /** Hears nothing. */
    Steps UNWATCHED = step -> {};

    /**
     * A step is done, and what follows it has not begun.
     *
     * @param step the step
     */
    void reached(Step step);
}
