package dev.dango.cli;

import dev.dango.engine.sync.CancellationSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jline.utils.Signals;

/**
 * What Ctrl-C does while something runs: the first one asks it to stop where it can go on later,
 * the second one ends the process. A request to terminate counts the same.
 */
final class Interrupts implements AutoCloseable {

    private static final String INTERRUPT = "INT";
    private static final String TERMINATE = "TERM";

    private final CancellationSource cancellation;
    private final Consumer<String> say;
    private final AtomicInteger requests = new AtomicInteger();
    private final Object beforeInterrupt;
    private final Object beforeTerminate;

    private Interrupts(CancellationSource cancellation, Consumer<String> say) {
        this.cancellation = cancellation;
        this.say = say;
        this.beforeInterrupt = Signals.register(INTERRUPT, this::request);
        this.beforeTerminate = Signals.register(TERMINATE, this::request);
    }

    /** Takes the signals over until closed. */
    static Interrupts cancelling(CancellationSource cancellation, Consumer<String> say) {
        return new Interrupts(cancellation, say);
    }

    private void request() {
        if (requests.incrementAndGet() > 1) {
            // No shutdown hook can be waited for: the user has waited already.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        say.accept("Stopping after this batch; press Ctrl-C again to stop at once.");
        cancellation.request();
    }

    @Override
    public void close() {
        restore(INTERRUPT, beforeInterrupt);
        restore(TERMINATE, beforeTerminate);
    }

    private static void restore(String signal, Object before) {
        if (before != null) {
            Signals.unregister(signal, before);
        }
    }
}
