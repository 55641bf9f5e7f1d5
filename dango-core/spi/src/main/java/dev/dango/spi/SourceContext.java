package dev.dango.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * <em>Provided by Dango.</em> What a connector may use during one run of one configured source.
 * Thread-safe.
 */
public interface SourceContext {

    /**
     * The name under which the source is configured.
     *
     * @return lower-case letters, digits and underscores
     */
    String sourceName();

    /**
     * The settings, bound to the connector's own record, with defaults filled in. They were
     * validated before any plugin code ran.
     *
     * @param <C> the settings record
     * @param type the class given to {@link SourceSpec#config}
     * @return never null
     */
    <C extends Record> C config(Class<C> type);

    /**
     * Tells whether the run is to stop.
     *
     * @return never null
     */
    Cancellation cancellation();

    /**
     * The run's clock. Use it instead of {@code Instant.now()}: tests and {@code --until} depend on
     * it.
     *
     * @return never null
     */
    Clock clock();

    /**
     * A folder for temporary files, made on first use and emptied when the run ends.
     *
     * @return an existing folder
     */
    Path scratchDirectory();

    /**
     * Has something closed when the run ends, in reverse order of these calls, whatever happens
     * before. For pools and clients; what one read opens, it closes itself.
     *
     * @param <T> the thing's type
     * @param resource what to close
     * @return the same object
     */
    <T extends AutoCloseable> T closeAtEnd(T resource);

    /**
     * Says what this thread waits for, in a few words, for the progress line: {@code "12 s, 429
     * from api.github.com"}. It stands until the next record, or until it is called with an empty
     * text.
     *
     * @param what a few words, no secret in them
     */
    void waiting(String what);

    /**
     * Tells the user something that does not stop the run: a sheet skipped, a file ignored. It is
     * shown once, with the source's name, and kept in the run's record.
     *
     * @param message one sentence
     */
    void warn(String message);

    /**
     * Counts what was exchanged with the other side, for the run's record. The toolkit for HTTP
     * does it by itself; the sizes of files are known without.
     *
     * @param requests how many were sent, repeated ones included; may be 0
     * @param bytes how many were received, unpacked; may be 0
     */
    default void exchanged(long requests, long bytes) {}

    /**
     * Notes a wait that is over, for the run's record: for a limit, or before another attempt. The
     * toolkit for HTTP does it by itself.
     *
     * @param time how long it was
     */
    default void waited(Duration time) {}
}
