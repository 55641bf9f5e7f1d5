package dev.dango.cli;

import picocli.CommandLine.Command;

/** Groups what one does with loads. */
@Command(
        name = "load",
        header = "Show what was loaded when, and take a load back.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  dango load list my_topic", "  dango load undo 1733744096.000000"})
final class LoadCommand extends CommandGroup {

    LoadCommand(Session session) {
        super(session);
    }
}
