package dev.dango.connectors.zendesk;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Endpoint;
import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The two sorts of incremental exports, which go on where the last run ended.
 * https://developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api/
 *
 * @param start where first loads begin
 * @param latest the latest time that may be asked for, since Zendesk refuses those of the last
 *     minute
 * @param perMinute how many may be made
 */
record Exports(Instant start, Instant latest, int perMinute) {

    /** Before all there is in Zendesk: exports need some time to begin with. */
    static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");

    private static final String LIMIT = "incremental exports";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String CURSOR = "cursor";
    private static final String START = "start_time";

    /** Time-based exports come in pages of a thousand, and more only where they share a second. */
    private static final int FULL_PAGE = 1000;

    /** The same for what other tables refer to, however old it is. */
    Exports complete() {
        return new Exports(EVER, latest, perMinute);
    }

    /** An export that says by a cursor where to go on. */
    Endpoint byCursor(String path) {
        return get(path)
                .paging(
                        (request, page) ->
                                page.flag("/end_of_stream")
                                        ? Optional.empty()
                                        : cursor(page).map(token -> goOn(request, token)))
                .resume((request, position) -> ask(request, position.position()), Exports::cursor)
                .limit(LIMIT, perMinute, MINUTE);
    }

    /** Asks for what comes behind a cursor, or for everything from the start on. */
    Request ask(Request request, Optional<String> cursor) {
        return cursor.map(token -> goOn(request, token))
                .orElseGet(() -> request.query(START, startTime(start)));
    }

    static Optional<String> cursor(Response page) {
        return page.text("/after_cursor");
    }

    private static Request goOn(Request request, String cursor) {
        return request.query(START, null).query(CURSOR, cursor);
    }

    /**
     * An export that says by a time where to go on. Records of that very second come again: they
     * need a key.
     */
    Endpoint byTime(String path) {
        return byTime(path, FULL_PAGE).limit(LIMIT, perMinute, MINUTE);
    }

    /**
     * The same of Talk, whose pages may be short and which has a limit of its own.
     * https://developer.zendesk.com/api-reference/voice/talk-api/incremental_exports/
     */
    Endpoint ofCalls(String path) {
        return byTime(path, 1).limit("Talk exports", perMinute, MINUTE);
    }

    private Endpoint byTime(String path, int smallestPage) {
        return get(path)
                .paging(turning(smallestPage))
                .resume(
                        (request, position) ->
                                request.query(
                                        START,
                                        position.position()
                                                .map(Long::parseLong)
                                                .map(Instant::ofEpochSecond)
                                                .map(this::startTime)
                                                .orElseGet(() -> startTime(start))),
                        page -> page.text("/end_time"));
    }

    /** {@code next_page} is never null, and the last page has an end of the stream or is short. */
    private static Paging turning(int smallestPage) {
        return (request, page) -> {
            Optional<String> end = page.text("/end_time");
            boolean standing = end.equals(request.value(START)) && page.recordCount() < FULL_PAGE;
            boolean last = page.flag("/end_of_stream") || page.recordCount() < smallestPage;
            return last || standing
                    ? Optional.empty()
                    : end.map(seconds -> request.query(START, seconds));
        };
    }

    private String startTime(Instant instant) {
        return Long.toString((instant.isBefore(latest) ? instant : latest).getEpochSecond());
    }
}
