package dev.dango.testkit;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A connector that does everything right, but for one thing at a time. */
public final class Sinner implements Source {

    /** What it does wrong. */
    enum Sin {
        NONE,
        LETS_ANYONE_IN,
        REPEATS_A_KEY,
        MAKES_VALUES_UP,
        BRINGS_AN_UNDECLARED_COLUMN,
        NAMES_SLICES_ANEW,
        SLICES_OVERLAP,
        READS_ALL_AGAIN,
        POSITION_RUNS_AHEAD,
        LOGS_A_SECRET,
        LEAVES_A_THREAD,
        OFFERS_NAMES_TWICE
    }

    /** What each test sets, one at a time. */
    static volatile Sin sin = Sin.NONE;

    static final AtomicInteger RECORDS = new AtomicInteger();

    /** Ends the threads that were left. */
    static volatile CountDownLatch end = new CountDownLatch(1);

    private static final String TOKEN = "t-very-secret";
    private static final TableSchema COLUMNS =
            TableSchema.empty().with("id", DataType.TEXT).with("value", DataType.TEXT);

    /** Its settings. */
    public record Config(@Setting(doc = "What lets one in.") Secret token) {}

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("sinner", "Sinner")
                .category("Local & Custom")
                .description("Sins.")
                .docs("https://example.org/sinner")
                .config(Config.class);
    }

    @Override
    public void check(SourceContext context) {
        Secret token = context.config(Config.class).token();
        if (!token.reveal().equals(TOKEN) && sin != Sin.LETS_ANYONE_IN) {
            throw SourceException.of(ErrorKind.AUTH, "The token is wrong.").hint("Take another.");
        }
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        if (sin == Sin.LOGS_A_SECRET) {
            LoggerFactory.getLogger(Sinner.class)
                    .debug("token {}", context.config(Config.class).token().reveal());
        }
        if (sin == Sin.LEAVES_A_THREAD) {
            CountDownLatch until = end;
            Thread thread = new Thread(() -> await(until), "left-by-sinner");
            thread.setDaemon(true);
            thread.start();
        }
        Resource things = new Things();
        return sin == Sin.OFFERS_NAMES_TWICE ? List.of(things, new Things()) : List.of(things);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Things() implements Resource {

        @Override
        public ResourceSpec spec() {
            return ResourceSpec.named("things")
                    .primaryKey("id")
                    .schema(COLUMNS)
                    .cursor(CursorSpec.opaque());
        }

        @Override
        public List<Slice> slices(ReadContext context) {
            String more = sin == Sin.NAMES_SLICES_ANEW ? UUID.randomUUID().toString() : "";
            return Stream.of("a", "b").map(id -> Slice.of(id + more)).toList();
        }

        @Override
        public void read(Slice slice, ReadContext context, RecordSink out) {
            int from = context.cursor().position().map(Integer::parseInt).orElse(0);
            String group = sin == Sin.SLICES_OVERLAP ? "" : slice.id();
            for (int i = sin == Sin.READS_ALL_AGAIN ? 0 : from; i < RECORDS.get(); i++) {
                int number = sin == Sin.REPEATS_A_KEY && i == 1 ? 0 : i;
                out.row(row(group + number));
                int next = sin == Sin.POSITION_RUNS_AHEAD ? i + 2 : i + 1;
                context.cursor().advanceTo(Integer.toString(next));
                if (i % 2 == 1) {
                    out.checkpoint();
                }
            }
        }

        private static Map<String, Object> row(String id) {
            Map<String, Object> row = new HashMap<>();
            row.put("id", id);
            row.put("value", sin == Sin.MAKES_VALUES_UP ? UUID.randomUUID().toString() : "v");
            if (sin == Sin.BRINGS_AN_UNDECLARED_COLUMN) {
                row.put("surprise", 1);
            }
            return row;
        }
    }

    /** The contract for it; not a test of its own, since it is to fail. */
    static final class Contract extends SourceContract {

        @Override
        protected Source source() {
            return new Sinner();
        }

        @Override
        protected Map<String, Object> settings() {
            return Map.of("token", TOKEN);
        }

        @Override
        protected boolean has(SourceBehavior behavior) {
            return behavior != SourceBehavior.DELETES && behavior != SourceBehavior.NETWORK;
        }

        @Override
        protected void addRecord() {
            RECORDS.incrementAndGet();
        }
    }

    /** Denies what it does. */
    static final class DenyingContract extends SourceContract {

        @Override
        protected Source source() {
            return new Sinner();
        }

        @Override
        protected Map<String, Object> settings() {
            return Map.of("token", TOKEN);
        }

        @Override
        protected boolean has(SourceBehavior behavior) {
            return false;
        }
    }
}
