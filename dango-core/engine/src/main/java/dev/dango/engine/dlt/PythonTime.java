package dev.dango.engine.dlt;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Dates and times as Python's {@code isoformat} prints them: seconds always, six digits or none.
 */
final class PythonTime {

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OFFSET =
            new DateTimeFormatterBuilder()
                    .appendOffset("+HH:MM", "+00:00")
                    .toFormatter(Locale.ROOT);

    private PythonTime() {}

    static String text(Instant time) {
        return text(time.atOffset(ZoneOffset.UTC));
    }

    static String text(OffsetDateTime time) {
        return DATE_TIME.format(time) + micros(time) + OFFSET.format(time);
    }

    static String text(LocalDateTime time) {
        return DATE_TIME.format(time) + micros(time);
    }

    static String text(LocalTime time) {
        return TIME.format(time) + micros(time);
    }

    private static String micros(TemporalAccessor time) {
        int micros = time.get(ChronoField.MICRO_OF_SECOND);
        return micros == 0 ? "" : String.format(Locale.ROOT, ".%06d", micros);
    }
}
