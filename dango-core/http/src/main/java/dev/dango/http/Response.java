package dev.dango.http;

import dev.dango.http.internal.JsonPointer;
import dev.dango.http.internal.JsonText;
import dev.dango.http.internal.Records;
import dev.dango.http.internal.Span;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answer to a request. Values are read out of its bytes where a JSON pointer (RFC 6901) says; a
 * segment {@code *} stands for all elements of an array. No tree is built.
 *
 * <p>In the read loop it is a page, and the endpoint's {@link Endpoint#records} says which of its
 * values are {@linkplain #recordCount() the records}. Immutable; confined to one thread.
 */
public final class Response {

    private final Request request;
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final JsonPointer selector;
    private final boolean ignored;
    private Records records;

    private Response(
            Request request,
            int status,
            Map<String, List<String>> headers,
            byte[] body,
            JsonPointer selector,
            boolean ignored) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.selector = selector;
        this.ignored = ignored;
    }

    /**
     * An answer, for tests of one's own {@link Paging} and {@link Auth}.
     *
     * @param request what was asked
     * @param status such as 200
     * @param headers by name, in any case
     * @param body UTF-8 without a byte-order mark; not copied
     * @return never null; its records are the document itself
     */
    public static Response of(
            Request request, int status, Map<String, List<String>> headers, byte[] body) {
        TreeMap<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return new Response(request, status, byName, body, JsonPointer.ROOT, false);
    }

    /**
     * The same answer with its records elsewhere.
     *
     * @param pointer names an array of objects or one object; empty for the document itself
     * @return a changed copy
     */
    public Response select(String pointer) {
        return new Response(request, status, headers, body, JsonPointer.of(pointer), ignored);
    }

    Response ignore() {
        return new Response(request, status, headers, body, selector, true);
    }

    /**
     * What was asked, after redirects and without credentials.
     *
     * @return never null
     */
    public Request request() {
        return request;
    }

    /**
     * The status code.
     *
     * @return such as 200
     */
    public int status() {
        return status;
    }

    /**
     * The first header of a name.
     *
     * @param name in any case
     * @return empty if there is none
     */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /**
     * All headers of a name.
     *
     * @param name in any case
     * @return in their order
     */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /**
     * The body's bytes, for those who read it their own way.
     *
     * @return UTF-8 if it is text; not copied: do not change it
     */
    public byte[] body() {
        return body;
    }

    /**
     * Whether a rule of {@link Endpoint#ignore} says that there is nothing here.
     *
     * @return true to end the listing
     */
    public boolean isIgnored() {
        return ignored;
    }

    /**
     * A single value.
     *
     * @param pointer where it stands
     * @return a text, number or boolean as text; empty if there is none, or null, or an object
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public Optional<String> text(String pointer) {
        return texts(pointer).stream().findFirst();
    }

    /**
     * Several values.
     *
     * @param pointer where they stand, with a {@code *} for any element
     * @return texts, numbers and booleans as text; nulls, objects and arrays are left out
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public List<String> texts(String pointer) {
        try {
            return JsonPointer.of(pointer).texts(body, 0, body.length);
        } catch (IOException e) {
            throw nonsense(e);
        }
    }

    /**
     * A value that stands for yes or no.
     *
     * @param pointer where it stands
     * @return true for {@code true}, and for texts and numbers that mean it: yes, y, t, 1
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public boolean flag(String pointer) {
        return text(pointer)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(List.of("true", "yes", "y", "t", "1")::contains)
                .isPresent();
    }

    /**
     * The JSON text of a value.
     *
     * @param pointer where it stands
     * @return of the first value there, {@code null} for a null; empty if there is nothing
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public Optional<String> json(String pointer) {
        try {
            return JsonPointer.of(pointer).span(body, 0, body.length).map(this::text);
        } catch (IOException e) {
            throw nonsense(e);
        }
    }

    /**
     * How many records the page has.
     *
     * @return 0 also if there is nothing where they should be
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public int recordCount() {
        return records().count();
    }

    /**
     * A value of the last record.
     *
     * @param pointer where it stands in the record
     * @return empty if the page has no records or the last one has no such value
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public Optional<String> last(String pointer) {
        List<Span> spans = records().spans();
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        Span last = spans.get(spans.size() - 1);
        try {
            return JsonPointer.of(pointer).texts(body, last.start(), last.length()).stream()
                    .findFirst();
        } catch (IOException e) {
            throw nonsense(e);
        }
    }

    /**
     * The JSON texts of one value of every record.
     *
     * @param pointer where it stands in a record
     * @return as many as there are records; empty where a record has no such value
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public List<Optional<String>> each(String pointer) {
        JsonPointer place = JsonPointer.of(pointer);
        List<Optional<String>> found = new ArrayList<>();
        try {
            for (Span record : records().spans()) {
                found.add(place.span(body, record.start(), record.length()).map(this::text));
            }
        } catch (IOException e) {
            throw nonsense(e);
        }
        return found;
    }

    /**
     * The records as plain values, for connectors that must {@linkplain Endpoint#rows reshape}
     * them.
     *
     * @return Maps, Lists, Strings, Longs, BigIntegers, Doubles, Booleans and nulls, and
     *     BigDecimals where a double would change a digit; may be changed
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public List<Object> values() {
        List<Object> values = new ArrayList<>();
        try {
            for (Span record : records().spans()) {
                values.add(JsonText.value(body, record.start(), record.length()));
            }
        } catch (IOException e) {
            throw nonsense(e);
        }
        return values;
    }

    /**
     * The records that are objects, as maps, for connectors that change some of their values.
     *
     * @return their fields in their order, as {@link #values} has them; may be changed
     * @throws SourceException of kind REMOTE if the body is not JSON
     */
    public List<Map<String, Object>> objects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object value : values()) {
            if (value instanceof Map<?, ?> fields) {
                Map<String, Object> object = new LinkedHashMap<>();
                fields.forEach((name, field) -> object.put(name.toString(), field));
                objects.add(object);
            }
        }
        return objects;
    }

    Records records() {
        if (records == null) {
            try {
                records = Records.at(selector, body);
            } catch (IOException e) {
                throw nonsense(e);
            }
        }
        return records;
    }

    private String text(Span span) {
        return new String(body, span.start(), span.length(), StandardCharsets.UTF_8);
    }

    private SourceException nonsense(IOException cause) {
        String what =
                header("Content-Type").orElse("").contains("html")
                        ? "a web page instead of JSON"
                        : "something that is not JSON";
        return SourceException.of(ErrorKind.REMOTE, request + " was answered with " + what + ".")
                .hint("Check the base URL; if it is right, the service is in trouble.")
                .causedBy(cause);
    }

    @Override
    public String toString() {
        return request + " -> " + status + ", " + body.length + " bytes";
    }
}
