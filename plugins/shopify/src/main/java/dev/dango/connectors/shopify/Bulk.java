package dev.dango.connectors.shopify;

import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Bulk operations: Shopify runs a query over everything by itself, however much it is, and leaves
 * the result in a file of JSON lines. See
 * https://shopify.dev/docs/api/usage/bulk-operations/queries.
 */
final class Bulk {

    private static final String RUN =
            "mutation($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: true) {"
                    + " bulkOperation { id } userErrors { code field message } } }";

    private static final String LOOK =
            "query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount url } }";

    /** Bytes of the file in memory at once; a multiple of what a line takes. */
    private static final int PART = 8 * 1024 * 1024;

    private final Admin admin;
    private final int part;

    Bulk(Admin admin) {
        this(admin, PART);
    }

    Bulk(Admin admin, int part) {
        this.admin = admin;
        this.part = part;
    }

    /**
     * Runs a query.
     *
     * @param goOn takes a node of the root with all that is nested in it; false ends the reading
     * @return false if Shopify runs as many operations of this app as it may already
     */
    boolean run(
            Table table,
            String search,
            SourceContext context,
            Predicate<Map<String, Object>> goOn) {
        Optional<String> id = start(table.bulk(search), context);
        if (id.isEmpty()) {
            return false;
        }
        Request look =
                admin.client()
                        .post("/graphql.json")
                        .json(Map.of("query", LOOK, "variables", Map.of("id", id.get())));
        String what = "Shopify prepares " + table.name();
        admin.client()
                .await(look, Bulk::isDone, what, context)
                .text("/data/bulkOperation/url")
                .ifPresent(url -> new Grouping(table, goOn).read(url, context));
        return true;
    }

    private Optional<String> start(String query, SourceContext context) {
        Response started = admin.ask(RUN, Map.of("query", query), context);
        String place = "/data/bulkOperationRunQuery";
        Optional<String> refusal = started.text(place + "/userErrors/*/message");
        if (refusal.isEmpty()) {
            return started.text(place + "/bulkOperation/id");
        }
        String code = started.text(place + "/userErrors/*/code").orElse("");
        if (code.equals("LIMIT_REACHED") || code.equals("OPERATION_IN_PROGRESS")) {
            return Optional.empty();
        }
        throw SourceException.of(
                ErrorKind.REMOTE, "Shopify refused a bulk operation: " + refusal.get());
    }

    private static boolean isDone(Response look) {
        String status = look.text("/data/bulkOperation/status").orElse("EXPIRED");
        return switch (status) {
            case "COMPLETED" -> true;
            case "CREATED", "RUNNING" -> false;
            default -> throw failed(status, look.text("/data/bulkOperation/errorCode").orElse(""));
        };
    }

    private static SourceException failed(String status, String code) {
        String how = (status + " " + code).strip();
        if (code.equals("ACCESS_DENIED")) {
            return SourceException.of(
                            ErrorKind.PERMISSION, "A bulk operation ended with " + how + ".")
                    .hint("Give the app the access scopes of the table, and install it again.");
        }
        ErrorKind kind = status.equals("FAILED") ? ErrorKind.TRANSIENT : ErrorKind.REMOTE;
        return SourceException.of(kind, "A bulk operation ended with " + how + ".")
                .hint("Sync again; bulk_after: 0 reads by pages instead.");
    }

    // ---- the file --------------------------------------------------------------------------

    /** Puts lines together that are one node: children come after their parent, which they name. */
    private final class Grouping {

        private final Table table;
        private final Predicate<Map<String, Object>> goOn;
        private final Map<String, Map<String, Object>> family = new LinkedHashMap<>();
        private Map<String, Object> root;

        Grouping(Table table, Predicate<Map<String, Object>> goOn) {
            this.table = table;
            this.goOn = goOn;
        }

        /** Reads the file part by part, so that its size does not matter. */
        void read(String url, SourceContext context) {
            HttpClient client = admin.client();
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            long from = 0;
            boolean more = true;
            while (more) {
                String range = "bytes=" + from + "-" + (from + part - 1);
                Response answer = client.send(Request.get(url).header("Range", range), context);
                byte[] bytes = answer.body();
                from += bytes.length;
                more = answer.status() == 206 && from < length(answer);
                rest.writeBytes(bytes);
                byte[] lines = more ? wholeLines(rest) : rest.toByteArray();
                if (!take(lines, answer)) {
                    return;
                }
            }
            flush();
        }

        private static long length(Response answer) {
            return answer.header("Content-Range")
                    .map(range -> range.substring(range.indexOf('/') + 1))
                    .filter(length -> length.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .orElse(0L);
        }

        private boolean take(byte[] lines, Response origin) {
            for (Object line : values(lines, origin)) {
                if (!take(Nodes.object(line))) {
                    return false;
                }
            }
            return true;
        }

        private boolean take(Map<String, Object> node) {
            Object parent = node.remove("__parentId");
            if (parent == null) {
                boolean wanted = flush();
                root = node;
                family.put(String.valueOf(node.get("id")), node);
                return wanted;
            }
            Map<String, Object> holder = family.get(parent.toString());
            if (holder == null) {
                throw SourceException.of(
                                ErrorKind.REMOTE,
                                "A bulk operation gave a record apart from its parent "
                                        + parent
                                        + ".")
                        .hint("Sync again; bulk_after: 0 reads by pages instead.");
            }
            children(holder, field(node)).add(node);
            return true;
        }

        private String field(Map<String, Object> node) {
            String type = Nodes.type(String.valueOf(node.get("id")));
            return table.nested().stream()
                    .filter(nested -> type.matches(nested.types()))
                    .findFirst()
                    .map(Table.Nested::name)
                    .orElse(type);
        }

        @SuppressWarnings("unchecked") // made here
        private static List<Object> children(Map<String, Object> holder, String field) {
            return (List<Object>) holder.computeIfAbsent(field, name -> new ArrayList<>());
        }

        private boolean flush() {
            Map<String, Object> complete = root;
            root = null;
            family.clear();
            return complete == null || goOn.test(complete);
        }
    }

    /** Takes the lines out that are complete, and leaves the beginning of the last one. */
    private static byte[] wholeLines(ByteArrayOutputStream buffer) {
        byte[] bytes = buffer.toByteArray();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        buffer.reset();
        buffer.write(bytes, end, bytes.length - end);
        return Arrays.copyOf(bytes, end);
    }

    /** JSON lines have no line breaks but between them: with commas there they are an array. */
    private static List<Object> values(byte[] lines, Response origin) {
        String text = new String(lines, StandardCharsets.UTF_8).strip();
        byte[] array = ("[" + text.replace('\n', ',') + "]").getBytes(StandardCharsets.UTF_8);
        return Response.of(origin.request(), 200, Map.of(), array).values();
    }
}
