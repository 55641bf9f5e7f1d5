package dev.dango.cli;

import dev.dango.engine.project.SourcesFile;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a source from the configuration. */
@Command(
        name = "remove",
        header = "Remove a source from the configuration; its data stays in the warehouse.",
        footerHeading = "%nExample:%n",
        footer = "  dango source remove old_hubspot --yes")
final class SourceRemoveCommand extends DangoSubcommand {

    @Parameters(paramLabel = "SOURCE_NAME", description = "The source to remove.")
    String name;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    boolean yes;

    SourceRemoveCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException {
        SourcesFile sources = session().sources();
        refuseUnknown(sources);
        if (!yes && !confirmed()) {
            output().note("Nothing was removed.");
            return ExitCode.FAILED;
        }
        sources.remove(name);
        if (output().isJson()) {
            output().document(commandName(), Map.of("name", name, "removed", true));
        } else {
            output().line("✓ Removed " + name + " from .dango/sources.yml.");
            output().note(
                            "  Its data stays in the warehouse; dango db clean removes tables that no"
                                    + " source owns.");
        }
        return ExitCode.OK;
    }

    /** An entry that cannot be used can still be removed. */
    private void refuseUnknown(SourcesFile sources) {
        boolean broken =
                sources.problems().stream()
                        .anyMatch(problem -> problem.source().filter(name::equals).isPresent());
        if (!broken) {
            name = sources.require(name).name();
        }
    }

    private boolean confirmed() throws IOException {
        return new Confirmation(session())
                .given("Removing " + name, "Remove the source " + name + "?");
    }
}
