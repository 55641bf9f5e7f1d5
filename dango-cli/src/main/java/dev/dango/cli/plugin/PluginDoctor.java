package dev.dango.cli.plugin;

import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at every plugin and says what is wrong with which jar. */
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
     * Looks at the jars from outside, which takes no time to speak of: their manifests, their
     * service files and what they bundle. Loads nothing.
     *
     * @return what is the matter, by jar; empty if nothing
     */
    public List<Finding> inspect() {
        List<Finding> findings = new ArrayList<>(sources.findings());
        DangoPluginManager manager = new DangoPluginManager();
        for (PluginInfo plugin : sources.plugins()) {
            try {
                manager.checkRequires(plugin);
                JarContents contents = JarContents.of(plugin);
                findings.addAll(contents.oddities(plugin));
                contents.providersOf(plugin);
            } catch (SourceException e) {
                findings.add(Finding.error(plugin, e));
            }
        }
        return byJar(findings);
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
        return new PluginReport(List.copyOf(plugins), byJar(findings));
    }

    private static List<Finding> oddities(PluginInfo plugin) {
        try {
            return JarContents.of(plugin).oddities(plugin);
        } catch (SourceException e) {
            // Loading has failed for the same reason, which is among the findings.
            return List.of();
        }
    }

    private static List<Finding> byJar(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::path).thenComparing(Finding::severity))
                .toList();
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
