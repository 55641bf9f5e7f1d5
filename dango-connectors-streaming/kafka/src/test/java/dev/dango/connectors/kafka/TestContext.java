package dev.dango.connectors.kafka;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The context of one slice, with positions that the test sees. */
final class TestContext implements ReadContext, Cancellation {

    private final KafkaConfig config;
    private final Map<String, String> positions;
    private final String slice;
    private final List<Runnable> onRequest = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    /** What was shown to the user. */
    final List<String> warnings = new CopyOnWriteArrayList<>();

    /** Where the cursor was put since the last checkpoint. */
    private String advanced;

    TestContext(KafkaConfig config, Map<String, String> positions, String slice) {
        this.config = config;
        this.positions = new TreeMap<>(positions);
        this.slice = slice;
    }

    void cancel() {
        cancelled = true;
        onRequest.forEach(Runnable::run);
    }

    /** What the engine does with a checkpoint and at the end of a slice. */
    Map<String, String> checkpoint() {
        if (advanced != null) {
            positions.put(slice, advanced);
        }
        return positions;
    }

    @Override
    public String sourceName() {
        return "test";
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        return type.cast(config);
    }

    @Override
    public Cancellation cancellation() {
        return this;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Path scratchDirectory() {
        throw new UnsupportedOperationException("Kafka needs no files");
    }

    @Override
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        throw new UnsupportedOperationException("Kafka keeps nothing open between reads");
    }

    @Override
    public void waiting(String what) {
        if (!what.equals("messages from Kafka")) {
            throw new AssertionError(what);
        }
    }

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
            throw SourceException.of(ErrorKind.CANCELLED, "stopped");
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
    public IncrementalCursor cursor() {
        return new OpaqueCursor();
    }

    private final class OpaqueCursor implements IncrementalCursor {
        @Override
        public Optional<String> position() {
            return Optional.ofNullable(positions.get(slice));
        }

        @Override
        public Map<String, String> positions() {
            return positions;
        }

        @Override
        public Instant since(Instant start) {
            throw new UnsupportedOperationException("the cursor is opaque");
        }

        @Override
        public Optional<Instant> until() {
            return Optional.empty();
        }

        @Override
        public long after(long start) {
            throw new UnsupportedOperationException("the cursor is opaque");
        }

        @Override
        public void advanceTo(String position) {
            advanced = position;
        }

        @Override
        public void forget() {
            throw new UnsupportedOperationException("Kafka forgets nothing");
        }
    }
}
