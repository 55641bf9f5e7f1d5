package dev.dango.cli;

import dev.dango.cli.log.ProjectLog;
import dev.dango.cli.plugin.PluginFolder;
import dev.dango.cli.plugin.PluginSources;
import dev.dango.engine.Dango;
import dev.dango.engine.project.Environment;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.settings.Redactor;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one command works with; everything is opened when it is first asked for. */
final class Session implements AutoCloseable {

    private final Host host;
    private final GlobalOptions options;
    private final Redactor redactor = new Redactor();
    private final Output output;
    private final ErrorPrinter errors = new ErrorPrinter(this);
    private Project project;
    private Environment environment;
    private PluginSources plugins;

    Session(Host host, GlobalOptions options) {
        this.host = host;
        this.options = options;
        this.output = new Output(host, options, redactor);
    }

    Host host() {
        return host;
    }

    GlobalOptions options() {
        return options;
    }

    Redactor redactor() {
        return redactor;
    }

    Output output() {
        return output;
    }

    ErrorPrinter errors() {
        return errors;
    }

    /** Whether there is somebody to ask, without what is typed being seen if it must not be. */
    boolean isInteractive() {
        Set<Host.Stream> terminals = host.terminals();
        return !options.json
                && terminals.contains(Host.Stream.IN)
                && terminals.contains(Host.Stream.ERR)
                && (terminals.contains(Host.Stream.OUT) || !host.isDumb());
    }

    /** The project of {@code --project}, or the one around the current folder. */
    Project project() {
        if (project == null) {
            project =
                    options.project == null
                            ? Project.find(host.directory())
                            : Project.at(resolve(options.project));
            startLog();
        }
        return project;
    }

    private void startLog() {
        if (options.debug) {
            ProjectLog.beVerbose();
        }
        ProjectLog.writeTo(project.logs().resolve("dango.log"), redactor::redact);
    }

    /** The project, for commands that also make sense outside of one. */
    Optional<Project> projectIfAny() {
        if (options.project != null) {
            return Optional.of(project());
        }
        try {
            return Optional.of(project());
        } catch (SourceException e) {
            return Optional.empty();
        }
    }

    /** A path from the command line. */
    Path resolve(Path path) {
        return host.directory().resolve(path).normalize();
    }

    SourcesFile sources() {
        return SourcesFile.read(project());
    }

    Environment environment() {
        if (environment == null) {
            environment = new Environment(project(), host.environment());
            environment.warnings().forEach(output::note);
        }
        return environment;
    }

    PluginSources plugins() {
        if (plugins == null) {
            List<Path> named = options.plugins.stream().map(this::resolve).toList();
            Optional<Path> root = projectIfAny().map(Project::root);
            plugins =
                    new PluginSources(
                            PluginFolder.standard(host.distribution(), host.home(), root, named));
        }
        return plugins;
    }

    /** The engine; opens neither connectors nor the warehouse. */
    Dango dango() {
        return new Dango(project(), plugins(), environment(), redactor, host.clock());
    }

    @Override
    public void close() {
        if (plugins != null) {
            plugins.close();
        }
    }
}
