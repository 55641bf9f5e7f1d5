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
final class Log implements Origin {

    private static final int PARTITIONS = 6;

    private final Path folder;
    private final List<List<Integer>> partitions = new ArrayList<>();
    private final List<String> lengths = new ArrayList<>();
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
                "clicks", "log", Map.of("directory", "data/log", "partitions", PARTITIONS));
    }

    @Override
    public void change(Random random) throws IOException {
        int more = 50 + random.nextInt(100);
        for (int i = 0; i < more; i++) {
            partitions.get(random.nextInt(PARTITIONS)).add(messages++);
        }
        lengths.add(Integer.toString(messages));
        for (int i = 0; i < PARTITIONS; i++) {
            Files.write(
                    folder.resolve("p" + i),
                    partitions.get(i).stream()
                            .map("{\"n\":%1$d,\"twice\":[%1$d,%1$d]}"::formatted)
                            .toList());
        }
    }

    /** Never half of the copy, and no version closed, since no message ever changes or goes. */
    @Override
    public List<AnyOf> always() {
        return List.of(
                new AnyOf("copy", "SELECT count(*)::VARCHAR FROM copy", lengths),
                new AnyOf("versions", "SELECT count(*)::VARCHAR FROM versions", lengths),
                new AnyOf(
                        "versions",
                        "SELECT n::VARCHAR FROM versions WHERE _dlt_valid_to IS NOT NULL",
                        List.of()));
    }

    @Override
    public List<Expected> expected() {
        List<String> numbers = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        for (int n = 0; n < messages; n++) {
            numbers.add(Integer.toString(n));
            twice.add("%d 0 %d".formatted(n, n));
            twice.add("%d 1 %d".formatted(n, n));
        }
        for (int i = 0; i < PARTITIONS; i++) {
            int size = partitions.get(i).size();
            if (size > 0) {
                positions.add("messages p%d %d".formatted(i, size));
            }
        }
        return List.of(
                new Expected("SELECT n::VARCHAR FROM messages", numbers),
                new Expected("SELECT n::VARCHAR FROM copy", numbers),
                new Expected("SELECT n::VARCHAR FROM versions", numbers),
                new Expected(
                        "SELECT concat_ws(' ', m.n, t._dlt_list_idx, t.value) FROM messages m"
                                + " JOIN messages__twice t ON t._dlt_parent_id = m._dlt_id",
                        twice),
                new Expected(
                        "SELECT concat_ws(' ', resource, slice, position) FROM _dango_state",
                        positions),
                Schema.of(
                        "messages",
                        "n BIGINT",
                        "messages__twice",
                        "value BIGINT",
                        "copy",
                        "n BIGINT",
                        "copy__twice",
                        "value BIGINT",
                        "versions",
                        "n BIGINT",
                        "versions__twice",
                        "value BIGINT"));
    }

    @Override
    public void close() {
        // the folder goes with the project's
    }
}
