package dev.dango.http.internal;

import dev.dango.http.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Reads the headers by which most APIs say how much more they want to be asked. */
public final class CommonLimitHeaders {

    /** Longer ones are not believed: an hour is the longest window in use. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final List<String> FAMILIES =
            List.of("X-RateLimit-", "RateLimit-", "X-Rate-Limit-");

    /** Numbers from here on are points in time, in seconds or, further on, in milliseconds. */
    private static final long EPOCH_SECONDS = 1_000_000_000L;

    private static final long EPOCH_MILLIS = 1_000_000_000_000L;

    private CommonLimitHeaders() {}

    /** How long to send nothing more; empty to go on. */
    public static Optional<Duration> pause(Response response, Instant now) {
        return retryAfter(response, now)
                .map(wait -> shorter(wait, RetryPolicy.LONGEST_WAIT))
                .or(() -> exhausted(response, now));
    }

    /** What {@code Retry-After} says: seconds, or a date to be compared with the server's own. */
    public static Optional<Duration> retryAfter(Response response, Instant now) {
        return response.header("Retry-After")
                .map(String::trim)
                .flatMap(
                        text ->
                                text.matches("\\d{1,9}(\\.\\d+)?")
                                        ? Optional.of(seconds(text))
                                        : date(text).map(at -> Duration.between(now, at)))
                .map(CommonLimitHeaders::notNegative);
    }

    /** The time at the server: its {@code Date} header, else ours. */
    public static Instant serverTime(Response response, Instant ours) {
        return response.header("Date").flatMap(CommonLimitHeaders::date).orElse(ours);
    }

    private static Optional<Duration> exhausted(Response response, Instant now) {
        return FAMILIES.stream()
                .filter(family -> remaining(response, family).filter(n -> n <= 0).isPresent())
                .flatMap(family -> number(response, family + "Reset").stream())
                .map(reset -> untilReset(reset, now))
                .map(wait -> shorter(wait, LONGEST_PAUSE))
                .filter(wait -> !wait.isZero())
                .findFirst();
    }

    private static Optional<Double> remaining(Response response, String family) {
        return number(response, family + "Remaining");
    }

    private static Duration untilReset(double reset, Instant now) {
        Duration wait =
                reset >= EPOCH_MILLIS
                        ? Duration.between(now, Instant.ofEpochMilli((long) reset))
                        : reset >= EPOCH_SECONDS
                                ? Duration.between(now, Instant.ofEpochSecond((long) reset))
                                : Duration.ofMillis((long) (reset * 1000));
        return notNegative(wait);
    }

    private static Optional<Double> number(Response response, String header) {
        return response.header(header)
                .map(String::trim)
                .filter(text -> text.matches("\\d{1,15}(\\.\\d+)?"))
                .map(Double::valueOf);
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration notNegative(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
