package dev.dango.engine.project;

import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Variables: those of the process first, then those of the project's {@code .env}. A variable that
 * is set to nothing counts as not set. Thread-safe.
 */
public final class Environment {

    private final Map<String, String> process;
    private final Path file;
    private volatile DotEnv dotEnv;

    /**
     * Reads the project's {@code .env}.
     *
     * @param project whose
     * @param process the variables of the process, usually {@code System.getenv()}
     * @throws SourceException of kind CONFIG if the file exists and cannot be read
     */
    public Environment(Project project, Map<String, String> process) {
        this.process = Map.copyOf(process);
        this.file = project.envFile();
        this.dotEnv = DotEnv.parse(AtomicFiles.read(file).orElse(""));
    }

    /**
     * The value of a variable.
     *
     * @param name of the variable
     * @return empty if it is not set, or set to nothing
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(process.get(name))
                .filter(value -> !value.isEmpty())
                .or(() -> Optional.ofNullable(dotEnv.values().get(name)))
                .filter(value -> !value.isEmpty());
    }

    /**
     * The lines of {@code .env} that say nothing understandable.
     *
     * @return one sentence each, without the content of the line
     */
    public List<String> warnings() {
        return dotEnv.warnings();
    }

    /**
     * Adds a variable at the end of {@code .env}, and leaves the file readable by its owner alone.
     *
     * @param name of the variable
     * @param value anything
     * @throws SourceException of kind CONFIG if the file cannot be written
     */
    public synchronized void append(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("not a name of a variable: " + name);
        }
        String text = AtomicFiles.read(file).orElse("");
        String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        String changed = text + separator + DotEnv.line(name, value) + "\n";
        AtomicFiles.writePrivate(file, changed);
        dotEnv = DotEnv.parse(changed);
    }
}
