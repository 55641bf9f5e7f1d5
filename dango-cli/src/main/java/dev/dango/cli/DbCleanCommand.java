package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.engine.load.WarehouseInspector;
import dev.dango.engine.load.WarehouseInspector.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops what no source owns. */
@Command(
        name = "clean",
        header = "Remove the tables of sources that are not configured any more.",
        description = {"", "Removes all of them or, if anything goes wrong, none."},
        footerHeading = "%nExample:%n",
        footer = "  dango db clean --yes")
final class DbCleanCommand extends DbSubcommand {

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    boolean yes;

    DbCleanCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        WarehouseInspector warehouse = warehouse();
        List<String> orphans = orphans(warehouse);
        List<Table> tables =
                warehouse.tables().stream()
                        .filter(table -> orphans.contains(table.schema()))
                        .toList();
        if (!orphans.isEmpty()) {
            show(tables);
            if (!yes && !confirmed(orphans)) {
                output().note("Nothing was removed.");
                return ExitCode.FAILED;
            }
            warehouse.drop(orphans);
        }
        report(orphans, tables);
        return ExitCode.OK;
    }

    private void show(List<Table> tables) {
        output().note("No source owns these tables:");
        tables.forEach(
                table ->
                        output().note(
                                        "  "
                                                + table.schema()
                                                + "."
                                                + table.name()
                                                + "  "
                                                + Amounts.count(table.rows(), "row")));
    }

    private boolean confirmed(List<String> orphans) throws IOException {
        return new Confirmation(session())
                .given("Removing " + String.join(", ", orphans), "Remove them for good?");
    }

    private void report(List<String> orphans, List<Table> tables) {
        if (output().isJson()) {
            List<String> names =
                    tables.stream().map(table -> table.schema() + "." + table.name()).toList();
            output().document(commandName(), Map.of("schemas", orphans, "tables", names));
        } else if (orphans.isEmpty()) {
            output().line("Every table belongs to a source; there is nothing to remove.");
        } else {
            output().line(
                            "✓ Removed "
                                    + Amounts.count(tables.size(), "table")
                                    + " of "
                                    + String.join(", ", orphans)
                                    + ".");
        }
    }
}
