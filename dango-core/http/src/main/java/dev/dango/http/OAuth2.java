package dev.dango.http;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * OAuth 2.0 (RFC 6749): fetches an access token, sends it as a bearer token, and fetches another
 * when it is about to expire or is refused. Keeps the token as long as it lives: make one per run.
 * Thread-safe.
 */
public final class OAuth2 implements Auth {

    /** A token is not used in the last moments of its life. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

    private final String tokenUrl;
    private final String clientId;
    private final Secret clientSecret;
    private final Map<String, String> fields;
    private final boolean basic;
    private final Duration lifetime;
    private Secret refreshToken;
    private Secret accessToken;
    private long expiresAt;

    private OAuth2(
            String tokenUrl,
            String clientId,
            Secret clientSecret,
            Secret refreshToken,
            Map<String, String> fields,
            boolean basic,
            Duration lifetime) {
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.refreshToken = refreshToken;
        this.fields = fields;
        this.basic = basic;
        this.lifetime = lifetime;
    }

    /**
     * The client credentials grant.
     *
     * @param tokenUrl where tokens are given
     * @param clientId the client's id
     * @param clientSecret the client's secret
     * @return never null
     */
    public static OAuth2 clientCredentials(String tokenUrl, String clientId, Secret clientSecret) {
        return new OAuth2(
                tokenUrl,
                clientId,
                clientSecret,
                null,
                Map.of("grant_type", "client_credentials"),
                false,
                DEFAULT_LIFETIME);
    }

    /**
     * The refresh token grant. When the service gives a new refresh token with an access token, the
     * new one is used for the rest of the run.
     *
     * @param tokenUrl where tokens are given
     * @param clientId the client's id
     * @param clientSecret the client's secret
     * @param refreshToken got when the user granted access
     * @return never null
     */
    public static OAuth2 refreshToken(
            String tokenUrl, String clientId, Secret clientSecret, Secret refreshToken) {
        return new OAuth2(
                tokenUrl,
                clientId,
                clientSecret,
                refreshToken,
                Map.of("grant_type", "refresh_token"),
                false,
                DEFAULT_LIFETIME);
    }

    /**
     * Sends a field with each request for a token, such as {@code scope} or {@code audience}.
     *
     * @param name the field
     * @param value its value
     * @return a changed copy, without a token
     */
    public OAuth2 field(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new OAuth2(tokenUrl, clientId, clientSecret, refreshToken, more, basic, lifetime);
    }

    /**
     * Sends the client's id and secret as HTTP Basic, not as fields of the form.
     *
     * @return a changed copy, without a token
     */
    public OAuth2 basic() {
        return new OAuth2(tokenUrl, clientId, clientSecret, refreshToken, fields, true, lifetime);
    }

    /**
     * Sets how long a token lives of which the service does not say so. Without it: an hour.
     *
     * @param newLifetime from the answer on
     * @return a changed copy, without a token
     */
    public OAuth2 lifetime(Duration newLifetime) {
        return new OAuth2(
                tokenUrl, clientId, clientSecret, refreshToken, fields, basic, newLifetime);
    }

    @Override
    public Request sign(Request request, Function<Request, Response> send) {
        return Auth.bearer(token(send)).sign(request, send);
    }

    @Override
    public synchronized boolean renew() {
        accessToken = null;
        return true;
    }

    private synchronized Secret token(Function<Request, Response> send) {
        if (accessToken == null || System.nanoTime() - expiresAt >= 0) {
            take(send.apply(tokenRequest(send)));
        }
        return accessToken;
    }

    private Request tokenRequest(Function<Request, Response> send) {
        Map<String, String> form = new LinkedHashMap<>(fields);
        if (refreshToken != null) {
            form.put("refresh_token", refreshToken.reveal());
        }
        Request request = Request.post(tokenUrl).header("Accept", "application/json");
        if (basic) {
            return Auth.basic(clientId, clientSecret).sign(request.form(form), send);
        }
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret.reveal());
        return request.form(form);
    }

    private void take(Response answer) {
        accessToken =
                answer.text("/access_token")
                        .map(Secret::of)
                        .orElseThrow(
                                () ->
                                        SourceException.of(
                                                ErrorKind.REMOTE,
                                                answer.request() + " gave no access token."));
        long seconds =
                answer.text("/expires_in").flatMap(OAuth2::seconds).orElseGet(lifetime::toSeconds);
        long usable = Math.max(seconds - MARGIN.toSeconds(), seconds / 2);
        expiresAt = System.nanoTime() + Duration.ofSeconds(usable).toNanos();
        answer.text("/refresh_token").map(Secret::of).ifPresent(newer -> refreshToken = newer);
    }

    private static Optional<Long> seconds(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
