package dev.dango.cli.view;

import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.history.Phases;
import dev.dango.engine.history.RunOptions;
import dev.dango.engine.history.RunRecord;
import dev.dango.engine.history.TableRun;
import dev.dango.engine.history.Traffic;
import dev.dango.engine.report.SourceReport.Failure;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One past run with all that is known of it. */
public final class RunView {

    private final RunRecord run;
    private final Style style;
    private final ZoneId zone;

    /**
     * Prepares.
     *
     * @param run the run
     * @param style how to dress it
     * @param zone the reader's
     */
    public RunView(RunRecord run, Style style, ZoneId zone) {
        this.run = run;
        this.style = style;
        this.zone = zone;
    }

    /**
     * All of it.
     *
     * @return lines
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(heading());
        lines.add("    run " + run.id() + run.loadId().map(id -> ", load " + id).orElse(""));
        options(run.options()).ifPresent(options -> lines.add("    with " + options));
        lines.add("    " + times(run.phases()) + traffic(run.traffic()));
        lines.addAll(tables());
        run.warnings().forEach(text -> lines.add("    " + style.warning("!") + " " + text));
        for (Failure failure : run.failures()) {
            lines.add("    " + style.bad("✗") + " " + RunWords.sentence(failure));
            if (!failure.hint().isEmpty()) {
                lines.add("      " + failure.hint());
            }
        }
        return lines;
    }

    private String heading() {
        String type = run.isOriginal() ? "by the original" : run.type();
        return RunWords.mark(run, style)
                + " "
                + style.bold(run.source() + " (" + type + ")")
                + "  "
                + Amounts.time(run.startedAt(), zone)
                + run.duration().map(time -> ", " + Amounts.duration(time)).orElse("")
                + ", "
                + RunWords.result(run);
    }

    private static Optional<String> options(RunOptions options) {
        List<String> words = new ArrayList<>();
        if (options.fullRefresh()) {
            words.add("--full-refresh");
        }
        options.since().ifPresent(day -> words.add("--since " + day));
        options.until().ifPresent(day -> words.add("--until " + day));
        options.limit().ifPresent(rows -> words.add("--limit " + rows));
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
    }

    private static String times(Phases phases) {
        return "plan %s, read %s, load %s"
                .formatted(
                        Amounts.duration(phases.plan()),
                        Amounts.duration(phases.read()),
                        Amounts.duration(phases.load()));
    }

    private static String traffic(Traffic traffic) {
        List<String> words = new ArrayList<>();
        if (traffic.requests() > 0) {
            words.add(Amounts.count(traffic.requests(), "request"));
        }
        if (traffic.bytes() > 0) {
            words.add(Amounts.bytes(traffic.bytes()));
        }
        if (traffic.waits() > 0) {
            words.add(
                    Amounts.count(traffic.waits(), "wait")
                            + " of "
                            + Amounts.duration(traffic.waited()));
        }
        return words.isEmpty() ? "" : "; " + String.join(", ", words);
    }

    private List<String> tables() {
        if (run.tables().isEmpty()) {
            return List.of();
        }
        TextTable grid =
                new TextTable(
                        Align.LEFT,
                        Align.RIGHT,
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
                "rejected",
                "reading",
                "loading",
                "cursor");
        run.tables().forEach(table -> grid.row(cells(table)));
        List<String> rows = grid.lines();
        List<String> lines = new ArrayList<>();
        lines.add("    " + style.dim(rows.get(0)));
        for (int i = 0; i < run.tables().size(); i++) {
            lines.add("    " + rows.get(i + 1));
            SchemaWords.of(run.tables().get(i).schemaChanges())
                    .ifPresent(words -> lines.add("      " + style.dim(words)));
        }
        return lines;
    }

    private static String[] cells(TableRun table) {
        return new String[] {
            table.table(),
            Amounts.count(table.rows().read()),
            Amounts.count(table.rows().inserted()),
            Amounts.count(table.rows().updated()),
            Amounts.count(table.rows().deleted()),
            Amounts.count(table.rows().rejected()),
            seconds(table.phases().read()),
            seconds(table.phases().load()),
            cursor(table)
        };
    }

    /** Nothing for tables that are read and written along with another. */
    private static String seconds(Duration time) {
        return time.isZero() ? "" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String cursor(TableRun table) {
        Optional<String> before = table.cursorBefore();
        Optional<String> after = table.cursorAfter();
        return before.equals(after)
                ? after.orElse("")
                : before.map(from -> from + " → ").orElse("") + after.orElse("none");
    }
}
