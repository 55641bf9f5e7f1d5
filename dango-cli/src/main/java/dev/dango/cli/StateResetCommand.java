package dev.dango.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Forgets positions. */
@Command(
        name = "reset",
        header = "Have the next sync of a source or table read from the start.",
        description = {
            "",
            "No row is removed. Rows with a key take the place of those that are there. Of a table"
                    + " that only adds rows they would come a second time, so that is refused: dango"
                    + " sync --full-refresh replaces such a table."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango state reset stripe_payments",
            "  dango state reset stripe_payments charges --yes"
        })
final class StateResetCommand extends StateChangeCommand {

    StateResetCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        return change(Optional.empty());
    }
}
