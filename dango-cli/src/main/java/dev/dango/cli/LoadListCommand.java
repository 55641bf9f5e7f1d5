package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.cli.view.TextTable;
import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.load.LoadEntry;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists loads. */
@Command(
        name = "list",
        header = "List the loads in the warehouse, the newest first.",
        description = {"", "Rows are those of tables that are not nested in another."},
        footerHeading = "%nExamples:%n",
        footer = {"  dango load list", "  dango load list my_topic --limit 5"})
final class LoadListCommand extends DangoSubcommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE_NAME",
            description = "The source; all if not given.")
    String source;

    @Option(
            names = "--limit",
            paramLabel = "LOADS",
            defaultValue = "20",
            description = "Show this many loads at most; 20 if not given.")
    int limit;

    LoadListCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (limit <= 0) {
            throw SourceException.of(ErrorKind.CONFIG, "--limit must be a positive integer.");
        }
        List<LoadEntry> loads = loads();
        if (output().isJson()) {
            output().document(
                            commandName(),
                            Map.of("loads", loads.stream().map(LoadListCommand::json).toList()));
        } else if (loads.isEmpty()) {
            output().line("Nothing was loaded yet.");
        } else {
            print(loads);
        }
        return ExitCode.OK;
    }

    private List<LoadEntry> loads() {
        SourcesFile sources = session().sources();
        List<SourceEntry> entries =
                source == null ? sources.entries() : List.of(sources.require(source));
        List<LoadEntry> loads = new ArrayList<>();
        for (SourceEntry entry : entries) {
            loads.addAll(
                    session()
                            .dango()
                            .loads(entry, new WaitNotes(output()), new CancellationSource())
                            .newest(limit));
        }
        if (source == null) {
            loads.sort(Comparator.comparing(LoadEntry::loadedAt).reversed());
        }
        return loads.subList(0, Math.min(limit, loads.size()));
    }

    private void print(List<LoadEntry> loads) {
        TextTable grid =
                new TextTable(
                        Align.LEFT,
                        Align.LEFT,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.LEFT,
                        Align.LEFT);
        grid.row("load", "when", "source", "inserted", "updated", "deleted", "undo", "tables");
        for (LoadEntry load : loads) {
            grid.row(
                    load.loadId(),
                    Amounts.time(load.loadedAt(), session().host().clock().getZone()),
                    load.source(),
                    Amounts.count(load.inserted()),
                    Amounts.count(load.updated()),
                    Amounts.count(load.deleted()),
                    load.refusal().isEmpty() ? "yes" : "no",
                    load.tables().isEmpty() ? "not noted" : String.join(", ", load.tables()));
        }
        List<String> lines = grid.lines();
        output().line(output().style().dim(lines.get(0)));
        lines.stream().skip(1).forEach(output()::line);
    }

    private static Map<String, Object> json(LoadEntry load) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("load_id", load.loadId());
        json.put("source", load.source());
        json.put("loaded_at", load.loadedAt());
        json.put("tables", load.tables());
        json.put("inserted", load.inserted());
        json.put("updated", load.updated());
        json.put("deleted", load.deleted());
        json.put("can_be_undone", load.refusal().isEmpty());
        json.put("reason", load.refusal());
        return json;
    }
}
