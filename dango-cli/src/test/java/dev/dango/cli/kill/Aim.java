package dev.dango.cli.kill;

import dev.dango.engine.protocol.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Where to kill: exactly at a step, or at a moment after it.
 *
 * @param step the step
 * @param withinMicros how late the moment may be; 0 for exactly at the step
 */
record Aim(Step step, long withinMicros) {

    /** Moments in work that has no step within, such as a commit or the opening of a new file. */
    private static final List<Aim> MOMENTS =
            List.of(
                    new Aim(Step.SOURCE_LOCKED, 400_000),
                    new Aim(Step.STAGE_BEGUN, 150_000),
                    new Aim(Step.CHECKPOINT_WRITTEN, 5_000),
                    new Aim(Step.STAGE_CLOSED, 60_000),
                    new Aim(Step.WAREHOUSE_OPENED, 100_000),
                    new Aim(Step.BEFORE_COMMIT, 15_000),
                    new Aim(Step.COMMITTED, 20_000),
                    new Aim(Step.WAREHOUSE_CLOSED, 3_000));

    /**
     * A kill that comes true.
     *
     * @param times at which reaching of the step
     * @param micros how long after it; -1 for exactly there
     */
    record Shot(Step step, int times, long micros) {

        boolean isExact() {
            return micros < 0;
        }
    }

    /** All steps and all moments, in an order of the seed's. */
    static List<Aim> all(Random random) {
        List<Aim> all = new ArrayList<>(MOMENTS);
        for (Step step : Step.values()) {
            all.add(new Aim(step, 0));
        }
        Collections.shuffle(all, random);
        return all;
    }

    static Aim anyMoment(Random random) {
        return MOMENTS.get(random.nextInt(MOMENTS.size()));
    }

    /** Leaves a whole stage, or one of which a part is missing. */
    static Aim leavingSome(Random random) {
        return new Aim(random.nextBoolean() ? Step.STAGE_CLOSED : Step.CHECKPOINT_WRITTEN, 0);
    }

    boolean isExact() {
        return withinMicros == 0;
    }

    /** Whether there must be something to recover, or the step is never reached. */
    boolean needsLeftover() {
        return step == Step.LEFTOVER_FOUND || step == Step.LEFTOVER_FINISHED;
    }

    /** Whether there must be no warehouse yet, or the step is never reached. */
    boolean needsNewProject() {
        return step == Step.WAREHOUSE_MADE || step == Step.WAREHOUSE_NAMED;
    }

    /** Steps that a sync reaches many times are let pass a few times. */
    Shot shot(Random random) {
        boolean often = step == Step.ROWS_WRITTEN || step == Step.CHECKPOINT_WRITTEN;
        int times = often ? 1 + random.nextInt(4) : 1;
        return new Shot(step, times, isExact() ? -1 : random.nextLong(withinMicros));
    }

    /** For a second try, when the first came too late. */
    Shot earliestShot() {
        return new Shot(step, 1, isExact() ? -1 : 0);
    }

    @Override
    public String toString() {
        return (isExact() ? "at " : "after ") + step;
    }
}
