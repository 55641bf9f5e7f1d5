package dev.dango.engine.settings;

import dev.dango.engine.project.AtomicFiles;
import dev.dango.engine.project.Environment;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces references in texts: <code>${env:NAME}</code>, or <code>${NAME}</code>, by a variable,
 * and <code>${file:path}</code> by a file's content. A doubled dollar sign before the brace keeps
 * it as it is.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$\\{)|\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern FILE = Pattern.compile("file:(.+)");
    private static final Pattern USUAL_NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(token|key|secret|password|passwd|pwd|credential|auth|dsn).*");

    private final Path root;
    private final Environment environment;

    References(Path root, Environment environment) {
        this.root = root;
        this.environment = environment;
    }

    /**
     * A text with its references replaced.
     *
     * @param value the text
     * @param referents what came from elsewhere, and so must not be shown in messages
     */
    record Text(String value, List<Referent> referents) {

        /** A text that came from elsewhere as a whole. */
        static Text from(Referent referent) {
            return new Text(referent.value(), List.of(referent));
        }
    }

    /**
     * What a reference stands for.
     *
     * @param value the text
     * @param secret whether it is named like a credential, or is a file
     */
    record Referent(String value, boolean secret) {}

    Text resolve(String text) throws BadValue {
        StringBuilder resolved = new StringBuilder();
        List<Referent> referents = new ArrayList<>();
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            String replacement = "${";
            if (reference.group(1) == null) {
                Referent referent = referent(reference.group(2));
                referents.add(referent);
                replacement = referent.value();
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(replacement));
        }
        reference.appendTail(resolved);
        return new Text(resolved.toString(), List.copyOf(referents));
    }

    private Referent referent(String what) throws BadValue {
        Matcher variable = VARIABLE.matcher(what);
        if (variable.matches()) {
            return variable(variable.group(1));
        }
        Matcher file = FILE.matcher(what);
        if (file.matches()) {
            return new Referent(content(file.group(1).strip()), true);
        }
        throw new BadValue(
                "holds the reference ${"
                        + what
                        + "}, which must be ${NAME}, ${env:NAME} or ${file:path} (write $${ for a"
                        + " plain ${)");
    }

    /** The value of a variable that a setting names. */
    Referent variable(String name) throws BadValue {
        String value = environment.get(name).orElseThrow(() -> new BadValue(notSet(name)));
        return new Referent(value, SECRET_NAME.matcher(name).matches());
    }

    /** Who writes the value where its variable's name belongs must not find it in a log. */
    private static String notSet(String name) {
        return USUAL_NAME.matcher(name).matches()
                ? "names the environment variable " + name + ", which is not set"
                : "names an environment variable that is not set; it takes the name of a variable"
                        + " such as API_KEY, not the value itself";
    }

    private String content(String path) throws BadValue {
        try {
            return AtomicFiles.read(root.resolve(path))
                    .map(String::stripTrailing)
                    .orElseThrow(
                            () -> new BadValue("names the file " + path + ", which is missing"));
        } catch (SourceException e) {
            throw new BadValue("names the file " + path + ", which cannot be read");
        }
    }
}
