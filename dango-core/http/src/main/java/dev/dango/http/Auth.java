package dev.dango.http;

import dev.dango.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;

/**
 * Signs requests. A lambda covers an API with a scheme of its own.
 *
 * <p>Called before every attempt, from several threads. Only requests to the API's own host, and to
 * hosts that endpoints name, are signed: not those to which a redirect or a paging link leads.
 */
@FunctionalInterface
public interface Auth {

    /**
     * Adds credentials.
     *
     * @param request what is about to be sent
     * @param send sends a request as it is, with the toolkit's retries: for those who must fetch a
     *     token first
     * @return the signed request
     */
    Request sign(Request request, Function<Request, Response> send);

    /**
     * Forgets a cached token, after the service answered 401. Called once per request at most.
     *
     * @return true if signing anew may help, and the request is to be sent again
     */
    default boolean renew() {
        return false;
    }

    /**
     * No credentials.
     *
     * @return never null
     */
    static Auth none() {
        return (request, send) -> request;
    }

    /**
     * {@code Authorization: Bearer ...}.
     *
     * @param token the token
     * @return never null
     */
    static Auth bearer(Secret token) {
        return header("Authorization", "Bearer ", token);
    }

    /**
     * {@code Authorization: Basic ...}.
     *
     * @param user the user's name, or whatever the service wants in its place
     * @param password the password
     * @return never null
     */
    static Auth basic(String user, Secret password) {
        byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return header(
                "Authorization", "Basic ", Secret.of(Base64.getEncoder().encodeToString(pair)));
    }

    /**
     * A header that is the secret.
     *
     * @param name such as {@code X-Api-Key}
     * @param value the secret
     * @return never null
     */
    static Auth header(String name, Secret value) {
        return header(name, "", value);
    }

    /**
     * A header that holds the secret behind a prefix.
     *
     * @param name such as {@code Authorization}
     * @param prefix such as {@code "Klaviyo-API-Key "}, with the blank
     * @param value the secret
     * @return never null
     */
    static Auth header(String name, String prefix, Secret value) {
        return (request, send) -> request.header(name, prefix + value.reveal());
    }

    /**
     * A query parameter that is the secret.
     *
     * @param name such as {@code api_token}
     * @param value the secret
     * @return never null
     */
    static Auth query(String name, Secret value) {
        return (request, send) -> request.query(name, value.reveal());
    }
}
