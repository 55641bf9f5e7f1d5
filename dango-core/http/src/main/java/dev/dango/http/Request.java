package dev.dango.http;

import dev.dango.http.internal.JsonPointer;
import dev.dango.http.internal.JsonText;
import dev.dango.http.internal.Urls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One HTTP request. Immutable; each method that changes something returns a changed copy.
 *
 * <p>Several methods take a <em>place</em>: the name of a query parameter, or, if it begins with a
 * slash, a JSON pointer into the body ({@code limit}, {@code /variables/after}).
 */
public final class Request {

    private record Parameter(String name, String value) {}

    private record Text(String content, String mediaType) {}

    private final String method;
    private final String address;
    private final List<Parameter> query;
    private final Map<String, String> headers;
    private final Object json;
    private final Map<String, String> form;
    private final Text text;

    private Request(
            String method,
            String address,
            List<Parameter> query,
            Map<String, String> headers,
            Object json,
            Map<String, String> form,
            Text text) {
        this.method = method;
        this.address = address;
        this.query = query;
        this.headers = headers;
        this.json = json;
        this.form = form;
        this.text = text;
    }

    /**
     * A GET request.
     *
     * @param url absolute; its query is kept as it is
     * @return never null
     * @throws IllegalArgumentException if the URL is not absolute
     */
    public static Request get(String url) {
        return of("GET", url);
    }

    /**
     * A POST request, without a body yet.
     *
     * @param url absolute; its query is kept as it is
     * @return never null
     * @throws IllegalArgumentException if the URL is not absolute
     */
    public static Request post(String url) {
        return of("POST", url);
    }

    /**
     * A request with any method.
     *
     * @param method in capitals
     * @param url absolute; its query is kept as it is
     * @return never null
     * @throws IllegalArgumentException if the URL is not absolute
     */
    public static Request of(String method, String url) {
        return new Request(method, "", List.of(), Map.of(), null, null, null).url(url);
    }

    /**
     * Goes elsewhere: replaces the address and the whole query, keeps method, headers and body.
     *
     * @param url absolute, or relative to this request's address as in {@code <a href>}
     * @return a changed copy
     * @throws IllegalArgumentException if there is nothing it could be relative to
     */
    public Request url(String url) {
        if (!Urls.isAbsolute(url) && address.isEmpty()) {
            throw new IllegalArgumentException("not an absolute URL: " + url);
        }
        String target = address.isEmpty() ? url : Urls.resolve(address, url);
        int fragment = target.indexOf('#');
        String plain = fragment < 0 ? target : target.substring(0, fragment);
        int mark = plain.indexOf('?');
        return mark < 0
                ? new Request(method, plain, List.of(), headers, json, form, text)
                : new Request(
                        method,
                        plain.substring(0, mark),
                        parse(plain.substring(mark + 1)),
                        headers,
                        json,
                        form,
                        text);
    }

