package dev.dango.cli;

import dev.dango.cli.plugin.PluginSources;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourceProblem;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.state.TableCatalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the configured sources. Opens neither a connector nor the warehouse. */
@Command(
        name = "list",
        header = "List the configured sources with their state, and the loaded plugins.",
        footerHeading = "%nExamples:%n",
        footer = {"  dango source list", "  dango source list --enabled-only --json"})
final class SourceListCommand extends DangoSubcommand {

    @Option(names = "--enabled-only", description = "Show only enabled sources.")
    boolean enabledOnly;

    SourceListCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        SourcesFile sources = session().sources();
        List<SourceState> states =
                sources.entries().stream()
                        .filter(entry -> entry.enabled() || !enabledOnly)
                        .map(this::state)
                        .toList();
        PluginSources plugins = session().plugins();
        PluginsView pluginsView = new PluginsView(plugins.plugins(), plugins.findings());
        if (output().isJson()) {
            output().document(commandName(), json(states, sources.problems(), pluginsView));
        } else {
            print(states, sources);
            output().line("");
            pluginsView.lines(output().style()).forEach(output()::line);
        }
        return ExitCode.OK;
    }

    private SourceState state(SourceEntry entry) {
        return SourceState.of(entry, new TableCatalog(session().project().state(), entry.name()));
    }

    private void print(List<SourceState> states, SourcesFile sources) {
        output().line(output().style().bold("Configured Sources:"));
        for (SourceState state : states) {
            state.lines(output().style(), session().host().clock().getZone())
                    .forEach(output()::line);
        }
        if (sources.entries().isEmpty()) {
            output().line("  none; add one with dango source add");
        } else if (states.isEmpty()) {
            output().line("  none is enabled; enable one with dango source enable NAME");
        }
        sources.problems()
                .forEach(
                        problem ->
                                output().line(output().style().bad("✗") + " " + problem.message()));
    }

    private static Map<String, Object> json(
            List<SourceState> states, List<SourceProblem> problems, PluginsView plugins) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sources", states.stream().map(SourceState::json).toList());
        data.put("problems", problems.stream().map(SourceProblem::message).toList());
        data.putAll(plugins.json());
        return data;
    }
}
