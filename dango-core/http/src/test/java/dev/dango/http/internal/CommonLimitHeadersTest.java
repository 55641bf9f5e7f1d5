package dev.dango.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.http.Request;
import dev.dango.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommonLimitHeadersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Response with(String... headers) {
        Map<String, List<String>> map = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return Response.of(Request.get("http://x/y"), 200, map, new byte[0]);
    }

    private static Optional<Duration> pause(String... headers) {
        Response response = with(headers);
        return CommonLimitHeaders.pause(response, CommonLimitHeaders.serverTime(response, NOW));
    }

    @Test
    void readsRetryAfterInSecondsAndAsDate() {
        assertThat(pause("retry-after", "12")).contains(Duration.ofSeconds(12));
        assertThat(pause("Retry-After", "1.5")).contains(Duration.ofMillis(1500));
        assertThat(pause("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT"))
                .contains(Duration.ofSeconds(30));
        assertThat(pause("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT")).contains(Duration.ZERO);
        assertThat(pause("Retry-After", "soon")).isEmpty();
    }

    @Test
    void comparesDatesWithTheServersClockNotOurs() {
        assertThat(
                        pause(
                                "Date", "Sun, 01 Mar 2026 09:00:00 GMT",
                                "Retry-After", "Sun, 01 Mar 2026 09:00:05 GMT"))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void pausesWhenNothingRemains() {
        String epoch = Long.toString(NOW.getEpochSecond() + 40);
        assertThat(pause("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", epoch))
                .contains(Duration.ofSeconds(40));
        assertThat(pause("RateLimit-Remaining", "0", "RateLimit-Reset", "7"))
                .contains(Duration.ofSeconds(7));
        assertThat(pause("X-Rate-Limit-Remaining", "0", "X-Rate-Limit-Reset", epoch + "000"))
                .contains(Duration.ofSeconds(40));
    }

    @Test
    void goesOnWhileSomethingRemains() {
        assertThat(pause("X-RateLimit-Remaining", "1", "X-RateLimit-Reset", "60")).isEmpty();
        assertThat(pause("X-RateLimit-Remaining", "0")).isEmpty();
        assertThat(pause("RateLimit-Limit", "75, 75;w=1, 750;w=60", "RateLimit-Remaining", "a"))
                .isEmpty();
    }

    @Test
    void doesNotBelieveWindowsLongerThanAnHour() {
        assertThat(pause("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "86400"))
                .contains(Duration.ofHours(1));
    }
}
