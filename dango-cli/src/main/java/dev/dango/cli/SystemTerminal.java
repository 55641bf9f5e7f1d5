package dev.dango.cli;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal the process runs in, for questions and for the width of the progress. */
final class SystemTerminal {

    private SystemTerminal() {}

    /** Opens it for input and standard error, so that standard output stays the result's own. */
    static Terminal open() throws IOException {
        return builder().build();
    }

    /** Opens it without taking over what Ctrl-C does. */
    static Terminal openForSize() throws IOException {
        return builder().nativeSignals(false).build();
    }

    private static TerminalBuilder builder() {
        // Without graphemeCluster(false) JLine asks the terminal what it can do and waits for an
        // answer, which shows as garbage on terminals that do not know the question.
        return TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysErr)
                .graphemeCluster(false)
                .dumb(true);
    }
}
