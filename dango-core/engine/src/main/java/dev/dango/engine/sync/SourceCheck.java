package dev.dango.engine.sync;

import dev.dango.engine.project.Nearest;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.settings.BoundSettings;
import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.PluginCalls;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What came of a connection test that succeeded.
 *
 * @param source the source's name
 * @param title what the connector calls itself
 * @param warnings what the user should know
 */
public record SourceCheck(String source, String title, List<String> warnings) {

    /**
     * Tests a source.
     *
     * @param entry the source
     * @param environment what all sources share
     * @param cancellation ends it early
     * @return what the connector had to say
     * @throws SourceException if it does not work
     */
    public static SourceCheck run(
            SourceEntry entry, SyncEnvironment environment, CancellationSource cancellation) {
        PreparedSource source = PreparedSource.of(entry, environment);
        List<String> warnings = new ArrayList<>(source.settings().warnings());
        Consumer<String> warn = message -> warnings.add(environment.redactor().redact(message));
        try (RunContext run = context(entry, source.settings(), environment, cancellation, warn)) {
            source.plugin().run(() -> source.installed().source().check(run));
        }
        String title = source.plugin().call(() -> source.installed().source().spec().title());
        return new SourceCheck(entry.name(), title, List.copyOf(warnings));
    }

    /**
     * Values to offer for a setting.
     *
     * @param entry the settings so far
     * @param setting name in snake_case
     * @param environment what all sources share
     * @param cancellation ends it early
     * @return empty when there is nothing to offer
     * @throws SourceException if the connector cannot tell
     */
    public static List<String> choices(
            SourceEntry entry,
            String setting,
            SyncEnvironment environment,
            CancellationSource cancellation) {
        InstalledSource installed =
                environment
                        .catalog()
                        .find(entry.type())
                        .orElseThrow(
                                () ->
                                        SourceException.of(
                                                ErrorKind.CONFIG,
                                                "no plugin offers the source type "
                                                        + Nearest.question(
                                                                entry.type(),
                                                                environment.catalog().types())));
        PluginCalls plugin = new PluginCalls(installed);
        BoundSettings settings =
                environment
                        .binder()
                        .bindPartial(plugin.call(() -> installed.source().spec().config()), entry);
        try (RunContext run = context(entry, settings, environment, cancellation, message -> {})) {
            return plugin.call(() -> installed.source().choices(setting, run));
        }
    }

    private static RunContext context(
            SourceEntry entry,
            BoundSettings settings,
            SyncEnvironment environment,
            CancellationSource cancellation,
            Consumer<String> warn) {
        return new RunContext(
                entry.name(),
                settings.config(),
                cancellation,
                environment.clock(),
                environment.project().state().resolve("scratch").resolve(entry.name()),
                what -> {},
                warn);
    }
}
