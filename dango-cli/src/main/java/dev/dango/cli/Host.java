package dev.dango.cli;

import dev.dango.cli.view.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.terminal.Terminal;

/**
 * What surrounds one call of the program. Tests make their own.
 *
 * @param out where results go, in UTF-8
 * @param err where everything else goes, in UTF-8
 * @param terminals which of the standard streams are terminals
 * @param prompting opens the terminal for questions; costs time, so only when there is one to ask
 * @param sizing opens the terminal to learn its size, and touches nothing else of it
 * @param environment the variables of the process
 * @param directory the current folder
 * @param home the user's home folder
 * @param distribution where Dango is installed; empty if it runs from elsewhere
 * @param clock tells the time, and the zone in which times are shown
 */
record Host(
        PrintStream out,
        PrintStream err,
        Set<Stream> terminals,
        TerminalOpener prompting,
        TerminalOpener sizing,
        Map<String, String> environment,
        Path directory,
        Path home,
        Optional<Path> distribution,
        Clock clock) {

    /** The standard streams. */
    enum Stream {
        IN("0"),
        OUT("1"),
        ERR("2");

        private final String number;

        Stream(String number) {
            this.number = number;
        }
    }

    /** Opens a terminal. */
    @FunctionalInterface
    interface TerminalOpener {
        Terminal open() throws IOException;
    }

    /**
     * Set by the launcher to the numbers of the standard streams that are terminals. Started in
     * another way, Dango takes none for a terminal: the JVM itself cannot tell them apart.
     */
    private static final String TERMINALS = "dango.terminals";

    static Host ofProcess() {
        return new Host(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                terminalsOfProcess(),
                SystemTerminal::open,
                SystemTerminal::openForSize,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home")),
                Optional.ofNullable(System.getProperty("dango.home")).map(Path::of),
                Clock.system(ZoneId.systemDefault()));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static Set<Stream> terminalsOfProcess() {
        String numbers = System.getProperty(TERMINALS, "");
        Set<Stream> terminals = EnumSet.noneOf(Stream.class);
        for (Stream stream : Stream.values()) {
            if (numbers.contains(stream.number)) {
                terminals.add(stream);
            }
        }
        return terminals;
    }

    /** How text on a stream may be dressed. */
    Style style(Stream stream) {
        boolean plain =
                !terminals.contains(stream)
                        || isDumb()
                        || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return plain ? Style.PLAIN : Style.COLOURED;
    }

    /** Whether the terminal cannot move its cursor. */
    boolean isDumb() {
        return environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
