package dev.dango.http.internal;

import dev.dango.spi.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time that passes. Tests bring their own, in which waiting takes no time. Thread-safe. */
public interface Waiting {

    /** Time as it is. */
    Waiting REAL =
            new Waiting() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void pause(Duration wait, Cancellation cancellation)
                        throws InterruptedException {
                    CountDownLatch stop = new CountDownLatch(1);
                    try (Cancellation.Registration ignored =
                            cancellation.onRequest(stop::countDown)) {
                        stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
                    }
                }
            };

    /** A reading of a clock that only runs forward; only differences mean something. */
    long nanos();

    /** Returns after the wait, or at once when the run is to stop. */
    void pause(Duration wait, Cancellation cancellation) throws InterruptedException;
}
