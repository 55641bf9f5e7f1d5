package dev.dango.engine.project;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a {@code .env} file. A quoted value may run over several lines; in double quotes
 * {@code \n}, {@code \t}, {@code \"} and {@code \\} are escapes; behind a value without quotes a
 * comment may follow. The last of two equal names counts.
 *
 * @param values by name, in order
 * @param warnings one sentence for each line that says nothing understandable
 */
record DotEnv(Map<String, String> values, List<String> warnings) {

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "[ \\t]*(?:export[ \\t]+)?(?<name>[A-Za-z_][A-Za-z0-9_.]*)[ \\t]*=[ \\t]*"
                            + "(?:\"(?<double>(?:[^\"\\\\]|\\\\.)*+)\"(?<afterDouble>[^\\n]*)"
                            + "|'(?<single>[^']*+)'(?<afterSingle>[^\\n]*)"
                            + "|(?<plain>[^\\n]*))",
                    Pattern.DOTALL);
    private static final Pattern NOTHING_MORE = Pattern.compile("\\s*(?:#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t])#.*");
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    static DotEnv parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        content = content.replace("\r\n", "\n");
        int line = 1;
        for (int at = 0; at < content.length(); ) {
            int end = lineEnd(content, at);
            if (!NOTHING_MORE.matcher(content.substring(at, end)).matches()) {
                Matcher assignment = ASSIGNMENT.matcher(content).region(at, content.length());
                Optional<String> value =
                        assignment.lookingAt() ? value(assignment) : Optional.empty();
                if (value.isPresent()) {
                    values.put(assignment.group("name"), value.get());
                    end = assignment.end();
                } else {
                    warnings.add(".env, line " + line + ": ignored, because it is not NAME=value.");
                }
            }
            line += (int) content.substring(at, end).lines().count();
            at = end + 1;
        }
        return new DotEnv(Collections.unmodifiableMap(values), List.copyOf(warnings));
    }

    private static int lineEnd(String content, int at) {
        int feed = content.indexOf('\n', at);
        return feed < 0 ? content.length() : feed;
    }

    private static Optional<String> value(Matcher assignment) {
        String inDouble = assignment.group("double");
        if (inDouble != null) {
            return Optional.of(unescape(inDouble))
                    .filter(value -> isOver(assignment.group("afterDouble")));
        }
        String inSingle = assignment.group("single");
        if (inSingle != null) {
            return Optional.of(inSingle).filter(value -> isOver(assignment.group("afterSingle")));
        }
        String plain = assignment.group("plain");
        boolean unclosed = plain.startsWith("\"") || plain.startsWith("'");
        return Optional.of(COMMENT.matcher(plain).replaceFirst("").strip())
                .filter(value -> !unclosed);
    }

    private static boolean isOver(String rest) {
        return NOTHING_MORE.matcher(rest).matches();
    }

    private static String unescape(String quoted) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = quoted.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '"', '\\', '$', '\'' -> text.append(escaped);
                default -> text.append(c).append(escaped);
            }
        }
        return text.toString();
    }

    /** A line, without its end, that {@link #parse} reads as just this. */
    static String line(String name, String value) {
        if (SIMPLE.matcher(value).matches()) {
            return name + "=" + value;
        }
        String escaped =
                value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t");
        return name + "=\"" + escaped + "\"";
    }
}
