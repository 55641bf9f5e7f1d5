package dev.dango.engine.state;

import java.time.Instant;
import java.util.Optional;

/**
 * The window of time the user asked for.
 *
 * @param since its start, inclusive
 * @param until its end, exclusive
 */
public record Window(Optional<Instant> since, Optional<Instant> until) {

    /** No window: everything new. */
    public static final Window OPEN = new Window(Optional.empty(), Optional.empty());
}
