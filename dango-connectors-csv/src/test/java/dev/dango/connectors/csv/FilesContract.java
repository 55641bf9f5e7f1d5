package dev.dango.connectors.csv;

import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** What every connector keeps to, by those that read files. */
abstract class FilesContract extends SourceContract {

    private static final Set<SourceBehavior> HAS =
            Set.of(SourceBehavior.INCREMENTAL, SourceBehavior.SLICES, SourceBehavior.DELETES);

    /** The texts of the files at first, by name. */
    abstract Map<String, String> files();

    /** Name and text of a file with one more record. */
    abstract Map.Entry<String, String> another();

    @BeforeEach
    void writeFiles() throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            write(file);
        }
    }

    private void write(Map.Entry<String, String> text) throws IOException {
        Path file = folder.resolve("files").resolve(text.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.getValue());
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("directory", folder.resolve("files").toString());
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                Map.ofEntries(
                        Map.entry("directory", "files"),
                        Map.entry("file_pattern", "**/*.txt.csv"),
                        Map.entry("delimiter", ";"),
                        Map.entry("quote", "'"),
                        Map.entry("header", false),
                        Map.entry("encoding", "latin-1"),
                        Map.entry("null_strings", List.of("NA", "-")),
                        Map.entry("skip_lines", 2),
                        Map.entry("types", Map.of("zip", "VARCHAR")),
                        Map.entry("date_format", "%d.%m.%Y"),
                        Map.entry("timestamp_format", "%d.%m.%Y %H:%M"),
                        Map.entry("decimal_separator", ","),
                        Map.entry("notes", "from the shop")));
    }

    @Override
    protected Set<String> changingColumns() {
        return Set.of("_dango_loaded_at");
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return HAS.contains(behavior);
    }

    @Override
    protected void addRecord() throws IOException {
        write(another());
    }

    @Override
    protected void removeRecord() throws IOException {
        Files.delete(folder.resolve("files/a.csv"));
    }
}
