package dev.dango.connectors.postgres;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.Resource;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One run of the connector, as Dango would make it. Closing it ends the run. */
final class TestRun implements ReadContext, Cancellation, IncrementalCursor, AutoCloseable {

    private final PostgresSettings settings;
    private final PostgresSource source = new PostgresSource();
    private final Deque<AutoCloseable> atEnd = new ArrayDeque<>();
    private final Set<Runnable> onRequest = ConcurrentHashMap.newKeySet();
    private final List<String> warnings = new ArrayList<>();
    private volatile boolean cancelled;
    private Optional<String> position = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private List<Resource> resources = List.of();

    TestRun(SettingsBuilder settings) {
        this.settings = settings.build();
    }

    TestRun from(Object committed) {
        position = Optional.of(committed.toString());
        return this;
    }

    TestRun until(Instant end) {
        until = Optional.of(end);
        return this;
    }

    PostgresSource source() {
        return source;
    }

    List<Resource> resources() {
        if (resources.isEmpty()) {
            resources = source.resources(this);
        }
        return resources;
    }

    Resource resource(String name) {
        return resources().stream()
                .filter(r -> r.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<Slice> slices(String name) throws Exception {
        return resource(name).slices(this);
    }

    CollectingSink read(String name) throws Exception {
        return read(name, new CollectingSink());
    }

    CollectingSink read(String name, CollectingSink sink) throws Exception {
        for (Slice slice : slices(name)) {
            resource(name).read(slice, this, sink);
        }
        return sink;
    }

    List<String> warnings() {
        return warnings;
    }

    void cancel() {
        cancelled = true;
        onRequest.forEach(Runnable::run);
    }

    @Override
    public String sourceName() {
        return "test";
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        return type.cast(settings);
    }

    @Override
    public Cancellation cancellation() {
        return this;
    }

    @Override
    public IncrementalCursor cursor() {
        return this;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Path scratchDirectory() {
        throw new AssertionError("no file is written");
    }

    @Override
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        atEnd.push(resource);
        return resource;
    }

    @Override
    public void waiting(String what) {}

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public boolean isRequested() {
        return cancelled;
    }

    @Override
    public void throwIfRequested() {
        if (cancelled) {
            throw SourceException.of(ErrorKind.CANCELLED, "Cancelled.");
        }
    }

    @Override
    public Registration onRequest(Runnable action) {
        onRequest.add(action);
        if (cancelled) {
            action.run();
        }
        return () -> onRequest.remove(action);
    }

    @Override
    public Optional<String> position() {
        return position;
    }

    @Override
    public Map<String, String> positions() {
        return position.map(p -> Map.of(Slice.WHOLE.id(), p)).orElse(Map.of());
    }

    @Override
    public Instant since(Instant start) {
        return position.map(Instant::parse).orElse(start);
    }

    @Override
    public Optional<Instant> until() {
        return until;
    }

    @Override
    public long after(long start) {
        return position.map(Long::parseLong).orElse(start);
    }

    @Override
    public void advanceTo(String opaque) {
        throw new IllegalStateException("the cursor names a column");
    }

    @Override
    public void forget() {
        throw new IllegalStateException("the cursor names a column");
    }

    @Override
    public void close() throws Exception {
        while (!atEnd.isEmpty()) {
            atEnd.pop().close();
        }
    }
}
