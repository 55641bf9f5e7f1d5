package dev.dango.cli;

import picocli.CommandLine.Command;

/** Groups what one does with the warehouse. */
@Command(
        name = "db",
        header = "Look into the warehouse, and tidy it up.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  dango db status", "  dango db query \"SELECT count(*) FROM raw_shop.orders\""})
final class DbCommand extends CommandGroup {

    DbCommand(Session session) {
        super(session);
    }
}
