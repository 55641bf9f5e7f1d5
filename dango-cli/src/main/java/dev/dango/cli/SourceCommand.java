package dev.dango.cli;

import picocli.CommandLine.Command;

/** Groups what one does with sources. */
@Command(
        name = "source",
        header = "Add, list, check and change data sources.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  dango source add", "  dango source list --enabled-only"})
final class SourceCommand extends CommandGroup {

    SourceCommand(Session session) {
        super(session);
    }
}
