package dev.dango.cli;

import dev.dango.cli.plugin.Finding;
import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.cli.plugin.PluginInfo;
import dev.dango.cli.view.Amounts;
import dev.dango.cli.view.Style;
import dev.dango.cli.view.TextTable;
import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourceProblem;
import dev.dango.engine.project.SourcesFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/** The project on one screen. Opens neither a connector nor the warehouse. */
@Command(
        name = "status",
        header = "Show on one screen how the sources are, and what is to be done.",
        description = {
            "",
            "Reads what past syncs wrote down and contacts nobody. The exit code is 0 unless the"
                    + " project cannot be read; with --json, to_do is empty if all is well."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  dango status", "  dango status --json"})
final class StatusCommand extends DangoSubcommand {

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        SourcesFile sources = session().sources();
        Set<String> types = new HashSet<>();
        session().plugins().plugins().stream().map(PluginInfo::types).forEach(types::addAll);
        List<SourceStatus> statuses =
                sources.entries().stream().map(entry -> status(entry, types)).toList();
        List<String> toDo = toDo(statuses, sources.problems(), session().plugins().findings());
        if (output().isJson()) {
            output().document(commandName(), json(statuses, toDo));
        } else {
            print(statuses, toDo);
        }
        return ExitCode.OK;
    }

    private SourceStatus status(SourceEntry entry, Set<String> types) {
        return SourceStatus.of(session().project(), entry, types.contains(entry.type()));
    }

    private static List<String> toDo(
            List<SourceStatus> statuses, List<SourceProblem> problems, List<Finding> findings) {
        List<String> toDo = new ArrayList<>();
        problems.forEach(problem -> toDo.add(problem.message()));
        statuses.forEach(status -> toDo.addAll(status.toDo()));
        findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .forEach(
                        finding ->
                                toDo.add(
                                        finding.message()
                                                + " Run dango plugin doctor to learn more."));
        return toDo;
    }

    private void print(List<SourceStatus> statuses, List<String> toDo) {
        Style style = output().style();
        output().line(
                        style.bold(session().project().name())
                                + ": "
                                + Amounts.count(statuses.size(), "source"));
        if (statuses.isEmpty()) {
            output().line("  none; add one with dango source add");
        } else {
            grid(statuses, style).forEach(output()::line);
        }
        output().line("");
        if (toDo.isEmpty()) {
            output().line(style.good("✓") + " All is well.");
        } else {
            output().line(style.bold("To do:"));
            toDo.forEach(text -> output().line("  " + style.warning("!") + " " + text));
        }
    }

    private List<String> grid(List<SourceStatus> statuses, Style style) {
        TextTable grid =
                new TextTable(
                        Align.LEFT,
                        Align.LEFT,
                        Align.LEFT,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.LEFT,
                        Align.LEFT);
        grid.row("source", "type", "last run", "result", "rows", "last new data", "data up to");
        statuses.forEach(status -> grid.row(status.cells(session().host().clock().getZone())));
        List<String> rows = grid.lines();
        List<String> lines = new ArrayList<>();
        lines.add("  " + style.dim(rows.get(0)));
        for (int i = 0; i < statuses.size(); i++) {
            lines.add(statuses.get(i).mark(style) + " " + rows.get(i + 1));
        }
        return lines;
    }

    private Map<String, Object> json(List<SourceStatus> statuses, List<String> toDo) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("project", session().project().name());
        data.put("sources", statuses.stream().map(SourceStatus::json).toList());
        data.put("to_do", toDo);
        return data;
    }
}
