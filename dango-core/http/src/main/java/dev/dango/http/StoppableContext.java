package dev.dango.http;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** A run's context for work that may be broken off before the run is. Thread-safe. */
final class StoppableContext implements SourceContext, Cancellation, AutoCloseable {

    private final SourceContext run;
    private final Registration withRun;
    private final Set<Runnable> actions = new LinkedHashSet<>();
    private boolean stopped;

    StoppableContext(SourceContext run) {
        this.run = run;
        this.withRun = run.cancellation().onRequest(this::stop);
    }

    private void stop() {
        Set<Runnable> todo;
        synchronized (this) {
            stopped = true;
            todo = Set.copyOf(actions);
            actions.clear();
        }
        todo.forEach(Runnable::run);
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        withRun.close();
        stop();
    }

    @Override
    public Cancellation cancellation() {
        return this;
    }

    @Override
    public synchronized boolean isRequested() {
        return stopped;
    }

    @Override
    public void throwIfRequested() {
        if (isRequested()) {
            throw SourceException.of(ErrorKind.CANCELLED, "stopped");
        }
    }

    @Override
    public Registration onRequest(Runnable action) {
        synchronized (this) {
            if (!stopped) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    @Override
    public String sourceName() {
        return run.sourceName();
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        return run.config(type);
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
        run.waiting(what);
    }

    @Override
    public void warn(String message) {
        run.warn(message);
    }

    @Override
    public void exchanged(long requests, long bytes) {
        run.exchanged(requests, bytes);
    }

    @Override
    public void waited(Duration time) {
        run.waited(time);
    }
}
