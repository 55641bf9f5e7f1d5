package dev.dango.cli;

import dev.dango.cli.view.SyncJson;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SyncReport;
import dev.dango.engine.sync.SyncListener;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what happens during a sync as JSON, one event a line, with exactly one end. */
final class SyncEvents implements SyncListener {

    private final Output output;

    SyncEvents(Output output) {
        this.output = output;
    }

    @Override
    public void sourceStarted(String source) {
        write(event("source_started", source));
    }

    @Override
    public void progress(String source, String table, long rows, int slicesDone, int slices) {
        Map<String, Object> event = event("progress", source);
        event.put("table", table);
        event.put("rows", rows);
        event.put("slices_done", slicesDone);
        event.put("slices", slices);
        write(event);
    }

    @Override
    public void waiting(String source, String table, String what) {
        Map<String, Object> event = event("waiting", source);
        event.put("table", table);
        event.put("what", what);
        write(event);
    }

    @Override
    public void loading(String source) {
        write(event("loading", source));
    }

    @Override
    public void warning(String source, String message) {
        Map<String, Object> event = event("warning", source);
        event.put("message", message);
        write(event);
    }

    @Override
    public void sourceFinished(SourceReport report) {
        Map<String, Object> event = event("source_finished");
        event.putAll(SyncJson.of(report));
        write(event);
    }

    /** The last event. */
    void end(SyncReport report) {
        Map<String, Object> event = event("end");
        event.put("exit_code", ExitCode.of(report));
        event.putAll(SyncJson.of(report));
        write(event);
    }

    private static Map<String, Object> event(String name, String source) {
        Map<String, Object> event = event(name);
        event.put("source", source);
        return event;
    }

    private static Map<String, Object> event(String name) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("command", "sync");
        event.put("event", name);
        return event;
    }

    private synchronized void write(Map<String, Object> event) {
        output.event(event);
    }
}
