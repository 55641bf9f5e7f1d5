package dev.dango.engine.report;

import dev.dango.engine.settings.Redactor;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one run did to one source.
 *
 * @param source its name
 * @param type its type
 * @param schema the schema its tables stand in
 * @param status how it ended
 * @param loadId id in {@code _dlt_loads}; empty when nothing was loaded
 * @param startedAt when it began
 * @param duration how long it took, in wall time
 * @param tables the tables it touched or looked at, in order of their names
 * @param failures what went wrong, at most once per resource
 * @param warnings what the user should know, in order
 */
public record SourceReport(
        String source,
        String type,
        String schema,
        Status status,
        Optional<String> loadId,
        Instant startedAt,
        Duration duration,
        List<TableReport> tables,
        List<Failure> failures,
        List<String> warnings) {

    /** How the sync of a source ended. */
    public enum Status {
        /** All that there was is loaded, which may be nothing. */
        OK,
        /** Some resources failed, the others are loaded. */
        PARTIAL,
        /** Nothing is loaded. */
        FAILED,
        /** Stopped by the user; what was read is kept for the next run. */
        INTERRUPTED,
        /** Not tried, because it is disabled. */
        SKIPPED
    }

    /**
     * Something that went wrong.
     *
     * @param resource the resource, or empty when it is the whole source
     * @param kind the name of an {@link dev.dango.spi.ErrorKind}
     * @param message what happened, without secrets
     * @param hint what to do; may be empty
     * @param cause for {@code --debug}; may be null
     */
    public record Failure(
            Optional<String> resource, String kind, String message, String hint, Throwable cause) {

        /**
         * From an exception, with secrets hidden.
         *
         * @param resource the resource, or empty when it is the whole source
         * @param reason what went wrong
         * @param redactor hides secrets
         * @return never null
         */
        public static Failure of(
                Optional<String> resource, SourceException reason, Redactor redactor) {
            return new Failure(
                    resource,
                    reason.kind().name(),
                    redactor.redact(String.valueOf(reason.getMessage())),
                    redactor.redact(reason.hint()),
                    reason);
        }
    }
}
