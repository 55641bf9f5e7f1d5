package dev.dango.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesPlainValues() {
        assertThat(Json.write(Arrays.asList(1, 2L, 1.5, new BigDecimal("0.10"), true, null)))
                .isEqualTo("[1,2,1.5,0.10,true,null]");
        assertThat(Json.write(Map.of("a", Optional.of("b\n\"c\""))))
                .isEqualTo("{\"a\":\"b\\n\\\"c\\\"\"}");
        assertThat(Json.write(List.of(Optional.empty(), Path.of("data/orders"), Double.NaN)))
                .isEqualTo("[null,\"data/orders\",\"NaN\"]");
    }
}
