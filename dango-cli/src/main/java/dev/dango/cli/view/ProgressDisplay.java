package dev.dango.cli.view;

/** Shows how a sync goes. Thread-safe. */
public interface ProgressDisplay extends AutoCloseable {

    /** Shows how things stand now; called again and again. */
    void show();

    /** Shows what is left to say, and ends. */
    @Override
    void close();
}
