package dev.dango.connectors.salesforce;

import dev.dango.http.LimitHeaders;
import dev.dango.http.Response;
import dev.dango.spi.SourceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches how much of the org's API requests are used up, by all clients together: {@code
 * Sforce-Limit-Info: api-usage=53/15000}. Waiting would not help, since they come back over 24
 * hours; but users want to know before their other clients stop.
 */
final class Usage implements LimitHeaders {

    private static final Pattern USED = Pattern.compile("api-usage=(\\d{1,15})/(\\d{1,15})");
    private static final double WORTH_TELLING = 0.9;

    private final SourceContext context;
    private final AtomicBoolean told = new AtomicBoolean();

    Usage(SourceContext context) {
        this.context = context;
    }

    @Override
    public Optional<Duration> pause(Response response, Instant now) {
        response.header("Sforce-Limit-Info").map(USED::matcher).ifPresent(this::look);
        return LimitHeaders.common().pause(response, now);
    }

    private void look(Matcher usage) {
        if (!usage.find()) {
            return;
        }
        long used = Long.parseLong(usage.group(1));
        long allowed = Long.parseLong(usage.group(2));
        if (used >= WORTH_TELLING * allowed && told.compareAndSet(false, true)) {
            context.warn(
                    "%d of the %d API requests that Salesforce allows the org in 24 hours are used up."
                            .formatted(used, allowed));
        }
    }
}
