package dev.dango.engine.dlt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected texts are what dlt's own library for JSON printed. */
class DltJsonTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-2.5, -2.5",
        "0.1, 0.1",
        "1e15, 1000000000000000.0",
        "1e16, 1e16",
        "123456789012345680, 1.2345678901234568e17",
        "0.00001, 0.00001",
        "0.000001, 1e-6",
        "2e23, 2e23",
        "1.5e300, 1.5e300"
    })
    void numbersHaveTheirShortestForm(double value, String expected) {
        assertThat(DltJson.text(value)).isEqualTo(expected);
    }

    @Test
    void textsAreEscapedNoMoreThanNeeded() {
        assertThat(DltJson.text("ü\u0001\u001f\u007f\"\\/\n"))
                .isEqualTo("\"ü\\u0001\\u001f\u007f\\\"\\\\/\\n\"");
    }

    @Test
    void keysAreSortedAtEveryDepthForHashesOnly() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", null);
        inner.put("y", List.of(1, true));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("b", inner);
        outer.put("a", 1L);
        assertThat(DltJson.text(outer)).isEqualTo("{\"b\":{\"z\":null,\"y\":[1,true]},\"a\":1}");
        assertThat(DltJson.sorted(outer)).isEqualTo("{\"a\":1,\"b\":{\"y\":[1,true],\"z\":null}}");
    }

    @Test
    void datesArePythons() {
        assertThat(
                        DltJson.text(
                                Arrays.asList(
                                        Instant.parse("2024-01-02T03:04:00Z"),
                                        Instant.parse("1960-01-02T03:04:05.000120Z"),
                                        OffsetDateTime.parse("2024-01-02T03:04:05.5+05:30"),
                                        LocalDateTime.parse("2024-01-02T03:04"),
                                        LocalDate.parse("2024-01-02"),
                                        LocalTime.parse("03:04"),
                                        new BigDecimal("1.50"),
                                        Double.NaN)))
                .isEqualTo(
                        "[\"2024-01-02T03:04:00+00:00\",\"1960-01-02T03:04:05.000120+00:00\",\"2024-01-02T03:04:05.500000+05:30\",\"2024-01-02T03:04:00\",\"2024-01-02\",\"03:04:00\",\"1.50\",null]");
    }
}
