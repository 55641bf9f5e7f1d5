package dev.dango.engine.sync;

import dev.dango.engine.load.SourceState;
import dev.dango.engine.load.SourceStore;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.record.Names;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.state.CursorKey;
import dev.dango.engine.state.CursorState;
import dev.dango.engine.state.TrackingCursor;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Says what a sync would do with one source, without reading or writing anything. */
public final class PlanDescriber {

    private final SourceEntry entry;
    private final SyncEnvironment environment;
    private final SyncOptions options;
    private final boolean ask;
    private final CancellationSource cancellation;
    private final List<SourceReport.Failure> failures = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param entry the source
     * @param environment what all sources share
     * @param options what would be asked for
     * @param ask whether remote systems may be contacted
     * @param cancellation ends it early
     */
    public PlanDescriber(
            SourceEntry entry,
            SyncEnvironment environment,
            SyncOptions options,
            boolean ask,
            CancellationSource cancellation) {
        this.entry = entry;
        this.environment = environment;
        this.options = options;
        this.ask = ask;
        this.cancellation = cancellation;
    }

    /**
     * Describes.
     *
     * @return failures are in it, not thrown
     */
    public SyncPlan.SourcePlan describe() {
        List<SyncPlan.ResourcePlan> resources = List.of();
        boolean known = true;
        try {
            PreparedSource source = PreparedSource.of(entry, environment);
            warnings.addAll(source.settings().warnings());
            Source.Planning planning =
                    source.plugin().call(() -> source.installed().source().planning());
            SourceState state = state();
            known = ask || planning != Source.Planning.ASKED;
            resources = known ? planned(source, planning, state) : earlier(state);
        } catch (SourceException e) {
            fail(Optional.empty(), e);
        }
        return new SyncPlan.SourcePlan(
                entry.name(),
                entry.type(),
                known,
                resources,
                failures,
                warnings.stream().map(environment.redactor()::redact).toList());
    }

    private void fail(Optional<String> resource, SourceException reason) {
        failures.add(SourceReport.Failure.of(resource, reason, environment.redactor()));
    }

    private SourceState state() {
        return new SourceStore(
                        environment.warehouse(),
                        entry.name(),
                        entry.schema(),
                        what -> {},
                        cancellation)
                .read();
    }

    private List<SyncPlan.ResourcePlan> planned(
            PreparedSource source, Source.Planning planning, SourceState state) {
        SourcePlanner planner =
                new SourcePlanner(entry, options, (read, what) -> {}, warnings::add, this::fail);
        List<SyncPlan.ResourcePlan> plans = new ArrayList<>();
        try (RunContext run =
                new RunContext(
                        entry.name(),
                        source.settings().config(),
                        cancellation,
                        environment.clock(),
                        environment.project().state().resolve("scratch").resolve(entry.name()),
                        what -> {},
                        warnings::add)) {
            boolean local = planning == Source.Planning.LOCAL;
            boolean slices = ask || local;
            for (ResourceRead read : planner.plan(source, run, state, slices)) {
                plans.add(
                        plan(
                                read,
                                state,
                                slices ? OptionalInt.of(read.slices().size()) : OptionalInt.empty(),
                                local ? files(source, run, read) : List.of()));
            }
        }
        return plans;
    }

    private SyncPlan.ResourcePlan plan(
            ResourceRead read,
            SourceState state,
            OptionalInt slices,
            List<SyncPlan.FilePlan> files) {
        boolean byKey = !read.load().primaryKey().isEmpty();
        return new SyncPlan.ResourcePlan(
                read.spec().name(),
                read.load().table(),
                Optional.of(read.load().mode()),
                byKey ? read.load().primaryKey() : read.load().mergeKey(),
                read.cursor().column(),
                from(read, state),
                to(read),
                state.rows(read.load().table()),
                slices,
                files,
                schemaChanges(read, state));
    }

