package dev.dango.testkit;

import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a connector did during its runs. Thread-safe. */
class Observation implements ObservedSource.Observer {

    private final List<ResourceSpec> offered = new CopyOnWriteArrayList<>();
    private final Map<String, List<Slice>> slices = new ConcurrentHashMap<>();
    private final AtomicLong amount = new AtomicLong();
    private final AtomicInteger checkpoints = new AtomicInteger();
    private final AtomicInteger deletes = new AtomicInteger();

    @Override
    public void offered(List<ResourceSpec> resources) {
        offered.clear();
        offered.addAll(resources);
    }

    @Override
    public List<Slice> sliced(ResourceSpec resource, List<Slice> found) {
        slices.put(resource.name(), List.copyOf(found));
        return found;
    }

    @Override
    public void pushed(ResourceSpec resource, long size) {
        amount.addAndGet(size);
    }

    @Override
    public void checkpointed(ResourceSpec resource) {
        checkpoints.incrementAndGet();
    }

    @Override
    public void deleted(ResourceSpec resource) {
        deletes.incrementAndGet();
    }

    /** What the last run offered. */
    List<ResourceSpec> offered() {
        return offered;
    }

    /** The slices of the last run, by resource. */
    Map<String, List<Slice>> slices() {
        return slices;
    }

    /** Their ids. */
    Map<String, List<String>> sliceIds() {
        Map<String, List<String>> ids = new TreeMap<>();
        slices.forEach((name, all) -> ids.put(name, all.stream().map(Slice::id).toList()));
        return ids;
    }

    /** How much was pushed since this was asked before. */
    long takeAmount() {
        return amount.getAndSet(0);
    }

    int checkpoints() {
        return checkpoints.get();
    }

    int deletes() {
        return deletes.get();
    }
}
