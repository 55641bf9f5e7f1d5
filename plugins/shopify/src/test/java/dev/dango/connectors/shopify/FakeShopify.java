package dev.dango.connectors.shopify;

import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Answers as the GraphQL Admin API of a shop does: it searches, sorts and pages connections, counts
 * points, and runs bulk operations. Records hold their nested connections as lists.
 */
final class FakeShopify {

    static final String PATH = "/admin/api/2026-07/graphql.json";
    static final String TOKEN = "shpat_5c0ffee";

    private static final Pattern ROOT = Pattern.compile("^query\\([^)]*\\) \\{ (\\w+)\\(");
    private static final Pattern BULK_ROOT = Pattern.compile("^\\{ (\\w+)\\(.*?query: \"(.*?)\"");
    private static final Pattern IN_NODE =
            Pattern.compile("node\\(id: \\$id\\) \\{ \\.\\.\\. on (\\w+) \\{ (\\w+)(?:: \\w+)?\\(");
    private static final Pattern NESTED = Pattern.compile("(\\w+)(?:: \\w+)?\\(first: (\\d+)\\)");
    private static final Pattern TERM =
            Pattern.compile("(updated_at|processed_at|occurred_at|id):(>=|>|<)'?([^' ]+)'?");

    private final FakeApi api;
    private final Map<String, FakeListing> connections = new LinkedHashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final List<String> bulkQueries = new ArrayList<>();
    private String token = TOKEN;
    private int mostNodes = 250;
    private int looks;

    FakeShopify(FakeApi api) {
        this.api = api;
        api.post(PATH, this::answer);
        api.get("/files/{file}", this::file);
    }

    void letIn(String newToken) {
        token = newToken;
    }

    private boolean isLetIn(Call call) {
        return call.header("X-Shopify-Access-Token").filter(token::equals).isPresent();
    }

    FakeListing connection(String name) {
        return connections.computeIfAbsent(name, none -> new FakeListing(List.of()));
    }

    /** Lets queries for more nodes cost too much. */
    void allowAtMost(int nodes) {
        mostNodes = nodes;
    }

    List<String> bulkQueries() {
        return List.copyOf(bulkQueries);
    }

