package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dango.cli.dist.Script.Outcome;
import dev.dango.testkit.PluginJar;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connector that behaves badly in a process of its own, and disks without room: what the user
 * reads, how the process ends, and that the next sync makes it good.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class FaultsIT {

    private static final int ROWS = 2_000;

    /** Brings half of its rows, checkpoints them, does its deed, and brings the rest. */
    private static final String MISFIT =
            """
            package acme;

            import dev.dango.spi.CursorSpec;
            import dev.dango.spi.ReadContext;
            import dev.dango.spi.RecordSink;
            import dev.dango.spi.Resource;
            import dev.dango.spi.ResourceSpec;
            import dev.dango.spi.Setting;
            import dev.dango.spi.Source;
            import dev.dango.spi.SourceContext;
            import dev.dango.spi.SourceSpec;
            import dev.dango.spi.WriteMode;
            import java.util.List;
            import java.util.Map;
            import java.util.Random;

            public class Misfit implements Source {

                public record Config(
                        @Setting(doc = "What to do.") String deed,
                        @Setting(doc = "How many records to bring.") int rows,
                        @Setting(doc = "How long their texts are.") int length) {}

                @Override public SourceSpec spec() {
                    return SourceSpec.of("misfit", "Misfit").config(Config.class);
                }

                @Override public List<Resource> resources(SourceContext context) {
                    ResourceSpec spec = ResourceSpec.named("t").mode(WriteMode.APPEND).cursor(CursorSpec.opaque());
                    return List.of(Resource.of(spec, (slice, read, out) -> read(read, out)));
                }

                private static void read(ReadContext read, RecordSink out) throws Exception {
                    Config config = read.config(Config.class);
                    push(read, out, config, config.rows() / 2);
                    switch (config.deed()) {
                        case "exit" -> System.exit(0);
                        case "print" -> System.out.println("noise");
                        case "wait" -> {
                            while (true) {
                                read.waiting("nothing in particular");
                                read.cancellation().throwIfRequested();
                                Thread.sleep(10);
                            }
                        }
                        case "hang" -> {
                            read.waiting("nothing in particular");
                            hang();
                        }
                        case "leak" -> new Thread(Misfit::hang).start();
                        default -> {}
                    }
                    push(read, out, config, config.rows());
                }

                private static void hang() {
                    while (true) {
                        try {
                            Thread.sleep(1000);
                        } catch (InterruptedException deaf) {
                            continue;
                        }
                    }
                }

                private static void push(ReadContext read, RecordSink out, Config config, int until) {
                    int from = read.cursor().position().map(Integer::parseInt).orElse(0);
                    for (int i = from; i < until; i++) {
                        out.row(Map.of("id", i, "text", text(i, config.length())));
                    }
                    if (until > from) {
                        read.cursor().advanceTo(Integer.toString(until));
                    }
                    out.checkpoint();
                }

                private static String text(int seed, int length) {
                    Random random = new Random(seed);
                    StringBuilder text = new StringBuilder(length);
                    for (int i = 0; i < length; i++) {
                        text.append((char) ('!' + random.nextInt(90)));
                    }
                    return text.toString();
                }
            }
            """;

    @TempDir Path folder;
    private Product product;

    @BeforeEach
    void installMisfit() throws Exception {
        product = Product.withProject(folder);
        PluginJar.named("misfit")
                .types("misfit")
                .source(MISFIT)
                .writeTo(product.project().resolve("plugins"));
    }

    private void misfit(String deed, int rows, int length) {
        product.sources(
                """
                - name: odd
                  type: misfit
                  misfit: {deed: %s, rows: %d, length: %d}
                """
                        .formatted(deed, rows, length));
    }

    private void assertNextSyncIsFine(int rows, int length) throws Exception {
        misfit("none", rows, length);
        assertThat(product.sync().get("status").asText()).isEqualTo("ok");
        assertAllThere(rows);
    }

    private void assertAllThere(int rows) throws Exception {
        assertThat(product.query("SELECT count(*), count(DISTINCT id) FROM raw_odd.t"))
                .containsExactly(rows + "|" + rows);
        assertThat(product.hasLeftovers("odd")).isFalse();
    }

    // ---- connectors ----------------------------------------------------------------------------

    @Test
    void whoEndsTheProgramIsFoundOutAndLosesNothing() throws Exception {
        misfit("exit", ROWS, 10);

        Outcome outcome = product.run("sync");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("Error: a connector ended the whole program by System.exit")
                .contains("odd")
                .contains("What was read up to the last checkpoint is kept.")
                .doesNotContain("\tat ");
        assertThat(product.hasLeftovers("odd")).isTrue();
        assertNextSyncIsFine(ROWS, 10);
        assertThat(product.query("SELECT count(*) FROM raw_odd._dlt_loads")).containsExactly("2");
    }

    @Test
    void whatAConnectorPrintsIsNoPartOfTheResult() throws Exception {
        misfit("print", ROWS, 10);

        Outcome outcome = product.succeed("sync", "--json");

        assertThat(outcome.out().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(Product.json(line).get("version").asInt()).isOne());
        assertThat(outcome.err()).contains("noise");
        assertAllThere(ROWS);
    }

    @Test
    void aThreadThatIsLeftBehindDoesNotKeepTheProgramAlive() throws Exception {
        misfit("leak", ROWS, 10);
        product.succeed("sync");
        assertAllThere(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsTheRunAndTheNextGoesOn(String signal) throws Exception {
        misfit("wait", ROWS, 10);
        assertStopped(signal);
        assertNextSyncIsFine(ROWS, 10);
        assertThat(product.query("SELECT count(*) FROM raw_odd._dlt_loads")).containsExactly("2");
    }

    @Test
    void oneSignalEndsAlsoAConnectorThatDoesNotListen() throws Exception {
        misfit("hang", ROWS, 10);
        assertStopped("INT");
        assertNextSyncIsFine(ROWS, 10);
    }

    private void assertStopped(String signal) throws Exception {
        try (RunningProduct sync = product.start("sync", "--json")) {
            assertThat(sync.prints("nothing in particular")).isTrue();
            if (signal.equals("INT")) {
                sync.interrupt();
            } else {
                sync.terminate();
            }
            Outcome outcome = sync.finish();
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(130);
            JsonNode end = Product.lastEvent(outcome);
            assertThat(end.get("status").asText()).isEqualTo("interrupted");
            assertThat(outcome.err()).contains("goes on from there").doesNotContain("\tat ");
        }
    }

    @Test
    void aFloodIsHeldUpAndNotPiledUp() throws Exception {
        int flood = 300_000;
        misfit("none", flood, 400);
        product.with("DANGO_JAVA_OPTS", "-Xmx64m -Duser.home=" + folder);
        product.succeed("sync");
        assertAllThere(flood);
    }

    // ---- disks ---------------------------------------------------------------------------------

    private void assertWantOfRoom(Outcome outcome, String what) throws Exception {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("Error: odd: the limit on the size of files is reached: " + what)
                .contains(product.project().toString())
                .contains("  Raise the limit (ulimit -f) and sync again")
                .doesNotContain("\tat ", "IO Error", "unexpected");
    }

    @Test
    void noRoomWhileReading() throws Exception {
        misfit("none", 20, 1_000_000);
        product.fileSizeLimit(12_000);
        Outcome outcome = product.run("sync");
        assertWantOfRoom(outcome, "what was read cannot be kept in ");
        assertThat(product.hasLeftovers("odd")).isTrue();

        product.fileSizeLimit(0);
        assertNextSyncIsFine(20, 1_000_000);
        assertThat(product.query("SELECT count(*) FROM raw_odd._dlt_loads")).containsExactly("2");
    }

    @Test
    void noRoomWhileLoading() throws Exception {
        misfit("wait", 20, 1_000_000);
        assertStopped("TERM");
        misfit("none", 20, 1_000_000);
        product.fileSizeLimit(6_000);
        Outcome outcome = product.run("sync");
        // to be loaded, what is staged becomes a file of Parquet, which is the first not to fit
        assertWantOfRoom(outcome, "files of Dango cannot be read or written in ");
        assertThat(product.hasLeftovers("odd")).as("it is read and waits to be loaded").isTrue();

        product.fileSizeLimit(0);
        assertNextSyncIsFine(20, 1_000_000);
    }
}
