package dev.dango.apidocs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.testkit.Call;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents allow, on documents of a shop that does not exist. */
class ApiDocumentTest {

    private static final String FOLDER = "dango.api.documents";

    @BeforeEach
    void lookIntoTheTestsOwnFolder() throws URISyntaxException {
        Path documents = Path.of(ApiDocumentTest.class.getResource("/documents").toURI());
        System.setProperty(FOLDER, documents.toString());
    }

    @AfterEach
    void forgetTheFolder() {
        System.clearProperty(FOLDER);
    }

    private static ApiDocument shop() {
        return ApiDocument.openApi("shop/openapi.yaml").under("/api");
    }

    private static Call get(String path, Map<String, List<String>> query) {
        return new Call("GET", path, query, Map.of("accept", "*/*"), "", Map.of());
    }

    private static Call post(String path, String body) {
        Map<String, String> headers = Map.of("content-type", "application/json");
        return new Call("POST", path, Map.of(), headers, body, Map.of());
    }

    private static void assertRefused(ApiDocument document, Call call, String why) {
        assertThatThrownBy(() -> document.allows(List.of(call)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsDocumentedIsAllowed() {
        assertThatCode(
                        () ->
                                shop().allows(
                                                List.of(
                                                        get(
                                                                "/api/orders",
                                                                Map.of(
                                                                        "limit", List.of("100"),
                                                                        "state", List.of("open"))),
                                                        get("/api/orders/7", Map.of()),
                                                        post(
                                                                "/api/search",
                                                                "{\"query\":\"a\",\"limit\":5}"))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/orders, limit, 101, maximum",
        "/api/orders, state, lost, enum",
        "/api/orders, offset, 10, offset",
        "/api/invoices, limit, 1, no such path",
        "/v2/orders, limit, 1, is not under /api",
    })
    void whatIsNotDocumentedIsRefused(String path, String name, String value, String why) {
        assertRefused(shop(), get(path, Map.of(name, List.of(value))), why);
    }

    @ParameterizedTest
    @CsvSource({"'{\"limit\":5}', query", "'{\"query\":\"a\",\"limit\":\"x\"}', integer"})
    void bodiesAreChecked(String body, String why) {
        assertRefused(shop(), post("/api/search", body), why);
    }

    @Test
    void exceptionsPassAndMustBeNeeded() {
        Call call = get("/api/orders", Map.of("offset", List.of("10")));
        ApiDocument tolerant = shop().except("offset", "the document forgot it");
        assertThatCode(() -> tolerant.allows(List.of(call))).doesNotThrowAnyException();
        assertRefused(tolerant, get("/api/orders", Map.of()), "remove the others");
    }

    @Test
    void noRequestsAtAllProveNothing() {
        assertThatThrownBy(() -> shop().allows(List.of())).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource({
        "{ orders(first: 5) { id } }, {}, ",
        "{ orders { price } }, {}, price",
        "{ orders(first: \\\"a\\\") { id } }, {}, first",
        "{ orders {, {}, Invalid",
        "'query ($n: Int!) { orders(first: $n) { id } }', {\"n\":5}, ",
        "'query ($n: Int!) { orders(first: $n) { id } }', {}, n",
    })
    void queriesAreChecked(String query, String variables, String why) {
        ApiDocument schema = ApiDocument.graphQl("shop/introspection.json");
        Call call =
                post("/graphql", "{\"query\":\"%s\",\"variables\":%s}".formatted(query, variables));
        if (why == null) {
            assertThatCode(() -> schema.allows(List.of(call))).doesNotThrowAnyException();
        } else {
            assertRefused(schema, call, why);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/shop/v1/orders/7:lines, state, open, ",
        "/shop/v1/orders/7:lines, fields, id, ",
        "/shop/v1/orders/7:lines, state, lost, state cannot be",
        "/shop/v1/orders/7:lines, limit, few, limit cannot be",
        "/shop/v1/orders/7:lines, pretty, yes, pretty cannot be",
        "/shop/v1/orders/7:lines, order, 7, no parameter order",
        "/shop/v1/orders/7/8:lines, state, open, no such path",
        "/shop/v1/folders/a/b, at, 1, ",
        "/shop/v1/folders/a/b, fields, id, at is missing",
        "/v1/orders/7:lines, state, open, no such path",
    })
    void discoveryDocumentsAreChecked(String path, String name, String value, String why) {
        ApiDocument discovery = ApiDocument.discovery("shop/discovery.json");
        Call call = get(path, Map.of(name, List.of(value)));
        if (why == null) {
            assertThatCode(() -> discovery.allows(List.of(call))).doesNotThrowAnyException();
        } else {
            assertRefused(discovery, call, why);
        }
    }

    @Test
    void parametersRepeatOnlyWhereTheyMay() {
        ApiDocument discovery = ApiDocument.discovery("shop/discovery.json");
        Call states = get("/shop/v1/orders/7:lines", Map.of("state", List.of("open", "paid")));
        assertThatCode(() -> discovery.allows(List.of(states))).doesNotThrowAnyException();
        Call limits = get("/shop/v1/orders/7:lines", Map.of("limit", List.of("1", "2")));
        assertRefused(discovery, limits, "more than once");
    }

    @Test
    void withoutTheFolderATestIsSkipped() {
        System.setProperty(FOLDER, "nowhere");
        assertThatThrownBy(ApiDocumentTest::shop)
                .hasMessageContaining("there is no folder of vendors' documents");
    }
}
