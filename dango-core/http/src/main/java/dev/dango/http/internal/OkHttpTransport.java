package dev.dango.http.internal;

import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one request once. The only class that knows the HTTP library; redirects and repetition are
 * for others.
 */
public final class OkHttpTransport {

    private static final Logger LOG = LoggerFactory.getLogger(OkHttpTransport.class);
    private static final String USER_AGENT = "dango/" + version();

    private OkHttpTransport() {}

    /** One per process, built by the first request, since it takes longer than most commands do. */
    private static OkHttpClient shared;

    private static synchronized OkHttpClient client() {
        if (shared == null) {
            shared =
                    new OkHttpClient.Builder()
                            .connectTimeout(Duration.ofSeconds(15))
                            .readTimeout(Duration.ofMinutes(1))
                            .writeTimeout(Duration.ofMinutes(1))
                            .followRedirects(false)
                            .addNetworkInterceptor(OkHttpTransport::leaveRepetitionToUs)
                            .build();
        }
        return shared;
    }

    /**
     * The library sends a request again by itself when a 503 says {@code Retry-After: 0}, and there
     * is no switch for that; it does not understand fractions.
     */
    private static okhttp3.Response leaveRepetitionToUs(Interceptor.Chain chain)
            throws IOException {
        okhttp3.Response answer = chain.proceed(chain.request());
        boolean repeats = answer.code() == 503 && "0".equals(answer.header("Retry-After"));
        return repeats ? answer.newBuilder().header("Retry-After", "0.0").build() : answer;
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @param signed what to send
     * @param shown the same without credentials: what the answer refers to, and what is logged
     * @param cancellation aborts the call
     * @return the answer, whatever its status; text is UTF-8 without a byte-order mark
     * @throws IOException if there is no answer, also after a cancellation
     */
    public static Response send(Request signed, Request shown, Cancellation cancellation)
            throws IOException {
        Call call = client().newCall(translated(signed));
        long start = System.nanoTime();
        try (Cancellation.Registration ignored = cancellation.onRequest(call::cancel);
                okhttp3.Response answer = call.execute()) {
            ResponseBody content = answer.body();
            byte[] body = utf8(content.bytes(), content.contentType());
            LOG.debug(
                    "{} -> {}, {} ms, {} bytes",
                    shown,
                    answer.code(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis(),
                    body.length);
            return Response.of(shown, answer.code(), answer.headers().toMultimap(), body);
        }
    }

    /** Closes the connections that no call is using. */
    public static synchronized void closeIdle() {
        if (shared != null) {
            shared.connectionPool().evictAll();
        }
    }

    private static okhttp3.Request translated(Request request) {
        HttpUrl url = HttpUrl.parse(request.url());
        if (url == null) {
            throw SourceException.of(ErrorKind.REMOTE, request + " is not an address.");
        }
        okhttp3.Request.Builder builder =
                new okhttp3.Request.Builder().url(url).header("User-Agent", USER_AGENT);
        request.headers().forEach((name, value) -> builder.header(name, sendable(name, value)));
        return builder.method(request.method(), body(request)).build();
    }

    /** Tokens are pasted with line breaks; the library's own message would show them. */
    private static String sendable(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "The header " + name + " has characters in it that cannot be sent.")
                    .hint("Look for line breaks and special characters in the token or setting.");
        }
        return value;
    }

    private static RequestBody body(Request request) {
        boolean mayBeMissing = request.method().equals("GET") || request.method().equals("HEAD");
        if (request.body().isEmpty() && mayBeMissing) {
            return null;
        }
        byte[] text = request.body().orElse("").getBytes(StandardCharsets.UTF_8);
        return RequestBody.create(text, MediaType.get(request.contentType()));
    }

    private static byte[] utf8(byte[] body, MediaType type) {
        Charset charset = type == null ? null : type.charset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            return new String(body, charset).getBytes(StandardCharsets.UTF_8);
        }
        boolean marked =
                body.length >= 3
                        && body[0] == (byte) 0xEF
                        && body[1] == (byte) 0xBB
                        && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static String version() {
        String version = OkHttpTransport.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
