package dev.dango.cli.view;

import dev.dango.engine.history.RunRecord;
import dev.dango.engine.report.SourceReport.Failure;

/** A past run in a word, a mark or a sentence. */
public final class RunWords {

    private RunWords() {}

    /**
     * How it ended.
     *
     * @param run the run
     * @return one or two words
     */
    public static String result(RunRecord run) {
        return switch (run.status()) {
            case OK -> run.isOriginal() || run.rows().anyChange() ? "ok" : "nothing new";
            case PARTIAL -> "some failed";
            case FAILED -> "failed";
            case INTERRUPTED -> "interrupted";
            case RUNNING -> "running";
        };
    }

    /**
     * How it ended, for the eye.
     *
     * @param run the run
     * @param style how to dress it
     * @return one character
     */
    public static String mark(RunRecord run, Style style) {
        return switch (run.status()) {
            case OK -> style.good("✓");
            case PARTIAL, INTERRUPTED -> style.warning("!");
            case FAILED -> style.bad("✗");
            case RUNNING -> style.dim("…");
        };
    }

    /**
     * What went wrong.
     *
     * @param failure one failure
     * @return a sentence, with the resource before it if it is only that
     */
    public static String sentence(Failure failure) {
        return failure.resource().map(resource -> resource + ": ").orElse("") + failure.message();
    }
}
