package dev.dango.connectors.google.sheets;

import dev.dango.http.OAuth2;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What Google lets in: the key of a service account, or a client's id, secret and refresh token.
 *
 * @param auth gets tokens by it
 * @param email the service account's
 */
record Credentials(OAuth2 auth, Optional<String> email) {

    private static final String TOKENS = "https://oauth2.googleapis.com/token";

    private static final String SCOPES =
            "https://www.googleapis.com/auth/spreadsheets.readonly"
                    + " https://www.googleapis.com/auth/drive.metadata.readonly";

    /**
     * Reads a JSON file as Google gives it out, or what stands of it in secrets.toml.
     *
     * @throws SourceException of kind CONFIG if something is missing
     */
    static Credentials of(Secret json, Clock clock) {
        byte[] utf8 = json.reveal().getBytes(StandardCharsets.UTF_8);
        Response fields = Response.of(Request.get(TOKENS), 200, Map.of(), utf8);
        String tokens = field(fields, "token_uri").orElse(TOKENS);
        Optional<String> refreshToken = field(fields, "refresh_token");
        if (refreshToken.isPresent()) {
            OAuth2 auth =
                    OAuth2.refreshToken(
                            tokens,
                            required(fields, "client_id"),
                            Secret.of(required(fields, "client_secret")),
                            Secret.of(refreshToken.get()));
            return new Credentials(auth, Optional.empty());
        }
        String email = required(fields, "client_email");
        Secret key = Secret.of(required(fields, "private_key"));
        Map<String, String> claims = Map.of("iss", email, "aud", tokens, "scope", SCOPES);
        return new Credentials(OAuth2.jwtBearer(tokens, key, claims, clock), Optional.of(email));
    }

    private static Optional<String> field(Response fields, String name) {
        try {
            return fields.text("/" + name);
        } catch (SourceException e) {
            throw incomplete("are not JSON").causedBy(e);
        }
    }

    private static String required(Response fields, String name) {
        return field(fields, name).orElseThrow(() -> incomplete("have no " + name));
    }

    private static SourceException incomplete(String what) {
        return SourceException.of(ErrorKind.CONFIG, "The credentials for Google " + what + ".")
                .hint(
                        "Give the JSON key of a service account as it was downloaded, by"
                                + " credentials_file or credentials_env.");
    }
}
