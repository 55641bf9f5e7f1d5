package dev.dango.connectors.hubspot;

import dev.dango.http.HttpClient;
import dev.dango.http.Response;
import dev.dango.spi.CursorSpec;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table made of the objects of one type. The first run lists them all, later ones search for
 * those that have changed; both can be taken up in the middle. What has been archived since is
 * deleted.
 *
 * @param name of the table
 * @param object what it is made of
 * @param shape what it makes of an object
 * @param lookback how late a search may come to know of a change
 * @param softDelete whether archived objects stay, with a mark
 * @param client asks HubSpot
 */
record CrmTable(
        String name,
        CrmObject object,
        Shape shape,
        Duration lookback,
        boolean softDelete,
        HttpClient client)
        implements Resource {

    @Override
    public ResourceSpec spec() {
        return shape.spec(name).cursor(CursorSpec.opaque());
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        new Reading(new Crm(object, client, context), context, out).run();
    }

    /** One read. */
    private final class Reading {

        private final Crm crm;
        private final RecordSink out;
        private final IncrementalCursor cursor;
        private final Instant now;
        private final Map<String, String> types;
        private final List<String> properties;

        Reading(Crm crm, ReadContext context, RecordSink out) {
            this.crm = crm;
            this.out = out;
            this.cursor = context.cursor();
            this.now = context.clock().instant();
            this.types = crm.properties();
            this.properties = types.keySet().stream().filter(shape::wants).toList();
        }

        void run() {
            Progress progress =
                    cursor.position().map(Progress::parse).orElseGet(() -> Progress.listing(now));
            while (progress.to().isBefore(now) || progress.phase() != Progress.Phase.DONE) {
                Progress current =
                        progress.phase() == Progress.Phase.DONE ? progress.next(now) : progress;
                boolean complete =
                        current.phase() == Progress.Phase.LIST ? list(current) : changes(current);
                if (!complete) {
                    return;
                }
                archived(current.from().minus(lookback));
                progress = reached(current.done());
            }
        }

        private Progress reached(Progress progress) {
            cursor.advanceTo(progress.text());
            out.checkpoint();
            return progress;
        }

        /** Reads everything; false if that is of no more use. */
        private boolean list(Progress progress) {
            Progress current = progress;
            while (true) {
                Response page = crm.list(current.mark(), pageOf(Crm.BATCH), false);
                List<Map<String, Object>> listed = Crm.results(page);
                push(batch(Crm.ids(listed)), listedLinks(listed), false);
                String after = page.text("/paging/next/after").orElse("");
                if (after.isEmpty() || out.satisfied()) {
                    return !out.satisfied();
                }
                Json.mustDiffer(current.mark(), after, page.request());
                current = reached(current.at(after));
            }
        }

        /** Reads what has changed; false if that is of no more use. */
        private boolean changes(Progress progress) {
            Progress current = progress;
            while (true) {
                long behind = current.mark().isEmpty() ? 0 : Long.parseLong(current.mark());
                Response page =
                        crm.search(
                                current.from().minus(lookback),
                                current.to(),
                                behind,
                                pageOf(Crm.SEARCH_PAGE),
                                shape == Shape.HISTORY ? List.of() : properties);
                List<Map<String, Object>> found = Crm.results(page);
                List<String> ids = Crm.ids(found);
                push(shape == Shape.HISTORY ? batch(ids) : found, links(ids), false);
                if (page.text("/paging/next/after").isEmpty() || out.satisfied()) {
                    return !out.satisfied();
                }
                current = reached(current.at(Long.toString(greatest(found, behind, page))));
            }
        }

        private long greatest(List<Map<String, Object>> found, long behind, Response page) {
            long greatest = Crm.ids(found).stream().mapToLong(Long::parseLong).max().orElse(behind);
            Json.mustDiffer(behind, greatest, page.request());
            return greatest;
        }

        private int pageOf(int most) {
            return shape == Shape.HISTORY ? Crm.HISTORY_BATCH : most;
        }

        private List<Map<String, Object>> batch(List<String> ids) {
            return shape == Shape.HISTORY
                    ? crm.histories(ids, properties)
                    : crm.batch(ids, properties, false);
        }

        private void push(
                List<Map<String, Object>> records,
                Map<String, Map<String, List<String>>> links,
                boolean deleted) {
            for (Map<String, Object> record : records) {
                for (Map<String, Object> row : shape.rows(record, types)) {
                    out.row(shape == Shape.OBJECTS ? whole(row, links, deleted) : row);
                }
                if (shape == Shape.OBJECTS && !softDelete) {
                    forgetMerged(record);
                }
            }
        }

        private Map<String, Object> whole(
                Map<String, Object> row,
                Map<String, Map<String, List<String>>> links,
                boolean deleted) {
            Map<String, Object> whole = new LinkedHashMap<>(row);
            Object id = row.get("id");
            links.forEach((type, others) -> whole.put(type, linkRows(type, id, others)));
            if (softDelete) {
                whole.put("is_deleted", deleted);
            }
            return whole;
        }

        /** The original's columns: the object's id as value, and the other's. */
        private List<Map<String, Object>> linkRows(
                String type, Object id, Map<String, List<String>> others) {
            return others.getOrDefault(id.toString(), List.of()).stream()
                    .distinct()
                    .map(other -> Map.of("value", id, type + "_id", other))
                    .toList();
        }

        // ---- associations --------------------------------------------------------------------

        /** What a list says of associations; those that it only begins are asked for. */
        private Map<String, Map<String, List<String>>> listedLinks(
                List<Map<String, Object>> listed) {
            Map<String, Map<String, List<String>>> links = new LinkedHashMap<>();
            for (String type : linkedTypes()) {
                Map<String, List<String>> others = new LinkedHashMap<>();
                List<String> begun = new ArrayList<>();
                for (Map<String, Object> record : listed) {
                    String id = Json.text(record, "id");
                    Object linked = linked(record, type);
                    others.put(
                            id,
                            Json.list(linked, "results").stream()
                                    .map(other -> Json.text(other, "id"))
                                    .toList());
                    if (!Json.text(linked, "paging", "next", "after").isEmpty()) {
                        begun.add(id);
                    }
                }
                others.putAll(crm.links(begun, type));
                links.put(type, others);
            }
            return links;
        }

        /** Answers spell some types with a blank: {@code line items}. */
        private static Object linked(Map<String, Object> record, String type) {
            Map<String, Object> links = Json.map(record.get("associations"));
            return links.getOrDefault(type, links.get(type.replace('_', ' ')));
        }

        /** A search says nothing of associations. */
        private Map<String, Map<String, List<String>>> links(List<String> ids) {
            Map<String, Map<String, List<String>>> links = new LinkedHashMap<>();
            for (String type : linkedTypes()) {
                links.put(type, crm.links(ids, type));
            }
            return links;
        }

        private List<String> linkedTypes() {
            return shape == Shape.OBJECTS ? object.links() : List.of();
        }

        // ---- deletions -----------------------------------------------------------------------

        /** The list of archived objects knows no filter; HubSpot keeps it short by itself. */
        private void archived(Instant since) {
            if (shape == Shape.HISTORY) {
                return;
            }
            Set<String> seen = new LinkedHashSet<>();
            String after = "";
            do {
                Response page = crm.list(after, Crm.BATCH, true);
                List<String> gone =
                        Crm.ids(
                                Crm.results(page).stream()
                                        .filter(record -> !archivedAt(record).isBefore(since))
                                        .toList());
                if (softDelete && shape == Shape.OBJECTS) {
                    push(crm.batch(gone, properties, true), Map.of(), true);
                } else {
                    gone.forEach(id -> out.delete(Map.of("id", id)));
                }
                after = page.text("/paging/next/after").orElse("");
                if (!seen.add(after)) {
                    throw SourceException.of(
                            ErrorKind.REMOTE,
                            page.request() + " names a page as the next one that was read before.");
                }
            } while (!after.isEmpty() && !out.satisfied());
        }

        private static Instant archivedAt(Map<String, Object> record) {
            String at = Json.text(record, "archivedAt");
            return at.isEmpty() ? Instant.MAX : OffsetDateTime.parse(at).toInstant();
        }

        /** What was merged into an object is no object any more, and is not archived either. */
        private void forgetMerged(Map<String, Object> record) {
            String id = Json.text(record, "id");
            for (String merged :
                    Json.text(record, "properties", "hs_merged_object_ids").split(";")) {
                if (!merged.isBlank() && !merged.trim().equals(id)) {
                    out.delete(Map.of("id", merged.trim()));
                }
            }
        }
    }
}
