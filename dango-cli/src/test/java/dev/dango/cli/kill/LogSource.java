package dev.dango.cli.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Setting;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a log in partitions, each by an offset of its own, as a connector for a message broker
 * does: partitions are slices, which are read side by side, and every page is a checkpoint. Or
 * copies the whole log in parts, which are slices as well: to a table that is replaced, where a
 * part could be taken for all of it, and to one of versions, where the rest could be taken for
 * gone.
 */
public final class LogSource implements Source {

    private static final int PAGE = 10;

    /** A folder with a file per partition, a JSON object a line. */
    public record Config(
            @Setting(doc = "Folder of the partitions.") Path directory,
            @Setting(doc = "Number of partitions.") int partitions,
            @Setting(doc = "Whether to copy the log instead of following it.") boolean copies) {}

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("log", "Log").config(Config.class);
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return context.config(Config.class).copies()
                ? List.of(
                        new Copy(ResourceSpec.named("versions").mode(WriteMode.SCD2), 3),
                        new Copy(ResourceSpec.named("copy"), 6))
                : List.of(
                        new Messages(
                                ResourceSpec.named("messages")
                                        .cursor(CursorSpec.opaque())
                                        .mode(WriteMode.APPEND)));
    }

    private record Messages(ResourceSpec spec) implements Resource {

        @Override
        public List<Slice> slices(ReadContext context) {
            int partitions = context.config(Config.class).partitions();
            return IntStream.range(0, partitions).mapToObj(i -> Slice.of("p" + i)).toList();
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) throws IOException {
            Path file = context.config(Config.class).directory().resolve(slice.id());
            List<String> lines = Files.readAllLines(file);
            int offset = context.cursor().position().map(Integer::parseInt).orElse(0);
            while (offset < lines.size()) {
                int end = Math.min(offset + PAGE, lines.size());
                send(lines.subList(offset, end), out);
                offset = end;
                context.cursor().advanceTo(Integer.toString(offset));
                out.checkpoint();
            }
        }
    }

    private record Copy(ResourceSpec spec, int parts) implements Resource {

        @Override
        public List<Slice> slices(ReadContext context) {
            return IntStream.range(0, parts).mapToObj(i -> Slice.of("" + i)).toList();
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) throws IOException {
            Config config = context.config(Config.class);
            for (int i = Integer.parseInt(slice.id()); i < config.partitions(); i += parts) {
                send(Files.readAllLines(config.directory().resolve("p" + i)), out);
            }
        }
    }

    private static void send(List<String> lines, RecordSink out) {
        byte[] page = lines.toString().getBytes(UTF_8);
        out.json(page, 0, page.length);
    }
}
