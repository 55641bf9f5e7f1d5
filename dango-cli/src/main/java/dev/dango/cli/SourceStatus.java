package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.cli.view.RunWords;
import dev.dango.cli.view.Style;
import dev.dango.engine.history.RunHistory;
import dev.dango.engine.history.RunRecord;
import dev.dango.engine.history.RunRecord.Status;
import dev.dango.engine.history.TableRun;
import dev.dango.engine.load.Stage;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.engine.state.TableCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a source is, by what past runs wrote down.
 *
 * @param entry as configured
 * @param runs the last ones, the newest first
 * @param rows in all of its tables
 * @param hasLeftovers whether an earlier run left something to be loaded
 * @param hasPlugin whether a plugin offers its type
 */
record SourceStatus(
        SourceEntry entry,
        List<RunRecord> runs,
        long rows,
        boolean hasLeftovers,
        boolean hasPlugin) {

    /** Who had no new data for so many runs knows it. */
    private static final int LOOK_BACK = 50;

    static SourceStatus of(Project project, SourceEntry entry, boolean hasPlugin) {
        TableCatalog catalog = new TableCatalog(project.state(), entry.name(), Steps.UNWATCHED);
        Path stages = project.loads().resolve(entry.name());
        try {
            return new SourceStatus(
                    entry,
                    new RunHistory(project, entry.name()).newest(LOOK_BACK),
                    catalog.tables().values().stream().mapToLong(Long::longValue).sum(),
                    !Stage.leftovers(stages).isEmpty(),
                    hasPlugin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<RunRecord> lastRun() {
        return runs.stream().findFirst();
    }

    private Optional<Instant> lastNewData() {
        return runs.stream()
                .filter(run -> run.rows().anyChange())
                .map(RunRecord::startedAt)
                .findFirst();
    }

    /** The furthest point in time, or the only position. */
    private Optional<String> dataUpTo() {
        List<String> cursors =
                runs.stream()
                        .map(SourceStatus::cursors)
                        .filter(found -> !found.isEmpty())
                        .findFirst()
                        .orElse(List.of());
        return cursors.size() == 1
                ? Optional.of(cursors.get(0))
                : cursors.stream()
                        .flatMap(cursor -> instant(cursor).stream())
                        .max(Comparator.naturalOrder())
                        .map(Instant::toString);
    }

    private static List<String> cursors(RunRecord run) {
        return run.tables().stream()
                .map(TableRun::cursorAfter)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Optional<Instant> instant(String cursor) {
        try {
            return Optional.of(Instant.parse(cursor));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean isRunning() {
        return lastRun().filter(run -> run.status() == Status.RUNNING).isPresent();
    }

    /** What the user can do about it, in sentences. */
    List<String> toDo() {
        List<String> toDo = new ArrayList<>();
        if (!entry.enabled() || isRunning()) {
            return toDo;
        }
        String sync = "dango sync " + entry.name();
        if (!hasPlugin) {
            toDo.add(
                    "%s: no plugin offers the source type \"%s\"; dango plugin list shows which there are."
                            .formatted(entry.name(), entry.type()));
        } else if (runs.isEmpty()) {
            toDo.add(entry.name() + ": was never synced. Run " + sync + ".");
        }
        for (Failure failure : lastRun().map(RunRecord::failures).orElse(List.of())) {
            toDo.add(
                    "%s: %s %s Then run %s."
                            .formatted(
                                    entry.name(),
                                    sentence(RunWords.sentence(failure)),
                                    failure.hint(),
                                    sync)
                            .replaceAll(" {2,}", " "));
        }
        if (hasLeftovers) {
            toDo.add(
                    "%s: what an interrupted sync had read waits to be loaded. Run %s."
                            .formatted(entry.name(), sync));
        } else if (lastRun().filter(run -> run.status() == Status.INTERRUPTED).isPresent()) {
            toDo.add("%s: the last sync was interrupted. Run %s.".formatted(entry.name(), sync));
        }
        return toDo;
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    String mark(Style style) {
        return entry.enabled()
                ? lastRun().map(run -> RunWords.mark(run, style)).orElse(style.dim("·"))
                : style.dim("○");
    }

    String[] cells(ZoneId zone) {
        return new String[] {
            entry.name(),
            entry.type(),
            lastRun().map(run -> Amounts.time(run.startedAt(), zone)).orElse("never"),
            entry.enabled() ? lastRun().map(RunWords::result).orElse("") : "disabled",
            runs.isEmpty() && rows == 0 ? "" : Amounts.count(rows),
            lastNewData().map(at -> Amounts.time(at, zone)).orElse(""),
            dataUpTo().orElse("")
        };
    }

    /** The same as plain values. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", entry.name());
        json.put("type", entry.type());
        json.put("enabled", entry.enabled());
        json.put("last_run", lastRun().map(SourceStatus::json));
        json.put("rows", rows);
        json.put("last_new_data", lastNewData());
        json.put("data_up_to", dataUpTo());
        json.put("leftovers", hasLeftovers && !isRunning());
        json.put("to_do", toDo());
        return json;
    }

    private static Map<String, Object> json(RunRecord run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.id());
        json.put("status", run.status().name().toLowerCase(Locale.ROOT));
        json.put("started_at", run.startedAt());
        json.put("seconds", run.duration().map(time -> time.toMillis() / 1000.0));
        json.put("inserted", run.rows().inserted());
        json.put("updated", run.rows().updated());
        json.put("deleted", run.rows().deleted());
        return json;
    }
}
