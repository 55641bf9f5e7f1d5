package dev.dango.engine.sync;

import dev.dango.engine.history.Traffic;
import dev.dango.engine.load.Adoption;
import dev.dango.engine.load.ResourceLoad;
import dev.dango.engine.record.Quota;
import dev.dango.engine.record.ResourceModel;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** The reading of one resource: what its slices share. Thread-safe. */
final class ResourceRead {

    private static final CursorSpec NO_CURSOR = CursorSpec.opaque();

    private final Resource resource;
    private final ResourceSpec spec;
    private final ResourceLoad load;
    private final ResourceModel model;
    private final Map<String, CursorState> committed;
    private final Quota quota;
    private final LongAdder read = new LongAdder();
    private final AtomicInteger slicesDone = new AtomicInteger();
    private final AtomicReference<SourceException> failure = new AtomicReference<>();
    private final AtomicLong began = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Meter meter = new Meter();
    private volatile Duration planning = Duration.ZERO;
    private final Optional<Adoption> adoption;
    private volatile List<Slice> slices = List.of();

    ResourceRead(
            Resource resource,
            ResourceSpec spec,
            ResourceLoad load,
            ResourceModel model,
            Map<String, CursorState> committed,
            Optional<Adoption> adoption,
            Quota quota) {
        this.resource = resource;
        this.spec = spec;
        this.load = load;
        this.model = model;
        this.committed = committed;
        this.adoption = adoption;
        this.quota = quota;
    }

    Resource resource() {
        return resource;
    }

    /** What the connector says, with what the user says in its place. */
    ResourceSpec spec() {
        return spec;
    }

    CursorSpec cursor() {
        return spec.cursor().orElse(NO_CURSOR);
    }

    ResourceLoad load() {
        return load;
    }

    ResourceModel model() {
        return model;
    }

    Map<String, CursorState> committed() {
        return committed;
    }

    /** What is to be taken over from the original Dango before this is read. */
    Optional<Adoption> adoption() {
        return adoption;
    }

    Quota quota() {
        return quota;
    }

    LongAdder read() {
        return read;
    }

    List<Slice> slices() {
        return slices;
    }

    void slices(List<Slice> found) {
        slices = List.copyOf(found);
    }

    int slicesDone() {
        return slicesDone.get();
    }

    /** Counts what reading it exchanges. */
    Meter meter() {
        return meter;
    }

    /** What planning and reading it exchanged so far. */
    Traffic traffic() {
        return meter.traffic();
    }

    /** How long finding out about it took. */
    Duration planning() {
        return planning;
    }

    void planning(Duration time) {
        planning = time;
    }

    /** Has the time count from now on, unless it does already. */
    void begin() {
        began.compareAndSet(0, System.nanoTime());
    }

    /** Has the time count up to now at least. */
    void end() {
        ended.accumulateAndGet(System.nanoTime(), Math::max);
    }

    /** From the beginning of the first slice to the end of the last. */
    Duration duration() {
        return Duration.ofNanos(Math.max(0, ended.get() - began.get()));
    }

    void sliceDone() {
        slicesDone.incrementAndGet();
    }

    /** Whether a resource can say that its table, which it replaces, is to stay as it is. */
    static boolean mayStay(ResourceSpec spec) {
        boolean opaque = spec.cursor().filter(c -> c.kind() == CursorSpec.Kind.OPAQUE).isPresent();
        return opaque && spec.mode() == WriteMode.REPLACE;
    }

    /** Whether the table stays as it is. */
    boolean stays() {
        return mayStay(resource.spec()) && !committed.isEmpty() && slices.isEmpty();
    }

    /** Whether every slice has been read to its end. */
    boolean isComplete() {
        return failure.get() == null && slicesDone.get() == slices.size();
    }

    /** The first failure counts; what fails after it is mostly its echo. */
    void fail(SourceException reason) {
        failure.compareAndSet(null, reason);
    }

    SourceException failure() {
        return failure.get();
    }
}