    static Map<String, Object> order(int number, String changed, int lines) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", "gid://shopify/Order/" + number);
        order.put("name", "#" + number);
        order.put("createdAt", "2026-01-01T00:00:00Z");
        order.put("updatedAt", changed);
        order.put("customer", null);
        order.put("totalPriceSet", Map.of("shopMoney", Map.of("amount", "9.90")));
        order.put(
                "lineItems",
                IntStream.range(0, lines).mapToObj(line -> line(1000L * number + line)).toList());
        order.put("shippingLines", List.of());
        order.put("refunds", List.of());
        return order;
    }

    private static Map<String, Object> line(long id) {
        return Map.of(
                "id",
                "gid://shopify/LineItem/" + id,
                "quantity",
                2,
                "product",
                Map.of("id", "gid://shopify/Product/77"));
    }

    static Reply error(String code, String message) {
        return Reply.json(
                Map.of(
                        "errors",
                        List.of(Map.of("message", message, "extensions", Map.of("code", code)))));
    }

    /** A refusal that comes with the points there are: 100 are lacking, 50 come a second. */
    static Reply throttled() {
        return Reply.json(
                Map.of(
                        "errors",
                        List.of(
                                Map.of(
                                        "message",
                                        "Throttled",
                                        "extensions",
                                        Map.of("code", "THROTTLED"))),
                        "extensions",
                        cost(110, 10)));
    }

    private static Map<String, Object> cost(int requested, int available) {
        return Map.of(
                "cost",
                Map.of(
                        "requestedQueryCost",
                        requested,
                        "throttleStatus",
                        Map.of(
                                "maximumAvailable",
                                2000.0,
                                "currentlyAvailable",
                                available,
                                "restoreRate",
                                50.0)));
    }

    // ---- queries ---------------------------------------------------------------------------

    static Map<String, Object> json(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Response parsed = Response.of(Request.get("http://127.0.0.1"), 200, Map.of(), body);
        return Nodes.object(parsed.values().get(0));
    }

    Reply answer(Call call) {
        if (!isLetIn(call)) {
            return Reply.json(Map.of("errors", "[API] Invalid API key or access token"))
                    .withStatus(401);
        }
        Map<String, Object> body = json(call.body());
        String query = body.get("query").toString();
        Map<String, Object> variables = Nodes.object(body.get("variables"));
        if (variables.get("first") instanceof Long first && first > mostNodes) {
            return error("MAX_COST_EXCEEDED", "Query cost is 2400, which exceeds the max of 1000.");
        }
        return Reply.json(Map.of("data", data(query, variables), "extensions", cost(12, 1988)));
    }

    private Map<String, Object> data(String query, Map<String, Object> variables) {
        if (query.contains("currentAppInstallation")) {
            List<Map<String, String>> scopes =
                    List.of(Map.of("handle", "read_orders"), Map.of("handle", "write_products"));
            return Map.of("currentAppInstallation", Map.of("accessScopes", scopes));
        }
        if (query.contains("bulkOperationRunQuery")) {
            return Map.of("bulkOperationRunQuery", started(variables.get("query").toString()));
        }
        if (query.contains("bulkOperation(")) {
            return Map.of("bulkOperation", look(variables.get("id").toString()));
        }
        Matcher node = IN_NODE.matcher(query);
        if (node.find()) {
            return Map.of("node", inNode(node.group(1), node.group(2), query, variables));
        }
        Matcher root = ROOT.matcher(query);
        if (!root.find()) {
            throw new IllegalArgumentException("no such query: " + query);
        }
        FakeListing found = searched(connection(root.group(1)), query, variables);
        return Map.of(root.group(1), page(found, query, variables));
    }

    private Map<String, Object> inNode(
            String type, String field, String query, Map<String, Object> variables) {
        Map<String, Object> node =
                connections.values().stream()
                        .flatMap(listing -> listing.records().stream())
                        .filter(record -> variables.get("id").equals(record.get("id")))
                        .filter(record -> Nodes.type(record.get("id").toString()).equals(type))
                        .findFirst()
                        .orElseThrow();
        FakeListing all = new FakeListing(records(node.get(field)));
        return Map.of(field, page(searched(all, query, variables), query, variables));
    }

    private static List<Map<String, Object>> records(Object list) {
        return ((List<?>) list).stream().map(Nodes::object).toList();
    }

    private static FakeListing searched(
            FakeListing all, String query, Map<String, Object> variables) {
        FakeListing found = matching(all, String.valueOf(variables.get("query")));
        return query.contains("sortKey: UPDATED_AT")
                ? new FakeListing(
                        found.records().stream()
                                .sorted(Comparator.comparing(node -> text(node, "updatedAt")))
                                .toList())
                : found;
    }

    private static FakeListing matching(FakeListing all, String search) {
        FakeListing found = all;
        Matcher term = TERM.matcher(search);
        while (term.find()) {
            String field = term.group(1);
            String comparison = term.group(2);
            String value = term.group(3);
            found = found.where(node -> matches(node, field, comparison, value));
        }
        return found;
    }

    private static boolean matches(
            Map<String, Object> node, String field, String comparison, String value) {
        int order =
                field.equals("id")
                        ? Long.compare((Long) Nodes.number(node.get("id")), Long.parseLong(value))
                        : text(node, field.replace("_at", "At")).compareTo(value);
        return switch (comparison) {
            case ">=" -> order >= 0;
            case ">" -> order > 0;
            default -> order < 0;
        };
    }

    private static String text(Map<String, Object> node, String field) {
        Object own = node.get(field);
        return own != null
                ? own.toString()
                : Nodes.object(node.get("discount")).get(field).toString();
    }

    private static Map<String, Object> page(
            FakeListing found, String query, Map<String, Object> variables) {
        int from = Integer.parseInt(String.valueOf(variables.getOrDefault("after", "0")));
        int first = ((Long) variables.get("first")).intValue();
        List<Map<String, Object>> nodes =
                found.part(from, first).stream().map(node -> framed(node, query)).toList();
        return frame(nodes, from + first, found.records().size());
    }

    private static Map<String, Object> frame(List<?> nodes, int end, int size) {
        Map<String, Object> pageInfo = new LinkedHashMap<>();
        pageInfo.put("hasNextPage", end < size);
        pageInfo.put("endCursor", nodes.isEmpty() ? null : Integer.toString(end));
        return Map.of("nodes", nodes, "pageInfo", pageInfo);
    }

    /** Nested connections show as much as is asked for. */
    private static Map<String, Object> framed(Map<String, Object> node, String query) {
        Map<String, Object> framed = new LinkedHashMap<>(node);
        Matcher nested = NESTED.matcher(query);
        while (nested.find()) {
            String field = nested.group(1);
            int first = Integer.parseInt(nested.group(2));
            framed.computeIfPresent(
                    field,
                    (name, list) -> {
                        List<Map<String, Object>> all = records(list);
                        return frame(
                                all.subList(0, Math.min(first, all.size())), first, all.size());
                    });
        }
        framed.computeIfPresent(
                "refunds",
                (name, list) ->
                        records(list).stream().map(refund -> framed(refund, query)).toList());
        return framed;
    }

    // ---- bulk operations -------------------------------------------------------------------

    private Map<String, Object> started(String query) {
        bulkQueries.add(query);
        Matcher root = BULK_ROOT.matcher(query);
        if (!root.find()) {
            throw new IllegalArgumentException("no bulk query: " + query);
        }
        String id = "gid://shopify/BulkOperation/" + bulkQueries.size();
        StringBuilder lines = new StringBuilder();
        matching(connection(root.group(1)), root.group(2))
                .records()
                .forEach(node -> write(node, query, lines));
        files.put(id, lines.toString());
        return Map.of("bulkOperation", Map.of("id", id), "userErrors", List.of());
    }

    private static void write(Map<String, Object> node, String query, StringBuilder lines) {
        Map<String, Object> own = new LinkedHashMap<>(node);
        List<Map<String, Object>> children = new ArrayList<>();
        node.forEach(
                (field, value) -> {
                    if (query.contains(field + " { edges")) {
                        own.remove(field);
                        records(value).forEach(child -> children.add(child(child, node)));
                    }
                });
        lines.append(line(own));
        children.forEach(child -> lines.append(line(child)));
    }

    private static Map<String, Object> child(
            Map<String, Object> child, Map<String, Object> parent) {
        Map<String, Object> named = new LinkedHashMap<>(child);
        named.put("__parentId", parent.get("id"));
        return named;
    }

    private static String line(Map<String, Object> node) {
        return Request.post("http://127.0.0.1").json(node).body().orElseThrow() + "\n";
    }

    private Map<String, Object> look(String id) {
        Map<String, Object> operation = new LinkedHashMap<>();
        boolean done = looks++ > 0;
        operation.put("status", done ? "COMPLETED" : "RUNNING");
        String file = id.substring(id.lastIndexOf('/') + 1) + ".jsonl";
        operation.put(
                "url", done && !files.get(id).isEmpty() ? api.url() + "/files/" + file : null);
        return operation;
    }

    private Reply file(Call call) {
        String number = call.variable("file").replace(".jsonl", "");
        byte[] all =
                files.get("gid://shopify/BulkOperation/" + number).getBytes(StandardCharsets.UTF_8);
        Optional<String> range = call.header("Range");
        String[] ends = range.orElseThrow().replace("bytes=", "").split("-");
        int from = Integer.parseInt(ends[0]);
        int to = Math.min(Integer.parseInt(ends[1]) + 1, all.length);
        return Reply.raw("application/jsonl", Arrays.copyOfRange(all, from, to))
                .withStatus(206)
                .header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + all.length);
    }
}
