package dev.dango.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which records a cursor lets through, run after run. */
class IncrementalTest {

    private static final CursorSpec U = CursorSpec.number("u");
    private static final CursorSpec T = CursorSpec.timestamp("t");

    @TempDir Path folder;
    private TestProject project;

    @BeforeEach
    void makeProject() {
        project = new TestProject(folder);
    }

    private SourceReport sync(ResourceSpec spec, SyncOptions options, String... pages) {
        project.offering(TestProject.json(spec, pages));
        return project.sync(options);
    }

    private SourceReport append(CursorSpec cursor, String... pages) {
        SourceReport report =
                sync(ResourceSpec.named("r").cursor(cursor), SyncOptions.DEFAULT, pages);
        assertThat(report.failures()).isEmpty();
        return report;
    }

    @Test
    void anEndThatIsNoNumberIsRefused() {
        SourceReport report =
                sync(
                        ResourceSpec.named("r").cursor(U.from("soon")),
                        SyncOptions.DEFAULT,
                        "[{'u':2}]");
        assertThat(report.failures())
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("\"soon\"", "whole number"));
    }

    @Test
    void aLagReadsAgainWithoutAddingAgain() {
        append(T.lag(Duration.ofDays(2)), row("2024-01-10", "a"), row("2024-01-09", "b"));
        // a late row appears, a doubled one too, and a row outside the lag
        append(
                T.lag(Duration.ofDays(2)),
                row("2024-01-10", "a"),
                row("2024-01-09", "b"),
                row("2024-01-09", "b"),
                row("2024-01-08", "late"),
                row("2024-01-07", "too late"),
                row("2024-01-11", "c"));
        assertThat(names()).containsExactly("late:1", "b:1", "b:1", "a:1", "c:1");
        assertThat(
                        append(
                                        T.lag(Duration.ofDays(2)),
                                        row("2024-01-09", "b"),
                                        row("2024-01-09", "b"),
                                        row("2024-01-11", "c"))
                                .tables()
                                .stream()
                                .mapToLong(table -> table.inserted())
                                .sum())
                .isZero();
        assertThat(position()).containsExactly("2024-01-11T00:00:00Z");
    }

    @Test
    void aLagNeverReachesBehindTheDeclaredStart() {
        CursorSpec cursor = T.from("2024-01-09T00:00:00Z").lag(Duration.ofDays(30));
        append(cursor, row("2024-01-08", "before"), row("2024-01-10", "a"));
        append(cursor, row("2024-01-08", "before"), row("2024-01-09", "late"));
        assertThat(names()).containsExactly("late:1", "a:1");
    }

    @Test
    void aBackfillOfATableThatOnlyGrowsAddsWhatIsMissing() {
        append(T, row("2024-01-01", "a"), row("2024-01-03", "b"));
        SyncOptions january = SyncOptions.DEFAULT.between(LocalDate.parse("2024-01-01"), null);
        SourceReport report =
                sync(
                        ResourceSpec.named("r").cursor(T),
                        january,
                        row("2023-12-31", "outside"),
                        row("2024-01-01", "a"),
                        row("2024-01-02", "missed"),
                        row("2024-01-03", "b"),
                        row("2024-01-04", "new"));
        assertThat(report.failures()).isEmpty();
        assertThat(names()).containsExactly("a:1", "missed:1", "b:1", "new:1");
        append(T, row("2024-01-04", "new"), row("2024-01-04", "newer"));
        assertThat(names()).containsExactly("a:1", "missed:1", "b:1", "newer:1", "new:1");
    }

    @Test
    void aWindowIsRefusedWhereItWouldDeleteRows() {
        ResourceSpec replaced = ResourceSpec.named("r").cursor(T).mode(WriteMode.REPLACE);
        sync(replaced, SyncOptions.DEFAULT, row("2024-01-01", "a"));
        SyncOptions later = SyncOptions.DEFAULT.between(LocalDate.parse("2024-02-01"), null);
        assertThatThrownBy(() -> sync(replaced, later, row("2024-02-02", "b")))
                .hasMessageContaining("nothing was synced")
                .hasMessageContaining("would delete all rows outside it");
        assertThat(names()).containsExactly("a:1");
    }

    @Test
    void aTableThatMergedAndOnlyGrowsNowGetsNoRowTwice() {
        ResourceSpec merged = ResourceSpec.named("r").primaryKey("id").cursor(U);
        sync(merged, SyncOptions.DEFAULT, "[{'u':1,'id':1,'c':[1]},{'u':2,'id':2,'c':[2]}]");
        append(U, "[{'u':2,'id':2,'c':[2]},{'u':2,'id':3,'c':[3]},{'u':3,'id':4}]");
        append(U, "[{'u':3,'id':4},{'u':3,'id':5}]");
        assertThat(project.query("SELECT id FROM r ORDER BY 1"))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(project.query("SELECT value FROM r__c ORDER BY 1"))
                .containsExactly("1", "2", "3");
    }

    private static String row(String day, String name) {
        return "{'t':'%sT00:00:00Z','n':'%s','tags':['%s']}".formatted(day, name, name);
    }

    /** Names in the order of time, with the number of rows nested in each. */
    private List<String> names() {
        return project.query(
                "SELECT n || ':' || (SELECT count(*) FROM r__tags c WHERE c._dlt_parent_id = r._dlt_id) FROM r ORDER BY t, n DESC");
    }

    private List<String> position() {
        return project.query("SELECT position FROM _dango_state");
    }
}
