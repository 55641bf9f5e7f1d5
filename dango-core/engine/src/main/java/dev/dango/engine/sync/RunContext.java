package dev.dango.engine.sync;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connector may use during one run of one source. Thread-safe. */
public final class RunContext implements SourceContext, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final String source;
    private final Record config;
    private final Cancellation cancellation;
    private final Clock clock;
    private final Path scratch;
    private final Consumer<String> waiting;
    private final Consumer<String> warnings;
    private final Meter meter;
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    /**
     * Prepares a run.
     *
     * @param source the source's name
     * @param config the bound settings
     * @param cancellation whether to stop
     * @param clock what time it is
     * @param scratch a folder for temporary files; made when asked for, removed at the end
     * @param waiting hears what is waited for
     * @param warnings hears sentences for the user
     */
    public RunContext(
            String source,
            Record config,
            Cancellation cancellation,
            Clock clock,
            Path scratch,
            Consumer<String> waiting,
            Consumer<String> warnings) {
        this(source, config, cancellation, clock, scratch, waiting, warnings, new Meter());
    }

    /**
     * Prepares a run whose exchanges are counted.
     *
     * @param source the source's name
     * @param config the bound settings
     * @param cancellation whether to stop
     * @param clock what time it is
     * @param scratch a folder for temporary files; made when asked for, removed at the end
     * @param waiting hears what is waited for
     * @param warnings hears sentences for the user
     * @param meter counts what no slice exchanges
     */
    public RunContext(
            String source,
            Record config,
            Cancellation cancellation,
            Clock clock,
            Path scratch,
            Consumer<String> waiting,
            Consumer<String> warnings,
            Meter meter) {
        this.source = source;
        this.config = config;
        this.cancellation = cancellation;
        this.clock = clock;
        this.scratch = scratch;
        this.waiting = waiting;
        this.warnings = warnings;
        this.meter = meter;
    }

    /**
     * The same for the reading of one slice.
     *
     * @param cursor where the slice stands
     * @param sliceWaiting hears what this slice waits for
     * @param sliceMeter counts what this slice exchanges
     * @return never null
     */
    public ReadContext reading(
            IncrementalCursor cursor, Consumer<String> sliceWaiting, Meter sliceMeter) {
        return new Reading(this, cursor, sliceWaiting, sliceMeter);
    }

    @Override
    public String sourceName() {
        return source;
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        if (!type.isInstance(config)) {
            throw SourceException.of(
                    ErrorKind.INTERNAL,
                    "the connector asks for settings of " + type + " but declares others");
        }
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
    public synchronized Path scratchDirectory() {
        try {
            return Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized <T extends AutoCloseable> T closeAtEnd(T resource) {
        closing.push(resource);
        return resource;
    }

    @Override
    public void waiting(String what) {
        waiting.accept(what);
    }

    @Override
    public void warn(String message) {
        warnings.accept(message);
    }

    @Override
    public void exchanged(long requests, long bytes) {
        meter.exchanged(requests, bytes);
    }

    @Override
    public void waited(Duration time) {
        meter.waited(time);
    }

    /**
     * Closes what the connector left to be closed, the last first, and removes the scratch folder.
     * That is done in another thread, so that a connector that never ends it does not hold up a run
     * which is over.
     */
    @Override
    public void close() {
        Thread closer = new Thread(this::closeAll, "dango-close-" + source);
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(CLOSING.toMillis());
            if (closer.isAlive()) {
                warn("the connector did not close what it had opened and was left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        for (AutoCloseable next = nextToClose(); next != null; next = nextToClose()) {
            Thread.currentThread().setContextClassLoader(next.getClass().getClassLoader());
            try {
                next.close();
            } catch (Exception | Error e) {
                LOG.warn("a connector's resource could not be closed", e);
            }
        }
        removeScratch();
    }

    private synchronized AutoCloseable nextToClose() {
        return closing.poll();
    }

    private void removeScratch() {
        if (Files.exists(scratch)) {
            try (var files = Files.walk(scratch)) {
                files.sorted(Comparator.reverseOrder()).forEach(RunContext::delete);
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("the scratch folder {} could not be removed", scratch, e);
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Reading(
            RunContext run, IncrementalCursor cursor, Consumer<String> sliceWaiting, Meter meter)
            implements ReadContext {

        @Override
        public String sourceName() {
            return run.sourceName();
        }

        @Override
        public <C extends Record> C config(Class<C> type) {
            return run.config(type);
        }

        @Override
        public Cancellation cancellation() {
            return run.cancellation();
        }

        @Override
        public Clock clock() {
            return run.clock();
        }

        @Override
        public Path scratchDirectory() {
            return run.scratchDirectory();
        }

        @Override
        public <T extends AutoCloseable> T closeAtEnd(T resource) {
            return run.closeAtEnd(resource);
        }

        @Override
        public void waiting(String what) {
            sliceWaiting.accept(what);
        }

        @Override
        public void warn(String message) {
            run.warn(message);
        }

        @Override
        public void exchanged(long requests, long bytes) {
            meter.exchanged(requests, bytes);
        }

        @Override
        public void waited(Duration time) {
            meter.waited(time);
        }
    }
}
