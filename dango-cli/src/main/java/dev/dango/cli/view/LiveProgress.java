package dev.dango.cli.view;

import dev.dango.cli.view.SyncProgress.Line;
import dev.dango.cli.view.SyncProgress.News;
import dev.dango.cli.view.TextTable.Align;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows progress at a terminal that can move its cursor: one line a table, redrawn in place, with
 * what is over scrolling away above. Each picture is written at once, and lines are overwritten
 * rather than erased, so nothing flickers.
 */
public final class LiveProgress implements ProgressDisplay {

    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String ERASE_REST_OF_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    /**
     * How much fits on the terminal.
     *
     * @param width columns
     * @param height lines
     */
    public record Extent(int width, int height) {}

    private final SyncProgress progress;
    private final PrintStream terminal;
    private final Style style;
    private final Supplier<Extent> extent;
    private int drawn;
    private int frame;

    /**
     * Prepares; draws nothing yet.
     *
     * @param progress what to show
     * @param terminal where
     * @param style how
     * @param extent asked before each picture, since the user may change it
     */
    public LiveProgress(
            SyncProgress progress, PrintStream terminal, Style style, Supplier<Extent> extent) {
        this.progress = progress;
        this.terminal = terminal;
        this.style = style;
        this.extent = extent;
    }

    @Override
    public synchronized void show() {
        draw(progress.lines());
    }

    @Override
    public synchronized void close() {
        draw(List.of());
    }

    private void draw(List<Line> lines) {
        List<News> news = progress.takeNews();
        if (lines.isEmpty() && news.isEmpty() && drawn == 0) {
            return;
        }
        Extent now = extent.get();
        StringBuilder picture = new StringBuilder();
        if (drawn > 0) {
            picture.append("\u001b[").append(drawn).append("A\r");
        }
        news.forEach(item -> append(picture, item.tone().dress(item.text(), style)));
        List<Line> fitting =
                lines.subList(0, Math.min(lines.size(), Math.max(1, now.height() - 2)));
        TextTable grid =
                new TextTable(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.LEFT);
        fitting.forEach(
                line -> grid.row(mark(line), line.label(), line.count(), line.rate(), line.rest()));
        grid.lines().forEach(line -> append(picture, fit(line, now.width())));
        int hidden = lines.size() - fitting.size();
        if (hidden > 0) {
            append(picture, style.dim("  and " + hidden + " more"));
        }
        drawn = fitting.size() + (hidden > 0 ? 1 : 0);
        frame = (frame + 1) % SPINNER.length();
        terminal.print(picture.append(ERASE_BELOW));
        terminal.flush();
    }

    private String mark(Line line) {
        return line.finished() ? "✓" : SPINNER.substring(frame, frame + 1);
    }

    private static void append(StringBuilder picture, String text) {
        picture.append(text).append(ERASE_REST_OF_LINE).append('\n');
    }

    /** A line that wrapped would be counted as one and overwritten as one. */
    private static String fit(String text, int width) {
        int length = text.codePointCount(0, text.length());
        if (length < width) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 2))) + "…";
    }
}
