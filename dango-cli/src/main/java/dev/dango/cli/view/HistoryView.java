package dev.dango.cli.view;

import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.history.RunRecord;
import dev.dango.engine.report.SourceReport.Failure;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Past runs, a line each, with a line below for whatever went wrong. */
public final class HistoryView {

    private final Style style;
    private final ZoneId zone;

    /**
     * Prepares.
     *
     * @param style how to dress it
     * @param zone the reader's
     */
    public HistoryView(Style style, ZoneId zone) {
        this.style = style;
        this.zone = zone;
    }

    /**
     * The runs.
     *
     * @param runs in the order in which they are to be shown; not empty
     * @return lines
     */
    public List<String> lines(List<RunRecord> runs) {
        TextTable grid =
                new TextTable(
                        Align.LEFT,
                        Align.LEFT,
                        Align.LEFT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.RIGHT,
                        Align.LEFT);
        grid.row(
                "when",
                "source",
                "result",
                "read",
                "inserted",
                "updated",
                "deleted",
                "took",
                "run");
        runs.forEach(run -> grid.row(cells(run)));
        List<String> table = grid.lines();
        List<String> lines = new ArrayList<>();
        lines.add("  " + style.dim(table.get(0)));
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            lines.add(RunWords.mark(run, style) + " " + table.get(i + 1));
            for (Failure failure : run.failures()) {
                lines.add("    " + RunWords.sentence(failure));
            }
        }
        return lines;
    }

    private String[] cells(RunRecord run) {
        return new String[] {
            Amounts.time(run.startedAt(), zone),
            run.source(),
            RunWords.result(run),
            Amounts.count(run.rows().read()),
            known(run, run.rows().inserted()),
            known(run, run.rows().updated()),
            known(run, run.rows().deleted()),
            run.duration().map(Amounts::duration).orElse(""),
            run.isOriginal() ? "by the original" : run.id()
        };
    }

    /** The original counted only what it read. */
    private static String known(RunRecord run, long count) {
        return run.isOriginal() ? "" : Amounts.count(count);
    }
}
