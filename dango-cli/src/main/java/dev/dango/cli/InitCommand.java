package dev.dango.cli;

import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project. */
@Command(
        name = "init",
        header = "Make a project in a folder; what is there already is left alone.",
        description = {
            "",
            "Makes .dango/project.yml, .dango/sources.yml, .env, .gitignore and data/, whichever of"
                    + " them is missing."
        },
        footerHeading = "%nExample:%n",
        footer = "  dango init shop")
final class InitCommand extends DangoSubcommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder, made if it is missing; the current folder if not given.")
    Path folder;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the project is called; the folder's name if not given.")
    String name;

    InitCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Path root = session().resolve(target());
        NewProject result = NewProject.create(root, name == null ? nameOf(root) : name);
        if (output().isJson()) {
            output().document(commandName(), json(result));
        } else {
            print(result);
        }
        return ExitCode.OK;
    }

    private Path target() {
        Path project = session().options().project;
        if (folder != null && project != null) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "DIR and --project both name the project's folder.")
                    .hint("Give one of them.");
        }
        return folder != null ? folder : project != null ? project : Path.of("");
    }

    private static String nameOf(Path root) {
        return root.getFileName() == null ? "dango" : root.getFileName().toString();
    }

    private void print(NewProject result) {
        Project project = result.project();
        if (result.made().isEmpty()) {
            output().line(project.root() + " is a project already; nothing was changed.");
            return;
        }
        output().line("Made the project " + project.name() + " in " + project.root() + ":");
        result.made().forEach(path -> output().line("  + " + path));
        result.kept().forEach(path -> output().line("    " + path + " (was there, left alone)"));
        output().note("");
        output().note("Next: " + changeFolder(project) + "dango source add");
    }

    private String changeFolder(Project project) {
        Path here = session().host().directory().normalize();
        return project.root().equals(here) ? "" : "cd " + here.relativize(project.root()) + " && ";
    }

    private static Map<String, Object> json(NewProject result) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", result.project().name());
        data.put("root", result.project().root());
        data.put("made", result.made().stream().map(Path::toString).toList());
        data.put("kept", result.kept().stream().map(Path::toString).toList());
        return data;
    }
}
