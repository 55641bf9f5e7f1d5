package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTest {

    @Test
    void setsParametersInPlaceOfOldOnes() {
        Request request =
                Request.get("https://a.b/x?created%5Bgte%5D=1&z")
                        .query("created[gte]", 2)
                        .query("id", List.of("a b", "c"))
                        .query("gone", "x")
                        .query("gone", null);

        assertThat(request.url()).isEqualTo("https://a.b/x?z&created%5Bgte%5D=2&id=a%20b&id=c");
        assertThat(request.value("created[gte]")).contains("2");
        assertThat(request.value("id")).contains("a b");
        assertThat(request.value("z")).contains("");
        assertThat(request.value("gone")).isEmpty();
    }

    @Test
    void followsLinksAsTheyAre() {
        Request request = Request.get("https://a.b/x?old=1").header("Accept", "text/x");

        assertThat(request.url("/y?sig=a%2Fb+c&e[]=#frag").url())
                .isEqualTo("https://a.b/y?sig=a%2Fb+c&e[]=");
        assertThat(request.url("/y").header("accept")).contains("text/x");
        assertThatThrownBy(() -> Request.get("/y")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsValuesInsideTheBody() {
        Request request =
                Request.post("https://a.b/graphql")
                        .json(Map.of("variables", Map.of("first", 50)))
                        .set("/variables/after", "abc")
                        .set("/page/offset", 3)
                        .set("limit", 7);

        assertThat(request.url()).isEqualTo("https://a.b/graphql?limit=7");
        assertThat(request.value("/variables/after")).contains("abc");
        assertThat(request.body().orElseThrow())
                .contains("\"first\":50", "\"after\":\"abc\"", "\"page\":{\"offset\":3}");
    }

    @Test
    void sendsAnyTextAsItIs() {
        Request request = Request.post("https://a.b").json(Map.of()).text("<a/>", "text/xml");

        assertThat(request.body()).contains("<a/>");
        assertThat(request.contentType()).isEqualTo("text/xml");
        assertThat(request.query("x", 1).header("h", "v").body()).contains("<a/>");
        assertThat(request.json(Map.of()).body()).contains("{}");
    }

    @Test
    void sendsForms() {
        Request request = Request.post("https://a.b").form(Map.of("a b", "1&2"));

        assertThat(request.body()).contains("a%20b=1%262");
        assertThat(request.contentType()).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void showsNoQuery() {
        assertThat(Request.get("https://a.b/x?token=s3cret")).hasToString("GET https://a.b/x");
    }

    @Test
    void addsFieldsToForms() {
        Request asking = Request.post("https://a.example/x").form(Map.of("q", "ä b"));

        assertThat(asking.form("token", "t&1").form("token", "t&2").body())
                .contains("q=%C3%A4%20b&token=t%262");
        assertThat(asking.body()).contains("q=%C3%A4%20b");
        assertThat(Request.post("https://a.example/x").form("token", "t").body())
                .contains("token=t");
    }
}
