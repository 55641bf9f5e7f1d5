package dev.dango.cli;

import picocli.CommandLine.Command;

/** Enables a source. */
@Command(
        name = "enable",
        header = "Include a source in a sync of all sources again.",
        footerHeading = "%nExample:%n",
        footer = "  dango source enable old_hubspot")
final class SourceEnableCommand extends SourceSwitchCommand {

    SourceEnableCommand(Session session) {
        super(session, true);
    }
}
