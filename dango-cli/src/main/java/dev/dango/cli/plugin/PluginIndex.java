package dev.dango.cli.plugin;

import dev.dango.cli.plugin.Finding.Severity;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The plugin jars of some folders by what their manifests say, and which of them are in use: of two
 * jars with one id, that of the later folder; within a folder, the higher version. Immutable.
 */
final class PluginIndex {

    private static final String JAR = ".jar";

    private final Map<String, PluginInfo> byId = new LinkedHashMap<>();
    private final Map<String, PluginInfo> byType = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    PluginIndex(List<PluginFolder> folders) {
        Set<Path> seen = new HashSet<>();
        for (PluginFolder folder : folders) {
            if (Files.isDirectory(folder.path()) && seen.add(realPath(folder.path()))) {
                pluginsOf(folder).values().forEach(this::use);
            }
        }
        byId.values().forEach(this::offerTypes);
    }

    /** The plugins in use, by id. */
    List<PluginInfo> plugins() {
        return byId.values().stream().sorted(Comparator.comparing(PluginInfo::id)).toList();
    }

    /** The plugins whose manifest leaves the types to the service file. */
    List<PluginInfo> undeclared() {
        return plugins().stream().filter(plugin -> plugin.types().isEmpty()).toList();
    }

    /** The types that manifests declare. */
    Set<String> types() {
        return Set.copyOf(byType.keySet());
    }

    /** The plugin whose manifest declares the type. */
    Optional<PluginInfo> offering(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** What the folders and manifests alone show to be wrong. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private Map<String, PluginInfo> pluginsOf(PluginFolder folder) {
        Map<String, PluginInfo> plugins = new TreeMap<>();
        for (Path jar : jarsOf(folder.path())) {
            try {
                PluginInfo plugin = PluginManifest.read(jar, folder.kind());
                plugins.merge(plugin.id(), plugin, this::newer);
            } catch (SourceException e) {
                findings.add(new Finding(jar, "", Severity.ERROR, e.getMessage(), e.hint()));
            }
        }
        return plugins;
    }

    private List<Path> jarsOf(Path folder) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + JAR)) {
            entries.forEach(jars::add);
        } catch (IOException e) {
            findings.add(
                    new Finding(
                            folder,
                            "",
                            Severity.ERROR,
                            "The plugin folder " + folder + " cannot be read: " + e.getMessage(),
                            "Check the folder's permissions."));
        }
        jars.sort(Comparator.naturalOrder());
        return jars;
    }

    private PluginInfo newer(PluginInfo first, PluginInfo second) {
        boolean secondIsNewer = PluginVersions.compare(second.version(), first.version()) > 0;
        PluginInfo used = secondIsNewer ? second : first;
        PluginInfo ignored = secondIsNewer ? first : second;
        findings.add(
                Finding.warning(
                        ignored,
                        ignored.label()
                                + " is not used: "
                                + used.path().getFileName()
                                + " has the same id"
                                + (used.version().equals(ignored.version())
                                        ? " and version."
                                        : " and the higher version " + used.version() + "."),
                        "Remove one of the two jars."));
        return used;
    }

    private void use(PluginInfo plugin) {
        PluginInfo overridden = byId.put(plugin.id(), plugin);
        if (overridden != null) {
            findings.add(
                    new Finding(
                            overridden.path(),
                            overridden.id(),
                            Severity.NOTE,
                            overridden.label()
                                    + " is overridden by version "
                                    + plugin.version()
                                    + " in "
                                    + plugin.path().getParent()
                                    + ".",
                            ""));
        }
    }

    private void offerTypes(PluginInfo plugin) {
        for (String type : plugin.types()) {
            PluginInfo first = byType.putIfAbsent(type, plugin);
            if (first != null) {
                findings.add(
                        Finding.warning(
                                plugin,
                                plugin.label()
                                        + " offers the type "
                                        + type
                                        + ", which is already taken by the plugin "
                                        + first.id()
                                        + ".",
                                "Remove one of the two plugins."));
            }
        }
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
