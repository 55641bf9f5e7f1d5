package dev.dango.engine.history;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run was asked to do beyond loading what is new.
 *
 * @param fullRefresh whether everything was to be read again
 * @param since first day of the window
 * @param until last day of the window
 * @param limit rows per table at most
 */
public record RunOptions(
        boolean fullRefresh,
        Optional<LocalDate> since,
        Optional<LocalDate> until,
        OptionalLong limit) {

    /** What is new, and all of it. */
    public static final RunOptions NONE =
            new RunOptions(false, Optional.empty(), Optional.empty(), OptionalLong.empty());
}
