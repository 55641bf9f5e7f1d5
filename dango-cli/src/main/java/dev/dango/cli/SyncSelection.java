package dev.dango.cli;

import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourceProblem;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.spi.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The sources a sync is about.
 *
 * @param entries those to sync
 * @param skipped those that were named and are disabled
 * @param broken entries that cannot be used, if all sources are meant
 */
record SyncSelection(
        List<SourceEntry> entries, List<SourceEntry> skipped, List<SourceProblem> broken) {

    /**
     * Chooses.
     *
     * @param names empty for all that are enabled
     * @param notes hears what the user should know
     */
    static SyncSelection of(SourcesFile sources, List<String> names, Consumer<String> notes) {
        if (names.isEmpty()) {
            return new SyncSelection(
                    sources.entries().stream().filter(SourceEntry::enabled).toList(),
                    List.of(),
                    sources.problems());
        }
        List<SourceEntry> named = names.stream().map(sources::require).distinct().toList();
        List<SourceEntry> skipped = named.stream().filter(entry -> !entry.enabled()).toList();
        skipped.forEach(
                entry ->
                        notes.accept(
                                entry.name()
                                        + " is disabled and is skipped; dango source enable "
                                        + entry.name()
                                        + " would change that."));
        return new SyncSelection(
                named.stream().filter(SourceEntry::enabled).toList(), skipped, List.of());
    }

    /** Whether there is nothing to report on at all. */
    boolean isEmpty() {
        return entries.isEmpty() && skipped.isEmpty() && broken.isEmpty();
    }

    /** The reports on what is not even tried. */
    List<SourceReport> untried(Instant now) {
        List<SourceReport> reports = new ArrayList<>();
        for (SourceEntry entry : skipped) {
            reports.add(
                    report(
                            entry.name(),
                            entry.type(),
                            entry.schema(),
                            Status.SKIPPED,
                            List.of(),
                            now));
        }
        for (SourceProblem problem : broken) {
            String name = problem.source().orElse("line " + problem.line());
            Failure failure =
                    new Failure(
                            Optional.empty(),
                            ErrorKind.CONFIG.name(),
                            problem.message(),
                            problem.toException().hint(),
                            null);
            reports.add(report(name, "?", "", Status.FAILED, List.of(failure), now));
        }
        return reports;
    }

    private static SourceReport report(
            String name,
            String type,
            String schema,
            Status status,
            List<Failure> failures,
            Instant now) {
        return new SourceReport(
                name,
                type,
                schema,
                status,
                Optional.empty(),
                now,
                Duration.ZERO,
                List.of(),
                failures,
                List.of());
    }
}
