package dev.dango.cli.view;

import dev.dango.cli.view.SyncProgress.Line;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows progress where lines cannot be taken back: files, pipes, simple terminals. A table gets a
 * line when something about it has changed since its last one.
 */
public final class PlainProgress implements ProgressDisplay {

    private final SyncProgress progress;
    private final PrintStream out;
    private final Style style;
    private final Map<String, String> shown = new HashMap<>();

    /**
     * Prepares; writes nothing yet.
     *
     * @param progress what to show
     * @param out where
     * @param style how
     */
    public PlainProgress(SyncProgress progress, PrintStream out, Style style) {
        this.progress = progress;
        this.out = out;
        this.style = style;
    }

    @Override
    public synchronized void show() {
        printNews();
        for (Line line : progress.lines()) {
            String text = line.label() + ": " + facts(line);
            if (!text.equals(shown.put(line.label(), text))) {
                out.println(text);
            }
        }
    }

    private static String facts(Line line) {
        return Stream.of(line.count(), line.rate(), line.rest())
                .filter(fact -> !fact.isEmpty())
                .collect(Collectors.joining(", "));
    }

    @Override
    public synchronized void close() {
        printNews();
    }

    private void printNews() {
        progress.takeNews().forEach(item -> out.println(item.tone().dress(item.text(), style)));
    }
}
