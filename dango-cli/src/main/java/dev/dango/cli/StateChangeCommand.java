package dev.dango.cli;

import dev.dango.engine.load.Position;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.PositionEditor;
import dev.dango.engine.sync.PositionPlan;
import dev.dango.engine.sync.PositionRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that change positions share: say what will be, ask, do it. */
abstract class StateChangeCommand extends DangoSubcommand {

    @Parameters(index = "0", paramLabel = "SOURCE_NAME", description = "The source.")
    String source;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TABLE",
            description = "The table; all of the source if not given.")
    String table;

    @Option(
            names = "--slice",
            paramLabel = "SLICE",
            description = "Only this slice, as dango state show names it.")
    String slice;

    @Option(
            names = "--force",
            description = "Do it also where rows that are there would come a second time.")
    boolean force;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    boolean yes;

    StateChangeCommand(Session session) {
        super(session);
    }

    /** Runs the command with where to set positions back to; empty to forget them. */
    final Integer change(Optional<String> to) throws IOException {
        PositionRequest request =
                new PositionRequest(
                        Optional.ofNullable(table), Optional.ofNullable(slice), to, force);
        PositionEditor editor =
                session()
                        .dango()
                        .positions(
                                session().sources().require(source),
                                new WaitNotes(output()),
                                new CancellationSource());
        if (!yes) {
            PositionPlan plan = editor.plan(request);
            lines(plan).forEach(output()::note);
            if (!new Confirmation(session())
                    .given("Changing positions of " + source, "Set them so?")) {
                output().note("Nothing was changed.");
                return ExitCode.FAILED;
            }
        }
        report(editor.apply(request));
        return ExitCode.OK;
    }

    private static List<String> lines(PositionPlan plan) {
        return plan.changes().entrySet().stream()
                .map(change -> "  " + line(change.getKey(), change.getValue()))
                .toList();
    }

    private static String line(Position from, Optional<String> to) {
        String slice = from.isWhole() ? "" : " " + from.slice();
        return from.resource()
                + slice
                + ": "
                + from.position()
                + " → "
                + to.orElse("read from the start");
    }

    private void report(PositionPlan plan) {
        if (output().isJson()) {
            output().document(
                            commandName(),
                            Map.of(
                                    "changes",
                                    plan.changes().entrySet().stream()
                                            .map(StateChangeCommand::json)
                                            .toList(),
                                    "notes",
                                    plan.notes()));
            return;
        }
        output().line("✓ The next sync of " + source + " goes on from there:");
        lines(plan).forEach(output()::line);
        plan.notes().forEach(note -> output().note("! " + note));
    }

    private static Map<String, Object> json(Map.Entry<Position, Optional<String>> change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", change.getKey().resource());
        json.put("slice", change.getKey().slice());
        json.put("before", change.getKey().position());
        json.put("after", change.getValue());
        return json;
    }
}
