package dev.dango.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that lets a shell complete commands and options. */
@Command(
        name = "completion",
        header = "Print a script with which bash or zsh completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(dango completion bash)",
            "  dango completion zsh > ~/.dango/completion.zsh"
        })
final class CompletionCommand extends DangoSubcommand {

    /** Shells there are scripts for. One script serves both: it brings zsh's bash mode along. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    Shell shell;

    CompletionCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        session().host().out().print(AutoComplete.bash("dango", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
