package dev.dango.cli.kill;

import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the process that watches over this one when a step is reached for the n-th time. There the
 * sync stands still until SIGKILL comes, so that it comes exactly there; or it goes on, so that it
 * comes somewhere later.
 */
final class Ambush implements Steps {

    /** What is printed, followed by whether a leftover is being loaded. */
    static final String HERE = "here recovering=";

    /** What a process ends with when nobody came to kill it. */
    static final int FORGOTTEN = 99;

    private static final long PATIENCE_SECONDS = 60;

    private final Step step;
    private final boolean waits;
    private int times;
    private int unfinished;

    private Ambush(Step step, int times, boolean waits) {
        this.step = step;
        this.times = times;
        this.waits = waits;
    }

    /** From the words that {@link #arguments} makes. */
    static Ambush of(List<String> arguments) {
        return new Ambush(
                Step.valueOf(arguments.get(0)),
                Integer.parseInt(arguments.get(1)),
                Boolean.parseBoolean(arguments.get(2)));
    }

    static List<String> arguments(Step step, int times, boolean waits) {
        return List.of(step.name(), Integer.toString(times), Boolean.toString(waits));
    }

    /** Stands still within the monitor, and so does every other thread that reaches a step. */
    @Override
    public synchronized void reached(Step reached) {
        if (reached == Step.LEFTOVER_FOUND) {
            unfinished++;
        } else if (reached == Step.LEFTOVER_FINISHED) {
            unfinished--;
        }
        if (reached == step && --times == 0) {
            System.out.println(HERE + (unfinished > 0));
            System.out.flush();
            if (waits) {
                awaitDeath();
            }
        }
    }

    private static void awaitDeath() {
        try {
            new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(FORGOTTEN);
    }
}
