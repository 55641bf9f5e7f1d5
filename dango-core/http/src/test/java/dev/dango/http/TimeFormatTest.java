package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points in time as vendors write them. */
class TimeFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T23:30:00Z",
                "2026-02-01T00:30:00+01:00",
                "2026-02-01T00:30:00.000+0100",
                "2026-01-31T23:30:00.0+0000",
                "2026-01-31T19:00:00-0430"
            })
    void readsEveryFormOfAnOffset(String text) {
        assertThat(TimeFormat.instant(text)).isEqualTo(Instant.parse("2026-01-31T23:30:00Z"));
    }

    /** A time without an offset is another one in each zone. */
    @Test
    void refusesATimeWithoutAnOffset() {
        assertThatThrownBy(() -> TimeFormat.instant("2026-01-31T23:30:00"))
                .isInstanceOf(DateTimeException.class);
    }
}
