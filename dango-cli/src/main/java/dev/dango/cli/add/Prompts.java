package dev.dango.cli.add;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/**
 * Asks questions at a terminal, again until the answer can be used. Ctrl-C and the end of the input
 * end every question with a {@link SourceException} of kind CANCELLED.
 */
public final class Prompts implements AutoCloseable {

    private static final int INTERRUPT = 3;
    private static final int END_OF_INPUT = 4;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;
    private static final int NOTHING_MORE = -1;
    private static final int USUAL_COLUMNS = 80;

    private final Terminal terminal;
    private final LineReader lines;

    /**
     * Takes a terminal over.
     *
     * @param terminal closed with this
     */
    public Prompts(Terminal terminal) {
        this.terminal = terminal;
        this.lines =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, false)
                        .variable(LineReader.DISABLE_HISTORY, true)
                        .variable(LineReader.DISABLE_COMPLETION, true)
                        .build();
    }

    /**
     * Shows a line.
     *
     * @param text may be empty
     */
    public void say(String text) {
        terminal.writer().println(text);
        terminal.flush();
    }

    /**
     * Shows a text in as many lines as it takes, none broken within a word.
     *
     * @param text one paragraph
     */
    void explain(String text) {
        int columns = terminal.getSize().getColumns();
        Paragraph.lines(text, columns > 0 ? columns : USUAL_COLUMNS).forEach(this::say);
    }

    /**
     * Asks for a line of text.
     *
     * @param question without what an empty answer means
     * @param fallback what an empty answer means; may be empty
     * @return stripped
     */
    public String text(String question, String fallback) {
        String shown = fallback.isEmpty() ? question : question + " [" + fallback + "]";
        try {
            String answer = lines.readLine(shown + ": ").strip();
            return answer.isEmpty() ? fallback : answer;
        } catch (UserInterruptException | EndOfFileException e) {
            throw cancelled();
        }
    }

    /**
     * Asks until the answer can be used.
     *
     * @param question without what an empty answer means
     * @param fallback what an empty answer means; may be empty
     * @param problem says what is wrong with an answer; empty if nothing
     * @return stripped
     */
    public String text(
            String question, String fallback, Function<String, Optional<String>> problem) {
        while (true) {
            String answer = text(question, fallback);
            Optional<String> wrong = problem.apply(answer);
            if (wrong.isEmpty()) {
                return answer;
            }
            say("  " + wrong.get());
        }
    }

    /**
     * Asks a question to be answered with yes or no.
     *
     * @param question ends with a question mark
     * @param fallback what an empty answer means
     * @return whether it was yes
     */
    public boolean confirm(String question, boolean fallback) {
        while (true) {
            String answer = text(question + (fallback ? " [Y/n]" : " [y/N]"), "");
            switch (answer.toLowerCase(Locale.ROOT)) {
                case "" -> {
                    return fallback;
                }
                case "y", "yes" -> {
                    return true;
                }
                case "n", "no" -> {
                    return false;
                }
                default -> say("  Please answer yes or no.");
            }
        }
    }

    /**
     * Has a source type chosen: by typing parts of its name where the terminal can redraw, from a
     * numbered list elsewhere.
     *
     * @param menu what is on offer; not empty
     * @return what was chosen
     */
    SourceSpec choose(TypeMenu menu) {
        if (!LiveMenu.works(terminal)) {
            return chooseByNumber(menu);
        }
        menu.unavailable().forEach(this::say);
        SourceSpec chosen = new LiveMenu(menu, terminal).choose().orElseThrow(Prompts::cancelled);
        say("Select source type: " + chosen.title());
        return chosen;
    }

    private SourceSpec chooseByNumber(TypeMenu menu) {
        say("Select source type:");
        menu.lines().forEach(this::say);
        String answer =
                text(
                        "Number or name",
                        "",
                        text ->
                                menu.choose(text).isPresent()
                                        ? Optional.empty()
                                        : Optional.of(menu.problem(text)));
        return menu.choose(answer).orElseThrow();
    }

    /**
     * Asks for what must not be seen; a star stands for each character.
     *
     * @param question what is asked for
     * @return empty if nothing was typed
     */
    public Optional<Secret> secret(String question) {
        Optional<Console> console = consoleIfDumb();
        if (console.isPresent()) {
            return secretAtConsole(console.get(), question);
        }
        terminal.writer().print(question + ": ");
        terminal.flush();
        Attributes usual = terminal.enterRawMode();
        try {
            return Optional.of(readHidden().strip())
                    .filter(text -> !text.isEmpty())
                    .map(Secret::of);
        } catch (IOException e) {
            throw cancelled().causedBy(e);
        } finally {
            terminal.setAttributes(usual);
            say("");
        }
    }

    /** JLine cannot switch the echo off on terminals that it takes for dumb; the JDK can. */
    private Optional<Console> consoleIfDumb() {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB)
                ? Optional.ofNullable(System.console())
                : Optional.empty();
    }

    private static Optional<Secret> secretAtConsole(Console console, String question) {
        char[] typed = console.readPassword("%s: ", question);
        if (typed == null) {
            throw cancelled();
        }
        String value = new String(typed).strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(Secret.of(value));
    }

    /** JLine's own masking redraws the line over and over on terminals that cannot hide input. */
    private String readHidden() throws IOException {
        StringBuilder typed = new StringBuilder();
        while (true) {
            int c = terminal.reader().read();
            switch (c) {
                case '\r', '\n' -> {
                    return typed.toString();
                }
                case INTERRUPT, END_OF_INPUT, NOTHING_MORE -> throw cancelled();
                case BACKSPACE, DELETE -> eraseLast(typed);
                default -> {
                    typed.appendCodePoint(c);
                    terminal.writer().print('*');
                }
            }
            terminal.flush();
        }
    }

    private void eraseLast(StringBuilder typed) {
        if (!typed.isEmpty()) {
            typed.setLength(typed.length() - 1);
            terminal.writer().print("\b \b");
        }
    }

    private static SourceException cancelled() {
        return SourceException.of(ErrorKind.CANCELLED, "Cancelled; nothing was changed.");
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
