package dev.dango.engine.report;

import java.time.Duration;
import java.util.List;

/**
 * What one run did.
 *
 * @param sources one entry per source, in the order of the configuration
 * @param duration wall time of the whole run
 */
public record SyncReport(List<SourceReport> sources, Duration duration) {

    /**
     * How the run ended, over all sources.
     *
     * @return INTERRUPTED if any was; OK if none failed; FAILED if all that were tried failed;
     *     PARTIAL otherwise
     */
    public SourceReport.Status status() {
        boolean anyOk = false;
        boolean anyBad = false;
        for (SourceReport source : sources) {
            switch (source.status()) {
                case INTERRUPTED -> {
                    return SourceReport.Status.INTERRUPTED;
                }
                case OK -> anyOk = true;
                case PARTIAL -> {
                    anyOk = true;
                    anyBad = true;
                }
                case FAILED -> anyBad = true;
                case SKIPPED -> {}
            }
        }
        if (!anyBad) {
            return SourceReport.Status.OK;
        }
        return anyOk ? SourceReport.Status.PARTIAL : SourceReport.Status.FAILED;
    }
}
