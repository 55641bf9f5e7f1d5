package dev.dango.cli.add;

import dev.dango.engine.Dango;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.source.SourceCatalog;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** What adding a source works with. */
public final class Workspace {

    private final Project project;
    private final Map<String, String> process;
    private final SourceCatalog catalog;
    private final Redactor redactor;
    private final Clock clock;
    private final SourcesFile sources;
    private final SecretsToml secrets;
    private final Environment environment;

    /**
     * Opens a project.
     *
     * @param project where the source goes
     * @param process the variables of the process
     * @param catalog the connectors
     * @param redactor learns every secret
     * @param clock the time
     */
    public Workspace(
            Project project,
            Map<String, String> process,
            SourceCatalog catalog,
            Redactor redactor,
            Clock clock) {
        this.project = project;
        this.process = Map.copyOf(process);
        this.catalog = catalog;
        this.redactor = redactor;
        this.clock = clock;
        this.sources = SourcesFile.read(project);
        this.secrets = SecretsToml.read(project);
        this.environment = new Environment(project, process);
    }

    Project project() {
        return project;
    }

    SourceCatalog catalog() {
        return catalog;
    }

    Redactor redactor() {
        return redactor;
    }

    SourcesFile sources() {
        return sources;
    }

    SecretsToml secrets() {
        return secrets;
    }

    Environment environment() {
        return environment;
    }

    /** Checks the settings of a draft, whose credentials are nowhere but in it yet. */
    SettingsBinder binder(Draft draft) {
        return new SettingsBinder(project, trial(draft), secrets, redactor, clock);
    }

    /** The engine as it will be once the draft is saved. */
    Dango dango(Draft draft) {
        return new Dango(project, catalog, trial(draft), redactor, clock);
    }

    private Environment trial(Draft draft) {
        Map<String, String> variables = new HashMap<>(process);
        draft.typed().forEach((variable, value) -> variables.put(variable, value.reveal()));
        return new Environment(project, variables);
    }
}
