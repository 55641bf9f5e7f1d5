package dev.dango.cli.plugin;

import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What lies in a plugin jar, as far as it matters before any class is loaded.
 *
 * @param providers the classes that the service file names, in its order
 * @param sharedClasses classes in the jar that plugins get from Dango
 * @param nestedJars jars in the jar
 */
record JarContents(List<String> providers, List<String> sharedClasses, List<String> nestedJars) {

    private static final String SERVICE_FILE = "META-INF/services/" + Source.class.getName();

    /**
     * Reads the table of contents and the service file.
     *
     * @throws SourceException if the jar cannot be read
     */
    static JarContents of(PluginInfo plugin) {
        try (JarFile jar = new JarFile(plugin.path().toFile())) {
            List<String> sharedClasses = new ArrayList<>();
            List<String> nestedJars = new ArrayList<>();
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (isSharedClass(name)) {
                    sharedClasses.add(name);
                } else if (name.endsWith(".jar")) {
                    nestedJars.add(name);
                }
            }
            return new JarContents(providers(jar), sharedClasses, nestedJars);
        } catch (IOException e) {
            throw LoadFailure.explain(plugin, "reading the jar", e);
        }
    }

    /**
     * The classes that the service file names.
     *
     * @throws SourceException if there are none
     */
    List<String> providersOf(PluginInfo plugin) {
        if (providers.isEmpty()) {
            throw LoadFailure.of(
                    plugin,
                    "offers no source: it has no " + SERVICE_FILE,
                    "Add that file to the jar, with the name of the source class in it.");
        }
        return providers;
    }

    /** What the contents alone show to be odd about a plugin that may work all the same. */
    List<Finding> oddities(PluginInfo plugin) {
        return Stream.of(bundledShared(plugin), nested(plugin)).flatMap(List::stream).toList();
    }

    private List<Finding> bundledShared(PluginInfo plugin) {
        if (sharedClasses.isEmpty()) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        plugin,
                        plugin.label()
                                + " bundles "
                                + packageOf(sharedClasses.get(0))
                                + ", which Dango provides; the copy is ignored.",
                        "Give that dependency the scope provided."));
    }

    private List<Finding> nested(PluginInfo plugin) {
        if (nestedJars.isEmpty()) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        plugin,
                        plugin.label()
                                + " contains "
                                + nestedJars.get(0)
                                + ", but classes in a jar within a jar are not found.",
                        "Shade the library's classes into the plugin's jar."));
    }

    private static boolean isSharedClass(String entry) {
        return entry.endsWith(".class") && SpiClassLoader.isShared(entry.replace('/', '.'));
    }

    private static String packageOf(String entry) {
        return entry.substring(0, entry.lastIndexOf('/')).replace('/', '.');
    }

    private static List<String> providers(JarFile jar) throws IOException {
        JarEntry entry = jar.getJarEntry(SERVICE_FILE);
        if (entry == null) {
            return List.of();
        }
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .toList();
        }
    }
}
