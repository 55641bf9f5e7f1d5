package dev.dango.cli;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The user's editor. */
final class Editor {

    private final List<String> command;

    private Editor(List<String> command) {
        this.command = command;
    }

    /**
     * The editor named by VISUAL or EDITOR.
     *
     * @param file what to edit by hand if there is none
     */
    static Editor of(Map<String, String> environment, Path file) {
        String chosen = environment.getOrDefault("VISUAL", "");
        if (chosen.isBlank()) {
            chosen = environment.getOrDefault("EDITOR", "");
        }
        if (chosen.isBlank()) {
            throw SourceException.of(ErrorKind.CONFIG, "No editor is set, so open " + file + ".")
                    .hint("Or name one: export EDITOR=vim");
        }
        return new Editor(List.of(chosen.strip().split("\\s+")));
    }

    /** Opens a file and waits until the user is done with it. */
    void open(Path file, int line) throws InterruptedException {
        int exit;
        try {
            exit = new ProcessBuilder(commandLine(file, line)).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "The editor " + command.get(0) + " does not start.")
                    .hint("Set VISUAL or EDITOR to one that does.")
                    .causedBy(e);
        }
        if (exit != 0) {
            throw SourceException.of(
                    ErrorKind.CONFIG,
                    "Changes NOT saved: the editor ended with exit code " + exit + ".");
        }
    }

    List<String> commandLine(Path file, int line) {
        List<String> words = new ArrayList<>(command);
        String program = String.valueOf(Path.of(command.get(0)).getFileName());
        switch (program.replaceFirst("\\.(exe|cmd)$", "")) {
            case "vi", "vim", "nvim", "gvim", "nano", "emacs", "emacsclient", "micro", "kak" -> {
                words.add("+" + line);
                words.add(file.toString());
            }
            case "code", "codium", "cursor" -> {
                if (!words.contains("--wait") && !words.contains("-w")) {
                    words.add("--wait");
                }
                words.add("--goto");
                words.add(file + ":" + line);
            }
            default -> words.add(file.toString());
        }
        return words;
    }
}
