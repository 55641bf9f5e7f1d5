package dev.dango.cli.add;

import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.PluginCalls;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.RunContext;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Talks to the remote system on behalf of a source that is not saved yet. */
final class Connection {

    private final Workspace workspace;
    private final InstalledSource installed;
    private final Draft draft;

    Connection(Workspace workspace, InstalledSource installed, Draft draft) {
        this.workspace = workspace;
        this.installed = installed;
        this.draft = draft;
    }

    /**
     * What there is to choose from for a setting.
     *
     * @throws SourceException if the connector cannot tell
     */
    List<String> choices(String setting) {
        Record config = binder().bindPartial(type(), draft.testable()).config();
        try (RunContext context = context(config, warning -> {})) {
            return new PluginCalls(installed)
                    .call(() -> installed.source().choices(setting, context));
        }
    }

    /**
     * Returns if the source works.
     *
     * @param warnings hears what the connector has to say
     * @throws SourceException if it does not
     */
    void check(Consumer<String> warnings) {
        Record config = binder().bind(type(), draft.testable()).config();
        try (RunContext context = context(config, warnings)) {
            new PluginCalls(installed).run(() -> installed.source().check(context));
        }
    }

    private SettingsBinder binder() {
        return workspace.binder();
    }

    private Class<? extends Record> type() {
        return installed.source().spec().config();
    }

    private RunContext context(Record config, Consumer<String> warnings) {
        Path scratch = workspace.project().state().resolve("scratch-" + UUID.randomUUID());
        return new RunContext(
                config,
                new CancellationSource(),
                workspace.clock(),
                scratch,
                what -> {},
                warnings);
    }
}
