package dev.dango.cli;

import picocli.CommandLine.Command;

/** Groups what one does with plugins. */
@Command(
        name = "plugin",
        header = "Look at the connector plugins.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  dango plugin doctor")
final class PluginCommand extends CommandGroup {

    PluginCommand(Session session) {
        super(session);
    }
}
