package dev.dango.engine.sync;

import dev.dango.engine.load.StageWriter;
import dev.dango.engine.record.BatchingSink;
import dev.dango.engine.source.PluginCalls;
import dev.dango.engine.state.CursorState;
import dev.dango.engine.state.TrackingCursor;
import dev.dango.engine.state.Window;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads one slice into the stage, and again from its last checkpoint when that may help. */
final class SliceTask {

    /** Levels of nesting; nobody has more. */
    private static final int NO_LIMIT = 1000;

    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final ResourceRead read;
    private final Slice slice;
    private final PluginCalls plugin;
    private final RunContext run;
    private final Window window;
    private final Duration lookback;
    private final Consumer<String> waiting;

    SliceTask(
            ResourceRead read,
            Slice slice,
            PluginCalls plugin,
            RunContext run,
            Window window,
            Duration lookback,
            Consumer<String> waiting) {
        this.read = read;
        this.slice = slice;
        this.plugin = plugin;
        this.run = run;
        this.window = window;
        this.lookback = lookback;
        this.waiting = waiting;
    }

    ResourceRead read() {
        return read;
    }

    /** Reads; whatever goes wrong for good is thrown. */
    void run(StageWriter writer) {
        writer.begin(read.load(), read.model(), slice.id());
        for (int attempt = 1; ; attempt++) {
            CursorState from = writer.reached().orElse(read.committed().get(slice.id()));
            TrackingCursor cursor = cursor(from);
            BatchingSink sink =
                    new BatchingSink(
                            read.spec(),
                            read.model(),
                            read.spec().maxTableNesting().orElse(NO_LIMIT),
                            cursor,
                            read.quota(),
                            writer,
                            run.cancellation(),
                            read.read(),
                            run::warn);
            try {
                run.cancellation().throwIfRequested();
                plugin.run(
                        () ->
                                read.resource()
                                        .read(
                                                slice,
                                                run.reading(cursor, waiting, read.meter()),
                                                sink));
                sink.finish();
                read.sliceDone();
                return;
            } catch (SourceException e) {
                sink.abandon();
                writer.rollback();
                if (!e.kind().isRetryable() || attempt == ATTEMPTS) {
                    throw run.cancellation().isRequested() ? cancelled() : e;
                }
                pause(e.retryAfter(), attempt);
            }
        }
    }

    private TrackingCursor cursor(CursorState from) {
        boolean deduplicates = read.load().mode() == WriteMode.APPEND;
        return new TrackingCursor(
                read.cursor(), window, read.committed(), from, deduplicates, lookback);
    }

    private static SourceException cancelled() {
        return SourceException.of(ErrorKind.CANCELLED, "stopped");
    }

    private void pause(Optional<Duration> told, int attempt) {
        Duration pause = told.orElse(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
        waiting.accept("%.1f s before trying again".formatted(pause.toMillis() / 1000.0));
        long began = System.nanoTime();
        CountDownLatch stopped = new CountDownLatch(1);
        try (var registration = run.cancellation().onRequest(stopped::countDown)) {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw cancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } finally {
            read.meter().waited(Duration.ofNanos(System.nanoTime() - began));
            waiting.accept("");
        }
    }
}
