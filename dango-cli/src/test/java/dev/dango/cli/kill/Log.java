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

/** A log in six partitions that grow, for {@link LogSource}. */
class Log implements Origin {

    private static final int PARTITIONS = 6;

    private final Path folder;
    private final List<List<Integer>> partitions = new ArrayList<>();
    private int messages;

    Log(Path project) {
        try {
            folder = Files.createDirectories(project.resolve("data").resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    @Override
    public SourceEntry entry() {
        return SourceEntry.of(
                "clicks",
                "log",
                Map.of("directory", "data/log", "partitions", PARTITIONS, "copies", copies()));
    }

    /** Whether the source copies the log instead of following it. */
    boolean copies() {
        return false;
    }

    @Override
    public void change(Random random) throws IOException {
        int more = 50 + random.nextInt(100);
        for (int i = 0; i < more; i++) {
            partitions.get(random.nextInt(PARTITIONS)).add(messages++);
        }
        for (int i = 0; i < PARTITIONS; i++) {
            Files.write(
                    folder.resolve("p" + i),
                    partitions.get(i).stream()
                            .map("{\"n\":%1$d,\"twice\":[%1$d,%1$d]}"::formatted)
                            .toList());
        }
    }

    @Override
    public List<Expected> expected() {
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            int size = partitions.get(i).size();
            if (size > 0) {
                positions.add("messages p%d %d".formatted(i, size));
            }
        }
        List<Expected> expected = new ArrayList<>(inTable("messages"));
        expected.add(
                new Expected(
                        "SELECT concat_ws(' ', resource, slice, position) FROM _dango_state",
                        positions));
        expected.add(Schema.of("messages", "n BIGINT", "messages__twice", "value BIGINT"));
        return expected;
    }

    /** All messages so far are in the table, each once. */
    List<Expected> inTable(String table) {
        List<String> numbers = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (int n = 0; n < messages; n++) {
            numbers.add(Integer.toString(n));
            twice.add("%d 0 %d".formatted(n, n));
            twice.add("%d 1 %d".formatted(n, n));
        }
        return List.of(
                new Expected("SELECT n::VARCHAR FROM " + table, numbers),
                new Expected(
                        ("SELECT concat_ws(' ', m.n, t._dlt_list_idx, t.value) FROM %1$s m"
                                        + " JOIN %1$s__twice t ON t._dlt_parent_id = m._dlt_id")
                                .formatted(table),
                        twice));
    }

    /** How many messages there are. */
    int messages() {
        return messages;
    }

    @Override
    public void close() {
        // the folder goes with the project's
    }
}
