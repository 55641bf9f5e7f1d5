package dev.dango.cli.view;

import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.sync.SyncListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Keeps what a sync reports until somebody looks. Thread-safe. */
public final class SyncProgress implements SyncListener {

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * What goes on in one table, or in a source as a whole.
     *
     * @param label the source's name, and the table's
     * @param finished whether all of it is read
     * @param rows read so far; negative if that is not the point
     * @param rowsPerSecond since the table's first record; 0 if it is too early to tell
     * @param slicesDone pieces finished
     * @param slices pieces in all
     * @param waiting what is being waited for, or done; may be empty
     */
    public record Line(
            String label,
            boolean finished,
            long rows,
            long rowsPerSecond,
            int slicesDone,
            int slices,
            String waiting) {

        private static final int NO_COUNT = -1;

        static Line of(String label, String what) {
            return new Line(label, false, NO_COUNT, 0, 0, 0, what);
        }

        /**
         * Such as {@code 12,300 rows}; empty if that is not the point: files are read by DuckDB.
         */
        String count() {
            boolean isFiles = rows == 0 && slicesDone > 0;
            return rows < 0 || isFiles ? "" : Amounts.count(rows, "row");
        }

        /** Such as {@code 2,050/s}; empty if it is too early to tell. */
        String rate() {
            return rowsPerSecond <= 0 ? "" : Amounts.count(rowsPerSecond) + "/s";
        }

        /** Such as {@code 3 of 12 parts} or what is being waited for; may be empty. */
        String rest() {
            String parts = slices > 1 && !finished ? slicesDone + " of " + slices + " parts" : "";
            return parts.isEmpty() || waiting.isEmpty() ? parts + waiting : parts + ", " + waiting;
        }
    }

    /** How a piece of news is meant. */
    public enum Tone {
        /** Something is done. */
        GOOD,
        /** Something deserves a look. */
        WARNING,
        /** Something failed. */
        BAD;

        String dress(String text, Style style) {
            return switch (this) {
                case GOOD -> style.good("✓") + " " + text;
                case WARNING -> style.warning("!") + " " + text;
                case BAD -> style.bad("✗") + " " + text;
            };
        }
    }

    /**
     * Something that has happened and will not change any more.
     *
     * @param tone how it is meant
     * @param text one line
     */
    public record News(Tone tone, String text) {}

    private static final class Table {
        private long began;
        private long latest;
        private boolean finished;
        private long rows;
        private int slicesDone;
        private int slices;
        private String waiting = "";
    }

    private static final class Source {
        private final Map<String, Table> tables = new LinkedHashMap<>();
        private String doing = "starting";
    }

    private final LongSupplier nanoTime;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<News> news = new ArrayList<>();

    /**
     * Starts with nothing.
     *
     * @param nanoTime a clock for measuring, such as {@link System#nanoTime}
     */
    public SyncProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void sourceStarted(String source) {
        source(source);
    }

    @Override
    public synchronized void progress(
            String source, String table, long rows, int slicesDone, int slices) {
        Table progress = table(source, table);
        boolean finished = slices > 0 && slicesDone == slices;
        if (finished || rows > progress.rows) {
            progress.waiting = "";
        }
        if (!progress.finished) {
            progress.latest = nanoTime.getAsLong();
        }
        progress.finished = finished;
        progress.rows = rows;
        progress.slicesDone = slicesDone;
        progress.slices = slices;
    }

    @Override
    public synchronized void waiting(String source, String table, String what) {
        String words = what.isEmpty() ? "" : "waiting: " + what;
        if (table.isEmpty()) {
            source(source).doing = words;
        } else {
            table(source, table).waiting = words;
        }
    }

    @Override
    public synchronized void loading(String source) {
        source(source).doing = "loading into the warehouse";
    }

    @Override
    public synchronized void warning(String source, String message) {
        news.add(new News(Tone.WARNING, source + ": " + message));
    }

    @Override
    public synchronized void sourceFinished(SourceReport report) {
        sources.remove(report.source());
        String name = report.source();
        String time = Amounts.duration(report.duration());
        switch (report.status()) {
            case FAILED -> news.add(new News(Tone.BAD, name + ": failed after " + time));
            case INTERRUPTED -> news.add(new News(Tone.WARNING, name + ": stopped after " + time));
            case SKIPPED -> {}
            default -> {
                long read = report.tables().stream().mapToLong(TableReport::read).sum();
                Tone tone = report.status() == SourceReport.Status.OK ? Tone.GOOD : Tone.WARNING;
                news.add(new News(tone, name + ": " + Amounts.count(read, "row") + " in " + time));
            }
        }
    }

    /**
     * Adds a line of one's own.
     *
     * @param item shown before what happens next
     */
    public synchronized void say(News item) {
        news.add(item);
    }

    /**
     * What is going on now.
     *
     * @return one line a table; one for a source that has none yet, or is being loaded
     */
    public synchronized List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        sources.forEach((name, source) -> lines.addAll(lines(name, source)));
        return lines;
    }

    private List<Line> lines(String name, Source source) {
        List<Line> lines = new ArrayList<>();
        if (!source.doing.isEmpty()) {
            lines.add(Line.of(name, source.doing));
        }
        source.tables.forEach((table, progress) -> lines.add(line(name + "." + table, progress)));
        return lines;
    }

    private Line line(String label, Table table) {
        long until = table.finished ? table.latest : nanoTime.getAsLong();
        double seconds = (until - table.began) / NANOS_PER_SECOND;
        long perSecond = seconds < 1 ? 0 : Math.round(table.rows / seconds);
        return new Line(
                label,
                table.finished,
                table.rows,
                perSecond,
                table.slicesDone,
                table.slices,
                table.waiting);
    }

    /**
     * What has happened since the last call.
     *
     * @return in order
     */
    public synchronized List<News> takeNews() {
        List<News> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    private Source source(String name) {
        return sources.computeIfAbsent(name, any -> new Source());
    }

    private Table table(String sourceName, String name) {
        Source source = source(sourceName);
        if (source.tables.isEmpty()) {
            source.doing = "";
        }
        return source.tables.computeIfAbsent(
                name,
                any -> {
                    Table table = new Table();
                    table.began = nanoTime.getAsLong();
                    return table;
                });
    }
}
