package dev.dango.engine.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.TestProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncListener;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that syncs and says on its standard output how far it is, so that a test can kill it
 * there. Three resources: one adds by an offset in two slices, one merges by an ordered cursor, one
 * is replaced; all have a child table.
 */
public final class Victim {

    static final int PAGES = 40;
    static final int PER_PAGE = 25;
    static final int ROWS = PAGES * PER_PAGE;

    private Victim() {}

    /** Syncs the project in the folder given. */
    public static void main(String[] args) {
        TestProject project = TestProject.at(Project.at(Path.of(args[0])));
        project.offering(new Offsets(), merged(), replaced());
        SourceReport report =
                project.sync(
                        SyncOptions.DEFAULT,
                        new CancellationSource(),
                        new SyncListener() {
                            @Override
                            public void loading(String source) {
                                say("loading");
                            }
                        });
        report.failures().forEach(failure -> say(failure.toString()));
        say("ended " + report.status());
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void page(RecordSink out, int page) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < PER_PAGE; i++) {
            int id = page * PER_PAGE + i;
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(id)
                    .append(",\"list\":[")
                    .append(id)
                    .append(',')
                    .append(-id)
                    .append("]}");
        }
        byte[] utf8 = json.append(']').toString().getBytes(UTF_8);
        out.json(utf8, 0, utf8.length);
        say("page " + page);
    }

    /** Two slices, each with an offset of its own. */
    private static final class Offsets implements Resource {

        @Override
        public ResourceSpec spec() {
            return ResourceSpec.named("added").cursor(CursorSpec.opaque()).mode(WriteMode.APPEND);
        }

        @Override
        public List<Slice> slices(ReadContext context) {
            return List.of(Slice.of("0"), Slice.of("1"));
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) {
            int half = PAGES / 2;
            int from = Integer.parseInt(slice.id()) * half;
            int done = context.cursor().position().map(Integer::parseInt).orElse(0);
            for (int page = done; page < half; page++) {
                page(out, from + page);
                context.cursor().advanceTo(Integer.toString(page + 1));
                out.checkpoint();
            }
        }
    }

    private static Resource merged() {
        ResourceSpec spec =
                ResourceSpec.named("merged")
                        .primaryKey("id")
                        .cursor(CursorSpec.number("id").ordered(CursorSpec.Order.ASCENDING));
        return Resource.of(
                spec,
                (slice, context, out) -> {
                    int first = (int) context.cursor().after(0) / PER_PAGE;
                    for (int page = first; page < PAGES; page++) {
                        page(out, page);
                        out.checkpoint();
                    }
                });
    }

    private static Resource replaced() {
        return Resource.of(
                ResourceSpec.named("replaced"),
                (slice, context, out) -> {
                    for (int page = 0; page < PAGES; page++) {
                        page(out, page);
                    }
                });
    }
}
