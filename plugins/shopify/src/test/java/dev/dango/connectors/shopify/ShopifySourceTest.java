package dev.dango.connectors.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.report.SourceReport;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.Reply;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shopify from its connections to the warehouse's tables. */
class ShopifySourceTest extends HttpSourceContract {

    private FakeShopify shop;
    private FakeListing orders;

    private static String day(int day) {
        return "2026-01-%02dT10:00:00Z".formatted(day);
    }

    @BeforeEach
    void open() {
        shop = new FakeShopify(api);
        orders = shop.connection("orders");
        IntStream.rangeClosed(1, 7)
                .forEach(i -> orders.add(FakeShopify.order(100 + i, day(i), i == 3 ? 25 : 1)));
    }

    @Override
    protected Source source() {
        return new ShopifySource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of("resources", List.of("orders")));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("shop", "ada-teas");
        settings.put("access_token", FakeShopify.TOKEN);
        settings.put("base_url", api.url() + "/admin/api/2026-07");
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "resources",
                                List.of("orders"),
                                "start_date",
                                "2026-01-01",
                                "client_id",
                                "1f2e3d",
                                "client_secret",
                                "shpss_1",
                                "metafields",
                                true,
                                "personal_data",
                                false,
                                "bulk_after",
                                5)));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SCHEMA, SLICES, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        orders.add(FakeShopify.order(200, "2026-02-01T10:00:00Z", 1));
    }

    private TestProject loaded(Map<String, Object> more) {
        TestProject project = project().settings(with(more));
        syncWell(project);
        return project;
    }

    private static Optional<Object> variable(Call call, String name) {
        Map<String, Object> variables =
                Nodes.object(FakeShopify.json(call.body()).get("variables"));
        return Optional.ofNullable(variables.get(name));
    }

    /** From when on changes are asked for. */
    private static String from(Call call) {
        String search = variable(call, "query").orElseThrow().toString();
        return search.replaceFirst("updated_at:>='(.*?)' AND updated_at:<'2026-03.*'", "$1");
    }

    // ---- pages -----------------------------------------------------------------------------

    @Test
    void readsAllThenOnlyWhatChanged() {
        TestProject project = loaded(Map.of("resources", List.of("orders")));
        api.clearRequests();
        orders.replace("id", "gid://shopify/Order/102", FakeShopify.order(102, day(20), 2));

        syncWell(project);

        assertThat(api.requests())
                .singleElement()
                .satisfies(call -> assertThat(from(call)).isEqualTo("2026-01-07T09:50:00Z"));
        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("7");
        assertThat(
                        project.query(
                                "SELECT count(*) FROM orders__line_items l JOIN orders o ON"
                                        + " l._dlt_parent_id = o._dlt_id WHERE o.id = 102"))
                .containsExactly("2");
    }

    @Test
    void idsAreTheNumbersTheRestApiHad() {
        TestProject project = loaded(Map.of("resources", List.of("orders")));

        assertThat(
                        project.query(
                                "SELECT id, admin_graphql_api_id,"
                                        + " total_price_set__shop_money__amount FROM orders WHERE id ="
                                        + " 101"))
                .containsExactly("101|gid://shopify/Order/101|9.90");
        assertThat(project.query("SELECT id, product_id FROM orders__line_items WHERE id = 101000"))
                .containsExactly("101000|77");
    }

    @Test
    void leavesPersonalDataOut() {
        loaded(Map.of("resources", List.of("orders", "customers"), "personal_data", false));

        assertThat(api.requests())
                .hasSizeGreaterThan(1)
                .extracting(Call::body)
                .noneMatch(body -> body.matches("(?s).*(irstName|mail|hone|ddress|<<).*"));
    }

    @Test
    void readsNestedConnectionsToTheirEnds() {
        TestProject project = loaded(Map.of("resources", List.of("orders")));

        assertThat(
                        project.query(
                                "SELECT count(*), count(DISTINCT id) FROM orders__line_items WHERE"
                                        + " id // 1000 = 103"))
                .containsExactly("25|25");
        assertThat(api.requests()).as("a page of orders, and the rest of one").hasSize(2);
    }

    @Test
    void asksForMoreWhileItCostsLittle() {
        IntStream.range(0, 60).forEach(i -> orders.add(FakeShopify.order(1000 + i, day(10), 0)));

        TestProject project = loaded(Map.of("resources", List.of("orders")));

        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("67");
        assertThat(
                        api.requests().stream()
                                .filter(call -> variable(call, "id").isEmpty())
                                .map(call -> variable(call, "first").orElseThrow()))
                .containsExactly(10L, 20L, 40L);
    }

    @Test
    void asksForLessWhereAQueryWouldCostTooMuch() {
        shop.allowAtMost(3);

        TestProject project = loaded(Map.of("resources", List.of("orders")));

        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("7");
        assertThat(api.requests().stream().map(call -> variable(call, "first").orElseThrow()))
                .startsWith(10L, 5L, 2L, 2L);
    }

    @Test
    void aPageThatNamesItselfIsAnError() {
        api.post(
                FakeShopify.PATH,
                call ->
                        Reply.jsonText(
                                "{\"data\":{\"orders\":{\"nodes\":[],\"pageInfo\":"
                                        + "{\"hasNextPage\":true,\"endCursor\":\"x\"}}}}"));

        assertThat(failure(Map.of()).kind()).isEqualTo("REMOTE");
        assertThat(api.requests()).hasSize(2);
    }

    // ---- other sorts of tables -------------------------------------------------------------

    @Test
    void refundsAreRowsOfTheirOwn() {
        Map<String, Object> order = FakeShopify.order(300, day(10), 1);
        Map<String, Object> refund = new LinkedHashMap<>();
        refund.put("id", "gid://shopify/Refund/9");
        refund.put("order", Map.of("id", "gid://shopify/Order/300"));
        refund.put(
                "refundLineItems",
                IntStream.range(0, 8)
                        .mapToObj(i -> Map.of("id", "gid://shopify/RefundLineItem/" + i))
                        .toList());
        refund.put("orderAdjustments", List.of());
        order.put("refunds", List.of(refund));
        orders.add(order);
        shop.connection("refunds").add(refund);
        orders.add(FakeShopify.order(301, day(12), 1));

        TestProject project = loaded(Map.of("resources", List.of("refunds")));

        assertThat(project.query("SELECT id, order_id FROM refunds")).containsExactly("9|300");
        assertThat(project.query("SELECT count(*) FROM refunds__refund_line_items"))
                .containsExactly("8");
        api.clearRequests();
        syncWell(project);
        assertThat(api.requests())
                .extracting(ShopifySourceTest::from)
                .as("from the last order on, although it has no refund")
                .containsExactly("2026-01-12T09:50:00Z");
    }

    @Test
    void levelsOfStockAreReadPerLocationFromItsOwnPosition() {
        for (int location = 1; location <= 2; location++) {
            shop.connection("locations")
                    .add(
                            Map.of(
                                    "id",
                                    "gid://shopify/Location/" + location,
                                    "inventoryLevels",
                                    List.of(level(location, 5), level(location, 6))));
        }

        TestProject project = loaded(Map.of("resources", List.of("inventory_levels")));

        assertThat(
                        project.query(
                                "SELECT location_id, inventory_item_id FROM inventory_levels ORDER"
                                        + " BY ALL"))
                .containsExactly("1|5", "1|6", "2|5", "2|6");
        api.clearRequests();
        syncWell(project);
        assertThat(api.requests())
                .filteredOn(call -> variable(call, "query").isPresent())
                .extracting(ShopifySourceTest::from)
                .containsExactlyInAnyOrder("2026-01-01T09:50:00Z", "2026-01-02T09:50:00Z");
    }

    private static Map<String, Object> level(int location, int item) {
        return Map.of(
                "id",
                "gid://shopify/InventoryLevel/" + location + "?inventory_item_id=" + item,
                "updatedAt",
                day(location),
                "location",
                Map.of("id", "gid://shopify/Location/" + location),
                "inventoryItem",
                Map.of("id", "gid://shopify/InventoryItem/" + item));
    }

    @Test
    void discountsAreWhatTheirNodesHold() {
        for (int i = 1; i <= 3; i++) {
            shop.connection("discountNodes")
                    .add(
                            Map.of(
                                    "id",
                                    "gid://shopify/DiscountNode/" + i,
                                    "discount",
                                    Map.of(
                                            "type",
                                            "DiscountCodeBasic",
                                            "title",
                                            "SUMMER " + i,
                                            "updatedAt",
                                            day(i))));
        }
        shop.allowAtMost(1);

        TestProject project = loaded(Map.of("resources", List.of("discounts"), "bulk_after", 2));

        assertThat(project.query("SELECT id, type, title FROM discounts ORDER BY 1"))
                .containsExactly(
                        "1|DiscountCodeBasic|SUMMER 1",
                        "2|DiscountCodeBasic|SUMMER 2",
                        "3|DiscountCodeBasic|SUMMER 3");
        assertThat(shop.bulkQueries()).hasSize(1);
    }

    @Test
    void productsThatWereDeletedAreDeletedHere() {
        IntStream.rangeClosed(1, 3)
                .forEach(i -> shop.connection("products").add(product(i, day(i))));
        TestProject project = loaded(Map.of("resources", List.of("products")));
        assertThat(api.requests()).as("nothing can be deleted before a first load").hasSize(1);
        shop.connection("deletionEvents")
                .add(
                        Map.of(
                                "id", "1",
                                "subjectId", "gid://shopify/Product/2",
                                "occurredAt", day(9)));

        syncWell(project);

        assertThat(project.query("SELECT id FROM products ORDER BY 1")).containsExactly("1", "3");
    }

    private static Map<String, Object> product(int number, String changed) {
        Map<String, Object> product = new LinkedHashMap<>();
        product.put("id", "gid://shopify/Product/" + number);
        product.put("updatedAt", changed);
        product.put("variants", List.of());
        product.put("media", List.of());
        return product;
    }

    @Test
    void missesNoDeletionWhereARunBrokeOff() {
        FakeListing products = shop.connection("products");
        IntStream.rangeClosed(1, 3).forEach(i -> products.add(product(i, day(i))));
        TestProject project = loaded(Map.of("resources", List.of("products")));
        products.replace("id", "gid://shopify/Product/3", product(3, day(20)));
        shop.connection("deletionEvents")
                .add(
                        Map.of(
                                "id", "1",
                                "subjectId", "gid://shopify/Product/2",
                                "occurredAt", day(9)));
        api.post(
                FakeShopify.PATH,
                call ->
                        call.body().contains("deletionEvents")
                                ? Reply.status(400)
                                : shop.answer(call));
        assertThat(project.sync().failures()).hasSize(1);
        api.post(FakeShopify.PATH, shop::answer);

        syncWell(project);

        assertThat(project.query("SELECT id FROM products ORDER BY 1")).containsExactly("1", "3");
    }

    @Test
    void leavesToTheNextRunWhatChangesWhileItIsRead() {
        FakeListing variants = shop.connection("productVariants");
        IntStream.rangeClosed(1, 3).forEach(i -> variants.add(variant(i, day(i))));
        shop.allowAtMost(1);
        api.post(
                FakeShopify.PATH,
                call -> {
                    if (variable(call, "after").filter("2"::equals).isPresent()) {
                        variants.replace("id", id(1), variant(1, "2026-03-01T12:30:00Z"));
                        variants.replace("id", id(3), variant(3, "2026-03-01T12:45:00Z"));
                    }
                    return shop.answer(call);
                });
        TestProject project = loaded(Map.of("resources", List.of("product_variants")));
        api.clearRequests();

        syncWell(project);

        assertThat(from(api.requests().get(0)))
                .as("the position is before both, of which one had been read")
                .isEqualTo("2026-01-02T09:50:00Z");
    }

    private static Map<String, Object> variant(int number, String changed) {
        return Map.of("id", id(number), "updatedAt", changed);
    }

    private static String id(int variant) {
        return "gid://shopify/ProductVariant/" + variant;
    }

    // ---- bulk operations -------------------------------------------------------------------

    @Test
    void goesOnWithABulkOperationWhereThereIsMuch() {
        shop.allowAtMost(3);

        TestProject project = loaded(Map.of("resources", List.of("orders"), "bulk_after", 3));

        assertThat(shop.bulkQueries())
                .singleElement()
                .asString()
                .contains("updated_at:>='2026-01-04T10:00:00Z'")
                .contains("lineItems { edges { node { id");
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM orders"))
                .containsExactly("7|7");
        assertThat(project.query("SELECT count(*) FROM orders__line_items")).containsExactly("31");
        assertThat(project.query("SELECT DISTINCT product_id FROM orders__line_items"))
                .containsExactly("77");
    }

    @Test
    void startsAgainBehindTheLastBulkOperationThatEnded() {
        for (int year = 2023; year <= 2025; year++) {
            orders.addFirst(FakeShopify.order(year, year + "-06-01T00:00:00Z", 1));
        }
        shop.allowAtMost(1);
        TestProject project =
                project().settings(with(Map.of("resources", List.of("orders"), "bulk_after", 1)));
        api.post(
                FakeShopify.PATH,
                call ->
                        shop.bulkQueries().size() == 3 && call.body().contains("RunQuery")
                                ? Reply.status(400)
                                : shop.answer(call));
        assertThat(project.sync().failures()).hasSize(1);
        assertThat(shop.bulkQueries())
                .element(1)
                .asString()
                .contains("updated_at:>='2023-11-28T00:00:00Z' AND")
                .contains("updated_at:<'2024-05-26T00:00:00Z'");
        api.post(FakeShopify.PATH, shop::answer);
        api.clearRequests();

        syncWell(project);

        assertThat(from(api.requests().get(0))).isEqualTo("2024-05-31T23:50:00Z");
        assertThat(project.query("SELECT count(*), count(DISTINCT id) FROM orders"))
                .containsExactly("10|10");
    }

    @Test
    void goesOnByPagesWhereShopifyRunsEnoughOperations() {
        shop.allowAtMost(3);
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("bulkOperation", null);
        refused.put(
                "userErrors", List.of(Map.of("code", "LIMIT_REACHED", "message", "Limit reached")));
        Reply refusal = Reply.json(Map.of("data", Map.of("bulkOperationRunQuery", refused)));
        api.post(
                FakeShopify.PATH,
                call ->
                        call.body().contains("bulkOperationRunQuery")
                                ? refusal
                                : shop.answer(call));

        TestProject project = loaded(Map.of("resources", List.of("orders"), "bulk_after", 3));

        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("7");
        assertThat(shop.bulkQueries()).isEmpty();
    }

    // ---- limits and failures ---------------------------------------------------------------

    @Test
    void waitsUntilThereArePointsAgain() {
        api.failNext(FakeShopify.PATH, FakeShopify.throttled(), 1);
        long start = System.nanoTime();

        TestProject project = loaded(Map.of("resources", List.of("orders")));

        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("7");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("100 points are lacking, of which 50 come a second")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    private SourceReport.Failure failure(Map<String, Object> more) {
        Map<String, Object> settings = with(Map.of("resources", List.of("orders")));
        settings.putAll(more);
        SourceReport report = project().settings(settings).sync();
        assertThat(report.failures()).hasSize(1);
        return report.failures().get(0);
    }

    private SourceReport.Failure failureWhen(Reply reply) {
        api.failNext(FakeShopify.PATH, reply, 1);
        return failure(Map.of());
    }

    @Test
    void tellsRefusalsApart() {
        assertThat(
                        failureWhen(
                                FakeShopify.error(
                                        "ACCESS_DENIED",
                                        "Access denied for orders field. Required access:"
                                                + " `read_orders` access scope.")))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.message()).contains("read_orders");
                            assertThat(failure.hint()).contains("scope read_orders");
                        });
        assertThat(failureWhen(FakeShopify.error("undefinedField", "Field 'x' doesn't exist")))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("REMOTE"));
        assertThat(failureWhen(status(402, "Unavailable Shop")))
                .satisfies(failure -> assertThat(failure.hint()).contains("frozen"));
        assertThat(failureWhen(status(423, "Locked")))
                .satisfies(failure -> assertThat(failure.hint()).contains("locked"));
        assertThat(failureWhen(status(404, "Not Found")))
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("NOT_FOUND");
                            assertThat(failure.hint()).contains(".myshopify.com");
                        });
    }

    private static Reply status(int status, String errors) {
        return Reply.json(Map.of("errors", errors)).withStatus(status);
    }

    // ---- settings --------------------------------------------------------------------------

    @Test
    void takesTheOriginalsSettings() {
        TestProject project = project();
        syncWell(
                project.settings(
                        Map.of(
                                "shop_url",
                                "https://ada-teas.myshopify.com",
                                "private_app_password",
                                FakeShopify.TOKEN,
                                "start_date",
                                "2026-01-04",
                                "base_url",
                                api.url() + "/admin/api/2026-07")));

        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("4");
        assertThat(api.requests()).as("orders, customers and products").hasSize(3);
    }

    @Test
    void findsTheShopByNameHostOrAddress() {
        for (String shopIs :
                List.of("ada-teas", "ada-teas.myshopify.com", "https://ada-teas.myshopify.com/")) {
            Record config =
                    project().bind(Map.of("shop", shopIs, "access_token", FakeShopify.TOKEN));
            assertThat(((ShopifySource.Config) config).address())
                    .isEqualTo("https://ada-teas.myshopify.com/admin/api/2026-07");
        }
    }

    @Test
    void signsInWithTheSecretOfAnApp() {
        shop.letIn("shpat_granted");
        api.post(
                "/admin/oauth/access_token",
                call -> Reply.json(Map.of("access_token", "shpat_granted", "expires_in", 86399)));
        Map<String, Object> settings = with(Map.of("resources", List.of("orders")));
        settings.remove("access_token");
        settings.put("client_id", "1f2e3d");
        settings.put("client_secret", "shpss_1");
        TestProject project = project().settings(settings);

        syncWell(project);

        assertThat(project.query("SELECT count(*) FROM orders")).containsExactly("7");
        assertThat(api.requests("/admin/oauth/access_token"))
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(call.body())
                                        .contains("grant_type=client_credentials")
                                        .contains("client_secret=shpss_1"));
    }

    @Test
    void wantsAWayToSignInAndKnownTables() {
        assertThatThrownBy(() -> project().bind(Map.of("shop", "ada-teas", "client_id", "1")))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG));
        assertThat(failure(Map.of("resources", List.of("order"))).hint())
                .contains("Did you mean \"orders\"?");
    }

    @Test
    void checkTellsWhichAccessScopesAreMissing() {
        TestProject project =
                project()
                        .settings(
                                with(
                                        Map.of(
                                                "resources",
                                                List.of("orders", "products", "locations"))));

        project.check();

        assertThat(project.said())
                .anyMatch(text -> text.contains("lacks the access scope read_locations."))
                .anyMatch(text -> text.contains("read_all_orders"));
    }
}
