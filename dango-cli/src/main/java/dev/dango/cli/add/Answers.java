package dev.dango.cli.add;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says about the source to add.
 *
 * @param type the connector's type
 * @param name of the source
 * @param settings as written, by key
 */
public record Answers(Optional<String> type, Optional<String> name, Map<String, String> settings) {

    /** The setting that holds the resources to load. */
    static final String RESOURCES = "resources";

    /** The setting that holds the day the first load begins with. */
    static final String START_DATE = "start_date";

    /**
     * Puts the options together; each may be null.
     *
     * @param type the connector's type
     * @param name of the source
     * @param assignments {@code key=value}, each
     * @param resources separated by commas
     * @param startDate {@code YYYY-MM-DD}
     * @return never null
     * @throws SourceException of kind CONFIG if an assignment is none, or a key is given twice
     */
    public static Answers of(
            String type,
            String name,
            List<String> assignments,
            String resources,
            String startDate) {
        Map<String, String> settings = new LinkedHashMap<>();
        assignments.forEach(assignment -> put(settings, assignment));
        put(settings, RESOURCES, "--resources", resources);
        put(settings, START_DATE, "--start-date", startDate);
        return new Answers(Optional.ofNullable(type), Optional.ofNullable(name), settings);
    }

    private static void put(Map<String, String> settings, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            // The text itself may be a misplaced credential, so it is not repeated.
            throw SourceException.of(ErrorKind.CONFIG, "--set takes KEY=VALUE.")
                    .hint("Such as --set api_key_env=STRIPE_API_KEY.");
        }
        String key = assignment.substring(0, equals).strip();
        put(settings, key, "--set " + key, assignment.substring(equals + 1));
    }

    private static void put(Map<String, String> settings, String key, String option, String value) {
        if (value != null && settings.put(key, value) != null) {
            throw SourceException.of(ErrorKind.CONFIG, option + " gives " + key + " twice.");
        }
    }
}
