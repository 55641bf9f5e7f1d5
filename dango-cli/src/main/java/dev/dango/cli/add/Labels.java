package dev.dango.cli.add;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What settings are called in questions. */
final class Labels {

    private static final Set<String> ACRONYMS =
            Set.of("api", "aws", "csv", "id", "ids", "json", "sasl", "sql", "ssl", "uri", "url");

    private Labels() {}

    /** {@code api_key} is an API Key, {@code file_pattern} a File Pattern. */
    static String of(String setting) {
        return Arrays.stream(setting.split("_")).map(Labels::word).collect(Collectors.joining(" "));
    }

    private static String word(String word) {
        return ACRONYMS.contains(word)
                ? word.toUpperCase(Locale.ROOT)
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
