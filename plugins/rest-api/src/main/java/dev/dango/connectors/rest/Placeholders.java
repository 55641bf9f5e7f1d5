package dev.dango.connectors.rest;

import dev.dango.http.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the placeholders in the texts of one resource into the toolkit's variables, and notes what
 * they ask for. Braces are doubled where they stand for themselves.
 */
final class Placeholders {

    /** What can be asked of {@code incremental}. */
    static final List<String> INCREMENTAL =
            List.of("start_value", "initial_value", "last_value", "end_value");

    private static final Pattern TOKEN = Pattern.compile("(\\{\\{)|(\\}\\})|\\{([^{}]*)\\}|([{}])");
    private static final Pattern PARENT =
            Pattern.compile("resources\\.([^.\\[\\]]+)\\.?(.*)", Pattern.DOTALL);

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Set<String> needed = new LinkedHashSet<>();
    private String parent;

    /** The resource whose records fill placeholders; empty if there is none. */
    Optional<String> parent() {
        return Optional.ofNullable(parent);
    }

    /** Whether this value of {@code incremental} is used. */
    boolean wants(String incremental) {
        return wanted.contains(incremental);
    }

    /** Whether a request cannot do without this value of {@code incremental}. */
    boolean needs(String incremental) {
        return needed.contains(incremental);
    }

    /** Whether any value of {@code incremental} is used. */
    boolean wantsAny() {
        return !wanted.isEmpty();
    }

    /** Has the endpoint read once for each record of the parent. */
    Endpoint forEach(Endpoint endpoint, String parentTable) {
        Endpoint child = endpoint;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            child = child.forEach(parentTable, field.getValue(), field.getKey());
        }
        return child;
    }

    /** A path; names in it may also be those of parameters. */
    String path(Block block, String path, Map<String, String> named) {
        return replace(
                block,
                "path",
                path,
                name -> named.containsKey(name) ? named.get(name) : needed(block, "path", name),
                "%7B",
                "%7D");
    }

    /** Any text that is sent. */
    String text(Block block, String key, String text) {
        return replace(block, key, text, name -> needed(block, key, name), "{", "}");
    }

    /** A value that is sent, with the texts in it. */
    Object value(Block block, String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> replaced = new LinkedHashMap<>();
            map.forEach(
                    (name, item) ->
                            replaced.put(
                                    text(block, key, String.valueOf(name)),
                                    value(block, key, item)));
            return replaced;
        }
        if (value instanceof List<?> list) {
            List<Object> replaced = new ArrayList<>();
            list.forEach(item -> replaced.add(value(block, key, item)));
            return replaced;
        }
        return value instanceof String text ? text(block, key, text) : value;
    }

    /** A query parameter, which is left out while a placeholder that is all of it has no value. */
    Object parameter(Block block, String key, Object value) {
        if (value instanceof String text) {
            Matcher whole = TOKEN.matcher(text);
            if (whole.matches() && whole.group(3) != null) {
                return variable(block, key, whole.group(3));
            }
        }
        return value(block, key, value);
    }

    /** A value of {@code incremental}, which a parameter sends. */
    String incremental(String name) {
        wanted.add(name);
        return "{incremental." + name + "}";
    }

    /** A field of a parent record. */
    String field(Block block, String key, String name, String path) {
        if (parent != null && !parent.equals(name)) {
            throw block.problem(
                    key,
                    "names the resource \""
                            + name
                            + "\", but another place names \""
                            + parent
                            + "\"; there can be one parent only.");
        }
        parent = name;
        String variable = "resources." + plain(name) + "." + plain(path);
        fields.put(variable, block.pointer(key, path));
        return "{" + variable + "}";
    }

    /** The toolkit's variables are words and dots. */
    private static String plain(String text) {
        return Pattern.compile("[^A-Za-z0-9.]")
                .matcher(text)
                .replaceAll(found -> "_" + Integer.toHexString(found.group().charAt(0)));
    }

    private interface Lookup {
        String variable(String name);
    }

    private static String replace(
            Block block, String key, String text, Lookup lookup, String open, String close) {
        Matcher token = TOKEN.matcher(text);
        StringBuilder replaced = new StringBuilder();
        while (token.find()) {
            if (token.group(4) != null) {
                throw block.problem(
                        key,
                        "has a brace too much; write {{ and }} where braces stand for themselves.");
            }
            String with =
                    token.group(1) != null
                            ? open
                            : token.group(2) != null ? close : lookup.variable(token.group(3));
            token.appendReplacement(replaced, Matcher.quoteReplacement(with));
        }
        return token.appendTail(replaced).toString();
    }

    private String needed(Block block, String key, String name) {
        if (name.startsWith("incremental.")) {
            needed.add(name.substring("incremental.".length()));
        }
        return variable(block, key, name);
    }

    private String variable(Block block, String key, String name) {
        Matcher field = PARENT.matcher(name);
        if (field.matches() && !field.group(2).isEmpty()) {
            return field(block, key, field.group(1), field.group(2));
        }
        String value = name.replaceFirst("^incremental\\.", "");
        if (!value.equals(name) && INCREMENTAL.contains(value)) {
            return incremental(value);
        }
        throw block.problem(
                key,
                "has the placeholder {"
                        + name
                        + "}, but there are only {resources.<parent>.<field>} and {incremental."
                        + String.join("|", INCREMENTAL)
                        + "}; write {{ and }} where braces stand for themselves.");
    }
}
