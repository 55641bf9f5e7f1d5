package dev.dango.engine.sync;

import dev.dango.engine.history.Traffic;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what a read exchanges with the other side, for the run's record. Thread-safe. */
public final class Meter {

    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder waited = new LongAdder();

    void exchanged(long sent, long received) {
        requests.add(sent);
        bytes.add(received);
    }

    void waited(Duration time) {
        waits.increment();
        waited.add(time.toNanos());
    }

    /** Hands on what is waited for, and counts how long: until the text is empty. */
    Consumer<String> watching(Consumer<String> waiting) {
        return new Consumer<>() {
            private long since;
            private boolean isWaiting;

            @Override
            public synchronized void accept(String what) {
                if (what.isEmpty() && isWaiting) {
                    waited(Duration.ofNanos(System.nanoTime() - since));
                } else if (!what.isEmpty() && !isWaiting) {
                    since = System.nanoTime();
                }
                isWaiting = !what.isEmpty();
                waiting.accept(what);
            }
        };
    }

    /**
     * What was counted.
     *
     * @return so far
     */
    public Traffic traffic() {
        return new Traffic(
                requests.sum(), bytes.sum(), waits.sum(), Duration.ofNanos(waited.sum()));
    }
}
