package dev.dango.engine.sync;

import dev.dango.engine.load.DamagedStageException;
import dev.dango.engine.load.DiskFailure;
import dev.dango.engine.load.LoadHeader;
import dev.dango.engine.load.LoadId;
import dev.dango.engine.load.LoadOptions;
import dev.dango.engine.load.LoadResult;
import dev.dango.engine.load.ProcessLock;
import dev.dango.engine.load.SourceState;
import dev.dango.engine.load.SourceStore;
import dev.dango.engine.load.Stage;
import dev.dango.engine.load.StageWriter;
import dev.dango.engine.load.StagedLoad;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.state.TableCatalog;
import dev.dango.engine.state.Window;
import dev.dango.engine.sync.RunRecorder.Phase;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run of one source: finish what an earlier run left, plan, read into a stage, load the stage.
 */
final class SourceSync {

    /**
     * Slices of one source that are read at the same time; most of the time they wait for a
     * network.
     */
    private static final int WORKERS = 4;

    private static final Duration TELL_EVERY = Duration.ofMillis(200);

    private final SourceEntry entry;
    private final SyncEnvironment environment;
    private final SyncOptions options;
    private final SyncListener listener;
    private final CancellationSource cancellation;
    private final Steps steps;
    private final Path stages;
    private final SourceStore store;
    private final TableCatalog tables;
    private final List<SourceReport.Failure> failures = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<String, TableReport> reports = new TreeMap<>();
    private final Instant startedAt;
    private final long started = System.nanoTime();
    private final RunRecorder recorder;
    private Optional<String> loadId = Optional.empty();
    private boolean interrupted;
    private boolean ended;
    private volatile boolean atWarehouse;

    SourceSync(
            SourceEntry entry,
            SyncEnvironment environment,
            SyncOptions options,
            SyncListener listener,
            CancellationSource cancellation) {
        this.entry = entry;
        this.environment = environment;
        this.options = options;
        this.listener = listener;
        this.cancellation = cancellation;
        this.steps = environment.steps();
        this.stages = environment.project().loads().resolve(entry.name());
        this.startedAt = environment.clock().instant();
        this.recorder = new RunRecorder(entry, environment, options, startedAt, this::warn);
        this.store =
                new SourceStore(
                        environment.warehouse(),
                        entry.name(),
                        entry.schema(),
                        waits(what -> listener.waiting(entry.name(), "", what)),
                        cancellation);
        this.tables = new TableCatalog(environment.project().state(), entry.name(), steps);
    }

    SourceReport run() {
        listener.sourceStarted(entry.name());
        attempt(this::prepareAndSync);
        if (!ended) {
            end();
        }
        SourceReport report = report();
        if (report.status() == SourceReport.Status.OK) {
            noteSuccess();
        }
        listener.sourceFinished(report);
        return report;
    }

    private void prepareAndSync() {
        PreparedSource source = PreparedSource.of(entry, environment);
        source.settings().warnings().forEach(this::warn);
        try (ProcessLock lock =
                ProcessLock.acquire(
                        environment.project().lock(entry.name()),
                        "syncing " + entry.name(),
                        waits(who -> listener.waiting(entry.name(), "", turn(who))),
                        cancellation)) {
            steps.reached(Step.SOURCE_LOCKED);
            recorder.begin();
            steps.reached(Step.RUN_BEGUN);
            attempt(() -> sync(source));
            end();
        }
    }

