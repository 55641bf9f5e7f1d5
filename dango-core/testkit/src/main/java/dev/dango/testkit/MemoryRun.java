package dev.dango.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.spi.Cancellation;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.RowWriter;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * A run of a source without the engine: what is read stays in memory, positions are what the test
 * says, nothing is filtered. For looking closely at what a connector asks for and what it passes
 * on. Takes rows and JSON, not files and typed rows. Reads on the calling thread; {@link #cancel}
 * may be called from another.
 */
public final class MemoryRun implements SourceContext, AutoCloseable {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<List<Map<String, Object>>> RECORDS =
            new TypeReference<>() {};

    private final Record config;
    private final Clock clock;
    private final Cancel cancellation = new Cancel();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Map<String, String> positions = new LinkedHashMap<>();
    private final List<String> waits = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final List<Duration> waited = new CopyOnWriteArrayList<>();
    private Instant until;
    private int limit = Integer.MAX_VALUE;
    private int checkpoints;

    /**
     * Starts a run.
     *
     * @param config the source's settings
     * @param clock the run's clock
     */
    public MemoryRun(Record config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Sets what the last run has committed for a slice.
     *
     * @param slice its id
     * @param position what {@link IncrementalCursor#position()} is to say
     * @return this
     */
    public MemoryRun position(String slice, String position) {
        positions.put(slice, position);
        return this;
    }

    /**
     * Sets the end of the user's window.
     *
     * @param end exclusive
     * @return this
     */
    public MemoryRun until(Instant end) {
        until = end;
        return this;
    }

    /**
     * Has the sink be satisfied early.
     *
     * @param rows after how many rows of a resource
     * @return this
     */
    public MemoryRun limit(int rows) {
        limit = rows;
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
        Sink sink = new Sink();
        CursorSpec spec = resource.spec().cursor().orElse(CursorSpec.opaque());
        for (Slice slice : resource.slices(new Context(new Cursor(spec, "")))) {
            resource.read(slice, new Context(new Cursor(spec, slice.id())), sink);
        }
        return sink.rows;
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
        return requests.sum();
    }

    /**
     * How many bytes the connector counted.
     *
     * @return over all reads
     */
    public long bytes() {
        return bytes.sum();
    }

    /**
     * How long the connector waited, by its own account.
     *
     * @return one entry per wait, in their order
     */
    public List<Duration> waited() {
        return List.copyOf(waited);
    }

    /**
     * How often a point to start again from was made.
     *
     * @return over all reads
     */
    public int checkpoints() {
        return checkpoints;
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
        return cancellation;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Path scratchDirectory() {
        throw new UnsupportedOperationException("a run in memory has no folder");
    }

    @Override
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        resources.push(resource);
        return resource;
    }

    @Override
    public void waiting(String what) {
        if (!what.isEmpty()) {
            waits.add(what);
        }
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public void exchanged(long sent, long received) {
        requests.add(sent);
        bytes.add(received);
    }

    @Override
    public void waited(Duration time) {
        waited.add(time);
    }

    /** Closes what the source wants closed. */
    @Override
    public void close() throws Exception {
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
    }

    private static final class Cancel implements Cancellation {

        private final List<Runnable> actions = new CopyOnWriteArrayList<>();
        private volatile boolean requested;

        void request() {
            requested = true;
            actions.forEach(Runnable::run);
        }

        @Override
        public boolean isRequested() {
            return requested;
        }

        @Override
        public void throwIfRequested() {
            if (requested) {
                throw SourceException.of(ErrorKind.CANCELLED, "The run was cancelled.");
            }
        }

        @Override
        public Registration onRequest(Runnable action) {
            actions.add(action);
            if (requested) {
                action.run();
            }
            return () -> actions.remove(action);
        }
    }

    private final class Context implements ReadContext {

        private final Cursor cursor;

        Context(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public IncrementalCursor cursor() {
            return cursor;
        }

        @Override
        public String sourceName() {
            return "test";
        }

        @Override
        public <C extends Record> C config(Class<C> type) {
            return MemoryRun.this.config(type);
        }

        @Override
        public Cancellation cancellation() {
            return cancellation;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public Path scratchDirectory() {
            return MemoryRun.this.scratchDirectory();
        }

        @Override
        public <T extends AutoCloseable> T closeAtEnd(T resource) {
            return MemoryRun.this.closeAtEnd(resource);
        }

        @Override
        public void waiting(String what) {
            MemoryRun.this.waiting(what);
        }

        @Override
        public void warn(String message) {
            MemoryRun.this.warn(message);
        }

        @Override
        public void exchanged(long sent, long received) {
            MemoryRun.this.exchanged(sent, received);
        }

        @Override
        public void waited(Duration time) {
            MemoryRun.this.waited(time);
        }
    }

    private final class Cursor implements IncrementalCursor {

        private final CursorSpec spec;
        private final String slice;

        Cursor(CursorSpec spec, String slice) {
            this.spec = spec;
            this.slice = slice;
        }

        @Override
        public Optional<String> position() {
            return Optional.ofNullable(positions.get(slice));
        }

        @Override
        public Map<String, String> positions() {
            return Map.copyOf(positions);
        }

        @Override
        public Instant since(Instant start) {
            Instant since =
                    position().map(Instant::parse).map(p -> p.minus(spec.lag())).orElse(start);
            return since.isBefore(start) ? start : since;
        }

        @Override
        public Optional<Instant> until() {
            return Optional.ofNullable(until);
        }

        @Override
        public long after(long start) {
            return Math.max(
                    start,
                    position().map(Long::parseLong).map(p -> p - spec.lagNumber()).orElse(start));
        }

        @Override
        public void advanceTo(String position) {
            positions.put(slice, position);
        }

        @Override
        public void forget() {
            positions.remove(slice);
        }
    }

    private final class Sink implements RecordSink {

        private final List<Map<String, Object>> rows = new ArrayList<>();

        @Override
        public void row(Map<String, ?> values) {
            cancellation.throwIfRequested();
            rows.add(new LinkedHashMap<>(values));
        }

        @Override
        public RowWriter rows(TableSchema schema) {
            throw new UnsupportedOperationException("a run in memory takes rows and JSON only");
        }

        @Override
        public void json(byte[] utf8, int offset, int length) {
            cancellation.throwIfRequested();
            try {
                rows.addAll(JSON.readValue(utf8, offset, length, RECORDS));
            } catch (IOException e) {
                throw SourceException.of(ErrorKind.REMOTE, "This is not JSON.").causedBy(e);
            }
        }

        @Override
        public void file(
                Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
            throw new UnsupportedOperationException("a run in memory takes rows and JSON only");
        }

        @Override
        public void delete(Map<String, ?> key) {
            rows.removeIf(row -> row.entrySet().containsAll(key.entrySet()));
        }

        @Override
        public void checkpoint() {
            cancellation.throwIfRequested();
            checkpoints++;
        }

        @Override
        public boolean satisfied() {
            return rows.size() >= limit;
        }
    }
}
