package dev.dango.cli.view;

import dev.dango.engine.history.RunJson;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import dev.dango.engine.report.TableReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a sync did, as plain values for JSON. */
public final class SyncJson {

    private SyncJson() {}

    /**
     * A whole run.
     *
     * @param report what happened
     * @return its status, duration and sources
     */
    public static Map<String, Object> of(SyncReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", lower(report.status()));
        json.put("seconds", report.duration().toMillis() / 1000.0);
        json.put("sources", report.sources().stream().map(SyncJson::of).toList());
        return json;
    }

    /**
     * One source.
     *
     * @param report what happened
     * @return all of it
     */
    public static Map<String, Object> of(SourceReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", report.source());
        json.put("type", report.type());
        json.put("schema", report.schema());
        json.put("status", lower(report.status()));
        json.put("load_id", report.loadId());
        json.put("started_at", report.startedAt());
        json.put("seconds", report.duration().toMillis() / 1000.0);
        json.put("tables", report.tables().stream().map(SyncJson::of).toList());
        json.put("failures", report.failures().stream().map(RunJson::write).toList());
        json.put("warnings", report.warnings());
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
        json.put("rejected", report.rejected());
        json.put("total", report.total());
        json.put("seconds", report.duration().toMillis() / 1000.0);
        json.put("cursor", report.cursor());
        json.put("schema_changes", report.schemaChanges());
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
