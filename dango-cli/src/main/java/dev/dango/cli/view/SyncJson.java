package dev.dango.cli.view;

import dev.dango.engine.sync.SourceReport;
import dev.dango.engine.sync.SyncReport;
import dev.dango.engine.sync.TableReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a sync did, as plain values for JSON. */
public final class SyncJson {

    private final UnaryOperator<String> redact;

    /**
     * Prepares.
     *
     * @param redact masks secrets in messages
     */
    public SyncJson(UnaryOperator<String> redact) {
        this.redact = redact;
    }

    /**
     * A whole run.
     *
     * @param report what happened
     * @return its status, duration and sources
     */
    public Map<String, Object> of(SyncReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", lower(report.status()));
        json.put("seconds", report.duration().toMillis() / 1000.0);
        json.put("sources", report.sources().stream().map(this::of).toList());
        return json;
    }

    /**
     * One source.
     *
     * @param report what happened
     * @return all of it
     */
    public Map<String, Object> of(SourceReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", report.source());
        json.put("type", report.type());
        json.put("schema", report.schema());
        json.put("status", lower(report.status()));
        json.put("load_id", report.loadId());
        json.put("started_at", report.startedAt());
        json.put("seconds", report.duration().toMillis() / 1000.0);
        json.put("tables", report.tables().stream().map(SyncJson::of).toList());
        json.put("failures", report.failures().stream().map(this::of).toList());
        json.put("warnings", report.warnings().stream().map(redact).toList());
        return json;
    }

    private static Map<String, Object> of(TableReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", report.table());
        json.put("resource", report.resource());
        json.put("read", report.read());
        json.put("inserted", report.inserted());
        json.put("updated", report.updated());
        json.put("deleted", report.deleted());
        json.put("total", report.total());
        json.put("cursor", report.cursor());
        json.put("schema_changes", report.schemaChanges());
        return json;
    }

    private Map<String, Object> of(SourceReport.Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", failure.resource());
        json.put("kind", failure.kind());
        json.put("message", redact.apply(failure.message()));
        json.put("hint", redact.apply(failure.hint()));
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
