package dev.dango.cli.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder that Dango looks for plugin jars in. It need not exist.
 *
 * @param kind whose plugins it holds
 * @param path where it is
 */
public record PluginFolder(Kind kind, Path path) {

    /** Whose plugins a folder holds. */
    public enum Kind {
        /** Those that come with Dango. */
        DISTRIBUTION,
        /** Those of this user, for all projects. */
        USER,
        /** Those of the project. */
        PROJECT,
        /** Those of a folder named on the command line. */
        OPTION
    }

    /**
     * The folders in the order in which they are read; a later one overrides an earlier one.
     *
     * @param distribution where Dango is installed, if it runs from an installation
     * @param userHome the user's home folder
     * @param project the root of the project, if there is one
     * @param named folders named on the command line
     * @return never null
     */
    public static List<PluginFolder> standard(
            Optional<Path> distribution, Path userHome, Optional<Path> project, List<Path> named) {
        List<PluginFolder> folders = new ArrayList<>();
        distribution.ifPresent(
                home -> folders.add(new PluginFolder(Kind.DISTRIBUTION, home.resolve("plugins"))));
        folders.add(new PluginFolder(Kind.USER, userHome.resolve(".dango").resolve("plugins")));
        project.ifPresent(
                root -> folders.add(new PluginFolder(Kind.PROJECT, root.resolve("plugins"))));
        named.forEach(folder -> folders.add(new PluginFolder(Kind.OPTION, folder)));
        return List.copyOf(folders);
    }
}
