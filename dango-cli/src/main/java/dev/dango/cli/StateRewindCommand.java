package dev.dango.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets positions back. */
@Command(
        name = "rewind",
        header = "Have the next sync of a source or table go on from an earlier position.",
        description = {
            "",
            "No row is removed; rows with a key take the place of those that are there. It goes back"
                    + " only, since what lies between would be left out, and only where positions"
                    + " are points in time, numbers or texts of a column."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango state rewind stripe_payments --to 2024-01-31",
            "  dango state rewind shop_db orders --to 120000 --yes"
        })
final class StateRewindCommand extends StateChangeCommand {

    @Option(
            names = "--to",
            required = true,
            paramLabel = "VALUE",
            description =
                    "A day or moment, in UTC, or a value of the column that the table goes by.")
    String to;

    StateRewindCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        return change(Optional.of(to));
    }
}
