package dev.dango.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

    @Test
    void readsBackWhatItWrote() throws IOException {
        String text = "{\"b\":[1,2.5,12345678901234567890,null,true],\"a\":{\"x\":\"y\"}}";

        assertThat(Json.write(Json.read(text))).isEqualTo(text);
        for (String broken : List.of("", "{\"a\":1", "{} {}", "[1", "nothing")) {
            assertThatThrownBy(() -> Json.read(broken)).isInstanceOf(IOException.class);
        }
    }
}
