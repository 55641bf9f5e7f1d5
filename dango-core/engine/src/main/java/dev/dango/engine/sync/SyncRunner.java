package dev.dango.engine.sync;

import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs sources side by side; they meet only at the warehouse, one load at a time. */
public final class SyncRunner {

    private static final int SOURCES_AT_ONCE = 4;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration UNTIL_INTERRUPTED = Duration.ofSeconds(5);
    private static final Duration UNTIL_ABANDONED = Duration.ofSeconds(7);

    private final SyncEnvironment environment;

    /**
     * Prepares to run.
     *
     * @param environment what all sources share
     */
    public SyncRunner(SyncEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Syncs.
     *
     * @param entries the sources, in the order in which they are to be reported
     * @param options what is asked for
     * @param listener hears how it goes
     * @param cancellation ends it early
     * @return one report per source
     * @throws SourceException of kind CONFIG, before anything starts, if a source cannot be asked
     *     for the window of time
     */
    public SyncReport run(
            List<SourceEntry> entries,
            SyncOptions options,
            SyncListener listener,
            CancellationSource cancellation) {
        long started = System.nanoTime();
        if (options.hasWindow()) {
            checkWindow(entries, options, cancellation);
        }
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        Math.max(1, Math.min(SOURCES_AT_ONCE, entries.size())),
                        task -> {
                            Thread thread = new Thread(task, "dango-source");
                            thread.setDaemon(true);
                            return thread;
                        });
        try {
            List<Running> running = new ArrayList<>();
            for (SourceEntry entry : entries) {
                running.add(
                        Running.start(
                                () ->
                                        new SourceSync(
                                                entry,
                                                environment,
                                                options,
                                                listener,
                                                cancellation),
                                pool));
            }
            Patience patience = new Patience(cancellation);
            List<SourceReport> reports = new ArrayList<>();
            for (Running source : running) {
                reports.add(source.report(patience));
            }
            return new SyncReport(reports, Duration.ofNanos(System.nanoTime() - started));
        } catch (InterruptedException e) {
            cancellation.request();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Nothing is to start where the last of the sources would be refused. */
    private void checkWindow(
            List<SourceEntry> entries, SyncOptions options, CancellationSource cancellation) {
        for (SourceEntry entry : entries) {
            List<SourceReport.Failure> refused =
                    new PlanDescriber(entry, environment, options, true, cancellation)
                            .describe().failures().stream()
                                    .filter(failure -> failure.resource().isPresent())
                                    .filter(
                                            failure ->
                                                    failure.kind().equals(ErrorKind.CONFIG.name()))
                                    .toList();
            if (!refused.isEmpty()) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "nothing was synced: "
                                        + entry.name()
                                        + ": "
                                        + refused.stream()
                                                .map(SourceReport.Failure::message)
                                                .collect(Collectors.joining("; ")))
                        .hint(refused.get(0).hint());
            }
        }
    }

    /** How long is waited for connectors once the user wants to stop. */
    private static final class Patience {

        private volatile long requestedAt;
        private volatile boolean requested;

        Patience(CancellationSource cancellation) {
            cancellation.onRequest(
                    () -> {
                        requestedAt = System.nanoTime();
                        requested = true;
                    });
        }

        boolean isOver(Duration limit) {
            return requested && System.nanoTime() - requestedAt > limit.toNanos();
        }
    }

    /** A source that is being synced, or will be when there is a thread for it. */
    private record Running(
            Supplier<SourceSync> maker,
            AtomicReference<SourceSync> begun,
            Future<?> thread,
            CompletableFuture<SourceReport> result) {

        static Running start(Supplier<SourceSync> maker, ExecutorService pool) {
            AtomicReference<SourceSync> begun = new AtomicReference<>();
            CompletableFuture<SourceReport> result = new CompletableFuture<>();
            Future<?> thread =
                    pool.submit(
                            () -> {
                                try {
                                    SourceSync sync = maker.get();
                                    begun.set(sync);
                                    result.complete(sync.run());
                                } catch (RuntimeException | Error e) {
                                    result.completeExceptionally(e);
                                }
                            });
            return new Running(maker, begun, thread, result);
        }

        /** Waits; but when the user wants to stop, not long for a connector that goes on. */
        SourceReport report(Patience patience) throws InterruptedException, ExecutionException {
            while (true) {
                try {
                    return result.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    SourceSync sync = begun.get();
                    if (sync != null && sync.isAtWarehouse()) {
                        continue;
                    }
                    if (patience.isOver(UNTIL_ABANDONED)) {
                        return sync == null ? maker.get().neverBegun() : sync.abandon();
                    }
                    if (patience.isOver(UNTIL_INTERRUPTED)) {
                        thread.cancel(true);
                    }
                }
            }
        }
    }
}
