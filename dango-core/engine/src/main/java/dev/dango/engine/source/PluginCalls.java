package dev.dango.engine.source;

import dev.dango.spi.SourceException;
import java.util.concurrent.Callable;

/**
 * Every call into a connector goes through here: the thread's class loader is the connector's,
 * since client libraries look things up by it, and whatever is thrown comes out as a {@link
 * SourceException}. The thread comes back as it was: with its class loader, and not interrupted
 * because a connector interrupted itself. Who wants a run to stop asks its cancellation.
 */
public final class PluginCalls {

    private final InstalledSource installed;

    /**
     * Calls one connector.
     *
     * @param installed the connector
     */
    public PluginCalls(InstalledSource installed) {
        this.installed = installed;
    }

    /** A call without a result. */
    public interface Action {
        /**
         * Does it.
         *
         * @throws Exception anything
         */
        void run() throws Exception;
    }

    /**
     * Calls the connector.
     *
     * @param <T> what comes back
     * @param call the call
     * @return what the connector answers
     * @throws SourceException if anything at all goes wrong
     */
    public <T> T call(Callable<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        boolean interrupted = thread.isInterrupted();
        thread.setContextClassLoader(installed.source().getClass().getClassLoader());
        try {
            return call.call();
        } catch (Throwable e) {
            throw FailureClassifier.classify(e, installed);
        } finally {
            thread.setContextClassLoader(before);
            if (!interrupted) {
                Thread.interrupted();
            }
        }
    }

    /**
     * Calls the connector.
     *
     * @param action the call
     * @throws SourceException if anything at all goes wrong
     */
    public void run(Action action) {
        call(
                () -> {
                    action.run();
                    return null;
                });
    }
}
