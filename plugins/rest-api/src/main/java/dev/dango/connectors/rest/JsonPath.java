package dev.dango.connectors.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath that names places in answers, as JSON pointers: {@code data.items}, {@code
 * $.data[*].id}, {@code items[0]}, {@code ['odd.name']}.
 */
final class JsonPath {

    private static final Pattern SEGMENT =
            Pattern.compile(
                    "\\.?(?<name>[^.\\[\\]'\"$]+)"
                            + "|\\[(?<index>\\d+|\\*)\\]"
                            + "|\\.?(?<quote>['\"])(?<quoted>.*?)\\k<quote>"
                            + "|\\[(?<mark>['\"])(?<marked>.*?)\\k<mark>\\]");

    private JsonPath() {}

    /**
     * Translates.
     *
     * @param path what the user wrote
     * @return with a {@code *} for every element; empty for the whole document
     * @throws IllegalArgumentException if it is not of this part of JSONPath; the message completes
     *     a sentence about it
     */
    static String pointer(String path) {
        StringBuilder pointer = new StringBuilder();
        for (String segment : segments(path)) {
            pointer.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** The same for a list of records, which is named with or without its elements. */
    static String records(String path) {
        return pointer(path).replaceFirst("/\\*$", "");
    }

    /** The names on the way, as dots join them in names of columns. */
    static String column(String path) {
        List<String> segments = segments(path);
        if (segments.isEmpty() || segments.contains("*")) {
            throw new IllegalArgumentException("must name one field of a record.");
        }
        return String.join(".", segments);
    }

    private static List<String> segments(String path) {
        String rest = path.strip().replaceFirst("^\\$", "");
        List<String> segments = new ArrayList<>();
        Matcher segment = SEGMENT.matcher(rest);
        int end = 0;
        while (segment.find() && segment.start() == end) {
            segments.add(content(segment));
            end = segment.end();
        }
        if (end < rest.length()) {
            throw new IllegalArgumentException(
                    "holds the path \""
                            + path
                            + "\", of which \""
                            + rest.substring(end)
                            + "\" is not understood; write it like data.items, data[*].id or"
                            + " ['odd.name'].");
        }
        return segments;
    }

    private static String content(Matcher segment) {
        for (String group : List.of("name", "index", "quoted", "marked")) {
            if (segment.group(group) != null) {
                return segment.group(group);
            }
        }
        throw new IllegalStateException(segment.group());
    }
}
