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
            try (ReadAhead<Response> pages = client.readAhead(this::batch, context)) {
                Predicate<Response> reader = page -> read(page, progress, pages::send);
                Trail trail = new Trail();
                String after = progress.mark();
                boolean goOn = true;
                do {
                    Response page = crm.list(after, pageOf(Crm.BATCH), false);
                    goOn = pages.add(page, reader);
                    after = trail.follow(next(page), page.request());
                } while (goOn && !after.isEmpty());
                if (goOn) {
                    pages.finish(reader);
                }
            }
            return !out.satisfied();
        }

        /**
         * Asks for the properties of the objects on a page of the list, too many for its address.
         */
        private Optional<Request> batch(Response page) {
            List<String> ids = Crm.ids(Crm.results(page));
            return Optional.of(ids)
                    .filter(some -> !some.isEmpty())
                    .map(some -> crm.batch(some, properties, shape == Shape.HISTORY, false));
        }

        private boolean read(Response page, Progress progress, Function<Request, Response> sender) {
            batch(page)
                    .map(sender)
                    .ifPresent(
                            batch ->
                                    push(
                                            Crm.results(batch),
                                            Links.listed(crm, linkedTypes(), Crm.results(page)),
                                            false));
            if (!next(page).isEmpty()) {
                reached(progress.at(next(page)));
            }
            return !out.satisfied();
        }

        private static String next(Response page) {
            return page.text("/paging/next/after").orElse("");
        }

        /** Reads what has changed; false if that is of no more use. */
        private boolean changes(Progress progress) {
            Trail trail = new Trail();
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
                Links links = Links.asked(crm, linkedTypes(), Crm.ids(found));
                push(shape == Shape.HISTORY ? histories(page) : found, links, false);
                if (next(page).isEmpty() || out.satisfied()) {
                    return !out.satisfied();
                }
                long last = trail.follow(greatest(found, behind), page.request());
                current = reached(current.at(Long.toString(last)));
            }
        }

        private static long greatest(List<Map<String, Object>> found, long least) {
            return Crm.ids(found).stream().mapToLong(Long::parseLong).max().orElse(least);
        }

        private int pageOf(int most) {
            return shape == Shape.HISTORY ? Crm.HISTORY_BATCH : most;
        }

        private List<Map<String, Object>> histories(Response page) {
            return batch(page).map(crm::send).map(Crm::results).orElse(List.of());
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
                after = trail.follow(next(page), page.request());
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
