package dev.dango.engine.sync;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.List;

/** Asks a run to stop. Thread-safe. */
public final class CancellationSource implements Cancellation {

    private volatile boolean requested;
    private final List<Runnable> actions = new ArrayList<>();

    /** Asks the run to stop; what was read up to the last checkpoint is kept. */
    public void request() {
        List<Runnable> todo;
        synchronized (actions) {
            if (requested) {
                return;
            }
            requested = true;
            todo = List.copyOf(actions);
            actions.clear();
        }
        todo.forEach(Runnable::run);
    }

    @Override
    public boolean isRequested() {
        return requested;
    }

    @Override
    public void throwIfRequested() {
        if (requested) {
            throw SourceException.of(ErrorKind.CANCELLED, "stopped");
        }
    }

    @Override
    public Registration onRequest(Runnable action) {
        synchronized (actions) {
            if (!requested) {
                actions.add(action);
                return () -> {
                    synchronized (actions) {
                        actions.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }
}
