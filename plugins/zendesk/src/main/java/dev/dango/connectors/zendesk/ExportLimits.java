package dev.dango.connectors.zendesk;

import dev.dango.http.LimitHeaders;
import dev.dango.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Zendesk's headers say of limits: those that are common, and that of exports.
 * https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
final class ExportLimits implements LimitHeaders {

    private static final String HEADER = "zendesk-ratelimit-incremental-exports";

    /** Such as {@code total=10; remaining=0; resets=60}. */
    private static final Pattern USED_UP = Pattern.compile(".*remaining=0;\\s*resets=(\\d{1,4}).*");

    @Override
    public Optional<Duration> pause(Response response, Instant now) {
        return LimitHeaders.common().pause(response, now).or(() -> untilReset(response));
    }

    private static Optional<Duration> untilReset(Response response) {
        return response.header(HEADER)
                .map(USED_UP::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))));
    }
}
