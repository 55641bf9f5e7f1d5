package dev.dango.engine.sync;

import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.settings.BoundSettings;
import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.PluginCalls;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A configured source with its connector found and its settings bound: all that can be checked
 * before anything is contacted.
 *
 * @param entry as configured
 * @param installed the connector
 * @param settings bound
 * @param plugin the way to call the connector
 */
public record PreparedSource(
        SourceEntry entry, InstalledSource installed, BoundSettings settings, PluginCalls plugin) {

    /**
     * Finds the connector and binds the settings.
     *
     * @param entry as configured
     * @param environment what all sources share
     * @return never null
     * @throws SourceException of kind CONFIG if the type is not installed or the settings are wrong
     */
    public static PreparedSource of(SourceEntry entry, SyncEnvironment environment) {
        InstalledSource installed =
                environment
                        .catalog()
                        .find(entry.type())
                        .orElseThrow(() -> unknownType(entry, environment));
        PluginCalls plugin = new PluginCalls(installed);
        BoundSettings settings =
                environment
                        .binder()
                        .bind(plugin.call(() -> installed.source().spec().config()), entry);
        return new PreparedSource(entry, installed, settings, plugin);
    }

    private static SourceException unknownType(SourceEntry entry, SyncEnvironment environment) {
        String nearest =
                SourceException.nearest(entry.type(), environment.catalog().types())
                        .map(type -> "Did you mean \"" + type + "\"? ")
                        .orElse("");
        return SourceException.of(
                        ErrorKind.CONFIG,
                        "no plugin offers the source type \"%s\"".formatted(entry.type()))
                .hint(nearest + "Run dango plugin list to see what is installed.");
    }

    /**
     * Asks the connector for its resources.
     *
     * @param context the run's context
     * @return never null
     */
    public List<Resource> resources(SourceContext context) {
        return plugin.call(
                () -> {
                    List<Resource> resources = List.copyOf(installed.source().resources(context));
                    checkNames(resources);
                    return resources;
                });
    }

    private static void checkNames(List<Resource> resources) {
        Set<String> names = new HashSet<>();
        for (Resource resource : resources) {
            if (!names.add(resource.spec().name())) {
                throw SourceException.of(
                        ErrorKind.INTERNAL,
                        "the connector offers two resources named \"%s\""
                                .formatted(resource.spec().name()));
            }
        }
    }
}
