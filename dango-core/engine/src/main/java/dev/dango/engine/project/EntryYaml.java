package dev.dango.engine.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** Writes new pieces of configuration, in the shape that the original writes and reads. */
final class EntryYaml {

    /** The types whose settings stand in a block of the type's name. */
    static final Set<String> TYPED_BLOCKS =
            Set.of(
                    "csv",
                    "local_files",
                    "rest_api",
                    "dlt_native",
                    "facebook_ads",
                    "google_analytics",
                    "google_sheets",
                    "hubspot",
                    "salesforce",
                    "stripe",
                    "github",
                    "slack");

    /** Where the settings of all other types stand. */
    static final String GENERIC_BLOCK = "generic_config";

    private static final int INDENT = 2;

    private EntryYaml() {}

    /** A whole {@code project.yml}. */
    static String project(String name) {
        return yaml(FlowStyle.BLOCK).dump(Map.of("project", Map.of("name", name)));
    }

    /**
     * The entry as an item of a block sequence, each line ending in a line feed.
     *
     * @param column of its dash, from 0
     */
    static String block(SourceEntry entry, int column) {
        return yaml(FlowStyle.BLOCK).dump(List.of(keys(entry))).indent(column - INDENT);
    }

    /** The entry as one line in braces, without a line end. */
    static String flow(SourceEntry entry) {
        return yaml(FlowStyle.FLOW).dump(keys(entry)).strip();
    }

    private static Yaml yaml(FlowStyle style) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(style);
        options.setSplitLines(false);
        options.setDereferenceAliases(true);
        options.setIndicatorIndent(INDENT);
        options.setIndentWithIndicator(true);
        options.setIndent(INDENT);
        return new Yaml(options);
    }

    private static Map<String, Object> keys(SourceEntry entry) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", entry.name());
        keys.put("type", entry.type());
        keys.put("enabled", entry.enabled());
        entry.description().ifPresent(text -> keys.put("description", text));
        if (!entry.tags().isEmpty()) {
            keys.put("tags", entry.tags());
        }
        entry.lookbackDays().ifPresent(days -> keys.put("lookback_days", days));
        if (!entry.settings().isEmpty()) {
            keys.put(
                    TYPED_BLOCKS.contains(entry.type()) ? entry.type() : GENERIC_BLOCK,
                    entry.settings());
        }
        return keys;
    }
}
