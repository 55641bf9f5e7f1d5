package dev.dango.cli;

import dev.dango.engine.project.AtomicFiles;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourceProblem;
import dev.dango.engine.project.SourcesFile;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Opens the configuration in the user's editor. */
@Command(
        name = "edit",
        header = "Open .dango/sources.yml in your editor, at the source's line.",
        description = {
            "",
            "The editor is $VISUAL or $EDITOR. What it leaves behind is checked first, and saved"
                    + " only if nothing is wrong with it."
        },
        footerHeading = "%nExample:%n",
        footer = "  EDITOR=vim dango source edit stripe_payments")
final class SourceEditCommand extends DangoSubcommand {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The source to show.")
    String name;

    SourceEditCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = session().project().sourcesFile();
        Editor editor = Editor.of(session().host().environment(), file);
        int line = name == null ? 1 : lineOf(name);
        String before =
                AtomicFiles.read(file)
                        .orElseThrow(
                                () ->
                                        SourceException.of(ErrorKind.CONFIG, file + " is missing.")
                                                .hint("Add a source with dango source add."));
        String after = edit(editor, before, line);
        boolean changed = !after.equals(before);
        if (changed) {
            save(file, before, after);
        }
        report(changed);
        return ExitCode.OK;
    }

    /** The line of an entry, also of one that cannot be used: it may be the one to mend. */
    private int lineOf(String source) {
        SourcesFile sources;
        try {
            sources = session().sources();
        } catch (SourceException e) {
            return 1; // the file as a whole is broken, which is why it is being edited
        }
        return Stream.concat(
                        sources.entries().stream()
                                .filter(entry -> entry.name().equalsIgnoreCase(source))
                                .map(SourceEntry::line),
                        sources.problems().stream()
                                .filter(at -> at.source().filter(source::equals).isPresent())
                                .map(SourceProblem::line))
                .findFirst()
                .orElseGet(() -> sources.require(source).line());
    }

    private static String edit(Editor editor, String before, int line)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dango-edit");
        Path copy = folder.resolve("sources.yml");
        try {
            AtomicFiles.writePrivate(copy, before);
            editor.open(copy, line);
            return AtomicFiles.read(copy).orElse(before);
        } finally {
            try (Stream<Path> leftBehind = Files.list(folder)) {
                for (Path path : leftBehind.toList()) {
                    Files.delete(path); // the editor's backup and swap files, too
                }
            }
            Files.delete(folder);
        }
    }

    private static void save(Path file, String before, String after) {
        List<String> problems = SourcesFile.validate(after);
        if (!problems.isEmpty()) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "Changes NOT saved: " + String.join(" ", problems))
                    .hint("The file is as it was; edit it again.");
        }
        if (!AtomicFiles.read(file).orElse("").equals(before)) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "Changes NOT saved: "
                                    + file
                                    + " was changed by somebody else"
                                    + " meanwhile.")
                    .hint("Edit it again.");
        }
        AtomicFiles.write(file, after);
    }

    private void report(boolean changed) {
        if (output().isJson()) {
            output().document(commandName(), Map.of("changed", changed));
        } else {
            output().line(changed ? "✓ Saved .dango/sources.yml" : "No changes.");
        }
    }
}
