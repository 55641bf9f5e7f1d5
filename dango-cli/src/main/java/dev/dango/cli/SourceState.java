package dev.dango.cli;

import dev.dango.cli.view.Amounts;
import dev.dango.cli.view.Style;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.state.TableCatalog;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A configured source and what is known of it without asking anybody.
 *
 * @param entry as configured
 * @param lastSynced when it was last synced without a failure
 * @param tables rows by table, as of the last sync
 * @param file what it reads, if it reads files
 */
record SourceState(
        SourceEntry entry,
        Optional<Instant> lastSynced,
        Map<String, Long> tables,
        Optional<String> file) {

    static SourceState of(SourceEntry entry, TableCatalog catalog) {
        return new SourceState(entry, catalog.lastSynced(), catalog.tables(), file(entry));
    }

    /** The settings under which sources of files say where those are, by all connectors' custom. */
    private static Optional<String> file(SourceEntry entry) {
        return Stream.of("path", "file", "directory")
                .map(key -> entry.settings().get(key))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .map(path -> path + pattern(entry));
    }

    private static String pattern(SourceEntry entry) {
        Object pattern = entry.settings().get("file_pattern");
        return pattern == null ? "" : "/" + pattern;
    }

    /** A mark and the name, then details. */
    List<String> lines(Style style, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        String mark = entry.enabled() ? style.good("●") : style.dim("○");
        String state = entry.enabled() ? "Enabled" : "Disabled";
        lines.add(mark + " " + style.bold(entry.name()) + " (" + entry.type() + ") - " + state);
        lines.add("  Last synced: " + lastSynced.map(at -> Amounts.time(at, zone)).orElse("never"));
        if (file.isPresent()) {
            lines.add("  File: " + file.get());
        } else if (!tables.isEmpty()) {
            lines.add("  Tables: " + String.join(", ", tables.keySet()));
        }
        return lines;
    }

    /** The same as plain values. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", entry.name());
        json.put("type", entry.type());
        json.put("enabled", entry.enabled());
        json.put("last_synced", lastSynced);
        json.put("tables", tables.entrySet().stream().map(SourceState::table).toList());
        json.put("file", file);
        return json;
    }

    private static Map<String, Object> table(Map.Entry<String, Long> table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", table.getKey());
        json.put("rows", table.getValue());
        return json;
    }
}
