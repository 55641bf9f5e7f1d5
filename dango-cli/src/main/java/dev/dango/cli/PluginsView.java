package dev.dango.cli;

import dev.dango.cli.plugin.Finding;
import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.cli.plugin.PluginInfo;
import dev.dango.cli.view.Style;
import dev.dango.cli.view.TextTable;
import dev.dango.cli.view.TextTable.Align;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The plugins, for {@code plugin list} and the end of {@code source list}.
 *
 * @param plugins those in use
 * @param findings what is the matter with jars
 */
record PluginsView(List<PluginInfo> plugins, List<Finding> findings) {

    /** A heading, a line per plugin and a line per jar that cannot be used. */
    List<String> lines(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Loaded Plugins:"));
        if (plugins.isEmpty()) {
            lines.add("  none");
        }
        TextTable table = new TextTable(Align.LEFT, Align.LEFT, Align.LEFT);
        for (PluginInfo plugin : plugins) {
            table.row(plugin.id(), plugin.version(), String.join(", ", plugin.types()));
        }
        table.lines().forEach(line -> lines.add("  " + line));
        findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> style.bad("  ✗ ") + finding.message())
                .forEach(lines::add);
        if (!findings.isEmpty()) {
            lines.add("  Run dango plugin doctor to learn more.");
        }
        return lines;
    }

    /** The same as plain values. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plugins", plugins.stream().map(PluginsView::json).toList());
        json.put("findings", findings.stream().map(PluginsView::json).toList());
        return json;
    }

    private static Map<String, Object> json(PluginInfo plugin) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plugin.id());
        json.put("version", plugin.version());
        json.put("types", plugin.types());
        json.put("requires", plugin.requires());
        json.put("path", plugin.path());
        json.put("folder", lower(plugin.folderKind()));
        return json;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("severity", lower(finding.severity()));
        json.put("path", finding.path());
        json.put("plugin", finding.pluginId());
        json.put("message", finding.message());
        json.put("hint", finding.hint());
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
