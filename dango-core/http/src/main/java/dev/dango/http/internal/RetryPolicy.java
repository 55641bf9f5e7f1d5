package dev.dango.http.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a request that failed is sent again: five attempts, waits of about 1, 2, 4 and 8 seconds, or
 * as long as the remote system says. Immutable.
 */
public final class RetryPolicy {

    /** How often a request is sent at most. */
    public static final int ATTEMPTS = 5;

    /** No single wait is longer. */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final double JITTER = 0.2;

    private final RandomGenerator random;

    /** Makes a policy; the random numbers keep many clients from coming back at the same time. */
    public RetryPolicy(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How long to wait.
     *
     * @param failed attempts made so far, from 1
     * @param told what the remote system said
     */
    public Duration wait(int failed, Optional<Duration> told) {
        Duration wait = told.orElseGet(() -> backoff(failed));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private Duration backoff(int failed) {
        double seconds = Math.scalb(1.0, failed - 1);
        double jitter = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.round(1000 * seconds * jitter));
    }
}
