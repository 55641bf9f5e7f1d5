package dev.dango.engine.dlt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateDocumentTest {

    private static ResourceState resource(String json) throws IOException {
        return StateDocument.decode(
                        "{\"_state_engine_version\":4,\"sources\":{\"v\":{\"resources\":{\"r\":"
                                + json
                                + "}}}}")
                .resource(List.of("s"), "r"::equals)
                .orElseThrow();
    }

    private static Object last(String json) throws IOException {
        return resource("{\"incremental\":{\"at\":{\"last_value\":" + json + "}}}")
                .positions()
                .get(0)
                .lastValue();
    }

    /** The text was made by Python's zlib and base64 out of JSON. */
    @Test
    void whatPythonPackedIsUnpacked() throws IOException {
        StateDocument document =
                StateDocument.decode(
                        "eJyrVoovLkksSY1PzUvPzEuNL0stKs7Mz1OyMtFRKs4vLUpOLVayqlYqAxFFqUgiRUCiFgQALqgYMA==");
        assertThat(document.resource(List.of(), "r"::equals)).isPresent();
    }

    @Test
    void valuesThatJsonLacksAreKnownByTheirFirstCharacter() throws IOException {
        assertThat(last("\"\uf0272024-01-02T03:04:05+02:00\""))
                .isEqualTo(Instant.parse("2024-01-02T01:04:05Z"));
        assertThat(last("\"\uf0272024-01-02T03:04:05\""))
                .isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
        assertThat(last("\"\uf0272024-01-02T03:04:05.5Z\""))
                .isEqualTo(Instant.parse("2024-01-02T03:04:05.500Z"));
        assertThat(last("\"\uf0282024-01-02\"")).isEqualTo(LocalDate.of(2024, 1, 2));
        assertThat(last("\"\uf02612.50\"")).isEqualTo(new BigDecimal("12.50"));
        assertThat(last("\"\uf02c7\"")).isEqualTo(new BigDecimal("7"));
        assertThat(last("\"\uf029a-b\"")).isEqualTo("a-b");
        assertThat(last("\"\uf027tomorrow\"")).isEqualTo("tomorrow");
        assertThat(last("\"2024\"")).isEqualTo("2024");
    }

    @Test
    void aPositionKeepsTheFormItsValuesHave() throws IOException {
        Instant next = Instant.parse("2024-02-03T00:00:00Z");
        assertThat(at("null", next)).isEqualTo(next);
        assertThat(at("\"\uf0272024-01-02T03:04:05+00:00\"", next)).isEqualTo(next);
        assertThat(at("1704164645", next)).isEqualTo(1_706_918_400L);
        assertThat(at("1704164645000", next)).isEqualTo(1_706_918_400_000L);
        assertThat(at("\"2024-01-02T03:04:05Z\"", next)).isEqualTo("2024-02-03T00:00:00Z");
        assertThat(at("\"2024-01-02T03:04:05+00:00\"", next))
                .isEqualTo("2024-02-03T00:00:00+00:00");
        assertThat(at("\"2024-01-02\"", next)).isEqualTo("2024-02-03");
        assertThat(at("\"2024-01-02\"", next.plusSeconds(1)))
                .isEqualTo("2024-02-03T00:00:01+00:00");
    }

    private static Object at(String before, Instant now) throws IOException {
        return resource("{\"incremental\":{\"at\":{\"last_value\":" + before + "}}}")
                .at("at", now, List.of())
                .positions()
                .get(0)
                .lastValue();
    }

    @Test
    void theVersionGrowsOnlyWithTheContent() throws IOException {
        StateDocument document = StateDocument.empty("s", "raw_s");
        String source = document.claim(List.of("s"), "t");
        document.put(source, ResourceState.empty("r").at("id", 7L, List.of("h")));
        assertThat(document.settle()).isTrue();
        assertThat(document.version()).isEqualTo(1);
        StateDocument again = StateDocument.decode(document.encode());
        again.claim(List.of("s"), "t");
        ResourceState known = again.resource(List.of("s"), "r"::equals).orElseThrow();
        again.put(source, known.at("id", 7L, List.of("h")));
        assertThat(again.settle()).isFalse();
        again.put(source, known.at("id", 8L, List.of("h")));
        assertThat(again.settle()).isTrue();
        assertThat(again.version()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsSaidInAFewWords() {
        String noZlib = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> StateDocument.decode("?")).hasMessage("it is no Base64");
        assertThatThrownBy(() -> StateDocument.decode(noZlib)).hasMessage("it is damaged");
        assertThatThrownBy(() -> StateDocument.decode("eJyr"))
                .isInstanceOf(IOException.class)
                .hasMessage("it is damaged");
        assertThatThrownBy(() -> StateDocument.decode("{\"a\":")).hasMessage("it is no JSON");
        assertThatThrownBy(() -> StateDocument.decode("{\"_state_engine_version\":5}"))
                .hasMessageContaining("form 5");
    }
}
