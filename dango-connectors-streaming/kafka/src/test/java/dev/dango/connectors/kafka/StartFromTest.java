package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFromTest {

    @Test
    void knowsTheEndsOfTheLog() {
        assertThat(StartFrom.parse("earliest").kind()).isEqualTo(StartFrom.Kind.EARLIEST);
        assertThat(StartFrom.parse(" Latest ").kind()).isEqualTo(StartFrom.Kind.LATEST);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T08:30, 2026-01-31T08:30:00Z",
        "2026-01-31 08:30:15.5, 2026-01-31T08:30:15.5Z",
        "2026-01-31T08:30:00Z, 2026-01-31T08:30:00Z",
        "2026-01-31T08:30:00+02:00, 2026-01-31T06:30:00Z"
    })
    void readsTimesInUtcUnlessTheySayOtherwise(String text, Instant expected) {
        assertThat(StartFrom.parse(text).time()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "31.01.2026", "2026-02-30", "''", "1700000000"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> StartFrom.parse(text))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG);
                            assertThat(e.hint()).contains("earliest");
                        });
    }
}
