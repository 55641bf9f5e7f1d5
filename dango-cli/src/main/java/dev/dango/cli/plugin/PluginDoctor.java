package dev.dango.cli.plugin;

import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks thoroughly at every plugin, loading all of them, and says what is wrong with which jar. */
public final class PluginDoctor {

    private final PluginSources sources;

    /**
     * Prepares the examination.
     *
     * @param sources the plugins; the caller closes them
     */
    public PluginDoctor(PluginSources sources) {
        this.sources = sources;
    }

    /**
     * Loads every plugin and creates its sources; connects to nothing.
     *
     * @return the plugins, with the types their sources really have, and what is the matter
     */
    public PluginReport examine() {
        List<PluginInfo> plugins = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(sources.findings());
        for (PluginInfo plugin : sources.plugins()) {
            LoadedPlugin loaded = sources.load(plugin);
            plugins.add(plugin.withTypes(loaded.types()));
            loaded.failures().forEach(problem -> findings.add(Finding.error(plugin, problem)));
            findings.addAll(oddities(plugin));
            findings.addAll(undeclared(plugin, loaded.types()));
        }
        findings.sort(Comparator.comparing(Finding::path).thenComparing(Finding::severity));
        return new PluginReport(List.copyOf(plugins), List.copyOf(findings));
    }

    private static List<Finding> oddities(PluginInfo plugin) {
        try {
            return JarContents.read(plugin.path()).oddities(plugin);
        } catch (IOException e) {
            SourceException problem = LoadFailure.explain(plugin, "reading the jar", e);
            return List.of(Finding.error(plugin, problem));
        }
    }

    private static List<Finding> undeclared(PluginInfo plugin, Set<String> types) {
        Set<String> missing = new TreeSet<>(types);
        plugin.types().forEach(missing::remove);
        if (missing.isEmpty()) {
            return List.of();
        }
        // A manifest that names no type costs time in lists; one that omits a type hides it.
        Severity severity = plugin.types().isEmpty() ? Severity.NOTE : Severity.WARNING;
        return List.of(
                new Finding(
                        plugin.path(),
                        plugin.id(),
                        severity,
                        plugin.label()
                                + " does not declare in its manifest: "
                                + String.join(", ", missing)
                                + ".",
                        "Add to the manifest Dango-Sources: "
                                + String.join(",", new TreeSet<>(types))
                                + "."));
    }
}
