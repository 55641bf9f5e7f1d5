package dev.dango.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final ManualTime time = new ManualTime();

    private Duration turn(RateLimiter limiter) {
        Duration wait = limiter.reserve();
        time.pause(wait, null);
        return wait;
    }

    @Test
    void grantsNoMoreThanTheLimitInAnyPeriod() {
        RateLimiter limiter = new RateLimiter(5, Duration.ofSeconds(1), time);
        long start = time.nanos();
        List<Long> grants = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            turn(limiter);
            grants.add(time.nanos() - start);
            time.pause(Duration.ofMillis(i * 7 % 100), null);
        }

        for (int i = 5; i < grants.size(); i++) {
            assertThat(grants.get(i) - grants.get(i - 5)).isGreaterThanOrEqualTo(1_000_000_000L);
        }
        assertThat(grants.get(49)).isLessThan(Duration.ofSeconds(12).toNanos());
    }

    @Test
    void reservesForThreadsThatHaveNotWaitedYet() {
        RateLimiter limiter = new RateLimiter(1, Duration.ofSeconds(1), time);

        assertThat(limiter.reserve()).isZero();
        assertThat(limiter.reserve()).isEqualTo(Duration.ofSeconds(1));
        assertThat(limiter.reserve()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void grantsNothingWhileClosed() {
        RateLimiter limiter = new RateLimiter(0, Duration.ofSeconds(1), time);
        limiter.close(Duration.ofSeconds(30));
        limiter.close(Duration.ofSeconds(10));

        assertThat(turn(limiter)).isEqualTo(Duration.ofSeconds(30));
        assertThat(turn(limiter)).isZero();
    }
}
