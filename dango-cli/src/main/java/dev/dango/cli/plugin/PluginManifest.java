package dev.dango.cli.plugin;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.pf4j.ManifestPluginDescriptorFinder;

/** Reads what a jar's manifest says about the plugin, without loading any of its classes. */
final class PluginManifest {

    /** Names the source types, separated by commas, so that listing them needs no class. */
    private static final String SOURCES = "Dango-Sources";

    private PluginManifest() {}

    /**
     * Reads a jar.
     *
     * @throws SourceException if the file is no readable jar, or no plugin
     */
    static PluginInfo read(Path path, PluginFolder.Kind kind) {
        Attributes manifest = attributes(path);
        String id = text(manifest, ManifestPluginDescriptorFinder.PLUGIN_ID);
        String version = text(manifest, ManifestPluginDescriptorFinder.PLUGIN_VERSION);
        if (id.isEmpty() || version.isEmpty()) {
            throw notAPlugin(
                    path,
                    id.isEmpty()
                            ? ManifestPluginDescriptorFinder.PLUGIN_ID
                            : ManifestPluginDescriptorFinder.PLUGIN_VERSION);
        }
        return new PluginInfo(
                id,
                version,
                text(manifest, ManifestPluginDescriptorFinder.PLUGIN_REQUIRES),
                text(manifest, ManifestPluginDescriptorFinder.PLUGIN_PROVIDER),
                text(manifest, ManifestPluginDescriptorFinder.PLUGIN_DESCRIPTION),
                path,
                types(text(manifest, SOURCES)),
                kind);
    }

    private static Attributes attributes(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException | IllegalArgumentException | SecurityException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            path.getFileName()
                                    + " cannot be read as a jar: "
                                    + e.getMessage()
                                    + ".")
                    .hint("Copy or download the file again; it may be cut short.")
                    .causedBy(e);
        }
    }

    private static SourceException notAPlugin(Path path, String missing) {
        return SourceException.of(
                        ErrorKind.CONFIG,
                        path.getFileName()
                                + " is not a plugin: its manifest has no "
                                + missing
                                + ".")
                .hint(
                        "Remove the jar from the folder, or build it with a manifest that has"
                                + " Plugin-Id, Plugin-Version and Dango-Sources.");
    }

    private static String text(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null ? "" : value.strip();
    }

    private static List<String> types(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .distinct()
                .toList();
    }
}
