package dev.dango.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the repository. */
public final class Documents {

    /** The repository's folder. */
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern FENCED =
            Pattern.compile("^ *```(\\w*)\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

    private Documents() {}

    /** All documents for users and contributors. */
    public static List<Path> all() {
        List<Path> documents = new ArrayList<>();
        addAll(ROOT, 1, documents);
        addAll(ROOT.resolve("docs"), Integer.MAX_VALUE, documents);
        addAll(ROOT.resolve("examples"), Integer.MAX_VALUE, documents);
        return documents;
    }

    private static void addAll(Path folder, int depth, List<Path> documents) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file, with line feeds whatever the platform. */
    public static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contents of a document's fenced blocks in one of these languages. */
    public static List<String> fenced(Path document, Set<String> languages) {
        return FENCED.matcher(read(document))
                .results()
                .filter(block -> languages.contains(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }

    /** A document without its fenced blocks. */
    public static String prose(Path document) {
        return FENCED.matcher(read(document)).replaceAll("");
    }
}
