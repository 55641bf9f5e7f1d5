package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.IncrementalCursor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How a listing asks for what is new, and for which stretch of time. Each component may be null.
 *
 * @param cursor what tells new records from old ones
 * @param ask changes the first request so that it asks for what is new
 * @param knowledge gives variables that ask for what is new
 * @param until changes the first request so that it asks for nothing from a moment on
 * @param start where the first load begins, inclusive
 * @param end where every load ends, exclusive
 * @param windows pieces to read one after the other
 */
record Incremental(
        CursorSpec cursor,
        Ask ask,
        Knowledge knowledge,
        BiFunction<Request, Instant, Request> until,
        Instant start,
        Instant end,
        Windows windows) {

    static final Incremental NO = new Incremental(null, null, null, null, null, null, null);

    /** Changes a request, given the slice's cursor and the configured start. */
    @FunctionalInterface
    interface Ask {
        Request of(Request request, IncrementalCursor position, Instant start);
    }

    /** Gives variables, given the slice's cursor, unless all is asked for, and the start. */
    @FunctionalInterface
    interface Knowledge {
        Map<String, Object> of(Optional<IncrementalCursor> position, Instant start);
    }

    static Ask since(String place, Function<Instant, String> format) {
        return (request, position, from) -> {
            Instant since = position.since(from);
            return since.equals(Instant.EPOCH) ? request : request.set(place, format.apply(since));
        };
    }

    static Knowledge since(Function<Instant, String> format) {
        return (position, from) -> {
            Instant since = position.map(known -> known.since(from)).orElse(from);
            return Map.of("since", format.apply(since));
        };
    }

    Incremental by(CursorSpec newCursor) {
        return by(newCursor, ask, knowledge);
    }

    Incremental by(CursorSpec newCursor, Ask newAsk) {
        return by(newCursor, newAsk, knowledge);
    }

    Incremental by(CursorSpec newCursor, Knowledge newKnowledge) {
        return by(newCursor, ask, newKnowledge);
    }

    private Incremental by(CursorSpec newCursor, Ask newAsk, Knowledge newKnowledge) {
        return new Incremental(newCursor, newAsk, newKnowledge, until, start, end, windows);
    }

    Incremental until(BiFunction<Request, Instant, Request> newUntil) {
        return new Incremental(cursor, ask, knowledge, newUntil, start, end, windows);
    }

    Incremental from(Instant newStart) {
        return new Incremental(cursor, ask, knowledge, until, newStart, end, windows);
    }

    Incremental to(Instant newEnd) {
        return new Incremental(cursor, ask, knowledge, until, start, newEnd, windows);
    }

    Incremental in(Windows newWindows) {
        return new Incremental(cursor, ask, knowledge, until, start, end, newWindows);
    }

    /** The same stretch of time, without regard to what is known already. */
    Incremental whole() {
        return by(null, null, knowledge);
    }

    /** This, with defaults where it says nothing itself. */
    Incremental over(Incremental defaults) {
        Incremental way = cursor == null ? defaults : this;
        return new Incremental(
                way.cursor,
                way.ask,
                way.knowledge,
                first(until, defaults.until),
                first(start, defaults.start),
                first(end, defaults.end),
                first(windows, defaults.windows));
    }

    boolean asksByCursor() {
        return asksForNew() || (cursor != null && windows != null);
    }

    boolean asksForNew() {
        return cursor != null && (ask != null || knowledge != null);
    }

    /** The request, asking for what is new. */
    Request ask(Request request, IncrementalCursor position) {
        Request asking = ask == null ? request : ask.of(request, position, startOrEver());
        Optional<Instant> last = cursor == null ? Optional.empty() : end(position);
        return until == null || last.isEmpty() ? asking : until.apply(asking, last.get());
    }

    /** The variables {@code from} and {@code to} of each window, or those that ask for the new. */
    List<Map<String, String>> windows(IncrementalCursor position, Instant now) {
        if (windows == null) {
            return List.of(knowledge == null ? Map.of() : known(position));
        }
        if (start == null) {
            throw new IllegalStateException("windows need a start");
        }
        return windows.between(
                cursor == null ? start : position.since(start),
                cursor == null ? first(end, now) : end(position).orElse(now));
    }

    /** The variables that change when the listing of a window begins anew. */
    Map<String, String> rest(RestartedCursor from) {
        if (windows != null) {
            return windows.rest(from);
        }
        return knowledge == null ? Map.of() : known(from);
    }

    private Optional<Instant> end(IncrementalCursor position) {
        Optional<Instant> ofRun = position.until();
        return end == null || ofRun.filter(end::isAfter).isPresent() ? ofRun : Optional.of(end);
    }

    private Map<String, String> known(IncrementalCursor position) {
        Optional<IncrementalCursor> own = cursor == null ? Optional.empty() : Optional.of(position);
        Map<String, String> variables = new LinkedHashMap<>();
        knowledge
                .of(own, startOrEver())
                .forEach((name, value) -> variables.put(name, JsonText.write(value)));
        return variables;
    }

    private Instant startOrEver() {
        return first(start, Instant.EPOCH);
    }

    private static <T> T first(T own, T other) {
        return own != null ? own : other;
    }
}
