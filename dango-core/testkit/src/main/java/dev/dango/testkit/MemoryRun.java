package dev.dango.testkit;

import dev.dango.engine.state.CursorState;
import dev.dango.engine.state.TrackingCursor;
import dev.dango.engine.state.Window;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.Meter;
import dev.dango.engine.sync.RunContext;
import dev.dango.spi.Cancellation;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.Resource;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A run of a source without a warehouse: what is read stays in memory, positions are what the test
 * says or the connector's {@link IncrementalCursor#advanceTo}, nothing is filtered. For looking
 * closely at what a connector asks for and what it passes on. Reads on the calling thread; {@link
 * #cancel} may be called from another.
 */
public final class MemoryRun implements SourceContext, AutoCloseable {

    private final CancellationSource cancellation = new CancellationSource();
    private final Map<String, CursorState> positions = new TreeMap<>();
    private final List<String> waits = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Meter meter = new Meter();
    private final RunContext context;
    private Window window = Window.OPEN;
    private volatile boolean impatient;

    /**
     * Starts a run.
     *
     * @param config the source's settings
     * @param clock the run's clock
     */
    public MemoryRun(Record config, Clock clock) {
        context =
                new RunContext(
                        "test",
                        config,
                        cancellation,
                        clock,
                        Path.of(System.getProperty("java.io.tmpdir"), "run-" + UUID.randomUUID()),
                        this::waitFor,
                        warnings::add,
                        meter);
    }

    private void waitFor(String what) {
        if (!what.isEmpty()) {
            waits.add(what);
            if (impatient) {
                cancellation.request();
            }
        }
    }

    /**
     * Has the run cancelled as soon as the connector waits, be it to try again.
     *
     * @return this
     */
    public MemoryRun impatient() {
        impatient = true;
        return this;
    }

    /**
     * Sets what the last run has committed for a slice.
     *
     * @param slice its id
     * @param position what {@link IncrementalCursor#position()} is to say
     * @return this
     */
    public MemoryRun position(String slice, String position) {
        positions.put(slice, CursorState.at(position));
        return this;
    }

    /**
     * Sets the end of the user's window.
     *
     * @param end exclusive
     * @return this
     */
    public MemoryRun until(Instant end) {
        window = new Window(Optional.empty(), Optional.of(end));
        return this;
    }

    /** Cancels the run. */
    public void cancel() {
        cancellation.request();
    }

    /**
     * Reads all slices of a resource, one after the other.
     *
     * @param resource what to read
     * @return its records, as plain values by name
     * @throws Exception what the connector throws
     */
    public List<Map<String, Object>> read(Resource resource) throws Exception {
        return read(resource, new MemorySink()).rows();
    }

    /**
     * Reads all slices of a resource, one after the other.
     *
     * @param resource what to read
     * @param out where the records go
     * @return {@code out}
     * @throws Exception what the connector throws
     */
    public MemorySink read(Resource resource, MemorySink out) throws Exception {
        for (Slice slice : slices(resource)) {
            read(resource, slice, out);
        }
        return out;
    }

    /**
     * Reads one slice. Its position counts from each checkpoint on, and from the end of the read.
     *
     * @param resource what to read
     * @param slice which part of it
     * @param out where the records go
     * @throws Exception what the connector throws
     */
    public void read(Resource resource, Slice slice, MemorySink out) throws Exception {
        TrackingCursor cursor = cursor(resource, slice.id());
        out.begin(cancellation, () -> commit(slice.id(), cursor));
        resource.read(slice, reading(cursor), out);
        commit(slice.id(), cursor);
    }

    private void commit(String slice, TrackingCursor cursor) {
        if (cursor.isForgotten()) {
            positions.remove(slice);
        }
        cursor.state().ifPresent(state -> positions.put(slice, state));
    }

    /**
     * Asks a resource for its slices.
     *
     * @param resource what is to be read
     * @return in its order
     * @throws Exception what the connector throws
     */
    public List<Slice> slices(Resource resource) throws Exception {
        return resource.slices(reading(cursor(resource, "")));
    }

    private ReadContext reading(TrackingCursor cursor) {
        return context.reading(cursor, this::waitFor, meter);
    }

    private TrackingCursor cursor(Resource resource, String slice) {
        return new TrackingCursor(
                resource.spec().cursor().orElse(CursorSpec.opaque()),
                window,
                Map.copyOf(positions),
                positions.get(slice),
                false,
                Duration.ZERO);
    }

    /**
     * Where the slices stand.
     *
     * @return by slice id
     */
    public Map<String, String> positions() {
        return positions.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().position()));
    }

    /**
     * What was waited for.
     *
     * @return in its order, without the empty texts that end a wait
     */
    public List<String> waits() {
        return List.copyOf(waits);
    }

    /**
     * What the user was told.
     *
     * @return in its order
     */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * How many requests the connector counted.
     *
     * @return over all reads
     */
    public long requests() {
        return meter.traffic().requests();
    }

    /**
     * How many bytes the connector counted.
     *
     * @return over all reads
     */
    public long bytes() {
        return meter.traffic().bytes();
    }

    /**
     * How long the connector waited, by its own account.
     *
     * @return the sum of all waits
     */
    public Duration waited() {
        return meter.traffic().waited();
    }

    @Override
    public String sourceName() {
        return context.sourceName();
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        return context.config(type);
    }

    @Override
    public Cancellation cancellation() {
        return context.cancellation();
    }

    @Override
    public Clock clock() {
        return context.clock();
    }

    @Override
    public Path scratchDirectory() {
        return context.scratchDirectory();
    }

    @Override
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        return context.closeAtEnd(resource);
    }

    @Override
    public void waiting(String what) {
        context.waiting(what);
    }

    @Override
    public void warn(String message) {
        context.warn(message);
    }

    @Override
    public void exchanged(long requests, long bytes) {
        context.exchanged(requests, bytes);
    }

    @Override
    public void waited(Duration time) {
        context.waited(time);
    }

    /** Closes what the source wants closed, and removes its scratch folder. */
    @Override
    public void close() {
        context.close();
    }
}
