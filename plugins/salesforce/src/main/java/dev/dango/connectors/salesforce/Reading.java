package dev.dango.connectors.salesforce;

import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One read of an object: page by page, or, where there is much to read, by jobs of a year each, so
 * that a run that breaks off goes on where it was. Confined to one thread.
 */
final class Reading {

    private static final Duration YEAR = Duration.ofDays(365);

    /** Salesforce takes addresses and headers of 16,384 bytes in all. */
    private static final int LONGEST_ADDRESS = 14_000;

    private final SObject object;
    private final Org org;
    private final ReadContext context;
    private final RecordSink out;
    private final Rows rows;
    private final Instant from;
    private final Optional<Instant> to;
    private final boolean deleted;

    Reading(SObject object, Org org, ReadContext context, RecordSink out) {
        this.object = object;
        this.org = org;
        this.context = context;
        this.out = out;
        this.rows = new Rows(object, out);
        boolean tells = object.changes().isPresent();
        this.from = tells ? context.cursor().since(org.start()) : Instant.EPOCH;
        this.to = tells ? context.cursor().until() : Optional.empty();
        this.deleted = tells && context.cursor().position().isPresent();
    }

    void run() {
        Optional<Response> first = firstPage(from);
        if (first.filter(page -> !org.isMuch(total(page))).isPresent()) {
            pages(first.get());
        } else {
            byJobs().ifPresent(rest -> pages(firstPage(rest).orElseThrow(this::unreadable)));
        }
    }

    private static long total(Response page) {
        return page.text("/totalSize").map(Long::parseLong).orElse(0L);
    }

    /** Archived tasks and events are seen by {@code queryAll} only, as deleted records are. */
    private String operation() {
        return object.showsDeleted() ? "queryAll" : "query";
    }

    // ---- page by page --------------------------------------------------------------------------

    /** Empty if the query is too long to be asked so, or takes too long to be answered. */
    private Optional<Response> firstPage(Instant start) {
        String order = object.changes().map(column -> " ORDER BY " + column).orElse("");
        Request request = org.query(operation(), object.soql(start, to, deleted) + order);
        if (request.url().length() > LONGEST_ADDRESS) {
            return Optional.empty();
        }
        try {
            return Optional.of(org.client().send(request, context));
        } catch (SourceException e) {
            if (e.kind() == ErrorKind.UNSUPPORTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void pages(Response first) {
        Trail trail = new Trail();
        Optional<Response> page = Optional.of(first);
        while (page.isPresent()) {
            rows.json(page.get());
            out.checkpoint();
            page =
                    page.get()
                            .text("/nextRecordsUrl")
                            .filter(next -> !out.satisfied())
                            .map(next -> page(trail.follow(org.page(next))));
        }
    }

    /**
     * Salesforce forgets a query after two days, and the oldest of a user who has more than ten
     * under way. Dango then reads on from the last checkpoint, with a new one.
     */
    private Response page(Request request) {
        Response page = org.client().send(request, context);
        if (page.isIgnored()) {
            throw SourceException.of(
                            ErrorKind.TRANSIENT,
                            "Salesforce has forgotten a query of %s.".formatted(object.name()))
                    .hint("Let fewer programs ask Salesforce as this user at once.")
                    .retryAfter(Duration.ZERO);
        }
        return page;
    }

    private SourceException unreadable() {
        return SourceException.of(
                        ErrorKind.UNSUPPORTED,
                        "Salesforce can read %s neither page by page nor by a job."
                                .formatted(object.name()))
                .hint("Hide fields from the user that are not needed, or set start_date.");
    }

    // ---- by jobs -------------------------------------------------------------------------------

    /**
     * Jobs take long and give records in no order: what changes meanwhile is left for the next run,
     * since its time would move the position past changes of records that were read before.
     *
     * @return from when on records are left, because Salesforce runs no jobs on this object or in
     *     this org, or one failed
     */
    private Optional<Instant> byJobs() {
        if (object.changes().isEmpty()) {
            return job(from, to) ? Optional.empty() : Optional.of(from);
        }
        Instant now = context.clock().instant();
        Instant end = to.filter(now::isAfter).orElse(now);
        Optional<Instant> start = oldest(from, end);
        while (start.isPresent()) {
            Instant next = start.get().plus(YEAR);
            if (!job(start.get(), Optional.of(next.isBefore(end) ? next : end))) {
                return start;
            }
            out.checkpoint();
            boolean more = next.isBefore(end) && !out.satisfied();
            start = more ? oldest(next, end) : Optional.empty();
        }
        return Optional.empty();
    }

    /** When the record changed that did so first in a stretch of time. */
    private Optional<Instant> oldest(Instant since, Instant end) {
        Request request = org.query(operation(), object.oldest(since, end));
        return org.client()
                .send(request, context)
                .text("/records/0/" + object.changes().orElseThrow())
                .map(Rows::moment);
    }

    private boolean job(Instant start, Optional<Instant> end) {
        return new BulkJob(org, object.name(), context)
                .run(
                        operation(),
                        object.soql(start, end, deleted),
                        part -> {
                            rows.csv(part);
                            return !out.satisfied();
                        });
    }
}