    private static List<Parameter> parse(String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                parameters.add(
                        new Parameter(part.substring(0, equals), part.substring(equals + 1)));
            } else if (!part.isEmpty()) {
                parameters.add(new Parameter(part, null));
            }
        }
        return List.copyOf(parameters);
    }

    /** The same with another address; the query stays. */
    Request address(String other) {
        return new Request(method, other, query, headers, json, form, text);
    }

    Request asGet() {
        return new Request("GET", address, query, headers, null, null, null);
    }

    /**
     * Sets a query parameter, in the place of all parameters of that name.
     *
     * @param name not encoded
     * @param value its text is sent; an Iterable repeats the parameter; null removes it
     * @return a changed copy
     */
    public Request query(String name, Object value) {
        String encoded = Urls.encode(name);
        List<Parameter> changed = new ArrayList<>(query);
        changed.removeIf(parameter -> Urls.decode(parameter.name()).equals(name));
        if (value instanceof Iterable<?> values) {
            values.forEach(
                    item -> changed.add(new Parameter(encoded, Urls.encode(item.toString()))));
        } else if (value != null) {
            changed.add(new Parameter(encoded, Urls.encode(value.toString())));
        }
        return new Request(method, address, List.copyOf(changed), headers, json, form, text);
    }

    /**
     * Sets a header.
     *
     * @param name in any case
     * @param value sent as it is
     * @return a changed copy
     */
    public Request header(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.put(name, value);
        return new Request(method, address, query, changed, json, form, text);
    }

    /**
     * Sets a JSON body.
     *
     * @param value a Map or an Iterable of Strings, Numbers, Booleans, nulls, Maps and Iterables
     * @return a changed copy
     */
    public Request json(Object value) {
        Objects.requireNonNull(value, "value");
        return new Request(method, address, query, headers, value, null, null);
    }

    /**
     * Sets a body as HTML forms send it.
     *
     * @param fields not encoded, in their order
     * @return a changed copy
     */
    public Request form(Map<String, String> fields) {
        return new Request(
                method, address, query, headers, null, new LinkedHashMap<>(fields), null);
    }

    /**
     * Sets a body of any other sort.
     *
     * @param content sent in UTF-8
     * @param mediaType such as {@code text/xml}
     * @return a changed copy
     */
    public Request text(String content, String mediaType) {
        Text body = new Text(content, mediaType);
        return new Request(method, address, query, headers, null, null, body);
    }

    /**
     * Sets one field of a body as HTML forms send it, and keeps the others.
     *
     * @param name not encoded
     * @param value not encoded
     * @return a changed copy; a JSON body is gone
     */
    public Request form(String name, String value) {
        Map<String, String> fields =
                form == null ? new LinkedHashMap<>() : new LinkedHashMap<>(form);
        fields.put(name, value);
        return form(fields);
    }

    /**
     * Sets a value at a place.
     *
     * @param place name of a query parameter, or JSON pointer into the body, whose objects are made
     *     as needed
     * @param value what to send there
     * @return a changed copy
     */
    public Request set(String place, Object value) {
        return place.startsWith("/")
                ? json(inserted(json, JsonPointer.of(place).segments(), value))
                : query(place, value);
    }

    private static Object inserted(Object tree, List<String> path, Object value) {
        if (path.isEmpty()) {
            return value;
        }
        Map<String, Object> changed = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, child) -> changed.put(name.toString(), child));
        }
        changed.put(
                path.get(0),
                inserted(changed.get(path.get(0)), path.subList(1, path.size()), value));
        return changed;
    }

    /**
     * The value at a place.
     *
     * @param place name of a query parameter, or JSON pointer into the body
     * @return its text, decoded; empty if there is none
     */
    public Optional<String> value(String place) {
        if (!place.startsWith("/")) {
            return query.stream()
                    .filter(parameter -> Urls.decode(parameter.name()).equals(place))
                    .findFirst()
                    .map(parameter -> parameter.value() == null ? "" : parameter.value())
                    .map(Urls::decode);
        }
        Object found = json;
        for (String segment : JsonPointer.of(place).segments()) {
            found = found instanceof Map<?, ?> map ? map.get(segment) : null;
        }
        return Optional.ofNullable(found).map(Object::toString);
    }

    /**
     * The method.
     *
     * @return in capitals
     */
    public String method() {
        return method;
    }

    /**
     * The whole URL, which may hold secrets: show {@link #address()} instead.
     *
     * @return with the encoded query
     */
    public String url() {
        if (query.isEmpty()) {
            return address;
        }
        return query.stream()
                .map(p -> p.value() == null ? p.name() : p.name() + "=" + p.value())
                .collect(Collectors.joining("&", address + "?", ""));
    }

    /**
     * The URL without its query.
     *
     * @return never null
     */
    public String address() {
        return address;
    }

    /**
     * The headers.
     *
     * @return by name; may hold secrets
     */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /**
     * A header.
     *
     * @param name in any case
     * @return empty if it is not set
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * The body.
     *
     * @return its text; empty if there is none
     */
    public Optional<String> body() {
        if (text != null) {
            return Optional.of(text.content());
        }
        if (form != null) {
            return Optional.of(
                    form.entrySet().stream()
                            .map(e -> Urls.encode(e.getKey()) + "=" + Urls.encode(e.getValue()))
                            .collect(Collectors.joining("&")));
        }
        return Optional.ofNullable(json).map(JsonText::write);
    }

    /**
     * What the body is.
     *
     * @return a media type; meaningful if there is a body
     */
    public String contentType() {
        if (text != null) {
            return text.mediaType();
        }
        return form != null ? "application/x-www-form-urlencoded" : "application/json";
    }

    /** Equal requests ask for the same: method, URL, headers and body. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Request request
                && request.method.equals(method)
                && request.url().equals(url())
                && request.headers.equals(headers)
                && request.body().equals(body());
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, url(), body());
    }

    /** Method and address: fit for messages and logs, since secrets stand in queries. */
    @Override
    public String toString() {
        return method + " " + address;
    }
}
