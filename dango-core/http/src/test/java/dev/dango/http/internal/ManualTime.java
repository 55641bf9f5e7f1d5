package dev.dango.http.internal;

import dev.dango.spi.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by waiting, and then at once. */
public final class ManualTime implements Waiting {

    private final List<Duration> pauses = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 1_000; // readings may overflow, as the JDK's may

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void pause(Duration wait, Cancellation cancellation) {
        pauses.add(wait);
        nanos += wait.toNanos();
    }

    /** What was waited for. */
    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
