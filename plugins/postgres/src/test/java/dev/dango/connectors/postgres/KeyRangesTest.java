package dev.dango.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Slice;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRangesTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1000, 4",
        "7, 7, 3",
        "-50, 50, 5",
        "0, 9223372036854775807, 8",
        "-9223372036854775808, 9223372036854775807, 1",
        "-9223372036854775808, 9223372036854775807, 100",
        "9223372036854775806, 9223372036854775807, 2"
    })
    void holdEveryKeyOnce(long min, long max, long pieces) {
        List<Slice> ranges = KeyRanges.cut(min, max, pieces);

        assertThat(ranges).hasSizeBetween(1, (int) (2 * pieces));
        assertThat(from(ranges.get(0))).isLessThanOrEqualTo(BigInteger.valueOf(min));
        assertThat(to(ranges.get(ranges.size() - 1)))
                .isGreaterThanOrEqualTo(BigInteger.valueOf(max));
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(from(ranges.get(i))).isEqualTo(to(ranges.get(i - 1)).add(BigInteger.ONE));
        }
    }

    @Test
    void stayTheSameWhileTheTableGrows() {
        List<Slice> before = KeyRanges.cut(1, 9_000, 5);
        List<Slice> after = KeyRanges.cut(1, 9_900, 5);

        assertThat(after).startsWith(before.toArray(Slice[]::new));
    }

    private static BigInteger from(Slice range) {
        return new BigInteger(range.parameters().get("from"));
    }

    private static BigInteger to(Slice range) {
        return new BigInteger(range.parameters().get("to"));
    }
}
