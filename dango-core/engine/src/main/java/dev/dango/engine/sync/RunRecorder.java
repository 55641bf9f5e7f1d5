package dev.dango.engine.sync;

import dev.dango.engine.history.Phases;
import dev.dango.engine.history.RowCounts;
import dev.dango.engine.history.RunHistory;
import dev.dango.engine.history.RunOptions;
import dev.dango.engine.history.RunRecord;
import dev.dango.engine.history.TableRun;
import dev.dango.engine.history.Traffic;
import dev.dango.engine.load.SourceState;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.TableReport;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what a run does for its record in the history. A record that cannot be written costs a
 * warning and nothing else.
 */
final class RunRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Where the time of a run goes. */
    enum Phase {
        PLAN,
        READ,
        LOAD
    }

    private final SyncEnvironment environment;
    private final Consumer<String> warnings;
    private final RunHistory history;
    private final RunRecord begun;
    private final Meter meter = new Meter();
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    private final Map<String, Duration> loads = new HashMap<>();
    private final Map<String, Optional<String>> cursorsBefore = new HashMap<>();
    private List<ResourceRead> reads = List.of();

    RunRecorder(
            SourceEntry entry,
            SyncEnvironment environment,
            SyncOptions options,
            Instant startedAt,
            Consumer<String> warnings) {
        this.environment = environment;
        this.warnings = warnings;
        this.history = new RunHistory(environment.project(), entry.name());
        String id =
                "%s-%04x"
                        .formatted(
                                STAMP.format(startedAt),
                                ThreadLocalRandom.current().nextInt(1 << 16));
        this.begun =
                RunRecord.begun(
                        id,
                        entry.name(),
                        entry.type(),
                        startedAt,
                        new RunOptions(
                                options.fullRefresh(),
                                options.since(),
                                options.until(),
                                options.limit()));
    }

    /** Counts what does not belong to one resource. */
    Meter meter() {
        return meter;
    }

    /** Notes that the run begins; the source's lock is held. */
    void begin() {
        write(() -> history.begin(begun, environment.redactor()::redact));
    }

    /** Does a part of the run, and takes its time. */
    <T> T during(Phase phase, Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return work.get();
        } finally {
            phases.merge(phase, Duration.ofNanos(System.nanoTime() - began), Duration::plus);
        }
    }

    /** Does a part of the run, and takes its time. */
    void during(Phase phase, Runnable work) {
        during(
                phase,
                () -> {
                    work.run();
                    return null;
                });
    }

    /** Notes what is going to be read, and from where. */
    void planned(List<ResourceRead> planned, SourceState state) {
        reads = planned;
        planned.forEach(
                read -> cursorsBefore.put(read.load().table(), state.furthest(read.load())));
    }

    /** Notes what a load did to a table, before anything is added to the report. */
    void loaded(TableReport report) {
        loads.merge(report.table(), report.duration(), Duration::plus);
    }

    /** Notes how the run ended. */
    void end(SourceReport report) {
        write(() -> history.end(record(report), environment.redactor()::redact));
    }

    private void write(Runnable work) {
        try {
            work.run();
        } catch (UncheckedIOException e) {
            LOG.warn("the history of {} cannot be written", begun.source(), e);
            warnings.accept("this run could not be written to .dango/history");
        }
    }

    private RunRecord record(SourceReport report) {
        List<TableRun> tables = tables(report);
        return new RunRecord(
                begun.id(),
                begun.source(),
                begun.type(),
                RunRecord.Status.valueOf(report.status().name()),
                begun.startedAt(),
                Optional.of(report.duration()),
                begun.options(),
                report.loadId(),
                tables.stream().map(TableRun::rows).reduce(RowCounts.NONE, RowCounts::plus),
                new Phases(time(Phase.PLAN), time(Phase.READ), time(Phase.LOAD)),
                tables.stream().map(TableRun::traffic).reduce(meter.traffic(), Traffic::plus),
                tables,
                report.failures(),
                report.warnings());
    }

    private Duration time(Phase phase) {
        return phases.getOrDefault(phase, Duration.ZERO);
    }

    /** Those that were reported on, and those that were read without coming that far. */
    private List<TableRun> tables(SourceReport report) {
        Map<String, ResourceRead> pending = new HashMap<>();
        reads.forEach(read -> pending.put(read.load().table(), read));
        List<TableRun> tables = new ArrayList<>();
        for (TableReport table : report.tables()) {
            tables.add(loaded(table, Optional.ofNullable(pending.remove(table.table()))));
        }
        pending.values().forEach(read -> tables.add(unloaded(read)));
        tables.sort(Comparator.comparing(TableRun::table));
        return tables;
    }

    private TableRun loaded(TableReport table, Optional<ResourceRead> read) {
        return new TableRun(
                table.table(),
                table.resource(),
                new RowCounts(
                        table.read(),
                        table.inserted(),
                        table.updated(),
                        table.deleted(),
                        table.rejected()),
                table.total(),
                read.map(ResourceRead::traffic).orElse(Traffic.NONE),
                phases(table.table(), read),
                cursorsBefore.getOrDefault(table.table(), Optional.empty()),
                table.cursor(),
                table.schemaChanges());
    }

    private TableRun unloaded(ResourceRead read) {
        String table = read.load().table();
        Optional<String> cursor = cursorsBefore.getOrDefault(table, Optional.empty());
        return new TableRun(
                table,
                read.spec().name(),
                new RowCounts(read.read().sum(), 0, 0, 0, 0),
                0,
                read.traffic(),
                phases(table, Optional.of(read)),
                cursor,
                cursor,
                List.of());
    }

    private Phases phases(String table, Optional<ResourceRead> read) {
        return new Phases(
                read.map(ResourceRead::planning).orElse(Duration.ZERO),
                read.map(ResourceRead::duration).orElse(Duration.ZERO),
                loads.getOrDefault(table, Duration.ZERO));
    }
}
