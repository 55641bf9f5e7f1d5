package dev.dango.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(new Random(7));

    @Test
    void doublesWithJitter() {
        for (int failed = 1; failed <= 4; failed++) {
            long about = 1000L << (failed - 1);
            assertThat(policy.wait(failed, Optional.empty()).toMillis())
                    .isBetween(about * 8 / 10, about * 12 / 10);
        }
    }

    @Test
    void doesAsToldUpToFiveMinutes() {
        assertThat(policy.wait(1, Optional.of(Duration.ofSeconds(17))))
                .isEqualTo(Duration.ofSeconds(17));
        assertThat(policy.wait(4, Optional.of(Duration.ZERO))).isZero();
        assertThat(policy.wait(1, Optional.of(Duration.ofHours(2))))
                .isEqualTo(Duration.ofMinutes(5));
    }
}
