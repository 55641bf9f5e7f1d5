package dev.dango.connectors.rest;

import dev.dango.http.Auth;
import dev.dango.http.OAuth2;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What users write under {@code client.auth}.
 *
 * @param type how requests are signed
 * @param token of a bearer
 * @param apiKey the key itself
 * @param name of the header, query parameter or cookie that takes the key
 * @param location where the key is sent
 * @param username for HTTP basic
 * @param password for HTTP basic
 * @param accessTokenUrl where OAuth tokens are given
 * @param clientId of the OAuth client
 * @param clientSecret of the OAuth client
 * @param accessTokenRequestData further fields of the request for a token
 * @param defaultTokenExpiration in seconds
 */
record Credentials(
        @Setting(doc = "How requests are signed.", defaultValue = "bearer") Type type,
        @Setting(doc = "Token of a bearer.") Optional<Secret> token,
        @Setting(doc = "Key of an api_key or custom_header.") Optional<Secret> apiKey,
        @Setting(
                        doc = "Name of the header, query parameter or cookie that takes the key.",
                        defaultValue = "Authorization")
                String name,
        @Setting(doc = "Where the key is sent.", defaultValue = "header") Location location,
        @Setting(doc = "User name for HTTP basic.") Optional<String> username,
        @Setting(doc = "Password for HTTP basic.") Optional<Secret> password,
        @Setting(
                        doc = "Where OAuth 2 access tokens are given.",
                        example = "https://example.com/oauth/token")
                Optional<String> accessTokenUrl,
        @Setting(doc = "Id of the OAuth 2 client.") Optional<String> clientId,
        @Setting(doc = "Secret of the OAuth 2 client.") Optional<Secret> clientSecret,
        @Setting(doc = "Further fields of the request for a token.", example = "{scope: read}")
                Map<String, String> accessTokenRequestData,
        @Setting(
                        doc = "Life of a token in seconds, where the service does not tell.",
                        defaultValue = "3600")
                long defaultTokenExpiration) {

    /** How requests are signed. */
    enum Type {
        /** {@code Authorization: Bearer ...}. */
        BEARER,
        /** A key in a header, a query parameter or a cookie. */
        API_KEY,
        /** HTTP basic. */
        BASIC,
        /** HTTP basic, as dlt calls it. */
        HTTP_BASIC,
        /** OAuth 2, with credentials of the client. */
        OAUTH2_CLIENT_CREDENTIALS,
        /** A key in a header. */
        CUSTOM_HEADER,
        /** Not at all. */
        NONE
    }

    /** Where a key is sent. */
    enum Location {
        /** In a header. */
        HEADER,
        /** In a query parameter. */
        QUERY,
        /** In a query parameter, as dlt also calls it. */
        PARAM,
        /** In a cookie. */
        COOKIE
    }

    /**
     * Signs with these credentials.
     *
     * @param label what the user calls a setting, by its name here
     */
    Auth auth(UnaryOperator<String> label) {
        return switch (type) {
            case BEARER -> Auth.bearer(needed("token", token, label));
            case API_KEY -> key(needed("api_key", apiKey, label));
            case CUSTOM_HEADER -> Auth.header(name, needed("api_key", apiKey, label));
            case BASIC, HTTP_BASIC ->
                    Auth.basic(
                            needed("username", username, label),
                            needed("password", password, label));
            case OAUTH2_CLIENT_CREDENTIALS -> oauth(label);
            case NONE -> Auth.none();
        };
    }

    private Auth key(Secret key) {
        return switch (location) {
            case HEADER -> Auth.header(name, key);
            case QUERY, PARAM -> Auth.query(name, key);
            case COOKIE -> Auth.header("Cookie", name + "=", key);
        };
    }

    private Auth oauth(UnaryOperator<String> label) {
        OAuth2 oauth =
                OAuth2.clientCredentials(
                                needed("access_token_url", accessTokenUrl, label),
                                needed("client_id", clientId, label),
                                needed("client_secret", clientSecret, label))
                        .lifetime(Duration.ofSeconds(defaultTokenExpiration));
        for (Map.Entry<String, String> field : accessTokenRequestData.entrySet()) {
            oauth = oauth.field(field.getKey(), field.getValue());
        }
        return oauth;
    }

    private <T> T needed(String setting, Optional<T> value, UnaryOperator<String> label) {
        return value.orElseThrow(
                () ->
                        Block.problem(
                                        label.apply("type")
                                                + " is "
                                                + type.name().toLowerCase(Locale.ROOT)
                                                + ", but "
                                                + label.apply(setting)
                                                + " is missing.")
                                .hint(
                                        "Add "
                                                + label.apply(setting)
                                                + "_env with the name of an environment"
                                                + " variable."));
    }
}
