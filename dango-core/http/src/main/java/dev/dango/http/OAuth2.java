package dev.dango.http;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private Optional<Client> client = Optional.empty();
    private Optional<JwtAssertion> assertion = Optional.empty();
    private Map<String, String> fields;
    private boolean basic;
    private Duration lifetime = DEFAULT_LIFETIME;
    private Secret refreshToken;
    private Response answer;
    private Secret accessToken;
    private long expiresAt;

    private record Client(String id, Secret secret) {}

    private OAuth2(String tokenUrl, String grant) {
        this.tokenUrl = tokenUrl;
        this.fields = Map.of("grant_type", grant);
    }

    /** A copy without a token. */
    private OAuth2 with(Consumer<OAuth2> change) {
        OAuth2 copy = new OAuth2(tokenUrl, "");
        copy.client = client;
        copy.assertion = assertion;
        copy.fields = fields;
        copy.basic = basic;
        copy.lifetime = lifetime;
        copy.refreshToken = refreshToken;
        change.accept(copy);
        return copy;
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
        return new OAuth2(tokenUrl, "client_credentials")
                .with(made -> made.client = Optional.of(new Client(clientId, clientSecret)));
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
        return new OAuth2(tokenUrl, "refresh_token")
                .with(
                        made -> {
                            made.client = Optional.of(new Client(clientId, clientSecret));
                            made.refreshToken = refreshToken;
                        });
    }

    /**
     * The JWT bearer grant (RFC 7523), signed by RS256: how service accounts sign in.
     *
     * @param tokenUrl where tokens are given
     * @param privateKey an RSA key, PKCS#8 in PEM format; its line breaks may be written {@code \n}
     * @param claims such as {@code iss}, {@code sub}, {@code aud} and {@code scope}; {@code iat}
     *     and {@code exp} are added
     * @param clock the run's clock
     * @return never null
     * @throws SourceException of kind CONFIG if the key cannot be read
     */
    public static OAuth2 jwtBearer(
            String tokenUrl, Secret privateKey, Map<String, String> claims, Clock clock) {
        JwtAssertion assertion = new JwtAssertion(privateKey, claims, clock);
        return new OAuth2(tokenUrl, "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .with(made -> made.assertion = Optional.of(assertion));
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
        return with(copy -> copy.fields = more);
    }

    /**
     * Sends the client's id and secret as HTTP Basic, not as fields of the form.
     *
     * @return a changed copy, without a token
     */
    public OAuth2 basic() {
        return with(copy -> copy.basic = true);
    }

    /**
     * Sets how long a token lives of which the service does not say so. Without it: an hour.
     *
     * @param newLifetime from the answer on
     * @return a changed copy, without a token
     */
    public OAuth2 lifetime(Duration newLifetime) {
        return with(copy -> copy.lifetime = newLifetime);
    }

    /**
     * A value that the service gave along with the token, such as {@code instance_url}. Asks for a
     * token if there is none.
     *
     * @param pointer where it stands in the answer
     * @param http sends the request
     * @param context of the calling thread
     * @return empty if the answer has no such value
     * @throws SourceException as {@link HttpClient#send} does, and AUTH for a grant refused by 400
     */
    public synchronized Optional<String> granted(
            String pointer, HttpClient http, SourceContext context) {
        token(request -> http.askForToken(request, context));
        return answer.text(pointer);
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
        assertion.ifPresent(jwt -> form.put("assertion", jwt.sign()));
        Request request = Request.post(tokenUrl).header("Accept", "application/json");
        if (client.isEmpty()) {
            return request.form(form);
        }
        Client known = client.get();
        if (basic) {
            return Auth.basic(known.id(), known.secret()).sign(request.form(form), send);
        }
        form.put("client_id", known.id());
        form.put("client_secret", known.secret().reveal());
        return request.form(form);
    }

    private void take(Response given) {
        accessToken =
                given.text("/access_token")
                        .map(Secret::of)
                        .orElseThrow(
                                () ->
                                        SourceException.of(
                                                ErrorKind.REMOTE,
                                                given.request() + " gave no access token."));
        answer = given;
        long seconds =
                given.text("/expires_in").flatMap(OAuth2::seconds).orElseGet(lifetime::toSeconds);
        long usable = Math.max(seconds - MARGIN.toSeconds(), seconds / 2);
        expiresAt = System.nanoTime() + Duration.ofSeconds(usable).toNanos();
        given.text("/refresh_token").map(Secret::of).ifPresent(newer -> refreshToken = newer);
    }

    private static Optional<Long> seconds(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
