package dev.dango.cli;

import picocli.CommandLine.Command;

/** Disables a source. */
@Command(
        name = "disable",
        header = "Leave a source out of syncs; its data stays.",
        footerHeading = "%nExample:%n",
        footer = "  dango source disable old_hubspot")
final class SourceDisableCommand extends SourceSwitchCommand {

    SourceDisableCommand(Session session) {
        super(session, false);
    }
}
