package dev.dango.engine.record;

import java.util.regex.Pattern;

/**
 * Turns names of records and fields into names of tables and columns, by the rules of dlt's {@code
 * snake_case} convention, since that is what users' SQL refers to.
 */
public final class Names {

    /** Stands between the parts of a flattened column and between a table and its child. */
    public static final String SEPARATOR = "__";

    private static final String REPLACED = "+-*@|";
    private static final String REPLACEMENTS = "x_xal";
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_]+");
    private static final Pattern WORD_START = Pattern.compile("([^_])([A-Z][a-z]+)");
    private static final Pattern CAMEL_HUMP = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern TRAILING = Pattern.compile("_+$");
    private static final Pattern RUNS = Pattern.compile("_+");

    private Names() {}

    /**
     * The name of a table or column for one name of the source.
     *
     * @param name as the source spells it
     * @return lower-case letters, digits and underscores; {@code _empty} for a blank name
     */
    public static String identifier(String name) {
        String text = name.strip();
        if (text.isEmpty()) {
            return "_empty";
        }
        StringBuilder reduced = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int at = REPLACED.indexOf(c);
            reduced.append(at < 0 ? c : REPLACEMENTS.charAt(at));
        }
        text = NOT_ALLOWED.matcher(reduced).replaceAll("_");
        text = WORD_START.matcher(text).replaceAll("$1_$2");
        text = CAMEL_HUMP.matcher(text).replaceAll("$1_$2");
        text = lowerAscii(text);
        if (text.charAt(0) >= '0' && text.charAt(0) <= '9') {
            text = "_" + text;
        }
        text = TRAILING.matcher(text).replaceAll(run -> "x".repeat(run.group().length()));
        return RUNS.matcher(text).replaceAll("_");
    }

    /**
     * The name of a table or column for a path: {@code __} separates parts, each of which is
     * normalised on its own.
     *
     * @param name as the source spells it
     * @return the parts that are not blank, joined by {@link #SEPARATOR}
     */
    public static String path(String name) {
        if (!name.contains(SEPARATOR)) {
            return identifier(name);
        }
        StringBuilder path = new StringBuilder();
        for (String part : name.split(SEPARATOR, -1)) {
            if (!part.isBlank()) {
                join(path, identifier(part));
            }
        }
        return path.isEmpty() ? identifier(name) : path.toString();
    }

    /**
     * The column of a nested field.
     *
     * @param prefix the column of the object around it, or empty
     * @param name the field's name as the source spells it
     * @return never empty
     */
    public static String nested(String prefix, String name) {
        String own = path(name);
        return prefix.isEmpty() ? own : prefix + SEPARATOR + own;
    }

    /**
     * The column of a field, maybe a nested one, as settings and connectors name it.
     *
     * @param name with dots between the names of nested fields
     * @return never empty
     */
    public static String dotted(String name) {
        String path = "";
        for (String part : name.split("\\.", -1)) {
            path = nested(path, part);
        }
        return path;
    }

    private static void join(StringBuilder path, String part) {
        if (!path.isEmpty()) {
            path.append(SEPARATOR);
        }
        path.append(part);
    }

    private static String lowerAscii(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }
}
