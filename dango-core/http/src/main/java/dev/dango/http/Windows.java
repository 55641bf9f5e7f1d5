package dev.dango.http;

import dev.dango.http.internal.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cuts a stretch of time into windows, oldest first.
 *
 * @param width of each, but the last
 * @param format how the API wants points in time
 * @param days whether windows are whole days in UTC, named by the first and the last of them;
 *     otherwise {@code to} is where the next window begins
 */
record Windows(Duration width, Function<Instant, String> format, boolean days) {

    private static final Duration DAY = Duration.ofDays(1);

    Windows {
        if (width.isZero() || width.isNegative()) {
            throw new IllegalArgumentException("a window has a width: " + width);
        }
    }

    /** The variables {@code from} and {@code to} of each window. */
    List<Map<String, String>> between(Instant start, Instant end) {
        List<Map<String, String>> windows = new ArrayList<>();
        Instant from = days ? start.truncatedTo(ChronoUnit.DAYS) : start;
        while (from.isBefore(end)) {
            Instant next = from.plus(width);
            Instant to = next.isBefore(end) ? next : end;
            windows.add(Map.of("from", text(from), "to", text(days ? lastDay(to) : to)));
            from = next;
        }
        return windows;
    }

    /** The variable that changes when the listing of a window begins anew. */
    Map<String, String> rest(RestartedCursor from) {
        return Map.of(from.isDescending() ? "to" : "from", text(from.instant()));
    }

    private static Instant lastDay(Instant end) {
        boolean midnight = end.truncatedTo(ChronoUnit.DAYS).equals(end);
        return midnight ? end.minus(DAY) : end;
    }

    private String text(Instant instant) {
        return JsonText.write(format.apply(instant));
    }
}
