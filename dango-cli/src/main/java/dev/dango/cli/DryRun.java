package dev.dango.cli;

import dev.dango.cli.view.PlanView;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.engine.sync.SyncPlan;
import dev.dango.engine.sync.SyncPlan.SourcePlan;
import dev.dango.spi.ErrorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what a sync would do. */
final class DryRun {

    private final Session session;
    private final boolean ask;

    DryRun(Session session, boolean ask) {
        this.session = session;
        this.ask = ask;
    }

    /** Plans, and returns the exit code. */
    int run(SyncSelection selection, SyncOptions options) {
        CancellationSource cancellation = new CancellationSource();
        SyncPlan plan;
        try (Interrupts interrupts = Interrupts.cancelling(cancellation, session.output()::alert)) {
            plan = session.dango().plan(selection.entries(), options, ask, cancellation);
        }
        int exitCode = exitCode(plan, selection);
        PlanView view = new PlanView(plan, options, session.output().style());
        if (session.output().isJson()) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("command", "sync");
            event.put("event", "end");
            event.put("exit_code", exitCode);
            event.put("dry_run", true);
            event.putAll(view.json());
            session.output().event(event);
        } else {
            view.lines().forEach(session.output()::line);
        }
        for (SourcePlan source : plan.sources()) {
            source.warnings()
                    .forEach(text -> session.output().note("! " + source.source() + ": " + text));
            source.failures().forEach(failure -> session.errors().print(source.source(), failure));
        }
        selection.broken().forEach(problem -> session.output().alert(problem.message()));
        return exitCode;
    }

    private static int exitCode(SyncPlan plan, SyncSelection selection) {
        List<String> kinds =
                plan.sources().stream()
                        .flatMap(source -> source.failures().stream())
                        .map(SourceReport.Failure::kind)
                        .toList();
        if (kinds.contains(ErrorKind.CANCELLED.name())) {
            return ExitCode.INTERRUPTED;
        }
        if (kinds.isEmpty() && selection.broken().isEmpty()) {
            return ExitCode.OK;
        }
        boolean anyGood = plan.sources().stream().anyMatch(source -> !source.resources().isEmpty());
        if (anyGood) {
            return ExitCode.PARTIAL;
        }
        return kinds.stream().allMatch(ErrorKind.CONFIG.name()::equals)
                ? ExitCode.USAGE
                : ExitCode.FAILED;
    }
}
