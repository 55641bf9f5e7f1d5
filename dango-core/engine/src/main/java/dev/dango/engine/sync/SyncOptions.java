package dev.dango.engine.sync;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one run is asked to do.
 *
 * @param sources names of the sources to sync; empty means all that are enabled
 * @param since start of the window, in UTC
 * @param until end of the window, inclusive as a day, in UTC
 * @param limit rows per table at most; exact, and moves no cursor
 * @param fullRefresh whether to read everything again and swap it in
 * @param allowSchemaChanges whether files may bring other columns than their table has
 * @param allowEmptyReplace whether a table that had rows may end up with none
 */
public record SyncOptions(
        List<String> sources,
        Optional<LocalDate> since,
        Optional<LocalDate> until,
        OptionalLong limit,
        boolean fullRefresh,
        boolean allowSchemaChanges,
        boolean allowEmptyReplace) {

    /** Everything new from all enabled sources. */
    public static final SyncOptions DEFAULT =
            new SyncOptions(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    false,
                    false,
                    false);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the window is empty or the limit not positive
     */
    public SyncOptions {
        sources = List.copyOf(sources);
        if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
            throw new IllegalArgumentException("--since must be before --until");
        }
        if (limit.isPresent() && limit.getAsLong() <= 0) {
            throw new IllegalArgumentException("--limit must be a positive integer");
        }
    }

    /**
     * Whether a window of time is asked for.
     *
     * @return true with a start or an end
     */
    public boolean hasWindow() {
        return since.isPresent() || until.isPresent();
    }

    /**
     * Sets the window of time.
     *
     * @param first its first day, in UTC; null for none
     * @param last its last day, in UTC; null for none
     * @return a changed copy
     */
    public SyncOptions between(LocalDate first, LocalDate last) {
        return new SyncOptions(
                sources,
                Optional.ofNullable(first),
                Optional.ofNullable(last),
                limit,
                fullRefresh,
                allowSchemaChanges,
                allowEmptyReplace);
    }

    /**
     * Limits the rows of each table.
     *
     * @param rows positive
     * @return a changed copy
     */
    public SyncOptions limit(long rows) {
        return new SyncOptions(
                sources,
                since,
                until,
                OptionalLong.of(rows),
                fullRefresh,
                allowSchemaChanges,
                allowEmptyReplace);
    }

    /**
     * Has everything read again.
     *
     * @return a changed copy
     */
    public SyncOptions refreshing() {
        return new SyncOptions(
                sources, since, until, limit, true, allowSchemaChanges, allowEmptyReplace);
    }

    /**
     * Lets files bring other columns than their table has.
     *
     * @return a changed copy
     */
    public SyncOptions allowingSchemaChanges() {
        return new SyncOptions(sources, since, until, limit, fullRefresh, true, allowEmptyReplace);
    }

    /**
     * Lets a table that had rows end up with none.
     *
     * @return a changed copy
     */
    public SyncOptions allowingEmptyReplace() {
        return new SyncOptions(sources, since, until, limit, fullRefresh, allowSchemaChanges, true);
    }

    /**
     * Chooses sources.
     *
     * @param names their names
     * @return a changed copy
     */
    public SyncOptions only(String... names) {
        return new SyncOptions(
                List.of(names),
                since,
                until,
                limit,
                fullRefresh,
                allowSchemaChanges,
                allowEmptyReplace);
    }
}
