package dev.dango.engine.history;

import java.time.Duration;

/**
 * Where the time went, in wall time.
 *
 * @param plan finding out what there is to read
 * @param read reading it into the stage
 * @param load bringing the stage into the warehouse
 */
public record Phases(Duration plan, Duration read, Duration load) {

    /** No time at all. */
    public static final Phases NONE = new Phases(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
