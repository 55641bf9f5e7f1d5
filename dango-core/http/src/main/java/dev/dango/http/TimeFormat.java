package dev.dango.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/** How APIs want points in time. Dango may add constants: do not switch over them exhaustively. */
public enum TimeFormat implements Function<Instant, String> {
    /** Seconds since 1970: {@code 1717200000}. */
    EPOCH_SECONDS(instant -> Long.toString(instant.getEpochSecond())),
    /** Milliseconds since 1970: {@code 1717200000000}. */
    EPOCH_MILLIS(instant -> Long.toString(instant.toEpochMilli())),
    /** ISO 8601 in UTC: {@code 2024-06-01T00:00:00Z}. */
    ISO_INSTANT(DateTimeFormatter.ISO_INSTANT::format),
    /** The day in UTC: {@code 2024-06-01}. */
    ISO_DATE(instant -> DateTimeFormatter.ISO_LOCAL_DATE.format(instant.atOffset(ZoneOffset.UTC)));

    private final Function<Instant, String> format;

    TimeFormat(Function<Instant, String> format) {
        this.format = format;
    }

    @Override
    public String apply(Instant instant) {
        return format.apply(instant);
    }
}
