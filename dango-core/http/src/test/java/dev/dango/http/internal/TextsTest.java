package dev.dango.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses, links, names and JSON texts. */
class TextsTest {

    @Test
    void joinsAndResolvesAddresses() {
        assertThat(Urls.join("https://a.b/v1", "/x")).isEqualTo("https://a.b/v1/x");
        assertThat(Urls.join("https://a.b/v1/", "x?y=1")).isEqualTo("https://a.b/v1/x?y=1");
        assertThat(Urls.join("https://a.b/v1", "https://c.d/x")).isEqualTo("https://c.d/x");
        assertThat(Urls.join("https://a.b/v1", "")).isEqualTo("https://a.b/v1");
        assertThat(Urls.resolve("https://a.b/v1/x", "/v2/y?z")).isEqualTo("https://a.b/v2/y?z");
        assertThat(Urls.resolve("https://a.b/v1/x", "y")).isEqualTo("https://a.b/v1/y");
        assertThat(Urls.resolve("https://a.b", "y")).isEqualTo("https://a.b/y");
        assertThat(Urls.resolve("https://a.b/v1/x", "?page=2"))
                .isEqualTo("https://a.b/v1/x?page=2");
        assertThat(Urls.resolve("https://a.b/v1/x", "//c.d/y")).isEqualTo("https://c.d/y");
    }

    @Test
    void encodesWhatMustBe() {
        assertThat(Urls.encode("a b+c*~/é")).isEqualTo("a%20b%2Bc%2A~%2F%C3%A9");
        assertThat(Urls.encodePath("acme/wid gets")).isEqualTo("acme/wid%20gets");
        assertThat(Urls.decode("100%")).isEqualTo("100%");
        assertThat(Urls.origin("HTTPS://A.b:8443/x?y")).isEqualTo("https://a.b:8443");
        assertThat(Urls.host("https://me:pw@a.b:8443/x")).isEqualTo("a.b");
    }

    @Test
    void findsLinksByRelation() {
        List<String> headers =
                List.of(
                        "<https://a/1>; rel=\"prev\"; title=\"a, b; rel=next\","
                                + " <https://a/3?x=1,2>; foo=bar; REL=\"last next\"",
                        "<https://a/9>; rel=next");

        assertThat(Links.find(headers, "next")).contains("https://a/3?x=1,2");
        assertThat(Links.find(headers, "prev")).contains("https://a/1");
        assertThat(Links.find(headers, "first")).isEmpty();
        assertThat(Links.find(List.of(), "next")).isEmpty();
    }

    @Test
    void fractionsAreDoublesUnlessThatChangesThem() throws Exception {
        byte[] json = "[1.50, 1e3, 0.1234567890123456789]".getBytes(UTF_8);
        assertThat(JsonText.value(json, 0, json.length))
                .isEqualTo(List.of(1.5, 1000.0, new BigDecimal("0.1234567890123456789")));
        assertThat(JsonText.cell("1.50")).isEqualTo(1.5);
        assertThat(JsonText.scalar("1.50")).hasToString("1.50");
    }

    @Test
    void writesAndReadsPlainValues() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", List.of(1, 2L, 1.5, true));
        value.put("b\"", null);
        value.put("c", "é\n");

        assertThat(JsonText.write(value))
                .isEqualTo("{\"a\":[1,2,1.5,true],\"b\\\"\":null,\"c\":\"é\\n\"}");
        assertThat(JsonText.scalar("\"x\\u00e9\"")).isEqualTo("xé");
        assertThat(JsonText.scalar("12")).isEqualTo(12L);
        assertThat(JsonText.scalar("12345678901234567890")).hasToString("12345678901234567890");
        assertThat(JsonText.scalar("true")).isEqualTo(true);
        assertThat(JsonText.scalar("null")).isNull();
    }
}
