package dev.dango.engine.project;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code dango init} did.
 *
 * @param project the project, opened
 * @param made what did not exist before, relative to the project's folder
 * @param kept what existed and was left alone, relative to the project's folder
 */
public record NewProject(Project project, List<Path> made, List<Path> kept) {

    /** What must never reach a repository, as lines of a {@code .gitignore}. */
    public static final List<String> IGNORED =
            List.of(
                    ".env",
                    ".env.*",
                    ".dlt/secrets.toml",
                    "data/warehouse*",
                    ".dango/loads/",
                    ".dango/logs/",
                    ".dango/state/",
                    ".dango/history/");

    private static final String ENV =
            """
            # Credentials, one NAME=value a line. This file stays out of version control;
            # variables that are set in the environment win over it.
            """;

    /**
     * Makes whatever a project needs and the folder does not have yet.
     *
     * @param folder made if it is missing
     * @param name what the project is called
     * @return never null
     * @throws SourceException of kind CONFIG if something cannot be written
     */
    public static NewProject create(Path folder, String name) {
        Path root = folder.toAbsolutePath().normalize();
        List<Path> made = new ArrayList<>();
        List<Path> kept = new ArrayList<>();
        for (Piece piece : pieces(name)) {
            Path path = Path.of(piece.path());
            if (Files.exists(root.resolve(path))) {
                kept.add(path);
            } else {
                piece.make(root.resolve(path));
                made.add(path);
            }
        }
        return new NewProject(Project.at(root), List.copyOf(made), List.copyOf(kept));
    }

    /** The marker comes last: a folder that could not be finished is not a project yet. */
    private static List<Piece> pieces(String name) {
        return List.of(
                new Piece(".gitignore", String.join("\n", IGNORED) + "\n", false),
                new Piece(".env", ENV, true),
                new Piece("data", null, false),
                new Piece(".dango/sources.yml", SourcesTemplate.HEADER + "sources: []\n", false),
                new Piece(Project.MARKER.toString(), EntryYaml.project(name), false));
    }

    /** A file, or a folder if there is no text for it. */
    private record Piece(String path, String text, boolean secret) {

        void make(Path target) {
            if (text == null) {
                makeFolder(target);
            } else if (secret) {
                AtomicFiles.writePrivate(target, text);
            } else {
                AtomicFiles.write(target, text);
            }
        }

        private static void makeFolder(Path target) {
            try {
                Files.createDirectories(target);
            } catch (IOException e) {
                throw SourceException.of(
                                ErrorKind.CONFIG, "The folder " + target + " cannot be made.")
                        .causedBy(e);
            }
        }
    }
}
