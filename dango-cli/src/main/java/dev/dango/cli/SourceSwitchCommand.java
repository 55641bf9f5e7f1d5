package dev.dango.cli;

import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourcesFile;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** Sets whether a source takes part in a sync of all sources. */
abstract class SourceSwitchCommand extends DangoSubcommand {

    @Parameters(paramLabel = "NAME", description = "The source.")
    String name;

    private final boolean enabled;

    SourceSwitchCommand(Session session, boolean enabled) {
        super(session);
        this.enabled = enabled;
    }

    @Override
    public final Integer call() {
        SourcesFile sources = session().sources();
        SourceEntry before = sources.require(name);
        sources.setEnabled(before.name(), enabled);
        boolean changed = before.enabled() != enabled;
        if (output().isJson()) {
            output().document(
                            commandName(),
                            Map.of("name", before.name(), "enabled", enabled, "changed", changed));
        } else {
            String now = enabled ? " is enabled" : " is disabled";
            output().line(before.name() + now + (changed ? "." : " already."));
        }
        return ExitCode.OK;
    }
}
