package dev.dango.http;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.function.Function;

/** How APIs want points in time. Dango may add constants: do not switch over them exhaustively. */
public enum TimeFormat implements Function<Instant, String> {
    /** Seconds since 1970: {@code 1717200000}. */
    EPOCH_SECONDS,
    /** Milliseconds since 1970: {@code 1717200000000}. */
    EPOCH_MILLIS,
    /** ISO 8601 in UTC: {@code 2024-06-01T00:00:00Z}. */
    ISO_INSTANT,
    /** The day in UTC: {@code 2024-06-01}. */
    ISO_DATE;

    /** Vendors write offsets as {@code Z}, {@code +01:00} and {@code +0100}. */
    private static final DateTimeFormatter WITH_OFFSET =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .optionalStart()
                    .appendOffset("+HH:MM", "Z")
                    .optionalEnd()
                    .optionalStart()
                    .appendOffset("+HHMM", "Z")
                    .optionalEnd()
                    .toFormatter(Locale.ROOT);

    @Override
    public String apply(Instant instant) {
        return switch (this) {
            case EPOCH_SECONDS -> Long.toString(instant.getEpochSecond());
            case EPOCH_MILLIS -> Long.toString(instant.toEpochMilli());
            case ISO_INSTANT -> DateTimeFormatter.ISO_INSTANT.format(instant);
            case ISO_DATE ->
                    DateTimeFormatter.ISO_LOCAL_DATE.format(instant.atOffset(ZoneOffset.UTC));
        };
    }

    /**
     * Reads a point in time as vendors write it.
     *
     * @param text ISO 8601 with an offset, with or without a colon in it
     * @return never null
     * @throws java.time.DateTimeException if it is not one
     */
    public static Instant instant(String text) {
        return OffsetDateTime.parse(text, WITH_OFFSET).toInstant();
    }
}
