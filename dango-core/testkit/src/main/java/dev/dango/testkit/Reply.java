package dev.dango.testkit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a {@link FakeApi} answers. Immutable; each method returns a changed copy. */
public final class Reply {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Reply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /**
     * An answer without a body.
     *
     * @param code such as 204
     * @return never null
     */
    public static Reply status(int code) {
        return new Reply(code, Map.of(), new byte[0]);
    }

    /**
     * A JSON answer with status 200.
     *
     * @param value null, String, Number, Boolean, Map or Iterable, to any depth
     * @return never null
     */
    public static Reply json(Object value) {
        return raw("application/json", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A JSON answer with status 200 that is written already: a recorded page.
     *
     * @param text sent as it is, so it may also be broken
     * @return never null
     */
    public static Reply jsonText(String text) {
        return raw("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Any answer with status 200.
     *
     * @param contentType such as {@code text/html}
     * @param body sent as it is
     * @return never null
     */
    public static Reply raw(String contentType, byte[] body) {
        return new Reply(200, Map.of("Content-Type", contentType), body.clone());
    }

    /**
     * Sets the status.
     *
     * @param code such as 429
     * @return a changed copy
     */
    public Reply withStatus(int code) {
        return new Reply(code, headers, body);
    }

    /**
     * Adds a header.
     *
     * @param name in any case
     * @param value sent as it is
     * @return a changed copy
     */
    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    int code() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
