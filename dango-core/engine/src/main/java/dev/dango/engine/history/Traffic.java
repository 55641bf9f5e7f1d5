package dev.dango.engine.history;

import java.time.Duration;

/**
 * What was exchanged with the other side, as far as the connector counts it.
 *
 * @param requests how many were sent, repeated ones included
 * @param bytes how many were received, unpacked; of files their size
 * @param waits how often something was waited for
 * @param waited how long in all, summed over threads
 */
public record Traffic(long requests, long bytes, long waits, Duration waited) {

    /** Nothing was exchanged. */
    public static final Traffic NONE = new Traffic(0, 0, 0, Duration.ZERO);

    /**
     * The sum.
     *
     * @param other more
     * @return never null
     */
    public Traffic plus(Traffic other) {
        return new Traffic(
                requests + other.requests,
                bytes + other.bytes,
                waits + other.waits,
                waited.plus(other.waited));
    }
}
