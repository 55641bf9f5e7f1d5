package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every connector keeps to that reads from an HTTP API. The connector's test teaches {@link
 * #api} its routes before each test, and leads the connector to {@code api.url()} by its settings:
 *
 * <pre>{@code
 * class ShopSourceTest extends HttpSourceContract {
 *     private final FakeListing orders = new FakeListing(List.of(order(1), order(2), order(3)));
 *
 *     @BeforeEach
 *     void answer() {
 *         api.requireHeader("Authorization", "Bearer k-123", Reply.status(401));
 *         api.get("/orders", orders::afterId);
 *     }
 *     // source(), settings(), has(), addRecord() ...
 * }
 * }</pre>
 */
public abstract class HttpSourceContract extends SourceContract {

    private static final int FOR_EVER = 10_000;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration MOMENT = Duration.ofMillis(250);

    /** By class of the test, since finding it takes a sync, and all its tests begin alike. */
    private static final Map<Class<?>, String> PATHS = new ConcurrentHashMap<>();

    /** The remote system, with no routes yet; ends with the test. */
    protected final FakeApi api = FakeApi.start();

    /**
     * The path of a request that reads records, for letting it fail.
     *
     * @return unless overridden the last one that a sync asks for
     */
    protected String pathOfRecords() {
        return PATHS.computeIfAbsent(getClass(), type -> lastPathOfASync());
    }

    private String lastPathOfASync() {
        api.clearRequests();
        syncWell(project());
        List<Call> requests = api.requests();
        assertThat(requests)
                .as("requests that a sync makes: lead the connector to api.url() by settings()")
                .isNotEmpty();
        api.clearRequests();
        return requests.get(requests.size() - 1).path();
    }

    @AfterEach
    final void closeApi() {
        api.close();
    }

    private static SourceReport.Failure onlyFailure(SourceReport report) {
        assertThat(report.failures()).as("failures").hasSize(1);
        return report.failures().get(0);
    }

    private Failure failureWhen(Reply reply) {
        String path = pathOfRecords();
        api.failNext(path, reply, FOR_EVER);
        return onlyFailure(project().sync());
    }

    // ---- failures that pass ------------------------------------------------------------------

    @Test
    void tooManyRequestsAreWaitedOut() {
        String path = pathOfRecords();
        String seconds = Double.toString(MOMENT.toMillis() / 1000.0);
        api.failNext(path, Reply.status(429).header("Retry-After", seconds), 1);
        TestProject project = project();
        long start = System.nanoTime();
        syncWell(project);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("duration of a sync that was told to wait for a moment")
                .isGreaterThanOrEqualTo(MOMENT);
    }

    @Test
    void serverErrorsThatPassLoseNothing() {
        String path = pathOfRecords();
        TestProject whole = project();
        syncWell(whole);
        api.failNext(path, 500, 2);
        TestProject project = project();
        syncWell(project);
        assertThat(contentOf(project))
                .as("rows when two requests were answered with status 500")
                .isEqualTo(contentOf(whole));
    }

    // ---- failures that last ------------------------------------------------------------------

    @Test
    void serverErrorsForEverAreTransient() {
        Failure failure = failureWhen(Reply.status(500).header("Retry-After", "0"));
        assertThat(failure.kind())
                .as("kind of \"%s\", after status 500 for ever", failure.message())
                .isEqualTo("TRANSIENT");
    }

    @Test
    void aRefusedCredentialIsReported() {
        Failure failure = failureWhen(Reply.status(401));
        assertThat(failure.kind())
                .as("kind of \"%s\", after status 401", failure.message())
                .isEqualTo("AUTH");
        assertThat(failure.hint()).as("hint of \"%s\"", failure.message()).isNotBlank();
    }

    @Test
    void aForbiddenResourceDoesNotStopTheOthers() {
        String path = pathOfRecords();
        api.failNext(path, Reply.status(403), FOR_EVER);
        Observation seen = new Observation();
        SourceReport report = project(seen).sync();
        assertThat(report.failures())
                .as("failures when %s is answered with status 403", path)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo("PERMISSION"))
                .allSatisfy(failure -> assertThat(failure.resource()).isPresent());
        boolean others = report.failures().size() < seen.offered().size();
        assertThat(report.status())
                .as("status when one resource of %d is forbidden", seen.offered().size())
                .isEqualTo(others ? Status.PARTIAL : Status.FAILED);
    }

    @Test
    void anAnswerThatIsNotJsonIsRemote() {
        byte[] page = "<html>Back soon.</html>".getBytes(StandardCharsets.UTF_8);
        Failure failure = failureWhen(Reply.raw("text/html", page));
        assertThat(failure.kind())
                .as("kind of \"%s\", after an answer in HTML", failure.message())
                .isEqualTo("REMOTE");
    }

    @Test
    void aHangingRequestIsBrokenOff() throws Exception {
        String path = pathOfRecords();
        api.hangNext(path, FOR_EVER);
        CancellationSource cancellation = new CancellationSource();
        TestProject project = project();
        CompletableFuture<SourceReport> sync =
                CompletableFuture.supplyAsync(
                        () -> project.sync(SyncOptions.DEFAULT, cancellation));
        api.awaitRequest(path);
        cancellation.request();
        assertThat(sync)
                .as(
                        "a cancelled sync while a request hangs: break it off by"
                                + " context.cancellation().onRequest(call::cancel)")
                .succeedsWithin(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)
                .extracting(SourceReport::status)
                .isEqualTo(Status.INTERRUPTED);
    }

    // ---- requests that are not made ----------------------------------------------------------

    @Test
    void aLimitSavesRequests() {
        Observation seen = new Observation();
        SourceReport report = project(seen).sync(limited(1));
        assertThat(report.failures()).isEmpty();
        assertThat(api.requests())
                .as(
                        "requests for one record of each of %d resources: ask out.satisfied() after"
                                + " each page",
                        seen.offered().size())
                .hasSizeLessThanOrEqualTo(2 * seen.offered().size() + 1);
    }
}