    /** A cursor only the connector understands means nothing to people, but that it is there. */
    private Optional<String> from(ResourceRead read, SourceState state) {
        CursorSpec cursor = read.cursor();
        boolean timed = cursor.kind() == CursorSpec.Kind.TIMESTAMP;
        if (timed && options.since().isPresent()) {
            return options.since().map(Object::toString);
        }
        if (options.fullRefresh() || read.committed().isEmpty()) {
            return cursor.from();
        }
        if (cursor.kind() == CursorSpec.Kind.OPAQUE) {
            return Optional.of("where the last sync ended");
        }
        Duration lookback = SourcePlanner.lookback(entry);
        Duration lag = cursor.lag().compareTo(lookback) < 0 ? lookback : cursor.lag();
        return state.furthest(read.load())
                .or(() -> read.committed().values().stream().map(CursorState::position).findFirst())
                .map(position -> CursorKey.parse(cursor.kind(), position))
                .map(key -> key.less(lag, cursor.lagNumber()).toString());
    }

    private Optional<String> to(ResourceRead read) {
        if (read.cursor().kind() != CursorSpec.Kind.TIMESTAMP) {
            return read.cursor().until();
        }
        return options.until()
                .map(day -> "the end of " + day)
                .or(() -> read.cursor().until())
                .or(() -> Optional.of("now"));
    }

    private List<String> schemaChanges(ResourceRead read, SourceState state) {
        String table = read.load().table();
        if (!state.has(table)) {
            return List.of("makes the table");
        }
        if (options.fullRefresh()) {
            return List.of("makes the table anew");
        }
        List<String> declared =
                read.spec().schema().columns().stream()
                        .map(TableSchema.Column::name)
                        .map(Names::path)
                        .filter(column -> !state.columns(table).contains(column))
                        .toList();
        return declared.isEmpty() ? List.of() : List.of("adds " + String.join(", ", declared));
    }

    /** Has the connector note the files it would load. */
    private List<SyncPlan.FilePlan> files(
            PreparedSource source, RunContext run, ResourceRead read) {
        List<SyncPlan.FilePlan> files = new ArrayList<>();
        for (Slice slice : read.slices()) {
            FileNotes notes = new FileNotes();
            TrackingCursor cursor = cursor(read, read.committed().get(slice.id()));
            try {
                source.plugin()
                        .run(
                                () ->
                                        read.resource()
                                                .read(
                                                        slice,
                                                        run.reading(
                                                                cursor, what -> {}, read.meter()),
                                                        notes));
            } catch (SourceException e) {
                if (cancellation.isRequested()) {
                    throw e;
                }
                if (e.kind() != ErrorKind.CANCELLED) {
                    fail(Optional.of(read.spec().name()), e);
                }
            }
            boolean known = read.committed().containsKey(slice.id());
            for (Path file : notes.files()) {
                files.add(
                        new SyncPlan.FilePlan(
                                slice.id(),
                                known ? SyncPlan.Change.CHANGED : SyncPlan.Change.NEW,
                                OptionalLong.of(size(file))));
            }
            if (notes.deletes() && notes.files().isEmpty()) {
                files.add(
                        new SyncPlan.FilePlan(
                                slice.id(), SyncPlan.Change.DELETED, OptionalLong.empty()));
            }
        }
        return files;
    }

    private TrackingCursor cursor(ResourceRead read, CursorState from) {
        return new TrackingCursor(
                read.cursor(),
                WindowCheck.window(options),
                read.committed(),
                from,
                read.load().mode() == WriteMode.APPEND,
                SourcePlanner.lookback(entry));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in the warehouse already; what else there is, only the remote system knows. */
    private List<SyncPlan.ResourcePlan> earlier(SourceState state) {
        return state.rootTables().stream()
                .map(
                        table ->
                                new SyncPlan.ResourcePlan(
                                        table,
                                        table,
                                        Optional.empty(),
                                        List.of(),
                                        "",
                                        state.cursors(table).isEmpty()
                                                ? Optional.empty()
                                                : Optional.of("where the last sync ended"),
                                        Optional.empty(),
                                        state.rows(table),
                                        OptionalInt.empty(),
                                        List.of(),
                                        List.of()))
                .toList();
    }
}
