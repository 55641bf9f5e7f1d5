package dev.dango.connectors.hubspot;

import dev.dango.http.HttpClient;
import dev.dango.http.ReadAhead;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

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
        private final ReadContext context;
        private final RecordSink out;
        private final IncrementalCursor cursor;
        private final Instant now;
        private final Map<String, String> types;
        private final List<String> properties;

        Reading(Crm crm, ReadContext context, RecordSink out) {
            this.crm = crm;
            this.context = context;
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
                boolean complete = read(current);
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

        /** Reads a phase from its mark on; false if that is of no more use. */
        private boolean read(Progress progress) {
            try (ReadAhead<Response> pages = client.readAhead(this::batch, context)) {
                Predicate<Response> reader = page -> take(page, progress, pages::send);
                Trail trail = new Trail();
                String mark = progress.mark();
                boolean goOn;
                do {
                    Response page = page(progress.at(mark));
                    goOn = pages.add(page, reader);
                    mark = trail.follow(next(progress, page), page.request());
                } while (goOn && !mark.isEmpty());
                if (goOn) {
                    pages.finish(reader);
                }
            }
            return !out.satisfied();
        }

        /** The ids of some objects. */
        private Response page(Progress progress) {
            int size = shape == Shape.HISTORY ? Crm.HISTORY_BATCH : Crm.BATCH;
            if (progress.phase() == Progress.Phase.LIST) {
                return crm.list(progress.mark(), size, false);
            }
            long behind = progress.mark().isEmpty() ? 0 : Long.parseLong(progress.mark());
            return crm.search(progress.from().minus(lookback), progress.to(), behind, size);
        }

        /** Where the next page begins; empty if there is none. */
        private static String next(Progress progress, Response page) {
            String after = after(page);
            if (after.isEmpty() || progress.phase() == Progress.Phase.LIST) {
                return after;
            }
            return ids(page).stream().mapToLong(Long::parseLong).max().stream()
                    .mapToObj(Long::toString)
                    .findFirst()
                    .orElse("");
        }

        private static String after(Response page) {
            return page.text("/paging/next/after").orElse("");
        }

        private static List<String> ids(Response page) {
            return Crm.ids(Crm.results(page));
        }

        /** Asks for the properties of the objects on a page. */
        private Optional<Request> batch(Response page) {
            return Optional.of(ids(page))
                    .filter(ids -> !ids.isEmpty())
                    .map(ids -> crm.batch(ids, properties, shape == Shape.HISTORY, false));
        }

        /** Pushes the rows of a page; false if further ones are of no use. */
        private boolean take(Response page, Progress progress, Function<Request, Response> sender) {
            batch(page)
                    .map(sender)
                    .map(Crm::results)
                    .ifPresent(records -> push(records, links(page, progress), false));
            String mark = next(progress, page);
            if (!mark.isEmpty()) {
                reached(progress.at(mark));
            }
            return !out.satisfied();
        }

        private Links links(Response page, Progress progress) {
            return progress.phase() == Progress.Phase.LIST
                    ? Links.listed(crm, linkedTypes(), Crm.results(page))
                    : Links.asked(crm, linkedTypes(), ids(page));
        }

        private List<String> linkedTypes() {
            return shape == Shape.OBJECTS ? object.links() : List.of();
        }

        private void push(List<Map<String, Object>> records, Links links, boolean deleted) {
            for (Map<String, Object> record : records) {
                for (Map<String, Object> row : shape.rows(record, types)) {
                    if (shape == Shape.OBJECTS) {
                        complete(row, record, links, deleted);
                    }
                    out.row(row);
                }
            }
        }

        private void complete(
                Map<String, Object> row, Map<String, Object> record, Links links, boolean deleted) {
            links.addTo(row, Json.text(record, "id"));
            if (softDelete) {
                row.put("is_deleted", deleted);
            } else {
                forgetMerged(record);
            }
        }

        // ---- deletions -----------------------------------------------------------------------

        /** The list of archived objects knows no filter; HubSpot keeps it short by itself. */
        private void archived(Instant since) {
            if (shape == Shape.HISTORY) {
                return;
            }
            Trail trail = new Trail();
            String after = "";
            do {
                Response page = crm.list(after, Crm.BATCH, true);
                List<String> gone =
                        Crm.ids(
                                Crm.results(page).stream()
                                        .filter(record -> !archivedAt(record).isBefore(since))
                                        .toList());
                if (softDelete && shape == Shape.OBJECTS && !gone.isEmpty()) {
                    push(
                            Crm.results(crm.send(crm.batch(gone, properties, false, true))),
                            Links.NONE,
                            true);
                } else if (!softDelete) {
                    gone.forEach(id -> out.delete(Map.of("id", id)));
                }
                after = trail.follow(after(page), page.request());
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
