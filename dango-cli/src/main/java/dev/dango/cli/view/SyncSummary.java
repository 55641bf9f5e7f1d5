package dev.dango.cli.view;

import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.report.SyncReport;
import dev.dango.engine.report.TableReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a sync did, in the words that answer "is it right?". */
public final class SyncSummary {

    private final SyncReport report;
    private final Style style;

    /**
     * Prepares.
     *
     * @param report what happened
     * @param style how to show it
     */
    public SyncSummary(SyncReport report, Style style) {
        this.report = report;
        this.style = style;
    }

    /**
     * A paragraph per source, the sum, and a query to try.
     *
     * @return lines
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (SourceReport source : report.sources()) {
            lines.add(heading(source));
            lines.addAll(tables(source.tables()));
            lines.add("");
        }
        lines.add(sum());
        query().ifPresent(query -> lines.add("Look at it:  " + query));
        return lines;
    }

    private String heading(SourceReport source) {
        String time = Amounts.duration(source.duration());
        String name = source.source() + " (" + source.type() + ")";
        return switch (source.status()) {
            case OK -> style.good("✓") + " " + style.bold(name) + "  " + time + nothingNew(source);
            case PARTIAL ->
                    style.warning("!") + " " + style.bold(name) + "  " + time + ", some failed";
            case FAILED -> style.bad("✗") + " " + style.bold(name) + "  " + time + ", failed";
            case INTERRUPTED ->
                    style.warning("!") + " " + style.bold(name) + "  " + time + ", stopped";
            case SKIPPED -> style.dim("○ " + name + "  skipped, because it is disabled");
        };
    }

    private static String nothingNew(SourceReport source) {
        return source.tables().stream().noneMatch(SyncSummary::isTouched) ? ", nothing new" : "";
    }

    private static boolean isTouched(TableReport table) {
        return table.inserted() + table.updated() + table.deleted() + table.rejected() > 0
                || !table.schemaChanges().isEmpty();
    }

    private List<String> tables(List<TableReport> tables) {
        if (tables.isEmpty()) {
            return List.of();
        }
        boolean cursors = tables.stream().anyMatch(table -> table.cursor().isPresent());
        TextTable grid =
                new TextTable(
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.LEFT);
        grid.row(
                "table",
                "read",
                "inserted",
                "updated",
                "deleted",
                "total",
                "seconds",
                cursors ? "cursor" : "");
        tables.forEach(
                table ->
                        grid.row(
                                table.table(),
                                Amounts.count(table.read()),
                                Amounts.count(table.inserted()),
                                Amounts.count(table.updated()),
                                Amounts.count(table.deleted()),
                                Amounts.count(table.total()),
                                seconds(table.duration()),
                                table.cursor().orElse("")));
        return withSchemaChanges(grid.lines(), tables);
    }

    /** Nothing for tables that are read and written along with another. */
    private static String seconds(Duration duration) {
        return duration.isZero()
                ? ""
                : String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    private List<String> withSchemaChanges(List<String> grid, List<TableReport> tables) {
        List<String> lines = new ArrayList<>();
        lines.add("    " + style.dim(grid.get(0)));
        for (int i = 0; i < tables.size(); i++) {
            lines.add("    " + grid.get(i + 1));
            SchemaWords.of(tables.get(i).schemaChanges())
                    .ifPresent(words -> lines.add("      " + style.dim(words)));
        }
        return lines;
    }

    private String sum() {
        long rows = allTables().mapToLong(table -> table.inserted() + table.updated()).sum();
        long deleted = allTables().mapToLong(TableReport::deleted).sum();
        List<String> parts = new ArrayList<>();
        parts.add(with(Status.OK) + " of " + Amounts.count(tried(), "source") + " synced");
        addCount(parts, with(Status.PARTIAL), "partly");
        addCount(parts, with(Status.FAILED), "failed");
        addCount(parts, with(Status.INTERRUPTED), "stopped");
        addCount(parts, with(Status.SKIPPED), "skipped");
        return style.bold(String.join(", ", parts))
                + " in "
                + Amounts.duration(report.duration())
                + "; "
                + (rows == 0 && deleted > 0
                        ? Amounts.count(deleted, "row") + " deleted."
                        : Amounts.count(rows, "row") + " new or changed.");
    }

    private static void addCount(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private long with(Status status) {
        return report.sources().stream().filter(source -> source.status() == status).count();
    }

    private long tried() {
        return report.sources().size() - with(Status.SKIPPED);
    }

    private Stream<TableReport> allTables() {
        return report.sources().stream().flatMap(source -> source.tables().stream());
    }

    /** The first table that has something to show. */
    private Optional<String> query() {
        return report.sources().stream()
                .flatMap(
                        source ->
                                source.tables().stream()
                                        .filter(table -> table.total() > 0)
                                        .map(
                                                table ->
                                                        source.schema()
                                                                + "."
                                                                + quoted(table.table())))
                .findFirst()
                .map(table -> "dango db query 'SELECT * FROM " + table + " LIMIT 10'");
    }

    private static String quoted(String table) {
        return table.matches("[a-z_][a-z0-9_]*") ? table : '"' + table + '"';
    }
}
