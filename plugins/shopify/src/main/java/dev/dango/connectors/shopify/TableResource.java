package dev.dango.connectors.shopify;

import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a table: page by page, and by a bulk operation from where that would take long. Nested
 * connections are read to their ends.
 */
final class TableResource implements Resource {

    private static final int LARGEST_PAGE = 250;

    /** Of changes that one bulk operation reads; shorter ones would mostly be spent on waiting. */
    private static final Duration STRETCH = Duration.ofDays(180);

    private static final String LOCATIONS =
            "query($first: Int!, $after: String) { locations(first: $first, after: $after,"
                    + " includeInactive: true) { nodes { id } pageInfo { hasNextPage endCursor } } }";

    private static final String DELETED =
            "query($first: Int!, $after: String, $query: String, $types:"
                    + " [DeletionEventSubjectType!]) { deletionEvents(first: $first, after: $after,"
                    + " query: $query, subjectTypes: $types, sortKey: CREATED_AT) { nodes { subjectId }"
                    + " pageInfo { hasNextPage endCursor } } }";

    private final Table table;
    private final Admin admin;
    private final Instant start;
    private final int bulkAfter;

    /**
     * Makes a resource.
     *
     * @param start where the first load begins
     * @param bulkAfter how many nodes are read by pages before a bulk operation; 0 for all
     */
    TableResource(Table table, Admin admin, Instant start, int bulkAfter) {
        this.table = table;
        this.admin = admin;
        this.start = start;
        this.bulkAfter = bulkAfter;
    }

    @Override
    public ResourceSpec spec() {
        return table.spec();
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        if (table.parents().isEmpty()) {
            return List.of(Slice.WHOLE);
        }
        List<Slice> slices = new ArrayList<>();
        pages(
                LOCATIONS,
                "/data/locations",
                Map.of("first", LARGEST_PAGE),
                context,
                page -> {
                    for (Map<String, Object> node : nodes(page, "/data/locations")) {
                        String id = node.get("id").toString();
                        slices.add(new Slice(Nodes.number(id).toString(), Map.of("id", id)));
                    }
                    return true;
                });
        return slices;
    }

