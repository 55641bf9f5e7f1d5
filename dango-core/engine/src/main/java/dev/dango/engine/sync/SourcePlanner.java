package dev.dango.engine.sync;

import dev.dango.engine.load.Adoption;
import dev.dango.engine.load.ResourceLoad;
import dev.dango.engine.load.SourceState;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.record.Quota;
import dev.dango.engine.record.ResourceModel;
import dev.dango.engine.state.CursorState;
import dev.dango.engine.state.TrackingCursor;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Says what there is to read of one source: resources, slices, where each begins. */
public final class SourcePlanner {

    private final SourceEntry entry;
    private final SyncOptions options;
    private final BiConsumer<ResourceRead, String> waiting;
    private final Consumer<String> warnings;
    private final BiConsumer<Optional<String>, SourceException> failures;

    SourcePlanner(
            SourceEntry entry,
            SyncOptions options,
            BiConsumer<ResourceRead, String> waiting,
            Consumer<String> warnings,
            BiConsumer<Optional<String>, SourceException> failures) {
        this.entry = entry;
        this.options = options;
        this.waiting = waiting;
        this.warnings = warnings;
        this.failures = failures;
    }

    /** Asks the connector; a resource that cannot be planned is told of and left out. */
    List<ResourceRead> plan(PreparedSource source, RunContext run, SourceState state) {
        return plan(source, run, state, true);
    }

    /**
     * The same, with or without asking for slices, for which a connector may have to ask others.
     */
    List<ResourceRead> plan(
            PreparedSource source, RunContext run, SourceState state, boolean slices) {
        WriteCheck write = new WriteCheck(state, options);
        WindowCheck check = new WindowCheck(options, state, warnings);
        Takeover takeover = new Takeover(entry.name(), state, source.plugin(), warnings);
        List<ResourceRead> reads = new ArrayList<>();
        List<Resource> resources = source.resources(run);
        TableNames names = new TableNames(resources, state);
        entry.tables()
                .strayTables(resources.stream().map(resource -> resource.spec().name()).toList())
                .forEach(warnings);
        for (Resource resource : resources) {
            long began = System.nanoTime();
            try {
                names.check(resource.spec().name());
                ResourceRead read = prepare(resource, reads.size(), state, takeover);
                write.check(read);
                read.model().reserve(names.others(resource.spec().name()));
                check.check(read);
                if (slices) {
                    read.slices(slices(source, run, read));
                }
                read.adoption().ifPresent(adoption -> takeover.check(read, adoption));
                read.planning(Duration.ofNanos(System.nanoTime() - began));
                reads.add(read);
            } catch (SourceException e) {
                if (e.kind() == ErrorKind.CANCELLED) {
                    throw e;
                }
                failures.accept(Optional.of(resource.spec().name()), e);
            }
        }
        return reads;
    }

    private List<Slice> slices(PreparedSource source, RunContext run, ResourceRead read) {
        TrackingCursor cursor =
                new TrackingCursor(
                        read.cursor(),
                        WindowCheck.window(options),
                        read.committed(),
                        read.committed().get(Slice.WHOLE.id()),
                        false,
                        lookback(entry));
        return source.plugin()
                .call(
                        () ->
                                read.resource()
                                        .slices(
                                                run.reading(
                                                        cursor,
                                                        what -> waiting.accept(read, what),
                                                        read.meter())));
    }

    static Duration lookback(SourceEntry entry) {
        return Duration.ofDays(entry.lookbackDays().orElse(0));
    }

    /**
     * A table that is replaced has to be read whole, wherever its cursor stands, unless it is the
     * connector that replaces it and knows by the position that nothing has changed.
     */
    private static Map<String, CursorState> positions(
            Resource resource, ResourceLoad load, SourceState state) {
        boolean known = ResourceRead.mayStay(resource.spec()) && state.has(load.table());
        return load.mode() == WriteMode.REPLACE && !known
                ? Map.of()
                : state.cursors(load.resource());
    }

    private ResourceRead prepare(Resource resource, int id, SourceState state, Takeover takeover) {
        ResourceSpec spec = entry.tables().apply(resource.spec());
        ResourceLoad load = ResourceLoad.of(id, spec);
        ResourceModel model = new ResourceModel(load.table());
        Map<String, CursorState> committed = Map.of();
        Optional<Adoption> adoption = Optional.empty();
        if (!options.fullRefresh()) {
            state.seed(model);
            adoption = takeover.of(resource, spec, load);
            committed = adoption.map(Adoption::positions).orElse(positions(resource, load, state));
            // what the user declares is meant to come, whatever the contract says
            model.declare(entry.tables().columns(spec.name()));
            Contracts.apply(spec, model, state);
        }
        if (takeover.overlaps(spec, adoption)
                || WindowCheck.overlaps(spec, committed, options, lookback(entry))) {
            load = load.overlapping();
        }
        model.declare(spec.schema());
        Quota quota =
                options.limit().isPresent()
                        ? Quota.of(options.limit().getAsLong())
                        : Quota.unlimited();
        return new ResourceRead(resource, spec, load, model, committed, adoption, quota);
    }
}
