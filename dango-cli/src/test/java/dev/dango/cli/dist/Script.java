package dev.dango.cli.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a shell script with an environment of its own. */
public final class Script {

    private final List<String> command;
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** The script with its arguments, started in this folder with nothing but a plain PATH. */
    public Script(Path folder, Object... command) {
        this.folder = folder;
        this.command = new ArrayList<>();
        for (Object word : command) {
            this.command.add(word.toString());
        }
        with("PATH", "/usr/bin:/bin");
    }

    /** What a finished script left behind. */
    public record Outcome(int exitCode, String out, String err) {}

    public Script with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    /** Starts it; the caller reads what it prints. */
    public Process start() throws IOException {
        return builder().start();
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs it to its end. */
    public Outcome run() throws InterruptedException {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            int exitCode =
                    builder()
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start()
                            .waitFor();
            Outcome outcome = new Outcome(exitCode, Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes an executable file. */
    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a script of the project. */
    static Path copy(Path script, Path to) throws IOException {
        return write(to, Files.readString(script));
    }
}
