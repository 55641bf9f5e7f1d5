package dev.dango.cli.docs;

import java.util.ArrayList;
import java.util.List;

/** Reads as much of the shell's language as examples in documents use. */
public final class Shell {

    private final String script;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word;
    private int at;

    private Shell(String script) {
        this.script = script;
    }

    /**
     * The commands of a script, as words without their quotes. Redirections and substitutions are
     * not understood.
     */
    public static List<List<String>> commands(String script) {
        Shell shell = new Shell(script.replace("\\\n", ""));
        shell.run();
        return shell.commands;
    }

    private void run() {
        while (at < script.length()) {
            char c = script.charAt(at++);
            if (c == '"' || c == '\'') {
                quoted(c);
            } else if (c == '\n' || c == '|' || c == ';' || c == '&') {
                endCommand();
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else if (c == '#' && word == null) {
                at = Math.max(at, script.indexOf('\n', at));
            } else {
                append(c);
            }
        }
        endCommand();
    }

    private void quoted(char quote) {
        int end = script.indexOf(quote, at);
        if (end < 0) {
            throw new IllegalArgumentException("a quote is not closed: " + script);
        }
        append(script.substring(at, end));
        at = end + 1;
    }

    private void append(Object text) {
        if (word == null) {
            word = new StringBuilder();
        }
        word.append(text);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
