package dev.dango.engine.history;

import dev.dango.engine.report.SourceReport.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Records of runs as plain values for JSON, in the file and for programs, and back. */
public final class RunJson {

    private RunJson() {}

    /**
     * Writes.
     *
     * @param run what to write
     * @return plain values by name
     */
    public static Map<String, Object> write(RunRecord run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.id());
        json.put("source", run.source());
        json.put("type", run.type());
        json.put("status", run.status().name().toLowerCase(Locale.ROOT));
        json.put("started_at", run.startedAt());
        json.put("seconds", run.duration().map(JsonFields::seconds));
        json.put("options", write(run.options()));
        json.put("load_id", run.loadId());
        json.putAll(write(run.rows()));
        json.put("phases", write(run.phases()));
        json.putAll(write(run.traffic()));
        json.put("tables", run.tables().stream().map(RunJson::write).toList());
        json.put("failures", run.failures().stream().map(RunJson::write).toList());
        json.put("warnings", run.warnings());
        return json;
    }

    private static Map<String, Object> write(RunOptions options) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("full_refresh", options.fullRefresh());
        json.put("since", options.since());
        json.put("until", options.until());
        json.put("limit", options.limit().isPresent() ? options.limit().getAsLong() : null);
        return json;
    }

    private static Map<String, Object> write(RowCounts rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("read", rows.read());
        json.put("inserted", rows.inserted());
        json.put("updated", rows.updated());
        json.put("deleted", rows.deleted());
        json.put("rejected", rows.rejected());
        return json;
    }

    private static Map<String, Object> write(Traffic traffic) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requests", traffic.requests());
        json.put("bytes", traffic.bytes());
        json.put("waits", traffic.waits());
        json.put("waited_seconds", JsonFields.seconds(traffic.waited()));
        return json;
    }

    private static Map<String, Object> write(Phases phases) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", JsonFields.seconds(phases.plan()));
        json.put("read", JsonFields.seconds(phases.read()));
        json.put("load", JsonFields.seconds(phases.load()));
        return json;
    }

    private static Map<String, Object> write(TableRun table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.table());
        json.put("resource", table.resource());
        json.putAll(write(table.rows()));
        json.put("total", table.total());
        json.put("phases", write(table.phases()));
        json.putAll(write(table.traffic()));
        json.put("cursor_before", table.cursorBefore());
        json.put("cursor_after", table.cursorAfter());
        json.put("schema_changes", table.schemaChanges());
        return json;
    }

    /**
     * Writes.
     *
     * @param failure what to write
     * @return plain values by name
     */
    public static Map<String, Object> write(Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", failure.resource());
        json.put("kind", failure.kind());
        json.put("message", failure.message());
        json.put("hint", failure.hint());
        return json;
    }

    /**
     * Reads back what {@link #write} wrote.
     *
     * @param json plain values by name
     * @throws RuntimeException if they are no run
     */
    static RunRecord read(JsonFields json) {
        return new RunRecord(
                json.text("run").orElseThrow(),
                json.text("source").orElseThrow(),
                json.text("type").orElse(""),
                RunRecord.Status.valueOf(
                        json.text("status").orElseThrow().toUpperCase(Locale.ROOT)),
                json.text("started_at").map(Instant::parse).orElseThrow(),
                json.seconds("seconds"),
                options(json.object("options")),
                json.text("load_id"),
                rows(json),
                phases(json.object("phases")),
                traffic(json),
                json.list("tables", table -> table(JsonFields.of(table))),
                json.list("failures", failure -> failure(JsonFields.of(failure))),
                json.list("warnings", String::valueOf));
    }

    private static RunOptions options(JsonFields json) {
        return new RunOptions(
                json.flag("full_refresh"),
                json.text("since").map(LocalDate::parse),
                json.text("until").map(LocalDate::parse),
                json.number("limit"));
    }

    private static RowCounts rows(JsonFields json) {
        return new RowCounts(
                json.number("read").orElse(0),
                json.number("inserted").orElse(0),
                json.number("updated").orElse(0),
                json.number("deleted").orElse(0),
                json.number("rejected").orElse(0));
    }

    private static Traffic traffic(JsonFields json) {
        return new Traffic(
                json.number("requests").orElse(0),
                json.number("bytes").orElse(0),
                json.number("waits").orElse(0),
                json.seconds("waited_seconds").orElse(Duration.ZERO));
    }

    private static Phases phases(JsonFields json) {
        return new Phases(
                json.seconds("plan").orElse(Duration.ZERO),
                json.seconds("read").orElse(Duration.ZERO),
                json.seconds("load").orElse(Duration.ZERO));
    }

    private static TableRun table(JsonFields json) {
        return new TableRun(
                json.text("table").orElseThrow(),
                json.text("resource").orElse(""),
                rows(json),
                json.number("total").orElse(0),
                traffic(json),
                phases(json.object("phases")),
                json.text("cursor_before"),
                json.text("cursor_after"),
                json.list("schema_changes", String::valueOf));
    }

    private static Failure failure(JsonFields json) {
        return new Failure(
                json.text("resource"),
                json.text("kind").orElse("INTERNAL"),
                json.text("message").orElse(""),
                json.text("hint").orElse(""),
                null);
    }
}
