package dev.dango.engine.settings;

import dev.dango.engine.project.AtomicFiles;
import dev.dango.engine.project.Environment;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}}, {@code ${NAME}} and {@code ${file:path}} in texts. {@code $${}
 * stands for {@code ${} itself.
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
     * @param referred whether any of it came from elsewhere, and so must not be shown
     * @param secret whether something that came from elsewhere is named like a credential
     */
    record Text(String value, boolean referred, boolean secret) {}

    Text resolve(String text) throws BadValue {
        if (!text.contains("${")) {
            return new Text(text, false, false);
        }
        StringBuilder resolved = new StringBuilder();
        boolean referred = false;
        boolean secret = false;
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            String replacement = "${";
            if (reference.group(1) == null) {
                String what = reference.group(2);
                replacement = referent(what);
                referred = true;
                secret |= what.startsWith("file:") || SECRET_NAME.matcher(what).matches();
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(replacement));
        }
        reference.appendTail(resolved);
        return new Text(resolved.toString(), referred, secret);
    }

    private String referent(String what) throws BadValue {
        Matcher variable = VARIABLE.matcher(what);
        if (variable.matches()) {
            return variable(variable.group(1)).value();
        }
        Matcher file = FILE.matcher(what);
        if (file.matches()) {
            return content(file.group(1).strip());
        }
        throw new BadValue(
                "holds the reference ${"
                        + what
                        + "}, which must be ${NAME}, ${env:NAME} or ${file:path} (write $${ for a"
                        + " plain ${)");
    }

    /** The value of a variable that a setting names. */
    Text variable(String name) throws BadValue {
        String value = environment.get(name).orElseThrow(() -> new BadValue(notSet(name)));
        return new Text(value, true, SECRET_NAME.matcher(name).matches());
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
