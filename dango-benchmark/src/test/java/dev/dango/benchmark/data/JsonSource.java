package dev.dango.benchmark.data;

import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads pages of records out of a file and pushes each as it is, as a connector for an API does.
 */
public final class JsonSource implements Source {

    private final Path pages;
    private final int tables;
    private final int times;

    /**
     * Says what to read.
     *
     * @param pages a page on each line
     * @param tables how many tables to load, all of the same records
     * @param times how often to read the file for each table
     */
    public JsonSource(Path pages, int tables, int times) {
        this.pages = pages;
        this.tables = tables;
        this.times = times;
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("json", "Pages of JSON");
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return IntStream.range(0, tables)
                .mapToObj(i -> "records" + (i == 0 ? "" : i))
                .map(name -> Resource.of(ResourceSpec.named(name), (s, c, out) -> read(out)))
                .toList();
    }

    private void read(RecordSink out) throws IOException {
        for (int i = 0; i < times; i++) {
            try (InputStream in = Files.newInputStream(pages)) {
                push(in, out);
            }
        }
    }

    private static void push(InputStream in, RecordSink out) throws IOException {
        byte[] buffer = new byte[1 << 20];
        int filled = 0;
        for (int count = in.read(buffer); count >= 0; count = read(in, buffer, filled)) {
            int end = filled + count;
            int start = 0;
            for (int i = filled; i < end; i++) {
                if (buffer[i] == '\n') {
                    out.json(buffer, start, i - start);
                    start = i + 1;
                }
            }
            filled = end - start;
            System.arraycopy(buffer, start, buffer, 0, filled);
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
    }

    private static int read(InputStream in, byte[] buffer, int filled) throws IOException {
        return in.read(buffer, filled, buffer.length - filled);
    }
}
