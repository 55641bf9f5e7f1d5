package dev.dango.cli.plugin;

import dev.dango.spi.SourceException;
import java.nio.file.Path;

/**
 * Something to know about a jar in a plugin folder.
 *
 * @param path the jar, or the folder if that cannot be read
 * @param pluginId the plugin's id; empty if the jar does not tell
 * @param severity how bad it is
 * @param message one sentence that says what is the matter
 * @param hint one sentence that says what to do; may be empty
 */
public record Finding(Path path, String pluginId, Severity severity, String message, String hint) {

    /** How bad a finding is. */
    public enum Severity {
        /** The jar, or a source in it, cannot be used. */
        ERROR,
        /** It works, but hardly the way its author or user means it to. */
        WARNING,
        /** Good to know. */
        NOTE
    }

    static Finding error(PluginInfo plugin, SourceException problem) {
        return new Finding(
                plugin.path(), plugin.id(), Severity.ERROR, problem.getMessage(), problem.hint());
    }

    static Finding warning(PluginInfo plugin, String message, String hint) {
        return new Finding(plugin.path(), plugin.id(), Severity.WARNING, message, hint);
    }
}
