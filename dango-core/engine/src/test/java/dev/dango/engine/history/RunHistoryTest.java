package dev.dango.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.TestProject;
import dev.dango.engine.history.RunRecord.Status;
import dev.dango.engine.load.ProcessLock;
import dev.dango.engine.project.Project;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {

    private static final Instant NOON = Instant.parse("2024-12-09T12:00:00Z");

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private RunHistory history() {
        return new RunHistory(Project.at(folder), "s");
    }

    private Path file() {
        return folder.resolve(".dango").resolve("history").resolve("s.jsonl");
    }

    private RunRecord last() {
        return history().newest(1).get(0);
    }

    private static Resource events(int count) {
        return Resource.of(
                ResourceSpec.named("events").cursor(CursorSpec.number("n")),
                (slice, context, out) -> {
                    context.exchanged(2, 300);
                    context.waited(Duration.ofSeconds(3));
                    for (int n = 1; n <= count; n++) {
                        out.row(Map.of("n", n, "tags", List.of("a", "b")));
                    }
                });
    }

    private static Resource broken() {
        return Resource.of(
                ResourceSpec.named("broken"),
                (slice, context, out) -> {
                    out.row(Map.of("n", 1));
                    throw SourceException.of(ErrorKind.PERMISSION, "not for you").hint("Ask.");
                });
    }

    private static RunRecord run(String id) {
        return RunRecord.begun(id, "s", "made_up", NOON, RunOptions.NONE);
    }

    private static void begin(RunHistory history, String id) {
        history.begin(run(id), UnaryOperator.identity());
    }

    private static void end(RunHistory history, String id) {
        RunRecord run = run(id);
        history.end(
                new RunRecord(
                        id,
                        run.source(),
                        run.type(),
                        Status.OK,
                        NOON,
                        Optional.of(Duration.ofMillis(1500)),
                        run.options(),
                        Optional.of("17.5"),
                        RowCounts.NONE,
                        Phases.NONE,
                        Traffic.NONE,
                        List.of(),
                        List.of(),
                        List.of("the key is hush")),
                text -> text.replace("hush", "***"));
    }

    // ---- what a sync writes ----------------------------------------------------------------

    @Test
    void aSyncWritesWhatItDid() {
        project.offering(events(3));
        project.sync();
        project.offering(events(5));
        SourceReport report = project.sync();

        RunRecord run = last();
        assertThat(run.status()).isEqualTo(Status.OK);
        assertThat(run.loadId()).isEqualTo(report.loadId()).isPresent();
        assertThat(run.duration().orElseThrow()).isPositive();
        assertThat(run.rows()).isEqualTo(new RowCounts(6, 6, 0, 0, 0));
        assertThat(run.traffic()).isEqualTo(new Traffic(2, 300, 1, Duration.ofSeconds(3)));
        assertThat(run.tables())
                .extracting(TableRun::table)
                .containsExactly("events", "events__tags");

        TableRun events = run.tables().get(0);
        assertThat(events.rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
        assertThat(events.total()).isEqualTo(5);
        assertThat(events.cursorBefore()).contains("3");
        assertThat(events.cursorAfter()).contains("5");
        assertThat(events.schemaChanges()).isEmpty();
        assertThat(history().newest(9)).hasSize(2);
        assertThat(history().newest(9).get(1).tables().get(0).schemaChanges())
                .containsExactly("+ table");
    }

    @Test
    void whatFailedIsThereWithItsKind() {
        project.offering(events(1), broken());
        project.sync();

        RunRecord run = last();
        assertThat(run.status()).isEqualTo(Status.PARTIAL);
        assertThat(run.tables()).extracting(TableRun::table).startsWith("broken");
        assertThat(run.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.resource()).contains("broken");
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.hint()).isEqualTo("Ask.");
                        });
    }

    @Test
    void theOptionsOfNoteAreThere() {
        project.offering(events(5));
        SyncOptions options =
                SyncOptions.DEFAULT.between(null, LocalDate.of(2024, 5, 1)).limit(2).refreshing();
        project.sync(options);

        assertThat(last().options())
                .isEqualTo(
                        new RunOptions(
                                true,
                                Optional.empty(),
                                Optional.of(LocalDate.of(2024, 5, 1)),
                                OptionalLong.of(2)));
    }

    @Test
    void aStoppedRunAndOneThatCannotBeginAreThereToo() {
        CancellationSource stop = new CancellationSource();
        project.offering(
                Resource.of(
                        ResourceSpec.named("t"),
                        (slice, context, out) -> {
                            stop.request();
                            context.cancellation().throwIfRequested();
                        }));
        project.sync(SyncOptions.DEFAULT, stop);
        assertThat(last().status()).isEqualTo(Status.INTERRUPTED);

        project.offering(events(1), events(1));
        project.sync();
        assertThat(last().status()).isEqualTo(Status.FAILED);
        assertThat(last().failures().get(0).message()).contains("two resources named");
    }

    @Test
    void aHistoryThatCannotBeWrittenCostsOneWarning() throws IOException {
        Files.writeString(file().getParent(), "in the way");
        project.offering(events(1));

        SourceReport report = project.sync();

        assertThat(report.status()).isEqualTo(SourceReport.Status.OK);
        assertThat(report.warnings())
                .containsExactly("this run could not be written to .dango/history");
        assertThat(project.query("SELECT count(*) FROM events")).containsExactly("1");
    }

    // ---- the file --------------------------------------------------------------------------

    @Test
    void aRunThatWasKilledIsInterrupted() throws IOException {
        RunHistory history = history();
        begin(history, "a");

        assertThat(last().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(last().warnings()).singleElement().asString().contains("killed");
        try (ProcessLock held = ProcessLock.acquire(Project.at(folder).lock("s"), "testing")) {
            assertThat(last().status()).isEqualTo(Status.RUNNING);
        }

        begin(history, "b");
        end(history, "b");
        assertThat(history.newest(9)).extracting(RunRecord::id).containsExactly("b", "a");
        assertThat(Files.readString(file()))
                .containsSubsequence(
                        "{\"entry\":\"begin\",\"run\":\"a\"",
                        "{\"entry\":\"end\",\"run\":\"a\"",
                        "\"status\":\"interrupted\"",
                        "{\"entry\":\"begin\",\"run\":\"b\"");
    }

    @Test
    void aTornLineHurtsNothingElse() throws IOException {
        RunHistory history = history();
        end(history, "a");
        Files.writeString(file(), "{\"entry\":\"end\",\"run\":\"b", StandardOpenOption.APPEND);

        assertThat(history.newest(9)).extracting(RunRecord::id).containsExactly("a");
        end(history, "c");
        assertThat(history.newest(9)).extracting(RunRecord::id).containsExactly("c", "a");
    }

    @Test
    void secretsAreMasked() throws IOException {
        end(history(), "a");

        assertThat(last().warnings()).containsExactly("the key is ***");
        assertThat(Files.readString(file())).doesNotContain("hush");
    }

    @Test
    void theOldestRunsAreDropped() throws IOException {
        Path settings = folder.resolve(".dango").resolve("project.yml");
        Files.writeString(settings, "project:\n  name: p\nplatform:\n  history_runs: 10\n");
        RunHistory history = history();
        for (int i = 0; i < 30; i++) {
            begin(history, "run" + i);
            end(history, "run" + i);
        }

        List<RunRecord> runs = history.newest(99);
        assertThat(runs).hasSizeBetween(10, 12);
        assertThat(runs.get(0).id()).isEqualTo("run29");
        assertThat(Files.readAllLines(file())).hasSizeLessThanOrEqualTo(22);

        Files.writeString(settings, "platform:\n  history_runs: many\n");
        assertThatThrownBy(this::history).hasMessageContaining("history_runs");
    }

    @Test
    void runsOfTheOriginalAreReadAndLeftAlone() throws IOException {
        Files.createDirectories(file().getParent());
        Path original = file().resolveSibling("s.json");
        String text =
                """
                [{"timestamp": "2024-12-09T10:00:00.123456", "status": "success", "duration_seconds": 12.5,
                  "rows_processed": 42, "total_row_count": 42, "full_refresh": false},
                 {"timestamp": "nonsense"},
                 {"timestamp": "2024-12-10T10:00:00+00:00", "status": "error", "rows_processed": 0,
                  "error_message": "no route", "start_date": "2024-01-01"}]
                """;
        Files.writeString(original, text);
        end(history(), "mine");

        List<RunRecord> runs = history().newest(9);
        assertThat(runs)
                .extracting(RunRecord::status)
                .containsExactly(Status.FAILED, Status.OK, Status.OK);
        assertThat(runs).extracting(RunRecord::isOriginal).containsExactly(true, false, true);
        assertThat(runs.get(0).failures().get(0).message()).isEqualTo("no route");
        assertThat(runs.get(0).options().since()).contains(LocalDate.of(2024, 1, 1));
        assertThat(runs.get(2).rows().read()).isEqualTo(42);
        assertThat(runs.get(2).duration()).contains(Duration.ofMillis(12_500));
        assertThat(original).hasContent(text);

        Files.writeString(original, "not JSON");
        assertThat(history().newest(9)).hasSize(1);
    }
}
