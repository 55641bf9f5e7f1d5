package dev.dango.cli;

import picocli.CommandLine.Command;

/** Groups what one does with positions. */
@Command(
        name = "state",
        header = "Show from where the next sync goes on, and set it back.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango state show",
            "  dango state reset stripe_payments charges",
            "  dango state rewind stripe_payments --to 2024-01-31"
        })
final class StateCommand extends CommandGroup {

    StateCommand(Session session) {
        super(session);
    }
}
