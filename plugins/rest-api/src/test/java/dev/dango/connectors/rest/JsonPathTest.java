package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of JSONPath that users write. */
class JsonPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data.items | /data/items",
                "$.data[*].id | /data/*/id",
                "$['data']['a.b'] | /data/a.b",
                "[\"x/y~z\"] | /x~1y~0z",
                "'@odata.nextLink' | /@odata.nextLink",
                "items[0].id | /items/0/id",
                "a.* | /a/*",
                "some name.other-name | /some name/other-name",
            })
    void namesPlaces(String path, String pointer) {
        assertThat(JsonPath.pointer(path)).isEqualTo(pointer);
    }

    @Test
    void namesTheWholeDocument() {
        assertThat(JsonPath.pointer("$")).isEmpty();
        assertThat(JsonPath.records("[*]")).isEmpty();
        assertThat(JsonPath.records("$.data[*]")).isEqualTo("/data");
        assertThat(JsonPath.records("$.data[*].lines")).isEqualTo("/data/*/lines");
        assertThat(JsonPath.column("$.fields['updated.at']")).isEqualTo("fields.updated.at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a[?(@.x>1)]", "a[1:2]", "a[-1]", "a.", "$x$", "a['b"})
    void refusesTheRest(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPath.pointer(path))
                .withMessageContaining("is not understood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "items[*].at"})
    void aColumnIsOneField(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.column(path));
    }
}
