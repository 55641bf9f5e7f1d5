package dev.dango.http;

import dev.dango.http.internal.CommonLimitHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads from an answer's headers how much more an API wants to be asked. Thread-safe. */
@FunctionalInterface
public interface LimitHeaders {

    /**
     * How long to send nothing more to this API.
     *
     * @param response any answer, also a refusal
     * @param now the time at the server when it answered
     * @return empty to go on
     */
    Optional<Duration> pause(Response response, Instant now);

    /**
     * What most APIs use: {@code Retry-After}, and {@code X-RateLimit-Remaining} at 0 with {@code
     * X-RateLimit-Reset}, also spelt {@code RateLimit-...} and {@code X-Rate-Limit-...}, in
     * seconds, seconds since 1970, or milliseconds since 1970.
     *
     * @return never null
     */
    static LimitHeaders common() {
        return CommonLimitHeaders::pause;
    }
}
