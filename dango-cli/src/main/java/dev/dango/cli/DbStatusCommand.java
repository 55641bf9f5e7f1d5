package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.cli.view.Style;
import dev.dango.cli.view.TextTable;
import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.load.WarehouseInspector;
import dev.dango.engine.load.WarehouseInspector.Table;
import dev.dango.engine.project.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Shows the tables of the warehouse. */
@Command(
        name = "status",
        header = "Show the tables of the warehouse, and which of them no source owns.",
        footerHeading = "%nExample:%n",
        footer = "  dango db status")
final class DbStatusCommand extends DbSubcommand {

    DbStatusCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        WarehouseInspector warehouse = warehouse();
        List<Table> tables = warehouse.tables();
        List<String> orphans = orphans(warehouse);
        if (output().isJson()) {
            output().document(commandName(), json(tables, orphans));
        } else {
            print(tables, orphans);
        }
        return ExitCode.OK;
    }

    private void print(List<Table> tables, List<String> orphans) {
        Style style = output().style();
        Project project = session().project();
        output().line(style.bold("Warehouse:") + " " + shown(project));
        if (tables.isEmpty()) {
            output().line("  no tables yet; load some with dango sync");
        }
        TextTable grid = new TextTable(Align.LEFT, Align.RIGHT, Align.LEFT);
        for (Table table : tables) {
            String note = orphans.contains(table.schema()) ? "no source owns it" : "";
            grid.row(table.schema() + "." + table.name(), Amounts.count(table.rows(), "row"), note);
        }
        grid.lines().forEach(line -> output().line("  " + line));
        if (!orphans.isEmpty()) {
            output().line("");
            output().line("Remove what no source owns: dango db clean");
        }
    }

    private static String shown(Project project) {
        return project.warehouse().startsWith(project.root())
                ? project.root().relativize(project.warehouse()).toString()
                : project.warehouse().toString();
    }

    private Map<String, Object> json(List<Table> tables, List<String> orphans) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("warehouse", session().project().warehouse());
        data.put("tables", tables.stream().map(table -> json(table, orphans)).toList());
        data.put("orphaned_schemas", orphans);
        return data;
    }

    private static Map<String, Object> json(Table table, List<String> orphans) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", table.schema());
        json.put("name", table.name());
        json.put("rows", table.rows());
        json.put("orphaned", orphans.contains(table.schema()));
        return json;
    }
}
