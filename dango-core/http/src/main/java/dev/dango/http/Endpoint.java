package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.RecordSink;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One listing of an API, which is one table. Immutable; each method returns a changed copy.
 *
 * <p>Texts may hold variables: {@code {name}} in the path (percent-encoded; {@code {+name}} keeps
 * slashes), in query parameters, values of headers and the body. {@link #forEach}, {@link #windows}
 * and {@link #incremental} give them their values.
 */
public final class Endpoint {

    private String method;
    private String path;
    private Map<String, Object> query = Map.of();
    private Map<String, String> headers = Map.of();
    private Object json;
    private Map<String, String> form;
    private String records;
    private Function<Response, ? extends Iterable<? extends Map<String, ?>>> rows;
    private Paging paging;
    private String description;
    private List<String> key;
    private List<String> mergeKey;
    private WriteMode mode;
    private TableSchema schema;
    private CursorSpec cursor;
    private Ask ask;
    private Knowledge knowledge;
    private Instant start;
    private Instant end;
    private String untilPlace;
    private Function<Instant, String> untilFormat;
    private Windows windows;
    private String parent;
    private Map<String, String> variables = Map.of();
    private Map<String, String> included = Map.of();
    private List<Rule> rules = List.of();
    private List<String> formerly = List.of();
    private boolean onRequest;

    private Endpoint() {}

    private Endpoint(Endpoint other) {
        method = other.method;
        path = other.path;
        query = other.query;
        headers = other.headers;
        json = other.json;
        form = other.form;
        records = other.records;
        rows = other.rows;
        paging = other.paging;
        description = other.description;
        key = other.key;
        mergeKey = other.mergeKey;
        mode = other.mode;
        schema = other.schema;
        cursor = other.cursor;
        ask = other.ask;
        knowledge = other.knowledge;
        start = other.start;
        end = other.end;
        untilPlace = other.untilPlace;
        untilFormat = other.untilFormat;
        windows = other.windows;
        parent = other.parent;
        variables = other.variables;
        included = other.included;
        rules = other.rules;
        formerly = other.formerly;
        onRequest = other.onRequest;
    }

    /** An endpoint of which nothing is known: where defaults begin. */
    static Endpoint blank() {
        return new Endpoint();
    }

    /**
     * A listing by GET.
     *
     * @param path appended to the base URL, or an absolute URL, whose host then gets the
     *     credentials, too
     * @return never null
     */
    public static Endpoint get(String path) {
        return of("GET", path);
    }

    /**
     * A listing by POST.
     *
     * @param path appended to the base URL, or an absolute URL, whose host then gets the
     *     credentials, too
     * @return never null
     */
    public static Endpoint post(String path) {
        return of("POST", path);
    }

    /**
     * A listing by any method.
     *
     * @param method in capitals; a request must not change anything, since it may be sent again
     * @param path appended to the base URL, or an absolute URL
     * @return never null
     */
    public static Endpoint of(String method, String path) {
        Endpoint endpoint = new Endpoint();
        endpoint.method = method;
        endpoint.path = path;
        return endpoint;
    }

    // ---- the request -----------------------------------------------------------------------

    /**
     * Sends a query parameter with the first request.
     *
     * @param name not encoded
     * @param value its text is sent, variables filled in; an Iterable repeats the parameter
     * @return a changed copy
     */
    public Endpoint query(String name, Object value) {
        Endpoint copy = new Endpoint(this);
        copy.query = with(query, name, value);
        return copy;
    }

    /**
     * Sends a header.
     *
     * @param name in any case
     * @param value variables are filled in
     * @return a changed copy
     */
    public Endpoint header(String name, String value) {
        Endpoint copy = new Endpoint(this);
        copy.headers = with(headers, name, value);
        return copy;
    }

    /**
     * Sends a JSON body.
     *
     * @param value a Map or an Iterable of Strings, Numbers, Booleans, nulls, Maps and Iterables; a
     *     String that is one variable takes the variable's type
     * @return a changed copy
     */
    public Endpoint json(Object value) {
        Endpoint copy = new Endpoint(this);
        copy.json = value;
        copy.form = null;
        return copy;
    }

    /**
     * Sends a body as HTML forms do.
     *
     * @param fields in their order; variables are filled in
     * @return a changed copy
     */
    public Endpoint form(Map<String, String> fields) {
        Endpoint copy = new Endpoint(this);
        copy.form = new LinkedHashMap<>(fields);
        copy.json = null;
        return copy;
    }

    // ---- the answer ------------------------------------------------------------------------

    /**
     * Says where the records are. Without it they are looked for: a list under a usual name, else
     * the least nested one, else the whole answer is one record.
     *
     * @param pointer JSON pointer to an array of objects or to one object, with a {@code *} for
     *     every element on the way ({@code /data/edges/*}{@code /node}); empty for the whole answer
     * @return a changed copy
     */
    public Endpoint records(String pointer) {
        Endpoint copy = new Endpoint(this);
        copy.records = pointer;
        return copy;
    }

    /**
     * Makes the rows of a page out of it, for APIs whose records are not what a table should hold:
     * values apart from their names, names and values as pairs. Without it the records go on as the
     * bytes they came in, which is faster.
     *
     * @param reading takes a page and returns its rows, as {@link dev.dango.spi.RecordSink#row}
     *     takes them
     * @return a changed copy
     */
    public Endpoint rows(Function<Response, ? extends Iterable<? extends Map<String, ?>>> reading) {
        Endpoint copy = new Endpoint(this);
        copy.rows = reading;
        return copy;
    }

    /**
     * Says how to get the next page. Without it: {@link Paging#none()}.
     *
     * @param newPaging never null
     * @return a changed copy
     */
    public Endpoint paging(Paging newPaging) {
        Endpoint copy = new Endpoint(this);
        copy.paging = newPaging;
        return copy;
    }

    /**
     * Declares that some answers are failures of a certain kind, whatever their status says. Rules
     * are tried in their order, an endpoint's before the API's.
     *
     * @param kind RATE_LIMITED and TRANSIENT have the request sent again
     * @param match which answers
     * @return a changed copy
     */
    public Endpoint fail(ErrorKind kind, Match match) {
        return rule(new Rule(match, Optional.of(kind)));
    }

    /**
     * Declares that some answers only mean that there is nothing here: the listing ends without
     * records and without a failure.
     *
     * @param match which answers
     * @return a changed copy
     */
    public Endpoint ignore(Match match) {
        return rule(new Rule(match, Optional.empty()));
    }

    private Endpoint rule(Rule rule) {
        Endpoint copy = new Endpoint(this);
        copy.rules = joined(rules, List.of(rule));
        return copy;
    }

    // ---- the table -------------------------------------------------------------------------

    /**
     * Describes what a row stands for.
     *
     * @param text a few words
     * @return a changed copy
     */
    public Endpoint description(String text) {
        Endpoint copy = new Endpoint(this);
        copy.description = text;
        return copy;
    }

    /**
     * Sets the columns that identify a record; none takes a default back.
     *
     * @param columns their names
     * @return a changed copy
     */
    public Endpoint key(String... columns) {
        Endpoint copy = new Endpoint(this);
        copy.key = List.of(columns);
        return copy;
    }

    /**
     * Sets the columns that identify a group of records which is replaced as a whole.
     *
     * @param columns their names
     * @return a changed copy
     */
    public Endpoint mergeKey(String... columns) {
        Endpoint copy = new Endpoint(this);
        copy.mergeKey = List.of(columns);
        return copy;
    }

    /**
     * Sets how records are written, if {@link ResourceSpec#mode()} would not choose right.
     *
     * @param newMode never null
     * @return a changed copy
     */
    public Endpoint mode(WriteMode newMode) {
        Endpoint copy = new Endpoint(this);
        copy.mode = newMode;
        return copy;
    }

    /**
     * Declares columns.
     *
     * @param newSchema never null
     * @return a changed copy
     */
    public Endpoint schema(TableSchema newSchema) {
        Endpoint copy = new Endpoint(this);
        copy.schema = newSchema;
        return copy;
    }

    // ---- what is new -----------------------------------------------------------------------

    /**
     * Declares what tells new records from old ones. The request stays the same; with {@link
     * #forEach} and a column {@linkplain #include included} from the parent, the parent's listing
     * asks for what is new instead.
     *
     * @param newCursor never null
     * @return a changed copy
     */
    public Endpoint cursor(CursorSpec newCursor) {
        Endpoint copy = new Endpoint(this);
        copy.cursor = newCursor;
        return copy;
    }

    /**
     * Asks only for records from a point in time on.
     *
     * @param newCursor a timestamp cursor
     * @param place name of the query parameter, or JSON pointer into the body; left out while there
     *     is neither a position nor a {@linkplain #start start}
     * @param format how the API wants points in time
     * @return a changed copy
     */
    public Endpoint since(CursorSpec newCursor, String place, Function<Instant, String> format) {
        Endpoint copy = cursor(newCursor);
        copy.ask =
                (request, position, from) -> {
                    Instant since = position.since(from);
                    return since.equals(Instant.EPOCH)
                            ? request
                            : request.set(place, format.apply(since));
                };
        return copy;
    }

    /**
     * Asks only for records from a point in time on, which the variable {@code since} gives: for
     * APIs that take it inside an expression. It is 1970-01-01 while there is neither a position
     * nor a {@linkplain #start start}.
     *
     * @param newCursor a timestamp cursor
     * @param format how the API wants points in time
     * @return a changed copy
     */
    public Endpoint since(CursorSpec newCursor, Function<Instant, String> format) {
        Endpoint copy = cursor(newCursor);
        copy.knowledge =
                (position, from) ->
                        Map.of(
                                "since",
                                format.apply(
                                        position.map(known -> known.since(from)).orElse(from)));
        return copy;
    }

    /**
     * Asks only for what is new by variables of the caller's own.
     *
     * @param newCursor what tells new records from old ones
     * @param values plain values by variable, given the slice's cursor; given nothing when
     *     everything is asked for, for the sake of a child or to check. A query parameter that is
     *     one variable without a value (null) is left out
     * @return a changed copy
     */
    public Endpoint incremental(
            CursorSpec newCursor,
            Function<Optional<IncrementalCursor>, Map<String, Object>> values) {
        Endpoint copy = cursor(newCursor);
        copy.knowledge = (position, from) -> values.apply(position);
        return copy;
    }

    /** Gives variables that ask for what is new, given the configured start. */
    @FunctionalInterface
    private interface Knowledge {
        Map<String, Object> of(Optional<IncrementalCursor> position, Instant start);
    }

    /**
     * Asks for what is new in a way of the API's own.
     *
     * @param newCursor what tells new records from old ones
     * @param newAsk changes the first request according to the slice's cursor
     * @return a changed copy
     */
    public Endpoint incremental(
            CursorSpec newCursor, BiFunction<Request, IncrementalCursor, Request> newAsk) {
        Endpoint copy = cursor(newCursor);
        copy.ask = (request, position, from) -> newAsk.apply(request, position);
        return copy;
    }

    /** Changes the first request so that it asks for what is new, given the configured start. */
    @FunctionalInterface
    private interface Ask {
        Request of(Request request, IncrementalCursor position, Instant start);
    }

    /**
     * Asks for nothing from the end of the user's window on. Has an effect with a cursor only.
     *
     * @param place name of the query parameter, or JSON pointer into the body; left out while there
     *     is no end
     * @param format how the API wants points in time
     * @return a changed copy
     */
    public Endpoint until(String place, Function<Instant, String> format) {
        Endpoint copy = new Endpoint(this);
        copy.untilPlace = place;
        copy.untilFormat = format;
        return copy;
    }

    /**
     * Sets where the first load begins. Without it: with the oldest record.
     *
     * @param instant the configured start, inclusive
     * @return a changed copy
     */
    public Endpoint start(Instant instant) {
        Endpoint copy = new Endpoint(this);
        copy.start = instant;
        return copy;
    }

    /**
     * Sets where every load ends. Without it: with the newest record.
     *
     * @param instant the configured end, exclusive
     * @return a changed copy
     */
    public Endpoint end(Instant instant) {
        Endpoint copy = new Endpoint(this);
        copy.end = instant;
        return copy;
    }

    /**
     * Reads one window of time after the other, from the cursor's position or the {@linkplain
     * #start start} until now. Each is a listing of its own, in which the variables {@code from}
     * and {@code to} are the window's ends; {@code to} is where the next one begins.
     *
     * @param width of each window
     * @param format how the API wants points in time
     * @return a changed copy; it needs a start
     */
    public Endpoint windows(Duration width, Function<Instant, String> format) {
        return windows(new Windows(width, format, false));
    }

    /**
     * The same in whole days (UTC), for APIs that take dates: {@code from} is the window's first
     * day and {@code to} its last.
     *
     * @param width number of days
     * @return a changed copy; it needs a start
     */
    public Endpoint days(int width) {
        return windows(new Windows(Duration.ofDays(width), TimeFormat.ISO_DATE, true));
    }

    private Endpoint windows(Windows newWindows) {
        Endpoint copy = new Endpoint(this);
        copy.windows = newWindows;
        return copy;
    }

    // ---- parents ---------------------------------------------------------------------------

    /**
     * Reads this listing once for each record of another one. With a way to ask for what is new of
     * its own ({@link #since}) each parent record makes a slice that has its own position, named by
     * the values; otherwise the parents are gone through in one slice. Parent records without the
     * value are left out. Called again for the same parent, it adds a variable.
     *
     * @param parentName name of the parent resource, which need not be selected
     * @param pointer where the value stands in a parent record
     * @param variable what takes the value: {@code {variable}} in path, query, headers or body
     * @return a changed copy
     */
    public Endpoint forEach(String parentName, String pointer, String variable) {
        if (parent != null && !parent.equals(parentName)) {
            throw new IllegalArgumentException("one parent only: " + parent + ", " + parentName);
        }
        Endpoint copy = new Endpoint(this);
        copy.parent = parentName;
        copy.variables = with(variables, variable, pointer);
        return copy;
    }

    /**
     * Adds a column with a value of the parent record to each record.
     *
     * @param pointer where it stands in a parent record; a record without it gets null
     * @param column the column's name, by custom {@code _<parent>_<field>}
     * @return a changed copy
     */
    public Endpoint include(String pointer, String column) {
        Endpoint copy = new Endpoint(this);
        copy.included = with(included, column, pointer);
        return copy;
    }

    // ---- selection -------------------------------------------------------------------------

    /**
     * Names under which older configurations select this listing. The table then has that name, so
     * that queries written for it go on to work.
     *
     * @param names the older names
     * @return a changed copy
     */
    public Endpoint formerly(String... names) {
        Endpoint copy = new Endpoint(this);
        copy.formerly = List.of(names);
        return copy;
    }

    /**
     * Leaves the listing out unless users name it: for those that are dear, or only serve as
     * parents.
     *
     * @return a changed copy
     */
    public Endpoint onRequest() {
        Endpoint copy = new Endpoint(this);
        copy.onRequest = true;
        return copy;
    }

    // ---- for the read loop -----------------------------------------------------------------

    /** This endpoint, with defaults where it says nothing itself. */
    Endpoint over(Endpoint defaults) {
        Endpoint merged = new Endpoint(this);
        merged.query = joined(defaults.query, query);
        merged.headers = joined(defaults.headers, headers);
        merged.rules = joined(rules, defaults.rules);
        if (json == null && form == null) {
            merged.json = defaults.json;
            merged.form = defaults.form;
        }
        merged.records = first(records, defaults.records);
        merged.rows = first(rows, defaults.rows);
        merged.paging = first(paging, defaults.paging);
        merged.description = first(description, defaults.description);
        merged.key = first(key, defaults.key);
        merged.mergeKey = first(mergeKey, defaults.mergeKey);
        merged.mode = first(mode, defaults.mode);
        merged.schema = first(schema, defaults.schema);
        if (cursor == null) {
            merged.cursor = defaults.cursor;
            merged.ask = defaults.ask;
            merged.knowledge = defaults.knowledge;
        }
        merged.start = first(start, defaults.start);
        merged.end = first(end, defaults.end);
        merged.windows = first(windows, defaults.windows);
        if (untilPlace == null) {
            merged.untilPlace = defaults.untilPlace;
            merged.untilFormat = defaults.untilFormat;
        }
        return merged;
    }

    ResourceSpec spec(String name) {
        ResourceSpec spec = ResourceSpec.named(name);
        spec = description == null ? spec : spec.description(description);
        spec = key == null ? spec : spec.primaryKey(key.toArray(String[]::new));
        spec = mergeKey == null ? spec : spec.mergeKey(mergeKey.toArray(String[]::new));
        spec = cursor == null ? spec : spec.cursor(cursor);
        spec = mode == null ? spec : spec.mode(mode);
        return schema == null ? spec : spec.schema(schema);
    }

    /** The request as described, before it asks for what is new. */
    Request request(HttpClient client, Template variablesOfSlice) {
        Request request = Request.of(method, client.get(variablesOfSlice.path(path)).url());
        for (Map.Entry<String, Object> parameter : query.entrySet()) {
            request =
                    request.query(
                            variablesOfSlice.text(parameter.getKey()),
                            variablesOfSlice.value(parameter.getValue()));
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.header(header.getKey(), variablesOfSlice.text(header.getValue()));
        }
        if (json != null) {
            request = request.json(variablesOfSlice.value(json));
        }
        return form == null ? request : request.form(filled(variablesOfSlice));
    }

    private Map<String, String> filled(Template variablesOfSlice) {
        Map<String, String> fields = new LinkedHashMap<>();
        form.forEach(
                (name, value) ->
                        fields.put(variablesOfSlice.text(name), variablesOfSlice.text(value)));
        return fields;
    }

    /** The request, asking for what is new. */
    Request ask(Request request, IncrementalCursor position) {
        Request asking =
                ask == null ? request : ask.of(request, position, first(start, Instant.EPOCH));
        Optional<Instant> until = cursor == null ? Optional.empty() : end(position);
        return untilPlace == null || until.isEmpty()
                ? asking
                : asking.set(untilPlace, untilFormat.apply(until.get()));
    }

    private Optional<Instant> end(IncrementalCursor position) {
        Optional<Instant> until = position.until();
        return end == null || until.filter(end::isAfter).isPresent() ? until : Optional.of(end);
    }

    /** The variables {@code from} and {@code to} of each window, or those that ask for the new. */
    List<Map<String, String>> windows(IncrementalCursor position, Instant now) {
        if (windows == null) {
            return List.of(knowledge == null ? Map.of() : known(position));
        }
        if (start == null) {
            throw new IllegalStateException("windows need a start: " + path);
        }
        return windows.between(
                cursor == null ? start : position.since(start),
                cursor == null ? first(end, now) : end(position).orElse(now));
    }

    private Map<String, String> known(IncrementalCursor position) {
        Optional<IncrementalCursor> own = cursor == null ? Optional.empty() : Optional.of(position);
        Map<String, String> variablesOfPosition = new LinkedHashMap<>();
        knowledge
                .of(own, first(start, Instant.EPOCH))
                .forEach((name, value) -> variablesOfPosition.put(name, JsonText.write(value)));
        return variablesOfPosition;
    }

    String path() {
        return path;
    }

    Optional<String> records() {
        return Optional.ofNullable(records);
    }

    /** Pushes what a page holds, with columns (as JSON texts) added to every record. */
    void emit(Response page, Map<String, String> columns, RecordSink out) {
        if (rows == null) {
            page.records().emit(columns, out);
            return;
        }
        Map<String, Object> added = new LinkedHashMap<>();
        columns.forEach((name, json) -> added.put(name, JsonText.scalar(json)));
        for (Map<String, ?> row : rows.apply(page)) {
            Map<String, Object> whole = new LinkedHashMap<>(added);
            whole.putAll(row);
            out.row(whole);
        }
    }

    Paging paging() {
        return paging == null ? Paging.none() : paging;
    }

    List<Rule> rules() {
        return rules;
    }

    Optional<String> parent() {
        return Optional.ofNullable(parent);
    }

    /** Pointers into a parent record by variable. */
    Map<String, String> variables() {
        return variables;
    }

    /** Pointers into a parent record by column. */
    Map<String, String> included() {
        return included;
    }

    boolean asksForNew() {
        return cursor != null && (ask != null || knowledge != null);
    }

    /** Whether the cursor's column is the parent's, so that the parent can ask for what is new. */
    boolean asksThroughParent() {
        return cursor != null && !asksForNew() && included.containsKey(cursor.column());
    }

    /** The same listing, asking for everything. */
    Endpoint whole() {
        Endpoint copy = new Endpoint(this);
        copy.cursor = null;
        copy.ask = null;
        return copy;
    }

    List<String> formerNames() {
        return formerly;
    }

    boolean isOnRequest() {
        return onRequest;
    }

    private static <T> T first(T own, T other) {
        return own != null ? own : other;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
        return joined(map, Map.of(name, value));
    }

    private static <V> Map<String, V> joined(Map<String, V> map, Map<String, V> over) {
        Map<String, V> joined = new LinkedHashMap<>(map);
        joined.putAll(over);
        return joined;
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> joined = new ArrayList<>(first);
        joined.addAll(second);
        return List.copyOf(joined);
    }
}
