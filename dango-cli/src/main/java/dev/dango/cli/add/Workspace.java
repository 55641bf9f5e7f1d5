package dev.dango.cli.add;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.engine.source.SourceCatalog;
import java.time.Clock;

/**
 * What adding a source works with.
 *
 * @param project where the source goes
 * @param sources those that are there
 * @param environment the variables
 * @param secrets the secrets file
 * @param binder checks settings
 * @param catalog the connectors
 * @param redactor learns every secret
 * @param clock the time
 */
public record Workspace(
        Project project,
        SourcesFile sources,
        Environment environment,
        SecretsToml secrets,
        SettingsBinder binder,
        SourceCatalog catalog,
        Redactor redactor,
        Clock clock) {

    /**
     * Opens a project.
     *
     * @param project where the source goes
     * @param environment the variables
     * @param catalog the connectors
     * @param redactor learns every secret
     * @param clock the time
     * @return never null
     */
    public static Workspace of(
            Project project,
            Environment environment,
            SourceCatalog catalog,
            Redactor redactor,
            Clock clock) {
        SecretsToml secrets = SecretsToml.read(project);
        return new Workspace(
                project,
                SourcesFile.read(project),
                environment,
                secrets,
                new SettingsBinder(project, environment, secrets, redactor, clock),
                catalog,
                redactor,
                clock);
    }
}
