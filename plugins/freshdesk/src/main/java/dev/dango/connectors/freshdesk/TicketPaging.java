package dev.dango.connectors.freshdesk;

import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Goes through tickets, the longest unchanged first, by asking for those that changed since the
 * last one seen. Page numbers alone would not do: Freshdesk ends at the 300th page, and a ticket
 * that changes meanwhile moves to the end, so that all after it move up by one and one of them is
 * never seen. https://developers.freshdesk.com/api/#list_all_tickets
 */
record TicketPaging(int size) implements Paging {

    private static final String SINCE = "updated_since";
    private static final String PAGE = "page";

    /** Times have no fractions of seconds, so others may share the last one's. */
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Leaves a hundred pages for tickets of one second. */
    private static final int FAR_ENOUGH = 200;

    @Override
    public Request first(Request request) {
        return request.query("per_page", size);
    }

    @Override
    public Optional<Request> next(Request request, Response page) {
        if (page.recordCount() < size) {
            return Optional.empty();
        }
        int number = request.value(PAGE).map(Integer::parseInt).orElse(1);
        return Optional.of(
                start(page, number)
                        .map(since -> request.set(SINCE, since.toString()).set(PAGE, 1))
                        .orElseGet(() -> request.set(PAGE, number + 1)));
    }

    /** Where to go on after a page; empty to turn it, since too many changed at the same time. */
    private static Optional<Instant> start(Response page, int number) {
        List<Optional<String>> changes = page.each("/updated_at");
        Instant first = instant(changes.get(0));
        Instant last = instant(changes.get(changes.size() - 1));
        Instant start = number < FAR_ENOUGH ? last.minus(ONE_SECOND) : last;
        return Optional.of(start).filter(first::isBefore);
    }

    private static Instant instant(Optional<String> json) {
        return Instant.parse(json.orElseThrow().replace("\"", ""));
    }
}
