package dev.dango.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Where a value stands in its bytes.
 *
 * @param start first byte
 * @param end first byte behind it
 */
public record Span(int start, int end) {

    /** The value whose first token the parser stands on; leaves it on the last one. */
    static Span of(JsonParser in, int offset) throws IOException {
        long start = in.currentTokenLocation().getByteOffset();
        if (in.currentToken().isStructStart()) {
            in.skipChildren();
        } else {
            in.finishToken(); // texts are read lazily: only now is their end known
        }
        return new Span(
                offset + Math.toIntExact(start),
                offset + Math.toIntExact(in.currentLocation().getByteOffset()));
    }

    /** Number of bytes. */
    public int length() {
        return end - start;
    }
}
