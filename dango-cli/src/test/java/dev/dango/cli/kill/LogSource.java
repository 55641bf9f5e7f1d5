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
 * does: partitions are slices, which are read side by side, and every page is a checkpoint. There
 * is also a copy of the whole log, which is replaced, so that half of it could be taken for it, and
 * one by versions, where half of it could be taken for all that is still there.
 */
public final class LogSource implements Source {

    private static final int PAGE = 10;

    /** A folder with a file per partition, a JSON object a line. */
    public record Config(
            @Setting(doc = "Folder of the partitions.") Path directory,
            @Setting(doc = "Number of partitions.") int partitions) {}

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("log", "Log").config(Config.class);
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return List.of(
                new Messages(
                        ResourceSpec.named("messages")
                                .cursor(CursorSpec.opaque())
                                .mode(WriteMode.APPEND)),
                new Messages(ResourceSpec.named("copy")),
                new Messages(ResourceSpec.named("versions").mode(WriteMode.SCD2)));
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
                byte[] page = lines.subList(offset, end).toString().getBytes(UTF_8);
                out.json(page, 0, page.length);
                offset = end;
                if (spec.cursor().isPresent()) {
                    context.cursor().advanceTo(Integer.toString(offset));
                }
                out.checkpoint();
            }
        }
    }
}
