package dev.dango.engine.sync;

import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs sources side by side; they meet only at the warehouse, one load at a time. */
public final class SyncRunner {

    private static final int SOURCES_AT_ONCE = 4;

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
     */
    public SyncReport run(
            List<SourceEntry> entries,
            SyncOptions options,
            SyncListener listener,
            CancellationSource cancellation) {
        long started = System.nanoTime();
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        Math.max(1, Math.min(SOURCES_AT_ONCE, entries.size())),
                        task -> {
                            Thread thread = new Thread(task, "dango-source");
                            thread.setDaemon(true);
                            return thread;
                        });
        try {
            List<Future<SourceReport>> running = new ArrayList<>();
            for (SourceEntry entry : entries) {
                running.add(
                        pool.submit(
                                () ->
                                        new SourceSync(
                                                        entry,
                                                        environment,
                                                        options,
                                                        listener,
                                                        cancellation)
                                                .run()));
            }
            List<SourceReport> reports = new ArrayList<>();
            for (Future<SourceReport> source : running) {
                reports.add(source.get());
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
}
