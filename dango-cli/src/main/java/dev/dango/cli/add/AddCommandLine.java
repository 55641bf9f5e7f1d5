package dev.dango.cli.add;

import dev.dango.engine.report.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command that would add the same source without a question. */
final class AddCommandLine {

    private AddCommandLine() {}

    static String of(Draft draft) {
        List<String> words = new ArrayList<>();
        words.add("dango source add " + draft.type() + " " + draft.name());
        draft.settings().forEach((key, value) -> words.add(option(key, value)));
        return String.join(" ", words);
    }

    private static String option(String key, Object value) {
        String text = text(value);
        return switch (key) {
            case Answers.RESOURCES -> "--resources " + quoted(text);
            case Answers.START_DATE -> "--start-date " + quoted(text);
            default -> "--set " + quoted(key + "=" + text);
        };
    }

    /** A value as {@code --set} takes it. */
    static String text(Object value) {
        if (value instanceof Collection<?> items
                && items.stream().allMatch(AddCommandLine::isPlain)) {
            return items.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        // JSON is YAML, which is what --set takes for lists and mappings.
        return value instanceof Collection || value instanceof Map
                ? Json.write(value)
                : String.valueOf(value);
    }

    private static boolean isPlain(Object item) {
        return !(item instanceof Collection)
                && !(item instanceof Map)
                && !String.valueOf(item).contains(",")
                && !String.valueOf(item).startsWith("[");
    }

    /** For POSIX shells. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+,=-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
