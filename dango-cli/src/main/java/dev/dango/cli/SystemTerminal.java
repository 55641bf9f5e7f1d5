package dev.dango.cli;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal the process runs in, for questions and for the width of the progress. */
final class SystemTerminal {

    private SystemTerminal() {}

    /** Opens it for input and standard error, so that standard output stays the result's own. */
    static Terminal open() throws IOException {
        // Without graphemeCluster(false) JLine asks the terminal what it can do and waits 250 ms
        // for an answer, which shows as garbage on terminals that do not know the question.
        return TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysErr)
                .graphemeCluster(false)
                .dumb(true)
                .build();
    }
}
