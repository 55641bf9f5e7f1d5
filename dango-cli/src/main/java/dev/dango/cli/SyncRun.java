package dev.dango.cli;

import dev.dango.cli.view.LiveProgress;
import dev.dango.cli.view.PlainProgress;
import dev.dango.cli.view.ProgressDisplay;
import dev.dango.cli.view.Style;
import dev.dango.cli.view.SyncProgress;
import dev.dango.cli.view.SyncProgress.News;
import dev.dango.cli.view.SyncProgress.Tone;
import dev.dango.cli.view.SyncSummary;
import dev.dango.cli.view.Ticker;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs a sync and shows how it goes and what came of it. */
final class SyncRun {

    private static final Duration LIVE_PERIOD = Duration.ofMillis(120);
    private static final Duration PLAIN_PERIOD = Duration.ofSeconds(5);

    private final Session session;

    SyncRun(Session session) {
        this.session = session;
    }

    /** Syncs, and returns the exit code. */
    int run(SyncSelection selection, SyncOptions options) {
        SyncReport report =
                session.output().isJson()
                        ? runWithEvents(selection, options)
                        : runWithProgress(selection, options);
        return ExitCode.of(report);
    }

    private SyncReport runWithEvents(SyncSelection selection, SyncOptions options) {
        SyncEvents events = new SyncEvents(session.output());
        SyncReport report = sync(selection, options, events, session.output()::alert);
        events.end(report);
        reportFailures(report);
        return report;
    }

    private SyncReport runWithProgress(SyncSelection selection, SyncOptions options) {
        SyncReport report;
        if (session.options().quiet) {
            report = sync(selection, options, SyncListener.NONE, session.output()::alert);
        } else {
            SyncProgress progress = new SyncProgress(System::nanoTime);
            Consumer<String> say = text -> progress.say(new News(Tone.WARNING, text));
            try (TerminalExtent extent = new TerminalExtent(session.host());
                    Ticker ticker = ticker(progress, extent)) {
                report = sync(selection, options, progress, say);
            }
        }
        if (!selection.isEmpty()) {
            Style style = session.output().style();
            new SyncSummary(report, style).lines().forEach(session.output()::line);
        }
        if (session.options().quiet) {
            reportWarnings(report);
        }
        reportFailures(report);
        return report;
    }

    private Ticker ticker(SyncProgress progress, TerminalExtent extent) {
        Host host = session.host();
        PrintStream err = host.err();
        Style style = host.style(Host.Stream.ERR);
        boolean live = host.terminals().contains(Host.Stream.ERR) && !host.isDumb();
        if (!live) {
            return new Ticker(new PlainProgress(progress, err, style), PLAIN_PERIOD);
        }
        ProgressDisplay display = new LiveProgress(progress, err, style, extent::get);
        return new Ticker(display, LIVE_PERIOD);
    }

    private SyncReport sync(
            SyncSelection selection,
            SyncOptions options,
            SyncListener listener,
            Consumer<String> say) {
        CancellationSource cancellation = new CancellationSource();
        List<SourceReport> reports = new ArrayList<>();
        Duration duration;
        try (Interrupts interrupts = Interrupts.cancelling(cancellation, say)) {
            SyncReport report =
                    session.dango().sync(selection.entries(), options, listener, cancellation);
            reports.addAll(report.sources());
            duration = report.duration();
        }
        reports.addAll(selection.untried(session.host().clock().instant()));
        return new SyncReport(reports, duration);
    }

    private void reportWarnings(SyncReport report) {
        for (SourceReport source : report.sources()) {
            source.warnings()
                    .forEach(text -> session.output().alert("! " + source.source() + ": " + text));
        }
    }

    private void reportFailures(SyncReport report) {
        for (SourceReport source : report.sources()) {
            source.failures().forEach(failure -> session.errors().print(source.source(), failure));
        }
        if (report.status() == SourceReport.Status.INTERRUPTED) {
            session.output()
                    .alert("Stopped. What was read is kept; dango sync goes on from there.");
        }
    }
}