    // ---- pages -----------------------------------------------------------------------------

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        try {
            // before the position moves, since it says from when on to ask for deletions
            if (table.deletions().isPresent() && context.cursor().position().isPresent()) {
                readDeletions(context, out);
            }
            readNodes(slice, context, out);
        } catch (SourceException e) {
            throw Admin.naming(table, e);
        }
    }

    private void readNodes(Slice slice, ReadContext context, RecordSink out) {
        Changes changes = changes(context);
        Map<String, Object> variables = new LinkedHashMap<>(slice.parameters());
        variables.put("first", table.page());
        if (table.isIncremental()) {
            variables.put("query", search(changes));
        }
        long[] read = {0};
        pages(
                table.query(),
                table.place(),
                variables,
                context,
                page -> {
                    List<Map<String, Object>> nodes = nodes(page, table.place());
                    nodes.forEach(node -> emit(node, changes, context, out));
                    out.checkpoint();
                    read[0] += nodes.size();
                    return !out.satisfied()
                            && !(isMuch(read[0], page) && bulk(changes, nodes, context, out));
                });
    }

    private boolean isMuch(long read, Response page) {
        return table.isFitForBulk()
                && bulkAfter > 0
                && read >= bulkAfter
                && page.flag(table.place() + "/pageInfo/hasNextPage");
    }

    /** What takes a page; false ends the reading. */
    @FunctionalInterface
    private interface Reader {
        boolean read(Response page);
    }

    /**
     * Goes through a connection. What a query costs is hard to foretell: pages grow while they cost
     * little, and shrink where they cost more than Shopify allows.
     */
    private void pages(
            String query,
            String place,
            Map<String, Object> first,
            ReadContext context,
            Reader reader) {
        Map<String, Object> variables = new LinkedHashMap<>(first);
        int size = (Integer) first.get("first");
        int most = LARGEST_PAGE;
        Set<Object> cursors = new HashSet<>();
        while (true) {
            variables.put("first", size);
            Response page = admin.ask(query, variables, context);
            if (page.isIgnored()) {
                size = smaller(size);
                most = size;
                continue;
            }
            if (!reader.read(page) || !page.flag(place + "/pageInfo/hasNextPage")) {
                return;
            }
            Object next = page.text(place + "/pageInfo/endCursor").orElse("");
            if (!cursors.add(next)) {
                throw SourceException.of(
                                ErrorKind.REMOTE,
                                "Shopify names a page of "
                                        + table.name()
                                        + " as the next one that was read before.")
                        .hint("Try again later; the service is in trouble.");
            }
            variables.put("after", next);
            size = Admin.isCheap(page) ? Math.min(2 * size, most) : size;
        }
    }

    private int smaller(int size) {
        if (size == 1) {
            throw SourceException.of(
                            ErrorKind.REMOTE,
                            "One record of " + table.name() + " costs more than Shopify allows.")
                    .hint("Leave the table out, and report it.");
        }
        return size / 2;
    }

    private static List<Map<String, Object>> nodes(Response page, String place) {
        return page.select(place + "/nodes").values().stream().map(Nodes::object).toList();
    }

    // ---- what is new -----------------------------------------------------------------------

    /**
     * A stretch of time in which nodes changed.
     *
     * @param from inclusive; {@link Instant#EPOCH} for all
     * @param end exclusive
     */
    private record Changes(Instant from, Instant end) {}

    /**
     * What changes while it is read is left for the next run: its time would move the position past
     * changes of nodes that were read before.
     */
    private Changes changes(ReadContext context) {
        if (!table.isIncremental()) {
            return new Changes(Instant.EPOCH, Instant.MAX);
        }
        Instant now = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        IncrementalCursor cursor = context.cursor();
        return new Changes(since(cursor), cursor.until().filter(now::isAfter).orElse(now));
    }

    private String search(Changes changes) {
        String before = table.term("<", changes.end());
        return changes.from().equals(Instant.EPOCH)
                ? before
                : table.term(">=", changes.from()) + " AND " + before;
    }

    private Instant since(IncrementalCursor cursor) {
        return table.list().isEmpty()
                ? cursor.since(start)
                : cursor.position()
                        .map(known -> Instant.parse(known).minus(Table.LATE))
                        .orElse(start);
    }

    // ---- what is much ----------------------------------------------------------------------

    /** Goes on behind the last node of a page; false if there is no operation to be had. */
    private boolean bulk(
            Changes changes, List<Map<String, Object>> page, ReadContext context, RecordSink out) {
        Map<String, Object> last = page.get(page.size() - 1);
        if (table.isSorted()) {
            Instant from = changed(last).orElseThrow();
            return bulkByTime(new Changes(from, changes.end()), context, out);
        }
        String behind = "id:>" + Nodes.number(last.get("id"));
        return bulk(search(changes) + " AND " + behind, changes, context, out);
    }

    /** One operation per stretch of time, after each of which reading can start again. */
    private boolean bulkByTime(Changes all, ReadContext context, RecordSink out) {
        Instant from = all.from();
        while (from.isBefore(all.end()) && !out.satisfied()) {
            Instant next = from.plus(STRETCH);
            Changes some = new Changes(from, next.isBefore(all.end()) ? next : all.end());
            if (!bulk(search(some), some, context, out)) {
                return refused(from.equals(all.from()));
            }
            out.checkpoint();
            from = some.end();
        }
        return true;
    }

    /** What operations have read need not be read by pages again: better to wait for another. */
    private static boolean refused(boolean atOnce) {
        if (!atOnce) {
            throw SourceException.of(
                            ErrorKind.RATE_LIMITED,
                            "Shopify runs as many bulk operations as an app may have.")
                    .hint("Sync again when they have ended.");
        }
        return false;
    }

    private Optional<Instant> changed(Map<String, Object> node) {
        return Optional.ofNullable(table.column())
                .map(lifted(node)::get)
                .map(time -> OffsetDateTime.parse(time.toString()).toInstant());
    }

    private boolean bulk(String search, Changes changes, ReadContext context, RecordSink out) {
        return new Bulk(admin)
                .run(
                        table,
                        search,
                        context,
                        node -> {
                            emit(node, changes, context, out);
                            return !out.satisfied();
                        });
    }

    private void readDeletions(ReadContext context, RecordSink out) {
        String search = "occurred_at:>='" + context.cursor().since(start) + "'";
        pages(
                DELETED,
                "/data/deletionEvents",
                Map.of(
                        "first", LARGEST_PAGE,
                        "query", search,
                        "types", List.of(table.deletions().get())),
                context,
                page -> {
                    page.texts("/data/deletionEvents/nodes/*/subjectId")
                            .forEach(id -> out.delete(Map.of("id", Nodes.number(id))));
                    return true;
                });
    }

    // ---- rows ------------------------------------------------------------------------------

    /** A node that changed since the search found it is left for a later one. */
    private void emit(
            Map<String, Object> node, Changes changes, ReadContext context, RecordSink out) {
        if (changed(node).filter(time -> !time.isBefore(changes.end())).isPresent()) {
            return;
        }
        Optional<String> list = table.list();
        if (list.isEmpty()) {
            complete(node, context);
            out.row(Nodes.row(lifted(node)));
            return;
        }
        for (Object element : (List<?>) node.get(list.get())) {
            Map<String, Object> row = Nodes.object(element);
            complete(row, context);
            out.row(Nodes.row(row));
        }
        advance(context.cursor(), node.get(table.column()).toString());
    }

    private static void advance(IncrementalCursor cursor, String changed) {
        if (cursor.position().filter(known -> known.compareTo(changed) >= 0).isEmpty()) {
            cursor.advanceTo(changed);
        }
    }

    /** What a discount is stands one level below its node. */
    private static Map<String, Object> lifted(Map<String, Object> node) {
        if (!(node.get("discount") instanceof Map)) {
            return node;
        }
        Map<String, Object> lifted = new LinkedHashMap<>(node);
        lifted.putAll(Nodes.object(lifted.remove("discount")));
        return lifted;
    }

    /**
     * Takes nested connections out of their frames, and asks for what is not on their first page.
     */
    private void complete(Map<String, Object> node, ReadContext context) {
        for (Table.Nested nested : table.nested()) {
            if (node.get(nested.name()) instanceof Map<?, ?> frame) {
                List<Object> all = new ArrayList<>((List<?>) frame.get("nodes"));
                Map<String, Object> pageInfo = Nodes.object(frame.get("pageInfo"));
                if (Boolean.TRUE.equals(pageInfo.get("hasNextPage"))) {
                    all.addAll(rest(nested, node.get("id"), pageInfo.get("endCursor"), context));
                }
                node.put(nested.name(), all);
            }
        }
    }

    private List<Object> rest(Table.Nested nested, Object id, Object after, ReadContext context) {
        List<Object> rest = new ArrayList<>();
        String place = "/data/node/" + nested.name();
        pages(
                table.rest(nested),
                place,
                Map.of("id", id, "first", LARGEST_PAGE, "after", after),
                context,
                page -> rest.addAll(nodes(page, place)));
        return rest;
    }
}
