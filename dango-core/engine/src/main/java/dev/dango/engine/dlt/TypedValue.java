package dev.dango.engine.dlt;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that JSON lacks, as dlt puts them into JSON: a text whose first character, out of
 * Unicode's private area, says what follows.
 */
final class TypedValue {

    private static final char DECIMAL = '\uf026';
    private static final char DATE_TIME = '\uf027';
    private static final char DATE = '\uf028';
    private static final char WEI = '\uf02c';
    private static final char TIME = '\uf02d';

    private TypedValue() {}

    /** The values of a whole tree; kinds without a counterpart here become plain texts. */
    static Object decode(Object found) {
        if (found instanceof Map<?, ?> map) {
            Map<String, Object> decoded = new LinkedHashMap<>();
            map.forEach((key, value) -> decoded.put(String.valueOf(key), decode(value)));
            return decoded;
        }
        if (found instanceof Iterable<?> list) {
            List<Object> decoded = new ArrayList<>();
            list.forEach(item -> decoded.add(decode(item)));
            return decoded;
        }
        return isTyped(found) ? decode((String) found) : found;
    }

    static boolean isTyped(Object found) {
        return found instanceof String text
                && text.length() > 1
                && text.charAt(0) >= DECIMAL
                && text.charAt(0) <= TIME;
    }

    private static Object decode(String text) {
        String value = text.substring(1);
        try {
            return switch (text.charAt(0)) {
                case DECIMAL, WEI -> new BigDecimal(value);
                case DATE_TIME -> dateTime(value);
                case DATE -> LocalDate.parse(value);
                case TIME -> LocalTime.parse(value);
                default -> value;
            };
        } catch (DateTimeException | NumberFormatException e) {
            return value;
        }
    }

    /** Without an offset it is UTC. */
    private static Instant dateTime(String value) {
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(
                        value, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime offset
                ? offset.toInstant()
                : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
    }

    static String encode(Instant time) {
        return DATE_TIME + PythonTime.text(time);
    }
}
