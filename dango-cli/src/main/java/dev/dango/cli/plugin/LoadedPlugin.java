package dev.dango.cli.plugin;

import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * The code of one plugin: the sources that can be used, and why the others cannot. Loading never
 * throws. Each plugin has a PF4J manager of its own, because one manager that meets a plugin it
 * cannot resolve loads no other plugin after it.
 */
final class LoadedPlugin {

    private final PluginInfo plugin;
    private final DangoPluginManager manager = new DangoPluginManager();
    private final Map<String, Source> byType = new TreeMap<>();
    private final List<SourceException> failures = new ArrayList<>();

    /** Loads the jar and creates its sources. */
    LoadedPlugin(PluginInfo plugin) {
        this.plugin = plugin;
        try {
            loadSources();
        } catch (SourceException e) {
            failures.add(e);
        }
    }

    /**
     * The source of this type.
     *
     * @return empty if no source of this plugin has the type, and nothing is wrong with any
     * @throws SourceException if the plugin offers the type, or may do so, and cannot be used
     */
    Optional<Source> source(String type) {
        Source source = byType.get(type);
        if (source == null && !failures.isEmpty()) {
            throw failures.get(0);
        }
        return Optional.ofNullable(source);
    }

    /** The types that can be used. */
    Set<String> types() {
        return Set.copyOf(byType.keySet());
    }

    /** Why something in this plugin cannot be used; empty if everything can. */
    List<SourceException> failures() {
        return List.copyOf(failures);
    }

    void close() {
        manager.unloadPlugins();
    }

    private void loadSources() {
        manager.checkRequires(plugin);
        ClassLoader loader = start();
        for (String provider : JarContents.of(plugin).providersOf(plugin)) {
            try {
                offer(provider, create(provider, loader));
            } catch (SourceException e) {
                failures.add(e);
            }
        }
        if (failures.isEmpty()) {
            checkDeclaredTypes();
        }
    }

    private ClassLoader start() {
        try {
            String id = manager.loadPlugin(plugin.path());
            if (manager.startPlugin(id) != PluginState.STARTED) {
                throw notStarted(manager.getPlugin(id));
            }
            return manager.getPluginClassLoader(id);
        } catch (PluginRuntimeException e) {
            throw LoadFailure.of(
                            plugin,
                            "cannot be loaded: " + e.getMessage(),
                            "A plugin stands alone: it must not depend on other plugins.")
                    .causedBy(e);
        }
    }

    private SourceException notStarted(PluginWrapper wrapper) {
        return LoadFailure.of(
                        plugin,
                        "cannot be used: its Plugin-Class "
                                + wrapper.getDescriptor().getPluginClass()
                                + " did not start",
                        "Correct Plugin-Class, or leave it out: sources do not need it.")
                .causedBy(wrapper.getFailedException());
    }

    /**
     * Does what {@link java.util.ServiceLoader} does with one line of a service file, step by step:
     * its errors would say only in prose which step failed.
     */
    private Source create(String className, ClassLoader loader) {
        Class<?> type = load(className, loader);
        if (!Source.class.isAssignableFrom(type)) {
            throw LoadFailure.of(
                    plugin,
                    "names "
                            + className
                            + " as a source, which does not implement "
                            + Source.class.getName(),
                    "Correct the class, or META-INF/services/" + Source.class.getName() + ".");
        }
        Constructor<?> constructor = publicConstructor(type);
        try {
            return (Source) constructor.newInstance();
        } catch (Throwable e) {
            throw LoadFailure.explain(plugin, "the constructor of " + className, e);
        }
    }

    private Class<?> load(String className, ClassLoader loader) {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw LoadFailure.of(
                            plugin,
                            "names " + className + " as a source, which is not in its jar",
                            "Correct META-INF/services/" + Source.class.getName() + ".")
                    .causedBy(e);
        } catch (Throwable e) {
            throw LoadFailure.explain(plugin, "loading " + className, e);
        }
    }

    private Constructor<?> publicConstructor(Class<?> type) {
        try {
            if (Modifier.isPublic(type.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers())) {
                return type.getConstructor();
            }
        } catch (NoSuchMethodException e) {
            // said below
        } catch (Throwable e) {
            throw LoadFailure.explain(plugin, "loading " + type.getName(), e);
        }
        throw LoadFailure.of(
                plugin,
                "cannot create "
                        + type.getName()
                        + ", which has no public constructor without parameters in a public class",
                "Make the class public, and give it such a constructor.");
    }

    private void offer(String className, Source source) {
        SourceSpec spec;
        try {
            spec = source.spec();
        } catch (Throwable e) {
            throw LoadFailure.explain(plugin, "spec() of " + className, e);
        }
        if (spec == null) {
            throw LoadFailure.of(
                    plugin,
                    "cannot be used: spec() of " + className + " returned null",
                    "Report this to the plugin's author.");
        }
        if (byType.putIfAbsent(spec.type(), source) != null) {
            throw LoadFailure.of(
                    plugin,
                    "offers the type " + spec.type() + " twice",
                    "Report this to the plugin's author.");
        }
    }

    private void checkDeclaredTypes() {
        for (String type : plugin.types()) {
            if (!byType.containsKey(type)) {
                failures.add(
                        LoadFailure.of(
                                plugin,
                                "declares the type "
                                        + type
                                        + " in its manifest, but its sources have the types "
                                        + String.join(", ", byType.keySet()),
                                "Make Dango-Sources and the sources' spec() agree."));
            }
        }
    }
}
