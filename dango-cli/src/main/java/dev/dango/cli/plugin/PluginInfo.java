package dev.dango.cli.plugin;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * What the manifest of a plugin jar says.
 *
 * @param id name of the plugin, distinct among those in use
 * @param version the plugin's own version
 * @param requires the SPI versions it works with; empty for any
 * @param provider who made it; empty if it does not say
 * @param description one line about it; empty if it does not say
 * @param path the jar
 * @param types the source types it offers; empty if the manifest leaves that to the service file
 * @param folderKind whose folder the jar lies in
 */
public record PluginInfo(
        String id,
        String version,
        String requires,
        String provider,
        String description,
        Path path,
        List<String> types,
        PluginFolder.Kind folderKind) {

    /** The same plugin with the types its sources really have. */
    PluginInfo withTypes(Collection<String> actual) {
        return new PluginInfo(
                id,
                version,
                requires,
                provider,
                description,
                path,
                actual.stream().sorted().toList(),
                folderKind);
    }

    /** The subject of a sentence about this plugin. */
    String label() {
        return "Plugin " + id + " " + version + " (" + path.getFileName() + ")";
    }
}
