package dev.dango.engine.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ConnectorFaultsTest {

    private static final int GOOD = 10;

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    /** Something that a connector does after it has brought and checkpointed ten records. */
    private interface Misdeed {
        void commit(ReadContext context, RecordSink out) throws Throwable;
    }

    /** A resource that goes on where it was, and misbehaves there if it is to. */
    private static Resource counting(String name, int until, Misdeed misdeed) {
        ResourceSpec spec =
                ResourceSpec.named(name).mode(WriteMode.APPEND).cursor(CursorSpec.opaque());
        return Resource.of(
                spec,
                (slice, context, out) -> {
                    int from = context.cursor().position().map(Integer::parseInt).orElse(0);
                    for (int i = from; i < until; i++) {
                        out.row(Map.of("id", i));
                    }
                    context.cursor().advanceTo(Integer.toString(until));
                    out.checkpoint();
                    commit(misdeed, context, out);
                });
    }

    private static void commit(Misdeed misdeed, ReadContext context, RecordSink out)
            throws Exception {
        try {
            misdeed.commit(context, out);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Resource counting(String name, int until) {
        return counting(name, until, (context, out) -> {});
    }

    private SourceReport.Failure onlyFailure(SourceReport report) {
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0);
    }

    private void assertAllThere(String table, int rows) {
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM " + table))
                .containsExactly(rows + "|" + rows);
    }

    private static int deep(int level) {
        return level < 0 ? 0 : deep(level + 1) + 1;
    }

    static Stream<Misdeed> misdeeds() {
        return Stream.of(
                (context, out) -> {
                    throw new IllegalStateException("boom\nwith a second line");
                },
                (context, out) -> {
                    throw new Error("boom");
                },
                (context, out) -> {
                    throw new NoClassDefFoundError("boom");
                },
                (context, out) -> {
                    throw new AssertionError("boom");
                },
                (context, out) -> {
                    throw new Throwable("boom");
                },
                (context, out) -> {
                    throw new InterruptedException("boom");
                },
                (context, out) -> {
                    throw SourceException.of(ErrorKind.CANCELLED, "boom");
                },
                (context, out) -> deep(0));
    }

    @ParameterizedTest
    @MethodSource("misdeeds")
    void whateverIsThrownIsOneSentenceAndStopsNothingElse(Misdeed misdeed) {
        project.offering(counting("bad", GOOD, misdeed), counting("good", GOOD));

        SourceReport report = project.sync();

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        SourceReport.Failure failure = onlyFailure(report);
        assertThat(failure.resource()).contains("bad");
        assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL.name());
        assertThat(failure.message())
                .startsWith("the connector ")
                .containsPattern("boom|StackOverflowError")
                .doesNotContain("second line", "\n");
        assertThat(failure.hint()).contains("author of the plugin");
        assertAllThere("good", GOOD);
        assertAllThere("bad", GOOD);

        project.offering(counting("bad", 2 * GOOD), counting("good", GOOD));
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertAllThere("bad", 2 * GOOD);
    }

    @Test
    void wantOfMemoryIsSaidToBeThat() {
        project.offering(
                counting(
                        "big",
                        GOOD,
                        (context, out) -> {
                            throw new OutOfMemoryError("Java heap space");
                        }));

        SourceReport.Failure failure = onlyFailure(project.sync());

        assertThat(failure.message()).startsWith("there is not enough memory");
        assertThat(failure.hint()).contains("DANGO_JAVA_OPTS=-Xmx");
    }

    @Test
    void aThreadComesBackAsItWas() {
        Misdeed messy =
                (context, out) -> {
                    Thread.currentThread().interrupt();
                    Thread.currentThread().setContextClassLoader(null);
                };
        project.offering(
                counting("a", GOOD, messy), counting("b", GOOD, messy), counting("c", GOOD, messy));

        assertThat(project.sync().status()).isEqualTo(Status.OK);
        for (String table : List.of("a", "b", "c")) {
            assertAllThere(table, GOOD);
        }
    }

    @Test
    void whatIsThrownWhileAskedForItsTablesIsToldToo() {
        project.offering(
                new Resource() {
                    @Override
                    public ResourceSpec spec() {
                        throw new IllegalStateException("no spec");
                    }

                    @Override
                    public void read(Slice slice, ReadContext context, RecordSink out) {
                        throw new AssertionError("never read");
                    }
                });
        SourceReport report = project.sync();
        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(onlyFailure(report).message())
                .startsWith("the connector failed unexpectedly")
                .contains("no spec");
    }

    @Test
    void aFailureToCloseIsNoFailureOfTheSync() {
        Misdeed leaky =
                (context, out) -> {
                    context.closeAtEnd(
                            () -> {
                                throw new LinkageError("cannot close");
                            });
                    Thread leaked = new Thread(new CountDownLatch(1)::countDown, "leaked");
                    leaked.setDaemon(true);
                    leaked.start();
                };
        project.offering(counting("t", GOOD, leaky));

        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertAllThere("t", GOOD);
    }

    /** Does not end by being asked to, nor by being interrupted. */
    private static void hang(CountDownLatch hanging, CountDownLatch end) {
        hanging.countDown();
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException deaf) {
                // waits on: that is what is tested
            }
        }
    }

    private SourceReport stopWhile(CountDownLatch hanging) throws InterruptedException {
        CancellationSource cancellation = new CancellationSource();
        Thread user =
                new Thread(
                        () -> {
                            try {
                                hanging.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            cancellation.request();
                        });
        user.start();
        SourceReport report = project.sync(SyncOptions.DEFAULT, cancellation);
        user.join();
        return report;
    }

    @Test
    void whoHangsWhileReadingIsLeftBehindOnRequest() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        project.offering(counting("t", GOOD, (context, out) -> hang(hanging, end)));

        SourceReport report = stopWhile(hanging);

        assertThat(report.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(report.duration()).isLessThan(Duration.ofSeconds(20));
        end.countDown();
        project.offering(counting("t", 2 * GOOD));
        assertThat(project.sync().status()).isEqualTo(Status.OK);
        assertAllThere("t", 2 * GOOD);
    }

    @Test
    void whoHangsWhileClosingHoldsNobodyUp() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        project.offering(
                counting(
                        "t", GOOD, (context, out) -> context.closeAtEnd(() -> hang(hanging, end))));

        SourceReport report = project.sync();

        assertThat(report.status()).isEqualTo(Status.OK);
        assertThat(report.warnings())
                .containsExactly(
                        "the connector did not close what it had opened and was left behind");
        assertAllThere("t", GOOD);
        end.countDown();
    }

    @Test
    void aRecordOfTenMegabytesAndOneOfTenThousandColumnsAreTaken() {
        byte[] big = ("{\"text\":\"" + "x".repeat(10_000_000) + "\"}").getBytes(UTF_8);
        Map<String, Object> wide = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            wide.put("c" + i, i);
        }
        project.offering(
                Resource.of(
                        ResourceSpec.named("big"),
                        (slice, context, out) -> out.json(big, 0, big.length)),
                Resource.of(ResourceSpec.named("wide"), (slice, context, out) -> out.row(wide)));

        assertThat(project.sync().failures()).isEmpty();
        assertThat(project.query("SELECT length(text) FROM big")).containsExactly("10000000");
        assertThat(project.query("SELECT c0, c9999 FROM wide")).containsExactly("0|9999");
    }
}
