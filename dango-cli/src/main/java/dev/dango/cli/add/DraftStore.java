package dev.dango.cli.add;

import dev.dango.engine.project.AtomicFiles;
import dev.dango.engine.project.SourcesFile;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Saves a draft: its credentials first, so that no saved source refers to what is not there. */
final class DraftStore {

    private final Workspace workspace;

    DraftStore(Workspace workspace) {
        this.workspace = workspace;
    }

    void save(Draft draft) {
        SourcesFile.read(workspace.project())
                .nameProblem(draft.name())
                .ifPresent(DraftStore::refuse);
        draft.variables()
                .forEach(
                        (variable, value) ->
                                workspace.environment().append(variable, value.reveal()));
        if (!draft.secretsFile().isEmpty()) {
            addToSecretsFile(draft);
        }
        workspace.sources().add(draft.entry());
    }

    private static void refuse(String problem) {
        throw SourceException.of(ErrorKind.CONFIG, "The source cannot be added: " + problem)
                .hint("Choose another name.");
    }

    private void addToSecretsFile(Draft draft) {
        Path file = workspace.project().secretsFile();
        String text = AtomicFiles.read(file).orElse("");
        String heading = "[sources." + draft.name() + "]";
        if (text.lines()
                .anyMatch(Pattern.compile(Pattern.quote(heading) + ".*").asMatchPredicate())) {
            throw SourceException.of(
                            ErrorKind.CONFIG, file + " has a table " + heading + " already.")
                    .hint("Remove that table, or give the source another name.");
        }
        StringBuilder table = new StringBuilder(text);
        if (!text.isEmpty()) {
            table.append(text.endsWith("\n") ? "\n" : "\n\n");
        }
        table.append(heading).append('\n');
        for (Map.Entry<String, Secret> secret : draft.secretsFile().entrySet()) {
            table.append(secret.getKey())
                    .append(" = ")
                    .append(quoted(secret.getValue().reveal()))
                    .append('\n');
        }
        AtomicFiles.writePrivate(file, table.toString());
    }

    /** A basic string of TOML. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').appendCodePoint(c);
                            } else if (Character.isISOControl(c)) {
                                quoted.append(String.format("\\u%04X", c));
                            } else {
                                quoted.appendCodePoint(c);
                            }
                        });
        return quoted.append('"').toString();
    }
}
