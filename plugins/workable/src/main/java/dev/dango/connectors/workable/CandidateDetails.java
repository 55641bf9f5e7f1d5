package dev.dango.connectors.workable;

import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Match;
import dev.dango.http.Response;
import dev.dango.http.TimeFormat;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What hangs on candidates, at one request a second. A first load may take days, so it goes by the
 * order in which candidates were added, and can be broken off after each page of them. Later runs
 * ask for those that changed since the last one began.
 *
 * @param spec of the table
 * @param client what it is read with
 * @param candidates the listing of candidates
 * @param details the listing below a candidate's own address
 * @param start where the first load begins
 */
record CandidateDetails(
        ResourceSpec spec, HttpClient client, Endpoint candidates, Detail details, Instant start)
        implements Resource {

    static final String CANDIDATE = "_candidates_id";
    private static final String CHANGED = "_candidates_updated_at";

    /** Our clock may be ahead of Workable's. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    /**
     * Where the details stand.
     *
     * @param path below the candidate's, empty for the candidate itself
     * @param records JSON pointer
     */
    record Detail(String path, String records) {}

    /**
     * How far we are.
     *
     * @param lastId of the candidate up to which a first load has come; empty after it
     * @param began when the run began that the next one goes on from
     */
    private record Position(String lastId, Instant began) {

        static final String NOBODY = "0";

        boolean isFirstLoad() {
            return !lastId.isEmpty();
        }

        static Position of(String text) {
            String[] parts = text.split(" ", 2);
            return new Position(parts[0], Instant.parse(parts[1]));
        }

        @Override
        public String toString() {
            return lastId + " " + began;
        }
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        IncrementalCursor cursor = context.cursor();
        Instant now = context.clock().instant().minus(CLOCKS);
        Position from =
                cursor.position().map(Position::of).orElse(new Position(Position.NOBODY, now));
        Instant next = from.isFirstLoad() ? from.began() : now;
        client.pages(
                from.isFirstLoad() ? added(from.lastId()) : changed(from.began()),
                context,
                page -> {
                    details(page, context, out);
                    if (from.isFirstLoad()) {
                        page.last("/id")
                                .map(id -> new Position(id, next).toString())
                                .ifPresent(cursor::advanceTo);
                        out.checkpoint();
                    }
                    return !out.satisfied();
                });
        if (!out.satisfied()) {
            cursor.advanceTo(new Position("", next).toString());
        }
    }

    private Endpoint added(String lastId) {
        Endpoint all = changed(start);
        return lastId.equals(Position.NOBODY) ? all : all.query("since_id", lastId);
    }

    private Endpoint changed(Instant since) {
        Instant later = since.isBefore(start) ? start : since;
        return candidates.query("updated_after", TimeFormat.ISO_INSTANT.apply(later));
    }

    private void details(Response page, ReadContext context, RecordSink out) {
        for (Object each : page.values()) {
            if (out.satisfied()) {
                return;
            }
            Map<?, ?> candidate = (Map<?, ?>) each;
            Endpoint listing =
                    Endpoint.get("/candidates/" + candidate.get("id") + details.path())
                            .records(details.records())
                            .ignore(Match.status(404)); // deleted since, or there is no offer
            List<Response> pages = client.pages(listing, context);
            pages.forEach(
                    found -> found.values().forEach(record -> out.row(of(candidate, record))));
        }
    }

    private static Map<String, Object> of(Map<?, ?> candidate, Object record) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(CANDIDATE, candidate.get("id"));
        row.put(CHANGED, candidate.get("updated_at"));
        Map<?, ?> found = (Map<?, ?>) record;
        found.forEach((name, value) -> row.put(name.toString(), value));
        if (found.get("id") == null && found.get("action") != null) {
            // Not all activities have an id; two of one sort at one moment are the same.
            row.put("id", found.get("created_at") + " " + found.get("action"));
        }
        return row;
    }
}
