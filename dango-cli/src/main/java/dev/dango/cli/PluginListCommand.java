package dev.dango.cli;

import dev.dango.cli.plugin.PluginDoctor;
import dev.dango.cli.plugin.PluginSources;
import picocli.CommandLine.Command;

/** Lists the plugins. */
@Command(
        name = "list",
        header = "List the connector plugins and the source types they offer.",
        footerHeading = "%nExample:%n",
        footer = "  dango plugin list --plugins build/plugins")
final class PluginListCommand extends DangoSubcommand {

    PluginListCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        PluginSources plugins = session().plugins();
        PluginsView view = new PluginsView(plugins.plugins(), new PluginDoctor(plugins).inspect());
        if (output().isJson()) {
            output().document(commandName(), view.json());
        } else {
            view.lines(output().style()).forEach(output()::line);
        }
        return ExitCode.OK;
    }
}
