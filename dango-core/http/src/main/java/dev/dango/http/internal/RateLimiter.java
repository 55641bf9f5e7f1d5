package dev.dango.http.internal;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Hands out permission for requests: in any stretch of the period's length no more than the limit,
 * and none before a pause that the remote system asked for is over. Shared by all slices of a
 * source. Thread-safe.
 */
public final class RateLimiter {

    private final int limit;
    private final long period;
    private final Waiting time;
    private final ArrayDeque<Long> granted = new ArrayDeque<>();
    private long closedUntil;
    private boolean closed;

    /**
     * Makes a limiter.
     *
     * @param limit requests per period; 0 for no limit
     */
    public RateLimiter(int limit, Duration per, Waiting time) {
        this.limit = limit;
        this.period = per.toNanos();
        this.time = time;
    }

    /**
     * Reserves the next free place.
     *
     * @return how long to wait before the request may go; zero or more
     */
    public synchronized Duration reserve() {
        long now = time.nanos();
        long at = now;
        if (closed) {
            closed = closedUntil - now > 0;
            at = closed ? closedUntil : now;
        }
        if (limit > 0) {
            if (granted.size() == limit) {
                long free = granted.removeFirst() + period;
                at = free - at > 0 ? free : at;
            }
            granted.addLast(at);
        }
        return Duration.ofNanos(at - now);
    }

    /** Grants nothing for this long from now on. */
    public synchronized void close(Duration pause) {
        long until = time.nanos() + pause.toNanos();
        if (!closed || until - closedUntil > 0) {
            closed = true;
            closedUntil = until;
        }
    }
}
