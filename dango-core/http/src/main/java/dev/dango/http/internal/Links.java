package dev.dango.http.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Link} headers (RFC 8288). */
public final class Links {

    private static final Pattern LINK =
            Pattern.compile(
                    "<([^>]*)>((?:\\s*;\\s*[\\w*!-]+\\s*(?:=\\s*(?:\"[^\"]*\"|[^\",;\\s]*))?)*)");
    private static final Pattern RELATION =
            Pattern.compile(
                    ";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s\",;]+))", Pattern.CASE_INSENSITIVE);

    private Links() {}

    /**
     * Finds a link.
     *
     * @param headers all headers of that name
     * @param relation such as {@code next}
     * @return its target as sent
     */
    public static Optional<String> find(List<String> headers, String relation) {
        for (String header : headers) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (relations(link.group(2)).contains(relation)) {
                    return Optional.of(link.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> relations(String parameters) {
        Matcher relation = RELATION.matcher(parameters);
        if (!relation.find()) {
            return List.of();
        }
        String names = relation.group(1) != null ? relation.group(1) : relation.group(2);
        return List.of(names.trim().split("\\s+"));
    }
}
