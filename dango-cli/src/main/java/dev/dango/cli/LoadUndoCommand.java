package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.LoadEditor;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a load back. */
@Command(
        name = "undo",
        header = "Remove the rows of a load, and have the next sync bring them again.",
        description = {
            "",
            "Positions are set back to what they were before the load. Only the newest load of a"
                    + " table can be undone, and only if it did nothing but add rows: anything else"
                    + " is refused, with the reason. Columns that it added stay."
        },
        footerHeading = "%nExample:%n",
        footer = "  dango load undo 1733744096.000000")
final class LoadUndoCommand extends DangoSubcommand {

    @Parameters(
            paramLabel = "LOAD_ID",
            description = "The load, as dango load list or dango history name it.")
    String loadId;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The source of the load, if several have one of that id.")
    String sourceName;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    boolean yes;

    LoadUndoCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        SourceEntry source = owner();
        LoadEditor editor = editor(source);
        editor.requireUndoable(loadId);
        String question = "Remove the rows of load " + loadId + " from " + source.name() + "?";
        if (!yes && !new Confirmation(session()).given("Undoing load " + loadId, question)) {
            output().note("Nothing was removed.");
            return ExitCode.FAILED;
        }
        report(source, editor.undo(loadId));
        return ExitCode.OK;
    }

    /** Sources that began in the same microsecond have loads of the same id. */
    private SourceEntry owner() {
        SourcesFile sources = session().sources();
        List<SourceEntry> candidates =
                sourceName == null ? sources.entries() : List.of(sources.require(sourceName));
        List<SourceEntry> owners =
                candidates.stream().filter(entry -> editor(entry).has(loadId)).toList();
        if (owners.isEmpty()) {
            throw SourceException.of(ErrorKind.CONFIG, "No source has a load " + loadId + ".")
                    .hint("Run dango load list to see which there are.");
        }
        if (owners.size() > 1) {
            String names =
                    owners.stream().map(SourceEntry::name).collect(Collectors.joining(" and "));
            throw SourceException.of(
                            ErrorKind.CONFIG, "There is a load " + loadId + " of " + names + ".")
                    .hint("Add --source NAME to say which is meant.");
        }
        return owners.get(0);
    }

    private LoadEditor editor(SourceEntry entry) {
        return session().dango().loads(entry, new WaitNotes(output()), new CancellationSource());
    }

    private void report(SourceEntry source, Map<String, Long> deleted) {
        if (output().isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("load_id", loadId);
            json.put("source", source.name());
            json.put("deleted", deleted);
            output().document(commandName(), json);
            return;
        }
        String rows =
                deleted.entrySet().stream()
                        .map(
                                table ->
                                        Amounts.count(table.getValue(), "row")
                                                + " of "
                                                + table.getKey())
                        .collect(Collectors.joining(", "));
        output().line(
                        "✓ Removed "
                                + (rows.isEmpty() ? "no rows" : rows)
                                + "; dango sync "
                                + source.name()
                                + " brings them again.");
    }
}
