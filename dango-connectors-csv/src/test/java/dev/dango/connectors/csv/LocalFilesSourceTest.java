package dev.dango.connectors.csv;

import dev.dango.spi.Source;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** What every connector keeps to, by {@code local_files}. */
class LocalFilesSourceTest extends SourceContract {

    private static final Set<SourceBehavior> HAS =
            Set.of(SourceBehavior.INCREMENTAL, SourceBehavior.SLICES, SourceBehavior.DELETES);

    @BeforeEach
    void writeFiles() throws IOException {
        write("a.csv", "id,name\n1,Ada\n2,Grace\n");
        write("b.json", "[{\"id\": 3, \"name\": \"Edsger\"}]");
        write("c.ndjson", "{\"id\": 4, \"name\": \"Barbara\"}\n");
    }

    private void write(String name, String text) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve(name), text);
    }

    @Override
    protected Source source() {
        return new LocalFilesSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("directory", folder.resolve("files").toString());
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                Map.of(
                        "directory", "files",
                        "file_pattern", "**/*.json",
                        "delimiter", "|",
                        "quote", "'",
                        "header", true,
                        "encoding", "utf-16",
                        "null_strings", List.of("NA", "-"),
                        "skip_lines", 1,
                        "types", Map.of("zip", "VARCHAR"),
                        "notes", "from the shop"));
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
        write("d.jsonl", "{\"id\": 5, \"name\": \"Donald\"}\n");
    }

    @Override
    protected void removeRecord() throws IOException {
        Files.delete(folder.resolve("files/b.json"));
    }
}
