package dev.dango.http;

import dev.dango.http.internal.JsonText;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
    private Map<String, Draft> drafts = Map.of();
    private String records;
    private Reading rows;
    private Paging paging;
    private List<Rule> rules = List.of();
    private Quota quota;
    private UnaryOperator<ResourceSpec> table = UnaryOperator.identity();
    private Incremental incremental = Incremental.NO;
    private Function<Response, Optional<String>> token = page -> Optional.empty();
    private String parent;
    private Map<String, String> parentVariables = Map.of();
    private Map<String, String> parentColumns = Map.of();
    private Map<String, List<String>> values = Map.of();
    private List<String> formerly = List.of();
    private boolean onRequest;
    private BiFunction<String, HttpClient, Resource> custom;
    private Restart restart;
    private List<Match> losses = List.of();

    private Endpoint() {}

    private Endpoint(Endpoint other) {
        method = other.method;
        path = other.path;
        drafts = other.drafts;
        records = other.records;
        rows = other.rows;
        paging = other.paging;
        rules = other.rules;
        quota = other.quota;
        table = other.table;
        incremental = other.incremental;
        token = other.token;
        parent = other.parent;
        parentVariables = other.parentVariables;
        parentColumns = other.parentColumns;
        values = other.values;
        formerly = other.formerly;
        onRequest = other.onRequest;
        custom = other.custom;
        restart = other.restart;
        losses = other.losses;
    }

    private Endpoint with(Consumer<Endpoint> change) {
        Endpoint copy = new Endpoint(this);
        change.accept(copy);
        return copy;
    }

    /** Writes a part of the request, with the values that variables have. */
    @FunctionalInterface
    private interface Draft {
        Request write(Request request, Template variables);
    }

    /** Makes rows of a page, and may read more for them. */
    @FunctionalInterface
    private interface Reading {
        Iterable<? extends Map<String, ?>> rows(
                Response page, Function<Endpoint, List<Response>> more);
    }

    /**
     * When a listing begins anew.
     *
     * @param pages after how many; 0 for as soon as the cursor's value has changed
     * @param pointer where the cursor's value stands in a record
     */
    private record Restart(int pages, String pointer) {

        boolean isDue(int read, boolean more, Supplier<String> value, Optional<String> begun) {
            return pages > 0 ? read >= pages : more && begun.filter(value.get()::equals).isEmpty();
        }
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
        return new Endpoint()
                .with(
                        made -> {
                            made.method = method;
                            made.path = path;
                        });
    }

    /**
     * A table that no listing describes: it is read in a way of its own, and only selected like a
     * listing. Nothing else that is said of it counts, and it cannot be a parent.
     *
     * @param making takes the name of the table and what to ask the API with
     * @return never null
     */
    public static Endpoint custom(BiFunction<String, HttpClient, Resource> making) {
        return new Endpoint().with(made -> made.custom = making);
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
        return drafting(
                "query " + name,
                (request, variables) ->
                        request.query(variables.text(name), variables.value(value)));
    }

    /**
     * Sends a header.
     *
     * @param name in any case
     * @param value variables are filled in
     * @return a changed copy
     */
    public Endpoint header(String name, String value) {
        return drafting(
                "header " + name,
                (request, variables) -> request.header(name, variables.text(value)));
    }

    /**
     * Sends a JSON body.
     *
     * @param value a Map or an Iterable of Strings, Numbers, Booleans, nulls, Maps and Iterables; a
     *     String that is one variable takes the variable's type
     * @return a changed copy
     */
    public Endpoint json(Object value) {
        return drafting("body", (request, variables) -> request.json(variables.value(value)));
    }

    /**
     * Sends a body as HTML forms do.
     *
     * @param fields in their order; variables are filled in
     * @return a changed copy
     */
    public Endpoint form(Map<String, String> fields) {
        Map<String, String> kept = new LinkedHashMap<>(fields);
        return drafting("body", (request, variables) -> request.form(filled(kept, variables)));
    }

    private static Map<String, String> filled(Map<String, String> fields, Template variables) {
        Map<String, String> filled = new LinkedHashMap<>();
        fields.forEach((name, value) -> filled.put(variables.text(name), variables.text(value)));
        return filled;
    }

    /** Takes the place of what was said before of the same part. */
    private Endpoint drafting(String part, Draft draft) {
        return with(copy -> copy.drafts = joined(drafts, Map.of(part, draft)));
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
        return with(copy -> copy.records = pointer);
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
        return rows((page, more) -> reading.apply(page));
    }

    /**
     * The same where a page has not all of its records in it: long lists within a record that end
     * after so many elements, and go on in a listing of their own.
     *
     * @param reading takes a page, and what reads another listing whole as {@link HttpClient#pages}
     *     does; returns the page's rows
     * @return a changed copy
     */
    public Endpoint rows(
            BiFunction<
                            Response,
                            Function<Endpoint, List<Response>>,
                            ? extends Iterable<? extends Map<String, ?>>>
                    reading) {
        return with(copy -> copy.rows = reading::apply);
    }

    /**
     * Says how to get the next page. Without it: {@link Paging#none()}.
     *
     * @param newPaging never null
     * @return a changed copy
     */
    public Endpoint paging(Paging newPaging) {
        return with(copy -> copy.paging = newPaging);
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
        return fail(kind, match, "");
    }

    /**
     * The same with advice of the API's own: the scope that is missing, the setting to look at.
     *
     * @param kind RATE_LIMITED and TRANSIENT have the request sent again
     * @param match which answers
     * @param hint one sentence that says what to do; a JSON pointer in braces stands for a value of
     *     the answer ({@code {/needed}})
     * @return a changed copy
     */
    public Endpoint fail(ErrorKind kind, Match match, String hint) {
        return rule(Rule.fail(kind, match, hint));
    }

    /**
     * Declares that some answers only mean that there is nothing here: the listing ends without
     * records and without a failure.
     *
     * @param match which answers
     * @return a changed copy
     */
    public Endpoint ignore(Match match) {
        return rule(Rule.ignore(match));
    }

    private Endpoint rule(Rule rule) {
        return with(copy -> copy.rules = joined(rules, List.of(rule)));
    }

    /**
     * Limits how fast this listing is asked, together with all others under the same name: for
     * services that allow less of some requests than of others. The {@linkplain RestApi#limit API's
     * limit} holds as well. What answers say of limits then holds for these listings only.
     *
     * @param name what the listings have in common, as users are told: {@code "exports"}
     * @param requests how many in any stretch of this length
     * @param per the length
     * @return a changed copy
     */
    public Endpoint limit(String name, int requests, Duration per) {
        return with(copy -> copy.quota = new Quota(name, requests, per));
    }

    // ---- the table -------------------------------------------------------------------------

    /**
     * Describes what a row stands for.
     *
     * @param text a few words
     * @return a changed copy
     */
    public Endpoint description(String text) {
        return table(spec -> spec.description(text));
    }

    /**
     * Sets the columns that identify a record; none takes a default back.
     *
     * @param columns their names
     * @return a changed copy
     */
    public Endpoint key(String... columns) {
        return table(spec -> spec.primaryKey(columns));
    }

    /**
     * Sets the columns that identify a group of records which is replaced as a whole. Where a
     * parent gives all of them ({@link #include}) and asks for what is new, one that has no records
     * any more leaves none in the table.
     *
     * @param columns their names
     * @return a changed copy
     */
    public Endpoint mergeKey(String... columns) {
        return table(spec -> spec.mergeKey(columns));
    }

    /**
     * Says which of several records with one key is kept, as {@link ResourceSpec#dedupSort} does.
     *
     * @param column whose values decide
     * @param descending whether the greatest value wins
     * @return a changed copy
     */
    public Endpoint dedupSort(String column, boolean descending) {
        return table(spec -> spec.dedupSort(column, descending));
    }

    /**
     * Names the column that marks records as deleted, as {@link ResourceSpec#hardDelete} does.
     *
     * @param column its name
     * @return a changed copy
     */
    public Endpoint hardDelete(String column) {
        return table(spec -> spec.hardDelete(column));
    }

    /**
     * Sets how records are written, if {@link ResourceSpec#mode()} would not choose right.
     *
     * @param newMode never null
     * @return a changed copy
     */
    public Endpoint mode(WriteMode newMode) {
        return table(spec -> spec.mode(newMode));
    }

    /**
     * Declares columns.
     *
     * @param newSchema never null
     * @return a changed copy
     */
    public Endpoint schema(TableSchema newSchema) {
        return table(spec -> spec.schema(newSchema));
    }

    /**
     * Limits how many levels of objects and lists become columns and tables.
     *
     * @param levels not negative
     * @return a changed copy
     */
    public Endpoint maxTableNesting(int levels) {
        return table(spec -> spec.maxTableNesting(levels));
    }

    /**
     * Says what happens to records that do not fit the tables as they are.
     *
     * @param newContract never null
     * @return a changed copy
     */
    public Endpoint contract(TableSchema.Contract newContract) {
        return table(spec -> spec.contract(newContract));
    }

    private Endpoint table(UnaryOperator<ResourceSpec> more) {
        return with(copy -> copy.table = spec -> more.apply(table.apply(spec)));
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
        return asking(incremental.by(newCursor));
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
        return asking(incremental.by(newCursor, Incremental.since(place, format)));
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
        return asking(incremental.by(newCursor, Incremental.since(format)));
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
        Incremental.Knowledge knowledge = (position, from) -> values.apply(position);
        return asking(incremental.by(newCursor, knowledge));
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
        Incremental.Ask ask = (request, position, from) -> newAsk.apply(request, position);
        return asking(incremental.by(newCursor, ask));
    }

    /**
     * Goes on where the last run ended, for APIs whose answers hold a token to come back with.
     *
     * @param newAsk changes the first request according to the slice's cursor, which is {@linkplain
     *     CursorSpec#opaque() opaque}: its position is the last page's token
     * @param token where a page says to go on from; the position stays if it does not
     * @return a changed copy
     */
    public Endpoint resume(
            BiFunction<Request, IncrementalCursor, Request> newAsk,
            Function<Response, Optional<String>> token) {
        return incremental(CursorSpec.opaque(), newAsk).with(copy -> copy.token = token);
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
        return asking(incremental.until((request, last) -> request.set(place, format.apply(last))));
    }

    /**
     * Sets where the first load begins. Without it: with the oldest record.
     *
     * @param instant the configured start, inclusive
     * @return a changed copy
     */
    public Endpoint start(Instant instant) {
        return asking(incremental.from(instant));
    }

    /**
     * Sets where every load ends. Without it: with the newest record.
     *
     * @param instant the configured end, exclusive
     * @return a changed copy
     */
    public Endpoint end(Instant instant) {
        return asking(incremental.to(instant));
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
        return asking(incremental.in(new Windows(width, format, false)));
    }

    /**
     * The same in whole days (UTC), for APIs that take dates: {@code from} is the window's first
     * day and {@code to} its last.
     *
     * @param width number of days
     * @return a changed copy; it needs a start
     */
    public Endpoint days(int width) {
        return asking(
                incremental.in(new Windows(Duration.ofDays(width), TimeFormat.ISO_DATE, true)));
    }

    /**
     * Begins the listing anew after some pages, for services that end a listing before its time:
     * from the cursor's value in the last record on, or, where the newest come first, up to it. It
     * needs a key, since records with that value are read again; an order that the cursor
     * {@linkplain CursorSpec#ordered declares}; and a way to ask by the cursor that includes the
     * value itself. A listing that gets no further, because more records share one value than the
     * service lists, ends in an error.
     *
     * @param pages how many the service lists
     * @param pointer where the cursor's value stands in a record
     * @return a changed copy
     */
    public Endpoint restartAfter(int pages, String pointer) {
        return with(copy -> copy.restart = new Restart(pages, pointer));
    }

    /**
     * Begins the listing anew after each page, from the cursor's value in its last record on, and
     * turns pages only while that stays the same. For services that number pages of what changed,
     * the oldest first: a record that changes while they are read goes to the end, and all behind
     * it move up, one of them to a page that was read before. It needs what {@link #restartAfter}
     * does.
     *
     * @param pointer where the cursor's value stands in a record
     * @return a changed copy
     */
    public Endpoint restartEachPage(String pointer) {
        return with(copy -> copy.restart = new Restart(0, pointer));
    }

    /**
     * Begins the listing anew, from the last checkpoint that its cursor allows, when an answer says
     * that the service no longer knows the token of the next page. A listing to which that happens
     * again and again ends in an error.
     *
     * @param match which answers
     * @return a changed copy
     */
    public Endpoint restartOn(Match match) {
        return ignore(match).with(copy -> copy.losses = joined(losses, List.of(match)));
    }

    private Endpoint asking(Incremental changed) {
        return with(copy -> copy.incremental = changed);
    }

    // ---- parents ---------------------------------------------------------------------------

    /**
     * Reads this listing once for each record of another one. With a way to ask for what is new of
     * its own ({@link #since}) each parent record makes a slice that has its own position, named by
     * the values; otherwise the parents are gone through in one slice, or, if the parent asks for
     * what is new on behalf of this listing ({@link #cursor}) and has slices itself, in those.
     * Parent records without the value are left out. Called again for the same parent, it adds a
     * variable.
     *
     * @param parentName name of the parent resource, which need not be selected
     * @param pointer where the value stands in a parent record
     * @param variable what takes the value: {@code {variable}} in path, query, headers or body
     * @return a changed copy
     */
    public Endpoint forEach(String parentName, String pointer, String variable) {
        if ((parent != null && !parent.equals(parentName)) || !values.isEmpty()) {
            throw new IllegalArgumentException("one parent only: " + parent + ", " + parentName);
        }
        return with(
                copy -> {
                    copy.parent = parentName;
                    copy.parentVariables = joined(parentVariables, Map.of(variable, pointer));
                });
    }

    /**
     * Reads this listing once for each of these values, such as the repositories that users name.
     * With a way to ask for what is new of its own ({@link #since}) each value makes a slice that
     * has its own position; otherwise they are gone through in one slice. The parent record, for
     * {@link #include}, is the value itself, at the pointer {@code ""}.
     *
     * @param variable what takes the value: {@code {variable}} in path, query, headers or body
     * @param newValues in the order in which to read them
     * @return a changed copy
     */
    public Endpoint forEach(String variable, Collection<String> newValues) {
        if (parent != null || !values.isEmpty()) {
            throw new IllegalArgumentException("one parent only: " + variable);
        }
        return with(copy -> copy.values = Map.of(variable, List.copyOf(newValues)));
    }

    /**
     * Adds a column with a value of the parent record to each record.
     *
     * @param pointer where it stands in a parent record; a record without it gets null
     * @param column the column's name, by custom {@code _<parent>_<field>}
     * @return a changed copy
     */
    public Endpoint include(String pointer, String column) {
        return with(copy -> copy.parentColumns = joined(parentColumns, Map.of(column, pointer)));
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
        return with(copy -> copy.formerly = List.of(names));
    }

    /**
     * Leaves the listing out unless users name it: for those that are dear, or only serve as
     * parents.
     *
     * @return a changed copy
     */
    public Endpoint onRequest() {
        return with(copy -> copy.onRequest = true);
    }

    // ---- for the read loop -----------------------------------------------------------------

    /** This endpoint, with defaults where it says nothing itself. */
    Endpoint over(Endpoint defaults) {
        return with(
                merged -> {
                    merged.drafts = joined(defaults.drafts, drafts);
                    merged.records = first(records, defaults.records);
                    merged.rows = first(rows, defaults.rows);
                    merged.paging = first(paging, defaults.paging);
                    merged.rules = joined(rules, defaults.rules);
                    merged.quota = first(quota, defaults.quota);
                    merged.table = spec -> table.apply(defaults.table.apply(spec));
                    merged.incremental = incremental.over(defaults.incremental);
                    merged.restart = first(restart, defaults.restart);
                    merged.losses = joined(losses, defaults.losses);
                });
    }

    ResourceSpec spec(String name) {
        ResourceSpec spec = table.apply(ResourceSpec.named(name));
        return incremental.cursor() == null ? spec : spec.cursor(incremental.cursor());
    }

    /** The request as described, before it asks for what is new. */
    Request request(HttpClient client, Template variables) {
        Request request = Request.of(method, client.get(variables.path(path)).url());
        for (Draft draft : drafts.values()) {
            request = draft.write(request, variables);
        }
        return request;
    }

    /** The request, asking for what is new, unless the parent's listing does that. */
    Request ask(Request request, IncrementalCursor position) {
        return asksThroughParent() ? request : incremental.ask(request, position);
    }

    /** The variables of each listing to go through, one after the other. */
    List<Map<String, String>> windows(IncrementalCursor position, Instant now) {
        return incremental.windows(position, now);
    }

    /**
     * The cursor's value at which to begin anew, if it is time to.
     *
     * @param pages how many were read
     * @param more whether there are more
     * @param begun the value at which the listing began
     */
    Optional<String> restart(int pages, Response last, boolean more, Optional<String> begun) {
        if (restart == null || last.recordCount() == 0) {
            return Optional.empty();
        }
        Supplier<String> value =
                () -> last.last(restart.pointer()).orElseThrow(() -> noValue(last));
        if (!restart.isDue(pages, more, value, begun)) {
            return Optional.empty();
        }
        if (!incremental.asksByCursor()) {
            throw new IllegalStateException("what does not ask by a cursor cannot begin anew");
        }
        return Optional.of(value.get());
    }

    private SourceException noValue(Response page) {
        return SourceException.of(
                ErrorKind.REMOTE,
                "The last record of %s has no value at %s, from which the listing could go on."
                        .formatted(page.request(), restart.pointer()));
    }

    /** Whether the service has forgotten where in the listing we were. */
    boolean isLost(Response answer) {
        return losses.stream().anyMatch(match -> match.matches(answer));
    }

    RestartedCursor restarted(IncrementalCursor slice, String value) {
        return new RestartedCursor(slice, incremental.cursor(), value);
    }

    /** The variables that change when the listing begins anew. */
    Map<String, String> rest(RestartedCursor from) {
        return incremental.rest(from);
    }

    String path() {
        return path;
    }

    Optional<String> records() {
        return Optional.ofNullable(records);
    }

    /**
     * Pushes what a page holds.
     *
     * @param columns JSON texts by name, to be added to every record
     * @param more reads another listing
     */
    void emit(
            Response page,
            Map<String, String> columns,
            Function<Endpoint, List<Response>> more,
            RecordSink out) {
        if (rows == null) {
            page.records().emit(columns, out);
            return;
        }
        Map<String, Object> added = new LinkedHashMap<>();
        columns.forEach((name, json) -> added.put(name, JsonText.cell(json)));
        for (Map<String, ?> row : rows.rows(page, more)) {
            Map<String, Object> whole = new LinkedHashMap<>(added);
            whole.putAll(row);
            out.row(whole);
        }
    }

    /** Moves the cursor behind a page. */
    void advance(IncrementalCursor position, Response page) {
        token.apply(page).ifPresent(position::advanceTo);
    }

    Paging paging() {
        return paging == null ? Paging.none() : paging;
    }

    List<Rule> rules() {
        return rules;
    }

    Optional<Quota> quota() {
        return Optional.ofNullable(quota);
    }

    Optional<String> parent() {
        return Optional.ofNullable(parent);
    }

    /** The values to go through in the place of a parent's records, by their variable. */
    Map<String, List<String>> values() {
        return values;
    }

    /** Whether this is read once for each of something. */
    boolean isChild() {
        return parent != null || !values.isEmpty();
    }

    /** Pointers into a parent record by variable. */
    Map<String, String> variables() {
        return parentVariables;
    }

    /** Pointers into a parent record by column. */
    Map<String, String> included() {
        return parentColumns;
    }

    boolean asksForNew() {
        return incremental.asksForNew();
    }

    /** Whether the cursor's column is the parent's, so that the parent can ask for what is new. */
    boolean asksThroughParent() {
        CursorSpec cursor = incremental.cursor();
        return cursor != null && !asksForNew() && parentColumns.containsKey(cursor.column());
    }

    /** The cursor's value among columns (as JSON texts) that the parent gives. */
    Optional<Object> position(Map<String, String> columns) {
        return Optional.ofNullable(columns.get(incremental.cursor().column()))
                .map(JsonText::scalar);
    }

    /** The same listing, asking for everything. */
    Endpoint whole() {
        return asking(incremental.whole());
    }

    List<String> formerNames() {
        return formerly;
    }

    /** The listing as a resource. */
    Resource resource(String name, Map<String, Endpoint> all, HttpClient client) {
        return custom == null
                ? new RestResource(name, this, all, client)
                : custom.apply(name, client);
    }

    boolean isCustom() {
        return custom != null;
    }

    boolean isOnRequest() {
        return onRequest;
    }

    private static <T> T first(T own, T other) {
        return own != null ? own : other;
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
