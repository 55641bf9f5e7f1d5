package dev.dango.cli.view;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has a display show itself regularly, and once more at the end. */
public final class Ticker implements AutoCloseable {

    /** Who waits wants to know why without waiting for that, too. */
    private static final long FIRST_MILLIS = 1000;

    private final ProgressDisplay display;
    private final ScheduledExecutorService timer;
    private final Future<?> ticking;

    /**
     * Starts.
     *
     * @param display what to show; closed with this
     * @param period how often
     */
    public Ticker(ProgressDisplay display, Duration period) {
        this.display = display;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "dango-progress");
                            thread.setDaemon(true);
                            return thread;
                        });
        long millis = period.toMillis();
        this.ticking =
                timer.scheduleWithFixedDelay(
                        display::show,
                        Math.min(millis, FIRST_MILLIS),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        ticking.cancel(false);
        timer.shutdown();
        display.close();
    }
}
