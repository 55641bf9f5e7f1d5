package dev.dango.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the user if a connector ends the whole program by {@code System.exit}, which Java cannot
 * forbid, and sees to it that the exit code is not that of a success. Thread-safe.
 */
final class ExitGuard {

    private final PrintStream err;
    private volatile boolean finished;

    private ExitGuard(PrintStream err) {
        this.err = err;
    }

    /** Watches from now on. */
    static ExitGuard install(PrintStream err) {
        ExitGuard guard = new ExitGuard(err);
        Runtime.getRuntime().addShutdownHook(new Thread(guard::atExit, "dango-exit"));
        return guard;
    }

    /** Says that the program ends because it is done. */
    void finished() {
        finished = true;
    }

    private void atExit() {
        if (!finished) {
            exiting().ifPresent(this::fail);
        }
    }

    /** The thread that has called for the end; a signal needs none. */
    private static Optional<Thread> exiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> callsExit(thread.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean callsExit(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(
                        call ->
                                call.getClassName().equals(Runtime.class.getName())
                                        && call.getMethodName().equals("exit"));
    }

    private void fail(Thread thread) {
        err.println(
                "Error: a connector ended the whole program by System.exit (thread "
                        + thread.getName()
                        + ").");
        err.println("  What was read up to the last checkpoint is kept. Report it to its author.");
        err.flush();
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }
}
