package dev.dango.cli.plugin;

import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.SourceCatalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The sources that plugin jars offer. Creating it reads the jars' manifests; code is loaded when a
 * source is asked for, of that source's jar only. Thread-safe.
 */
public final class PluginSources implements SourceCatalog {

    private final PluginIndex index;
    private final Map<String, LoadedPlugin> loaded = new LinkedHashMap<>();

    /**
     * Looks for plugins.
     *
     * @param folders where to look; a plugin in a later folder overrides one in an earlier folder
     */
    public PluginSources(List<PluginFolder> folders) {
        this.index = new PluginIndex(folders);
    }

    @Override
    public synchronized Optional<InstalledSource> find(String type) {
        Optional<PluginInfo> declared = index.offering(type);
        if (declared.isPresent()) {
            return installed(declared.get(), type);
        }
        for (PluginInfo plugin : index.undeclared()) {
            if (load(plugin).types().contains(type)) {
                return installed(plugin, type);
            }
        }
        return Optional.empty();
    }

    /** The types on offer; loads only plugins whose manifest does not name their types. */
    @Override
    public synchronized List<String> types() {
        TreeSet<String> types = new TreeSet<>(index.types());
        index.undeclared().forEach(plugin -> types.addAll(load(plugin).types()));
        return List.copyOf(types);
    }

    /**
     * The plugins in use, by what their manifests say; loads nothing.
     *
     * @return sorted by id
     */
    public List<PluginInfo> plugins() {
        return index.plugins();
    }

    /**
     * What the folders and manifests alone show to be wrong; loads nothing.
     *
     * @return empty if nothing; {@link PluginDoctor} looks deeper
     */
    public List<Finding> findings() {
        return index.findings();
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(LoadedPlugin::close);
        loaded.clear();
    }

    /** Loads a plugin, once. */
    synchronized LoadedPlugin load(PluginInfo plugin) {
        return loaded.computeIfAbsent(plugin.id(), id -> new LoadedPlugin(plugin));
    }

    private Optional<InstalledSource> installed(PluginInfo plugin, String type) {
        return load(plugin)
                .source(type)
                .map(source -> new InstalledSource(source, plugin.id(), plugin.version()));
    }
}
