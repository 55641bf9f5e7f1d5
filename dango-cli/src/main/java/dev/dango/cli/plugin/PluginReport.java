package dev.dango.cli.plugin;

import java.util.List;

/**
 * The result of a thorough look at all plugins.
 *
 * @param plugins the plugins in use, by id
 * @param findings what is the matter, by jar; empty if all is well
 */
public record PluginReport(List<PluginInfo> plugins, List<Finding> findings) {

    /**
     * Whether everything can be used.
     *
     * @return true if no finding is an error
     */
    public boolean healthy() {
        return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    /**
     * The result in one sentence.
     *
     * @return never empty
     */
    public String summary() {
        if (plugins.isEmpty() && findings.isEmpty()) {
            return "No plugins are installed.";
        }
        long broken =
                findings.stream()
                        .filter(f -> f.severity() == Finding.Severity.ERROR)
                        .map(Finding::path)
                        .distinct()
                        .count();
        if (broken > 0) {
            return "Something is wrong with "
                    + (broken == 1 ? "1 jar" : broken + " jars")
                    + "; what is not named here works.";
        }
        return plugins.size() == 1
                ? "The one plugin is in order."
                : "All " + plugins.size() + " plugins are in order.";
    }
}
