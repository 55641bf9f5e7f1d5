package dev.dango.cli;

import dev.dango.cli.view.HistoryView;
import dev.dango.cli.view.RunView;
import dev.dango.engine.history.RunHistory;
import dev.dango.engine.history.RunJson;
import dev.dango.engine.history.RunRecord;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells of past runs. Opens neither a connector nor the warehouse. */
@Command(
        name = "history",
        header = "Show past syncs, the newest first, and what each did.",
        description = {
            "",
            "The exit code is 0 whatever became of them. Runs of the original Dango are shown, too;"
                    + " of those only the rows that were read are known."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango history",
            "  dango history stripe_payments --limit 5",
            "  dango history stripe_payments --run last",
            "  dango history --json"
        })
final class HistoryCommand extends DangoSubcommand {

    private static final String LAST = "last";

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE_NAME",
            description = "The source; all if not given.")
    String source;

    @Option(
            names = "--limit",
            paramLabel = "RUNS",
            defaultValue = "20",
            description = "Show this many runs at most; 20 if not given.")
    int limit;

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "Show all of one run, given by its id or that of its load, or \"last\".")
    String run;

    HistoryCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (limit <= 0) {
            throw SourceException.of(ErrorKind.CONFIG, "--limit must be a positive integer.");
        }
        if (run == null) {
            list(runs(limit));
        } else {
            show(find(runs(Integer.MAX_VALUE)));
        }
        return ExitCode.OK;
    }

    private List<RunRecord> runs(int most) {
        List<RunRecord> runs = new ArrayList<>();
        for (String name : names()) {
            runs.addAll(new RunHistory(session().project(), name).newest(most));
        }
        if (source == null) {
            // runs of the same moment stay in their order, since the sort is stable
            runs.sort(Comparator.comparing(RunRecord::startedAt).reversed());
        }
        return runs.subList(0, Math.min(most, runs.size()));
    }

    /** Those that are not configured any more have a history, too. */
    private List<String> names() {
        List<String> known = RunHistory.sources(session().project());
        if (source == null) {
            return known;
        }
        return List.of(
                known.contains(source) ? source : session().sources().require(source).name());
    }

    private void list(List<RunRecord> runs) {
        if (output().isJson()) {
            output().document(
                            commandName(),
                            Map.of("runs", runs.stream().map(RunJson::write).toList()));
        } else if (runs.isEmpty()) {
            output().line("Nothing was synced yet; load what is new with dango sync.");
        } else {
            new HistoryView(output().style(), zone()).lines(runs).forEach(output()::line);
        }
    }

    private RunRecord find(List<RunRecord> runs) {
        return runs.stream()
                .filter(
                        known ->
                                run.equals(LAST)
                                        || known.id().equals(run)
                                        || known.loadId().filter(run::equals).isPresent())
                .findFirst()
                .orElseThrow(
                        () ->
                                SourceException.of(ErrorKind.CONFIG, "There is no run " + run + ".")
                                        .hint("Run dango history to see which there are."));
    }

    private void show(RunRecord found) {
        if (output().isJson()) {
            output().document(commandName(), Map.of("runs", List.of(RunJson.write(found))));
        } else {
            new RunView(found, output().style(), zone()).lines().forEach(output()::line);
        }
    }

    private ZoneId zone() {
        return session().host().clock().getZone();
    }
}
