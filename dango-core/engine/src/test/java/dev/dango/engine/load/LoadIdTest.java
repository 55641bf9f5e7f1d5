package dev.dango.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadIdTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_358_988L, 216_132_000L);

    @Test
    void idsAreSecondsSince1970() {
        assertThat(LoadId.after(Optional.empty(), NOW)).isEqualTo("1795358988.216132");
        assertThat(LoadId.after(Optional.of("made by hand"), NOW)).isEqualTo("1795358988.216132");
    }

    @Test
    void idsGrowThoughTheClockDoesNot() {
        assertThat(LoadId.after(Optional.of("1795358988.216132"), NOW))
                .isEqualTo("1795358988.216133");
        assertThat(LoadId.after(Optional.of("1795358999.9"), NOW)).isEqualTo("1795358999.900001");
    }
}
