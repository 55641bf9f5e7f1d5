package dev.dango.engine.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.state.TableCatalog;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageFaultsTest {

    private static final int ROWS = 100;

    @TempDir Path folder;
    private TestProject project;
    private Path stages;
    private Path aside;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder.resolve("project"));
        stages = project.project().loads().resolve("s");
        aside = folder.resolve("aside");
    }

    /** Adds rows up to this one; beside its tables, does something before it ends. */
    private TestProject offering(int until, Runnable last) {
        ResourceSpec spec =
                ResourceSpec.named("t").mode(WriteMode.APPEND).cursor(CursorSpec.opaque());
        return project.offering(
                Resource.of(
                        spec,
                        (slice, context, out) -> {
                            int from = context.cursor().position().map(Integer::parseInt).orElse(0);
                            for (int i = from; i < until; i++) {
                                out.row(Map.of("id", i));
                            }
                            context.cursor().advanceTo(Integer.toString(until));
                            out.checkpoint();
                            last.run();
                        }));
    }

    private void assertAllThere() {
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM t"))
                .containsExactly(ROWS + "|" + ROWS);
        assertThat(stages).doesNotExist();
    }

    /** What a killed sync leaves: a copy of a stage as it was before its load. */
    private Path leftover() throws IOException {
        offering(ROWS / 2, () -> copy(stages, aside)).sync();
        Files.delete(project.project().warehouse());
        copy(aside, stages);
        try (var folders = Files.list(stages)) {
            return folders.findFirst().orElseThrow();
        }
    }

    private static void copy(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void edit(Path file, UnaryOperator<String> change) throws IOException {
        Files.writeString(file, change.apply(Files.readString(file)));
    }

    private SourceReport syncs() {
        SourceReport report = offering(ROWS, () -> {}).sync();
        assertThat(report.failures()).isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        assertAllThere();
        return report;
    }

    @Test
    void aLeftoverIsLoadedFirst() throws Exception {
        leftover();
        assertThat(syncs().warnings()).isEmpty();
        assertThat(project.query("SELECT count(*) FROM _dlt_loads")).containsExactly("2");
    }

    @Test
    void aStageOfAnotherVersionIsReadAgain() throws Exception {
        Path journal = leftover().resolve("journal.jsonl");
        edit(
                journal,
                text ->
                        text.replace("\"version\":2", "\"version\":3")
                                .replace("\"entry\":\"tables\"", "\"entry\":\"from the future\""));
        assertThat(syncs().warnings())
                .containsExactly("what another version of Dango had read is read again");
        assertThat(project.query("SELECT count(*) FROM _dlt_loads")).containsExactly("1");
    }

    @Test
    void aStageWithEntriesThatNobodyKnowsIsReadAgain() throws Exception {
        edit(
                leftover().resolve("journal.jsonl"),
                text -> text.replace("\"entry\":\"tables\"", "\"entry\":\"nonsense\""));
        assertThat(syncs().warnings())
                .containsExactly(
                        "what an earlier sync had read was damaged on disk and is read again");
    }

    @Test
    void aJournalThatLacksALineIsReadAgain() throws Exception {
        edit(
                leftover().resolve("journal.jsonl"),
                text ->
                        String.join(
                                        "\n",
                                        text.lines()
                                                .filter(
                                                        line ->
                                                                !line.contains(
                                                                        "\"entry\":\"resource\""))
                                                .toList())
                                + "\n");
        assertThat(syncs().warnings())
                .containsExactly(
                        "what an earlier sync had read was damaged on disk and is read again");
    }

    @Test
    void aSegmentThatIsGoneOrDamagedIsToldAndReadAgain() throws Exception {
        Path segment = leftover().resolve("segment-0.bin");
        for (boolean gone : List.of(true, false)) {
            if (gone) {
                Files.delete(segment);
            } else {
                Files.deleteIfExists(project.project().warehouse());
                copy(aside, stages);
                byte[] bytes = Files.readAllBytes(segment);
                bytes[bytes.length - 1] ^= 1;
                Files.write(segment, bytes);
            }
            SourceReport report = offering(ROWS, () -> {}).sync();
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.message()).contains("damaged"));
            syncs();
        }
    }

    @Test
    void aClockThatGoesBackwardsDisturbsNothing() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        String last = "";
        for (int i = 1; i <= 4; i++) {
            Instant at = now.minusSeconds(3600L * i);
            project.clock(Clock.fixed(at, ZoneOffset.UTC));
            SourceReport report = offering(i * ROWS / 4, () -> {}).sync();
            assertThat(report.status()).isEqualTo(Status.OK);
            assertThat(report.loadId().orElseThrow()).isGreaterThan(last);
            last = report.loadId().orElseThrow();
            assertThat(new TableCatalog(project.project().state(), "s").lastSynced()).contains(at);
            assertThat(report.duration()).isPositive();
        }
        assertAllThere();
        assertThat(project.query("SELECT count(DISTINCT _dlt_load_id) FROM t"))
                .containsExactly("4");
    }
}
