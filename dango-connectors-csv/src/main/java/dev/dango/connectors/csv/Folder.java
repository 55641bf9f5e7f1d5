package dev.dango.connectors.csv;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files of a folder that a source is about.
 *
 * @param directory where they are, in any depth
 * @param pattern which of them
 */
record Folder(Path directory, String pattern) {

    private static final int SHOWN = 3;

    /**
     * The files that are there.
     *
     * @param warnings hears of files that are left out
     * @return by their path within the folder, written with slashes, in order
     */
    SortedMap<String, Path> find(Consumer<String> warnings) {
        if (!Files.isDirectory(directory)) {
            throw SourceException.of(
                            ErrorKind.NOT_FOUND, "the folder " + directory + " is not there")
                    .hint("Create it, or correct the setting directory.");
        }
        SortedMap<String, Path> files = new TreeMap<>();
        List<String> skipped = new ArrayList<>();
        List<PathMatcher> matchers = matchers();
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(Files::isRegularFile)
                    .forEach(
                            file -> {
                                Path within = directory.relativize(file);
                                if (isHidden(within)
                                        || matchers.stream().noneMatch(m -> m.matches(within))) {
                                    return;
                                }
                                String name = within.toString().replace(File.separatorChar, '/');
                                if (FileKind.of(name).isPresent()) {
                                    files.put(name, file);
                                } else {
                                    skipped.add(name);
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!skipped.isEmpty()) {
            warnings.accept(skippedSentence(skipped));
        }
        return files;
    }

    private static String skippedSentence(List<String> skipped) {
        skipped.sort(null);
        String names = String.join(", ", skipped.subList(0, Math.min(SHOWN, skipped.size())));
        String more = skipped.size() > SHOWN ? " and " + (skipped.size() - SHOWN) + " more" : "";
        return "skipped "
                + names
                + more
                + ": only .csv, .tsv, .json, .jsonl, .ndjson and .parquet can be read";
    }

    /** A pattern beginning with two stars and a slash means the folder itself as well. */
    private List<PathMatcher> matchers() {
        List<PathMatcher> matchers = new ArrayList<>();
        try {
            matchers.add(matcher(pattern));
            String rest = pattern;
            while (rest.contains("**/")) {
                rest = rest.replaceFirst("\\*\\*/", "");
                matchers.add(matcher(rest));
            }
        } catch (PatternSyntaxException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "file_pattern \"" + pattern + "\" is not a pattern")
                    .hint("Write it like *.csv or **/*.json.");
        }
        return matchers;
    }

    private static PathMatcher matcher(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    private static boolean isHidden(Path within) {
        for (Path part : within) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
