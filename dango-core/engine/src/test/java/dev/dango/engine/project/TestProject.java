package dev.dango.engine.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real project in a temporary folder. */
public final class TestProject {

    private TestProject() {}

    /** A new project whose {@code sources.yml} holds this text. */
    public static Project with(Path folder, String sources) {
        Project project = NewProject.create(folder, "test").project();
        write(project.sourcesFile(), sources);
        return project;
    }

    /** Writes a file and the folders above it. */
    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
