package dev.dango.http;

import dev.dango.http.internal.JsonShape;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads an endpoint from the first page to the last. Confined to one thread. */
final class Listing {

    private final Endpoint endpoint;
    private final SourceContext context;
    private final Function<Request, Response> sender;
    private final Trail trail = new Trail();
    private Optional<String> records;
    private Paging paging;

    /** The cursor's value at which it began; empty for where the slice stands. */
    private Optional<String> begun = Optional.empty();

    /** The cursor's value at which to begin anew. */
    private Optional<String> restart = Optional.empty();

    private Listing(Endpoint endpoint, SourceContext context, Function<Request, Response> sender) {
        this.endpoint = endpoint;
        this.context = context;
        this.sender = sender;
        this.records = endpoint.records();
        this.paging = endpoint.paging();
    }

    /**
     * Reads one window after the other.
     *
     * @param variables of the slice, as JSON texts
     * @param goOn takes a page; false ends the reading
     * @return false if the taker ended it
     */
    static boolean read(
            HttpClient client,
            Endpoint endpoint,
            Map<String, String> variables,
            ReadContext context,
            Predicate<Response> goOn) {
        Function<Request, Response> sender = request -> client.send(request, endpoint, context);
        return read(client, endpoint, variables, context, sender, goOn);
    }

    /** The same with another way to send requests. */
    static boolean read(
            HttpClient client,
            Endpoint endpoint,
            Map<String, String> variables,
            ReadContext context,
            Function<Request, Response> sender,
            Predicate<Response> goOn) {
        return windows(endpoint, variables, context).stream()
                .allMatch(window -> readWindow(client, endpoint, window, context, sender, goOn));
    }

    /** All variables of each window. */
    private static List<Map<String, String>> windows(
            Endpoint endpoint, Map<String, String> variables, ReadContext context) {
        List<Map<String, String>> windows = new ArrayList<>();
        for (Map<String, String> window :
                endpoint.windows(context.cursor(), context.clock().instant())) {
            Map<String, String> all = new HashMap<>(variables);
            all.putAll(window);
            windows.add(all);
        }
        return windows;
    }

    /** The first request that {@link #read} will send; empty if it sends none. */
    static Optional<Request> opening(
            HttpClient client,
            Endpoint endpoint,
            Map<String, String> variables,
            ReadContext context) {
        return windows(endpoint, variables, context).stream()
                .findFirst()
                .map(window -> endpoint.request(client, new Template(window)))
                .map(request -> endpoint.ask(request, context.cursor()))
                .map(endpoint.paging()::first);
    }

    /** Reads everything there is, without windows. */
    static void whole(
            HttpClient client, Endpoint endpoint, SourceContext context, Predicate<Response> goOn) {
        Request request = endpoint.request(client, new Template(Map.of()));
        new Listing(endpoint, context, sent -> client.send(sent, endpoint, context))
                .pages(request, goOn);
    }

    /** Reads a listing, and what is left of it whenever it ends before its time. */
    private static boolean readWindow(
            HttpClient client,
            Endpoint endpoint,
            Map<String, String> variables,
            ReadContext context,
            Function<Request, Response> sender,
            Predicate<Response> goOn) {
        Set<String> restarts = new HashSet<>();
        Map<String, String> rest = new HashMap<>(variables);
        IncrementalCursor position = context.cursor();
        Optional<String> begun = Optional.empty();
        while (true) {
            Request request = endpoint.request(client, new Template(rest));
            Listing listing = new Listing(endpoint, context, sender);
            listing.begun = begun;
            if (!listing.pages(endpoint.ask(request, position), goOn)) {
                return false;
            }
            if (listing.restart.isEmpty()) {
                return true;
            }
            String value = listing.restart.get();
            if (!restarts.add(value)) {
                throw stuck(request, value);
            }
            RestartedCursor from = endpoint.restarted(context.cursor(), value);
            rest.putAll(endpoint.rest(from));
            position = from;
            begun = listing.restart;
        }
    }

    /** The engine then reads from the last checkpoint on, without what was pushed since. */
    private static SourceException lost(Request request) {
        return SourceException.of(
                        ErrorKind.TRANSIENT,
                        request + " was asked for a next page that the service has forgotten.")
                .hint("Try again later; the service may be in trouble.")
                .retryAfter(Duration.ZERO);
    }

    private static SourceException stuck(Request request, String value) {
        return SourceException.of(
                        ErrorKind.REMOTE,
                        request
                                + " has more records with the cursor's value \""
                                + value
                                + "\" than the service lists.")
                .hint("Leave the table out, or ask the service for a higher limit.");
    }

    /** Asks for one page of everything there is, in the last window, and drops it. */
    static void probe(
            HttpClient client,
            Endpoint endpoint,
            Map<String, String> variables,
            SourceContext context) {
        Endpoint whole = endpoint.whole();
        List<Map<String, String>> windows = whole.windows(null, context.clock().instant());
        if (!windows.isEmpty()) {
            Map<String, String> all = new HashMap<>(variables);
            all.putAll(windows.get(windows.size() - 1));
            Request request = whole.request(client, new Template(all));
            new Listing(whole, context, sent -> client.send(sent, whole, context))
                    .page(whole.paging().first(request));
        }
    }

    private boolean pages(Request first, Predicate<Response> goOn) {
        Optional<Request> next = Optional.of(paging.first(first));
        for (int read = 1; next.isPresent() && restart.isEmpty(); read++) {
            Response page = page(next.get());
            if (endpoint.isLost(page)) {
                throw lost(next.get());
            }
            if (page.isIgnored()) {
                return true;
            }
            if (!goOn.test(page)) {
                return false;
            }
            paging = read == 1 ? paging.settle(page, context::warn) : paging;
            next = paging.next(next.get(), page);
            restart = endpoint.restart(read, page, next.isPresent(), begun);
        }
        return true;
    }

    private Response page(Request request) {
        Response answer = sender.apply(trail.follow(request));
        if (answer.isIgnored()) {
            return answer;
        }
        records = records.or(() -> Optional.of(JsonShape.of(answer.body()).records()));
        return trail.note(answer.select(records.get()));
    }
}
