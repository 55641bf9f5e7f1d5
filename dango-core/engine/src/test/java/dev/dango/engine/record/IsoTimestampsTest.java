package dev.dango.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-01-02T03:04:05Z,2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05,2024-01-02T03:04:05Z",
        "2024-01-02 03:04:05,2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05+00:00,2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05+0200,2024-01-02T01:04:05Z",
        "2024-01-02T03:04:05.678+02:00,2024-01-02T01:04:05.678Z",
        "2024-01-02T03:04,2024-01-02T03:04:00Z",
        "2024-01-02T03,2024-01-02T03:00:00Z",
        "20240102T030405Z,2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05.123456789Z,2024-01-02T03:04:05.123456Z",
        "2024/01/15 10:00:00,2024-01-15T10:00:00Z",
        "0001-01-01T00:00:00Z,0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z,9999-12-31T23:59:59Z",
        "1969-12-31T23:59:59.5Z,1969-12-31T23:59:59.500Z"
    })
    void pointsInTimeAreRecognised(String text, String expected) {
        assertThat(IsoTimestamps.instant(IsoTimestamps.parse(text)))
                .isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @CsvSource({"0000-01-01,0005-01-01", "1695-01-01,2105-01-01", "9995-01-01,9999-12-31"})
    void everyDayOfTheCalendarIsTheOneItNames(LocalDate first, LocalDate end) {
        for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
            assertThat(IsoTimestamps.parse(day + "T00:00"))
                    .isEqualTo(day.toEpochDay() * 86_400_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1900-02-29T00:00",
                "2023-02-29T00:00",
                "2024-02-30T00:00",
                "2024-04-31T00:00",
                "2024-13-01T00:00",
                "2024-00-01T00:00",
                "2024-01-00T00:00",
                "2024-01-01T00:60",
                "2024-01-01T00:00:60"
            })
    void daysThatAreNotInTheCalendarStayText(String text) {
        assertThat(IsoTimestamps.parse(text)).isEqualTo(IsoTimestamps.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-02",
                "2024-01",
                "2024",
                "20240102",
                "2024/01/15",
                "01/02/2024",
                "Tue, 02 Jan 2024 03:04:05 GMT",
                "2024-01-02T03:04:05 UTC",
                "03:04:05",
                "2024-W01-2",
                "2024-001",
                "P1DT2H",
                "2024-01-02t03:04:05z",
                "2024-01-02T24:00:00",
                "2024-01-02T25:00:00Z",
                "2024-02-30T00:00:00Z",
                "1704153600",
                "17041536000000",
                "2024-01-02T03:04:05.",
                "2024-01-02T03:04:05Zx",
                ""
            })
    void everythingElseStaysText(String text) {
        assertThat(IsoTimestamps.parse(text)).isEqualTo(IsoTimestamps.NONE);
    }

    @Test
    void datesAreDaysSince1970() {
        assertThat(IsoTimestamps.parseDate("1969-12-31")).isEqualTo(-1);
        assertThat(IsoTimestamps.parseDate("2024-02-30")).isEqualTo(IsoTimestamps.NONE);
    }
}
