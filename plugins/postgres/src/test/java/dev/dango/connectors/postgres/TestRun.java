package dev.dango.connectors.postgres;

import dev.dango.spi.Resource;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceContext;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** One run of the connector, whose tables are read by their names. Closing it ends the run. */
final class TestRun implements AutoCloseable {

    private final PostgresSource source = new PostgresSource();
    private final MemoryRun run;
    private List<Resource> resources = List.of();

    TestRun(SettingsBuilder settings) {
        run = new MemoryRun(settings.build(), Clock.systemUTC());
    }

    TestRun from(Object committed) {
        run.position(Slice.WHOLE.id(), committed.toString());
        return this;
    }

    TestRun until(Instant end) {
        run.until(end);
        return this;
    }

    PostgresSource source() {
        return source;
    }

    SourceContext context() {
        return run;
    }

    /** Asks once, as the engine does: what is read is to be of the moment when this was asked. */
    List<Resource> resources() {
        if (resources.isEmpty()) {
            resources = source.resources(run);
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
        return run.slices(resource(name));
    }

    MemorySink read(String name) throws Exception {
        return read(name, new MemorySink());
    }

    MemorySink read(String name, MemorySink sink) throws Exception {
        return run.read(resource(name), sink);
    }

    void read(String name, Slice slice, MemorySink sink) throws Exception {
        run.read(resource(name), slice, sink);
    }

    List<String> warnings() {
        return run.warnings();
    }

    void cancel() {
        run.cancel();
    }

    @Override
    public void close() {
        run.close();
    }
}
