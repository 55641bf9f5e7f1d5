package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.http.internal.Urls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the variables of an endpoint into its texts: {@code {name}}, and in a path {@code {+name}}
 * to keep slashes. Immutable.
 */
final class Template {

    private static final Pattern VARIABLE =
            Pattern.compile("\\{(\\+?)([A-Za-z_][A-Za-z0-9_.]*)\\}");

    private final Map<String, String> variables;

    /**
     * Fills in these.
     *
     * @param variables JSON texts of scalars by name
     */
    Template(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Fills a path; a variable that is not there is a mistake of the connector's. */
    String path(String path) {
        return VARIABLE.matcher(path)
                .replaceAll(found -> Matcher.quoteReplacement(encoded(found, path)));
    }

    private String encoded(MatchResult found, String path) {
        if (!variables.containsKey(found.group(2))) {
            throw new IllegalArgumentException(
                    "no variable " + found.group() + " for the path " + path);
        }
        String value = String.valueOf(variable(found.group(2)));
        return found.group(1).isEmpty() ? Urls.encode(value) : Urls.encodePath(value);
    }

    /** Fills a text; braces that name no variable stay. */
    String text(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        variables.containsKey(found.group(2))
                                                ? String.valueOf(variable(found.group(2)))
                                                : found.group()));
    }

    /** Fills all texts in a value; a text that is one variable and nothing else takes its type. */
    Object value(Object template) {
        if (template instanceof Map<?, ?> map) {
            Map<String, Object> filled = new LinkedHashMap<>();
            map.forEach((name, child) -> filled.put(text(name.toString()), value(child)));
            return filled;
        }
        if (template instanceof Iterable<?> items) {
            List<Object> filled = new ArrayList<>();
            items.forEach(item -> filled.add(value(item)));
            return filled;
        }
        if (template instanceof String text) {
            Matcher whole = VARIABLE.matcher(text);
            boolean alone = whole.matches() && variables.containsKey(whole.group(2));
            return alone ? variable(whole.group(2)) : text(text);
        }
        return template;
    }

    private Object variable(String name) {
        return JsonText.scalar(variables.get(name));
    }
}
