package dev.dango.connectors.hubspot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;

/** HubSpot sends the values of all properties as texts, and says apart what they are. */
final class PropertyValue {

    private PropertyValue() {}

    /** Adds a property to a row, unless it has no value. */
    static void put(Map<String, Object> row, String name, Object value, Map<String, String> types) {
        String text = value == null ? "" : value.toString();
        if (!text.isEmpty()) {
            row.put(name, typed(text, types.getOrDefault(name, "string")));
        }
    }

    /** A text that is not what it should be stays a text, so that nobody loses it. */
    private static Object typed(String text, String type) {
        return switch (type) {
            case "bool" -> text.matches("true|false") ? (Object) Boolean.valueOf(text) : text;
            case "number" -> parsed(text, Double::valueOf);
            case "date" -> parsed(text, PropertyValue::date);
            case "datetime" -> parsed(text, PropertyValue::instant);
            default -> text;
        };
    }

    private static Object parsed(String text, Function<String, ?> parser) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException | DateTimeException e) {
            return text;
        }
    }

    private static Object date(String text) {
        return isNumber(text)
                ? LocalDate.ofInstant(instant(text), ZoneOffset.UTC)
                : LocalDate.parse(text);
    }

    /** Some answers have points in time as milliseconds since 1970. */
    private static Instant instant(String text) {
        return isNumber(text)
                ? Instant.ofEpochMilli(Long.parseLong(text))
                : OffsetDateTime.parse(text).toInstant();
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,15}");
    }
}
