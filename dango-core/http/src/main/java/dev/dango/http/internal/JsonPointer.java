package dev.dango.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a JSON document (RFC 6901), found by streaming over the bytes. One extension: a
 * segment {@code *} stands for every element of an array and every member of an object. Immutable.
 */
public final class JsonPointer {

    /** The document itself. */
    public static final JsonPointer ROOT = new JsonPointer(List.of());

    private final List<String> segments;

    private JsonPointer(List<String> segments) {
        this.segments = segments;
    }

    /**
     * Reads a pointer.
     *
     * @param text such as {@code /data/0/id}; empty or {@code /} for the document itself; the
     *     leading slash may be missing
     */
    public static JsonPointer of(String text) {
        if (text.isEmpty() || text.equals("/")) {
            return ROOT;
        }
        List<String> segments = new ArrayList<>();
        for (String part : (text.startsWith("/") ? text.substring(1) : text).split("/", -1)) {
            segments.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(List.copyOf(segments));
    }

    /** The names on the way from the document to the place. */
    public List<String> segments() {
        return segments;
    }

    /** Takes a value whose first token the parser stands on, and leaves it on the last one. */
    @FunctionalInterface
    interface Visitor {
        void value(JsonParser in) throws IOException;
    }

    /** Calls the visitor for each value at this place, in every document the bytes hold. */
    void visit(byte[] json, int offset, int length, Visitor visitor) throws IOException {
        try (JsonParser in = JsonText.FACTORY.createParser(json, offset, length)) {
            while (in.nextToken() != null) {
                visit(in, 0, visitor);
            }
        }
    }

    private void visit(JsonParser in, int depth, Visitor visitor) throws IOException {
        if (depth == segments.size()) {
            visitor.value(in);
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                enter(in, name, depth, visitor);
            }
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
                enter(in, Integer.toString(index), depth, visitor);
            }
        }
    }

    private void enter(JsonParser in, String name, int depth, Visitor visitor) throws IOException {
        String segment = segments.get(depth);
        if (segment.equals(name) || segment.equals("*")) {
            visit(in, depth + 1, visitor);
        } else {
            in.skipChildren();
        }
    }

    /**
     * The scalars at this place as text.
     *
     * @return in the order of the document; null values, objects and arrays are left out
     * @throws IOException if the bytes are not JSON
     */
    public List<String> texts(byte[] json, int offset, int length) throws IOException {
        List<String> found = new ArrayList<>();
        visit(
                json,
                offset,
                length,
                in -> {
                    if (in.currentToken().isStructStart()) {
                        in.skipChildren();
                    } else if (in.currentToken() != JsonToken.VALUE_NULL) {
                        found.add(in.getText());
                    }
                });
        return found;
    }

    /**
     * The JSON text of the first value at this place.
     *
     * @return empty if there is nothing, {@code null} as text if there is a null
     * @throws IOException if the bytes are not JSON
     */
    public Optional<Span> span(byte[] json, int offset, int length) throws IOException {
        List<Span> found = new ArrayList<>(1);
        visit(json, offset, length, in -> found.add(Span.of(in, offset)));
        return found.stream().findFirst();
    }

    @Override
    public String toString() {
        return segments.isEmpty() ? "/" : "/" + String.join("/", segments);
    }
}