    /** Does something; what goes wrong is noted and not thrown. */
    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (SourceException e) {
            if (isInterruption(e)) {
                interrupted = true;
            } else {
                fail(Optional.empty(), e);
            }
        } catch (UncheckedIOException e) {
            Path files = environment.project().state().getParent();
            fail(
                    Optional.empty(),
                    DiskFailure.of("files of Dango cannot be read or written", files, e));
        } catch (RuntimeException | Error e) {
            fail(
                    Optional.empty(),
                    SourceException.of(ErrorKind.INTERNAL, "Dango failed unexpectedly: " + e)
                            .hint("Run again with --debug and report it.")
                            .causedBy(e));
        }
    }

    /**
     * While the source's lock is held, if it ever was: the next run takes what is open for over.
     */
    private void end() {
        recorder.end(report());
        ended = true;
        steps.reached(Step.RUN_ENDED);
    }

    private SourceReport report() {
        return new SourceReport(
                entry.name(),
                entry.type(),
                entry.schema(),
                status(),
                loadId,
                startedAt,
                Duration.ofNanos(System.nanoTime() - started),
                List.copyOf(reports.values()),
                List.copyOf(failures),
                List.copyOf(warnings));
    }

    private Consumer<String> waits(Consumer<String> waiting) {
        return recorder.meter().watching(waiting);
    }

    /** All is loaded, so that this cannot be written down is no failure any more. */
    private void noteSuccess() {
        try {
            tables.synced(environment.clock().instant());
        } catch (UncheckedIOException e) {
            warn("the time of this sync cannot be written down: " + e.getCause().getMessage());
        }
    }

    /**
     * The report on a run that nobody waits for any more, since its connector does not stop. What
     * it has read up to its last checkpoint is in its stage, as after a kill.
     */
    SourceReport abandon() {
        String warning = "the connector did not stop when asked to and was left behind";
        listener.warning(entry.name(), warning);
        SourceReport report = unfinished(List.of(warning));
        listener.sourceFinished(report);
        return report;
    }

    /** The report on a run that the user stopped before it began. */
    SourceReport neverBegun() {
        return unfinished(List.of());
    }

    private SourceReport unfinished(List<String> said) {
        return new SourceReport(
                entry.name(),
                entry.type(),
                entry.schema(),
                SourceReport.Status.INTERRUPTED,
                Optional.empty(),
                startedAt,
                Duration.ofNanos(System.nanoTime() - started),
                List.of(),
                List.of(),
                said);
    }

    /** Whether the warehouse is being looked at or written, which ends by itself. */
    boolean isAtWarehouse() {
        return atWarehouse;
    }

    /** A connector may say that it was stopped though nobody asked for that: a failure. */
    private boolean isInterruption(SourceException e) {
        return e.kind() == ErrorKind.CANCELLED && cancellation.isRequested();
    }

    private static String turn(String holder) {
        return holder.isEmpty() ? "" : "its turn: the source is in use by " + holder;
    }

    private SourceReport.Status status() {
        if (interrupted || cancellation.isRequested()) {
            return SourceReport.Status.INTERRUPTED;
        }
        if (failures.isEmpty()) {
            return SourceReport.Status.OK;
        }
        return reports.isEmpty() ? SourceReport.Status.FAILED : SourceReport.Status.PARTIAL;
    }

    private void sync(PreparedSource source) {
        recorder.during(Phase.LOAD, this::loadLeftovers);
        try (RunContext run =
                new RunContext(
                        entry.name(),
                        source.settings().config(),
                        cancellation,
                        environment.clock(),
                        environment.project().state().resolve("scratch").resolve(entry.name()),
                        what -> listener.waiting(entry.name(), "", what),
                        this::warn,
                        recorder.meter())) {
            SourceState state = recorder.during(Phase.PLAN, () -> atWarehouse(store::read));
            tables.tables(state.rows()); // a run may have been killed before it wrote them down
            List<ResourceRead> reads =
                    recorder.during(Phase.PLAN, () -> planner().plan(source, run, state));
            recorder.planned(reads, state);
            if (reads.isEmpty()) {
                return;
            }
            store.takeOver(reads.stream().flatMap(read -> read.adoption().stream()).toList());
            Path folder = recorder.during(Phase.READ, () -> read(source, run, reads, state));
            cancellation.throwIfRequested();
            recorder.during(Phase.LOAD, () -> load(folder, reads, state));
            reads.forEach(read -> complete(read, state));
        }
    }

    private <T> T atWarehouse(Supplier<T> work) {
        atWarehouse = true;
        try {
            return work.get();
        } finally {
            atWarehouse = false;
        }
    }

    /** Adds to a table's report what only reading knows. */
    private void complete(ResourceRead read, SourceState state) {
        reports.computeIfPresent(
                read.load().table(),
                (table, report) -> report.with(read.duration(), state.furthest(read.load())));
    }

    private SourcePlanner planner() {
        return new SourcePlanner(entry, options, this::waiting, this::warn, this::fail);
    }

    /** An earlier run was killed: what it had read up to its last checkpoint is loaded first. */
    private void loadLeftovers() {
        try {
            for (Path folder : Stage.leftovers(stages)) {
                steps.reached(Step.LEFTOVER_FOUND);
                StagedLoad staged = readLeftover(folder);
                if (staged != null && staged.header().isPresent()) {
                    staged.forgetFiles();
                    if (staged.hasSomething()) {
                        listener.loading(entry.name());
                        take(atWarehouse(() -> store.load(staged, tables, steps)));
                    }
                }
                Stage.delete(folder, steps);
                steps.reached(Step.LEFTOVER_FINISHED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What cannot be read is read from the source again; nothing of it was committed. */
    private StagedLoad readLeftover(Path folder) throws IOException {
        try {
            StagedLoad staged = Stage.read(folder);
            if (staged.isOfAnotherVersion()) {
                warn("what another version of Dango had read is read again");
            }
            return staged;
        } catch (DamagedStageException e) {
            warn("what an earlier sync had read was damaged on disk and is read again");
            return null;
        }
    }

    /** A wait stands until rows come, so those that came before it are told before it. */
    private void waiting(ResourceRead read, String what) {
        tell(read);
        listener.waiting(entry.name(), read.load().table(), environment.redactor().redact(what));
    }

    /** Reads all slices; answers the folder of the stage. */
    private Path read(
            PreparedSource source, RunContext run, List<ResourceRead> reads, SourceState state) {
        LoadHeader header =
                new LoadHeader(
                        LoadHeader.VERSION,
                        entry.name(),
                        entry.type(),
                        entry.schema(),
                        LoadId.after(state.lastLoadId(), startedAt),
                        startedAt,
                        new LoadOptions(
                                options.fullRefresh(),
                                options.hasWindow(),
                                options.limit().orElse(LoadOptions.NO_LIMIT),
                                options.allowSchemaChanges(),
                                options.allowEmptyReplace()));
        try (Stage stage = Stage.create(stages, header, steps)) {
            ConcurrentLinkedQueue<SliceTask> tasks = new ConcurrentLinkedQueue<>();
            Window window = WindowCheck.window(options);
            for (ResourceRead read : reads) {
                stage.begin(read.load());
                for (Slice slice : read.slices()) {
                    tasks.add(
                            new SliceTask(
                                    read,
                                    slice,
                                    source.plugin(),
                                    run,
                                    window,
                                    SourcePlanner.lookback(entry),
                                    what -> waiting(read, what)));
                }
            }
            work(stage, tasks, reads);
            stage.checkWritable();
            for (ResourceRead read : reads) {
                if (read.stays()) {
                    continue;
                }
                if (read.isComplete()) {
                    stage.complete(read.load(), read.model());
                } else if (read.failure() != null) {
                    if (read.model().isRefused()) {
                        stage.refuse(read.load());
                    }
                    failOrStop(read);
                }
            }
            return stage.folder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void failOrStop(ResourceRead read) {
        if (!isInterruption(read.failure())) {
            fail(Optional.of(read.spec().name()), read.failure());
        }
    }

    private void work(
            Stage stage, ConcurrentLinkedQueue<SliceTask> tasks, List<ResourceRead> reads) {
        int workers = Math.min(WORKERS, tasks.size());
        if (workers == 0) {
            return;
        }
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        workers,
                        task -> {
                            Thread thread = new Thread(task, "dango-" + entry.name());
                            thread.setDaemon(true);
                            return thread;
                        });
        for (int i = 0; i < workers; i++) {
            StageWriter writer = stage.writer();
            pool.execute(() -> drain(tasks, writer));
        }
        pool.shutdown();
        try {
            while (!pool.awaitTermination(TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                reads.forEach(this::tell);
            }
            reads.forEach(this::tell);
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
            throw SourceException.of(ErrorKind.CANCELLED, "interrupted");
        }
    }

    private void drain(ConcurrentLinkedQueue<SliceTask> tasks, StageWriter writer) {
        for (SliceTask task = tasks.poll(); task != null; task = tasks.poll()) {
            if (task.read().failure() != null) {
                continue;
            }
            task.read().begin();
            try {
                task.run(writer);
            } catch (SourceException e) {
                task.read().fail(e);
            } catch (RuntimeException | Error e) {
                writer.rollback();
                task.read()
                        .fail(
                                SourceException.of(
                                                ErrorKind.INTERNAL,
                                                "Dango failed unexpectedly: " + e)
                                        .causedBy(e));
            }
            task.read().end();
        }
    }

    private void tell(ResourceRead read) {
        listener.progress(
                entry.name(),
                read.load().table(),
                read.read().sum(),
                read.slicesDone(),
                read.slices().size());
    }

    private void load(Path folder, List<ResourceRead> reads, SourceState state) {
        try {
            StagedLoad staged = Stage.read(folder);
            reads.forEach(read -> read.meter().exchanged(0, staged.fileBytes(read.load().id())));
            if (staged.changesAnything(state)) {
                listener.loading(entry.name());
                take(atWarehouse(() -> store.load(staged, tables, steps)));
            } else {
                staged.unchanged(state).forEach(report -> reports.put(report.table(), report));
            }
            Stage.delete(folder, steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(LoadResult result) {
        result.warnings().forEach(this::warn);
        result.loadId().ifPresent(id -> loadId = Optional.of(id));
        for (TableReport report : result.tables()) {
            recorder.loaded(report);
            reports.merge(report.table(), report, TableReport::plus);
        }
        for (LoadResult.Failure failure : result.failures()) {
            fail(Optional.of(failure.resource()), failure.reason());
        }
    }

    private void fail(Optional<String> resource, SourceException reason) {
        SourceException told =
                reason.kind() == ErrorKind.CANCELLED ? stoppedByItself(reason) : reason;
        failures.add(SourceReport.Failure.of(resource, told, environment.redactor()));
    }

    private static SourceException stoppedByItself(SourceException reason) {
        return SourceException.of(
                        ErrorKind.INTERNAL,
                        "the connector stopped though nobody asked it to: " + reason.getMessage())
                .hint("Run again with --debug and report it to the author of the plugin.")
                .causedBy(reason);
    }

    private synchronized void warn(String message) {
        String safe = environment.redactor().redact(message);
        if (warnings.add(safe)) {
            listener.warning(entry.name(), safe);
        }
    }
}
