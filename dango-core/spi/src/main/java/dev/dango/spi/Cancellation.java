package dev.dango.spi;

/** <em>Provided by Dango.</em> Tells whether a run is to stop. Thread-safe. */
public interface Cancellation {

    /**
     * Whether the run is to stop.
     *
     * @return once true, always true
     */
    boolean isRequested();

    /**
     * Throws if the run is to stop.
     *
     * @throws SourceException of kind {@link ErrorKind#CANCELLED}
     */
    void throwIfRequested();

    /**
     * Has something done when the run is to stop: abort a call, close a socket. It runs once, on
     * another thread, or at once if the run is to stop already.
     *
     * @param action must not block
     * @return takes the action back when closed
     */
    Registration onRequest(Runnable action);

    /** <em>Provided by Dango.</em> Takes back what was registered. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
