package dev.dango.engine.history;

import dev.dango.engine.report.SourceReport.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of one source.
 *
 * @param id unlike those of all other runs of the source
 * @param source its name
 * @param type its type; empty if the original ran it
 * @param status how it ended
 * @param startedAt when it began
 * @param duration how long it took; empty while it runs, and if it was killed
 * @param options what it was asked to do
 * @param loadId id in {@code _dlt_loads}; empty when nothing was loaded
 * @param rows what happened to the rows of all tables; of a run of the original only how many were
 *     read is known
 * @param phases where the time went
 * @param traffic what was exchanged, for tables and besides
 * @param tables in order of their names, also those that failed
 * @param failures what went wrong, by resource; without secrets
 * @param warnings what the user was told
 */
public record RunRecord(
        String id,
        String source,
        String type,
        Status status,
        Instant startedAt,
        Optional<Duration> duration,
        RunOptions options,
        Optional<String> loadId,
        RowCounts rows,
        Phases phases,
        Traffic traffic,
        List<TableRun> tables,
        List<Failure> failures,
        List<String> warnings) {

    /** How a run ended. */
    public enum Status {
        /** It has not ended. */
        RUNNING,
        /** All that there was is loaded. */
        OK,
        /** Some resources failed, the others are loaded. */
        PARTIAL,
        /** Nothing is loaded. */
        FAILED,
        /** Stopped by the user, or killed. */
        INTERRUPTED
    }

    /**
     * A run that begins.
     *
     * @param id unlike all others
     * @param source the source's name
     * @param type its type
     * @param startedAt when it began
     * @param options what it was asked to do
     * @return a record of status RUNNING
     */
    public static RunRecord begun(
            String id, String source, String type, Instant startedAt, RunOptions options) {
        return new RunRecord(
                id,
                source,
                type,
                Status.RUNNING,
                startedAt,
                Optional.empty(),
                options,
                Optional.empty(),
                RowCounts.NONE,
                Phases.NONE,
                Traffic.NONE,
                List.of(),
                List.of(),
                List.of());
    }

    /** The same run, of which nothing was heard after it began. */
    RunRecord killed() {
        return new RunRecord(
                id,
                source,
                type,
                Status.INTERRUPTED,
                startedAt,
                duration,
                options,
                loadId,
                rows,
                phases,
                traffic,
                tables,
                failures,
                List.of("it was killed; the next sync goes on from what it had read"));
    }

    /**
     * Whether the original Dango ran it, which kept less.
     *
     * @return true if only its rows, its time and its outcome are known
     */
    public boolean isOriginal() {
        return type.isEmpty();
    }
}
