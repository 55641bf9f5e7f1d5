package dev.dango.connectors.rest;

import dev.dango.http.TimeFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a point in time is written, learnt from one that the user wrote: what the service takes at
 * first, it takes later, too.
 *
 * @param instant the one that was written; without an offset it is in UTC
 * @param isDay whether it is a day
 * @param format writes others in the same way
 */
record TimeShape(Instant instant, boolean isDay, Function<Instant, Object> format) {

    /** From here on, numbers count milliseconds. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private static final Pattern ISO =
            Pattern.compile(
                    "(?<day>\\d{4}-\\d{2}-\\d{2})"
                            + "(?:(?<mark>[T ])(?<minute>\\d{2}:\\d{2})(?<second>:\\d{2})?"
                            + "(?<fraction>\\.\\d{1,9})?(?<offset>Z|[+-]\\d{2}:?\\d{2})?)?");

    private static final Map<String, Function<Instant, Object>> FORMATS =
            Map.of(
                    "epoch", Instant::getEpochSecond,
                    "epoch_ms", Instant::toEpochMilli,
                    "date", TimeFormat.ISO_DATE::apply,
                    "iso", TimeFormat.ISO_INSTANT::apply);

    /** The formats that have a name, for messages. */
    static final String NAMES = "epoch, epoch_ms, date, iso";

    /** A format by its name. */
    static Optional<Function<Instant, Object>> named(String name) {
        return Optional.ofNullable(FORMATS.get(name));
    }

    /** Learns; empty if it is no point in time. */
    static Optional<TimeShape> of(Object written) {
        if (written instanceof Integer || written instanceof Long) {
            return Optional.of(number(((Number) written).longValue()));
        }
        Matcher parts = ISO.matcher(String.valueOf(written));
        try {
            return parts.matches() ? Optional.of(text(parts)) : Optional.empty();
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static TimeShape number(long value) {
        return Math.abs(value) < FIRST_MILLIS
                ? new TimeShape(Instant.ofEpochSecond(value), false, FORMATS.get("epoch"))
                : new TimeShape(Instant.ofEpochMilli(value), false, FORMATS.get("epoch_ms"));
    }

    private static TimeShape text(Matcher parts) {
        String minute = parts.group("minute");
        String offset = parts.group("offset");
        String iso = parts.group("day") + "T" + (minute == null ? "00:00" : minute);
        iso += or(parts.group("second"), ":00") + or(parts.group("fraction"), "");
        ZoneOffset zone =
                offset == null || offset.equals("Z") ? ZoneOffset.UTC : ZoneOffset.of(offset);
        DateTimeFormatter pattern = DateTimeFormatter.ofPattern(pattern(parts), Locale.ROOT);
        return new TimeShape(
                LocalDateTime.parse(iso).toInstant(zone),
                minute == null,
                instant -> pattern.format(instant.atOffset(zone)));
    }

    private static String or(String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static String pattern(Matcher parts) {
        if (parts.group("minute") == null) {
            return "uuuu-MM-dd";
        }
        String fraction = or(parts.group("fraction"), "");
        String offset = or(parts.group("offset"), "");
        return "uuuu-MM-dd'"
                + parts.group("mark")
                + "'HH:mm"
                + (parts.group("second") == null ? "" : ":ss")
                + (fraction.isEmpty() ? "" : "." + "S".repeat(fraction.length() - 1))
                + (offset.equals("Z")
                        ? "'Z'"
                        : offset.contains(":") ? "xxx" : offset.isEmpty() ? "" : "xx");
    }
}
