package dev.dango.cli.kill;

import dev.dango.engine.project.SourceEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A folder in which CSV files appear, change and disappear. */
final class CsvFolder implements Origin {

    private final Path folder;
    private final Map<String, List<String>> files = new TreeMap<>();
    private int made;

    CsvFolder(Path project) {
        try {
            folder = Files.createDirectories(project.resolve("data").resolve("sales"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SourceEntry entry() {
        return SourceEntry.of("sales", "csv", Map.of("directory", "data/sales"));
    }

    @Override
    public void change(Random random) throws IOException {
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            write("sales-" + made++ + ".csv", random);
        }
        List<String> names = List.copyOf(files.keySet());
        String chosen = names.get(random.nextInt(names.size()));
        if (names.size() > 3 && random.nextBoolean()) {
            Files.delete(folder.resolve(chosen));
            files.remove(chosen);
        } else {
            write(chosen, random);
        }
    }

    private void write(String name, Random random) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            rows.add("%d,c%d,%d.5".formatted(i, random.nextInt(100), random.nextInt(100)));
        }
        Path file = folder.resolve(name);
        Files.writeString(file, "id,customer,amount\n" + String.join("\n", rows) + "\n");
        files.put(name, rows);
    }

    @Override
    public List<Expected> expected() {
        List<String> rows = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        files.forEach(
                (name, lines) -> {
                    lines.forEach(line -> rows.add(name + "," + line));
                    positions.add("sales " + name);
                });
        return List.of(
                new Expected(
                        "SELECT concat_ws(',', _dango_filename, id, customer, amount) FROM sales",
                        rows),
                new Expected("SELECT concat_ws(' ', resource, slice) FROM _dango_state", positions),
                Schema.of(
                        "sales",
                        "id BIGINT, customer VARCHAR, amount DOUBLE, _dango_filename VARCHAR,"
                                + " _dango_file_mtime TIMESTAMP WITH TIME ZONE,"
                                + " _dango_loaded_at TIMESTAMP WITH TIME ZONE,"
                                + " _dango_deleted BOOLEAN, _dango_file_path VARCHAR"));
    }

    @Override
    public void close() {
        // the folder goes with the project's
    }
}
