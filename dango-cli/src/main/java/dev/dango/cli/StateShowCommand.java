package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.cli.view.TextTable;
import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.load.Position;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.sync.CancellationSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows positions. */
@Command(
        name = "show",
        header = "Show from where the next sync of each table goes on.",
        description = {
            "",
            "A table that is read in pieces has a position for each, under the name of its slice."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  dango state show", "  dango state show stripe_payments charges --json"})
final class StateShowCommand extends DangoSubcommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE_NAME",
            description = "The source; all if not given.")
    String source;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TABLE",
            description = "The table; all of the source if not given.")
    String table;

    /** A position and whose it is. */
    private record Place(SourceEntry source, Position position) {}

    StateShowCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        SourcesFile sources = session().sources();
        List<SourceEntry> entries =
                source == null ? sources.entries() : List.of(sources.require(source));
        List<Place> places = new ArrayList<>();
        for (SourceEntry entry : entries) {
            positions(entry).forEach(position -> places.add(new Place(entry, position)));
        }
        if (output().isJson()) {
            output().document(
                            commandName(),
                            Map.of(
                                    "positions",
                                    places.stream().map(StateShowCommand::json).toList()));
        } else if (places.isEmpty()) {
            output().line("There are no positions: the next sync reads everything.");
        } else {
            print(places);
        }
        return ExitCode.OK;
    }

    private List<Position> positions(SourceEntry entry) {
        return session()
                .dango()
                .positions(entry, new WaitNotes(output()), new CancellationSource())
                .positions(Optional.ofNullable(table));
    }

    private void print(List<Place> places) {
        boolean slices = places.stream().anyMatch(place -> !place.position().isWhole());
        TextTable grid =
                new TextTable(
                        Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT);
        grid.row("source", "table", slices ? "slice" : "", "position", "set at", "set by");
        for (Place place : places) {
            Position at = place.position();
            grid.row(
                    place.source().name(),
                    at.resource(),
                    at.isWhole() ? "" : at.slice(),
                    at.position(),
                    Amounts.time(at.updatedAt(), session().host().clock().getZone()),
                    at.loadId().equals(Position.REWOUND) ? "a rewind" : "load " + at.loadId());
        }
        List<String> lines = grid.lines();
        output().line(output().style().dim(lines.get(0)));
        lines.stream().skip(1).forEach(output()::line);
    }

    private static Map<String, Object> json(Place place) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", place.source().name());
        json.put("resource", place.position().resource());
        json.put("slice", place.position().slice());
        json.put("position", place.position().position());
        json.put("updated_at", place.position().updatedAt());
        json.put("load_id", place.position().loadId());
        return json;
    }
}
