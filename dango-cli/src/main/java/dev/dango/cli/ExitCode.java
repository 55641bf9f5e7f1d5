package dev.dango.cli;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import dev.dango.spi.ErrorKind;

/** What the exit codes mean; a closed list that scripts rely on. */
final class ExitCode {

    /** All is well. */
    static final int OK = 0;

    /** It did not work. */
    static final int FAILED = 1;

    /** The command line or the configuration is wrong; nothing was done. */
    static final int USAGE = 2;

    /** Some sources or tables failed, or a source cannot be reached. */
    static final int PARTIAL = 3;

    /** Interrupted; what was read is kept. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The code for a command that ended with an error. */
    static int of(ErrorKind kind) {
        return switch (kind) {
            case CONFIG -> USAGE;
            case CANCELLED -> INTERRUPTED;
            default -> FAILED;
        };
    }

    /** The code for a source that cannot be connected to. */
    static int ofSource(ErrorKind kind) {
        return switch (kind) {
            case CONFIG -> USAGE;
            case CANCELLED -> INTERRUPTED;
            case INTERNAL -> FAILED;
            default -> PARTIAL;
        };
    }

    /** The code for a sync that came to an end. */
    static int of(SyncReport report) {
        return switch (report.status()) {
            case OK, SKIPPED -> OK;
            case PARTIAL -> PARTIAL;
            case INTERRUPTED -> INTERRUPTED;
            case FAILED -> onlyConfiguration(report) ? USAGE : FAILED;
        };
    }

    private static boolean onlyConfiguration(SyncReport report) {
        return report.sources().stream()
                .flatMap(source -> source.failures().stream())
                .map(SourceReport.Failure::kind)
                .allMatch(ErrorKind.CONFIG.name()::equals);
    }
}
