package dev.dango.connectors.rest;

import dev.dango.http.Auth;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any REST API, described by the user: in the original's words ({@code base_url} and {@code
 * endpoints}) or in dlt's ({@code client}, {@code resource_defaults} and {@code resources}).
 */
public final class RestApiSource extends RestSource {

    /** What the settings of the original's credentials are called, by their names in dlt. */
    private static final Map<String, String> ORIGINAL_NAMES =
            Map.of(
                    "type", "auth_type",
                    "token", "auth_token",
                    "api_key", "auth_token",
                    "username", "basic_username",
                    "password", "basic_password");

    /**
     * What users write under {@code client}.
     *
     * @param baseUrl where the API is
     * @param headers sent with every request
     * @param auth how it lets one in
     * @param paginator how its listings are paged
     */
    record Client(
            @Setting(doc = "Address of the API.", example = "https://api.example.com/v1")
                    Optional<String> baseUrl,
            @Setting(
                            doc = "Headers sent with every request.",
                            example = "{Accept: application/json}")
                    Map<String, String> headers,
            @Setting(doc = "How the API lets one in.", example = "{type: bearer, token_env: X}")
                    Optional<Credentials> auth,
            @Setting(
                            doc = "How listings are paged that do not say so themselves.",
                            example = "{type: header_link}")
                    Optional<Object> paginator) {}

    /** What users write under {@code type: rest_api}. */
    record Config(
            @Setting(
                            doc = "Address of the API, to which paths are appended.",
                            example = "https://api.example.com/v1")
                    Optional<String> baseUrl,
            @Setting(
                            doc =
                                    "Listings to load: path, name, params, data_selector,"
                                            + " paginator, incremental and so on; each is merged"
                                            + " by its id unless it says otherwise.",
                            example = "[{path: /v1/orders, name: orders}]")
                    List<Object> endpoints,
            @Setting(
                            doc =
                                    "How requests are signed; without it, by auth_token as a bearer"
                                            + " if there is one.")
                    Optional<Credentials.Type> authType,
            @Setting(doc = "Token of a bearer, or key of an api_key or custom_header.")
                    Optional<Secret> authToken,
            @Setting(
                            doc = "Name of the header or query parameter that takes an api_key.",
                            defaultValue = "Authorization")
                    String apiKeyName,
            @Setting(doc = "Where an api_key is sent.", defaultValue = "header")
                    Credentials.Location apiKeyLocation,
            @Setting(doc = "User name for basic.") Optional<String> basicUsername,
            @Setting(doc = "Password for basic.") Optional<Secret> basicPassword,
            @Setting(
                            doc = "Where OAuth 2 access tokens are given.",
                            example = "https://example.com/oauth/token")
                    Optional<String> accessTokenUrl,
            @Setting(doc = "Id of the OAuth 2 client.") Optional<String> clientId,
            @Setting(doc = "Secret of the OAuth 2 client.") Optional<Secret> clientSecret,
            @Setting(doc = "Name of the header that takes a custom_header.")
                    Optional<String> authHeaderName,
            @Setting(
                            doc = "Headers sent with every request.",
                            example = "{X-Tenant: \"${TENANT}\"}")
                    Map<String, String> headers,
            @Setting(
                            doc = "In dlt's words: base_url, headers, auth and paginator.",
                            example = "{base_url: https://api.example.com/v1}")
                    Optional<Client> client,
            @Setting(
                            doc = "In dlt's words: what holds for every resource.",
                            example = "{primary_key: id, write_disposition: merge}")
                    Optional<Object> resourceDefaults,
            @Setting(
                            doc =
                                    "In dlt's words: the resources to load. Beside endpoints, the"
                                            + " names of those to load; without it all.",
                            example = "[posts, {name: comments, endpoint: {path: v1/comments}}]")
                    List<Object> resources) {

        /** Says what is wrong with the resources as soon as they are read. */
        Config {
            RestManifest.read(
                    endpoints, resources, resourceDefaults, client.flatMap(Client::paginator));
        }

        RestManifest manifest() {
            return RestManifest.read(
                    endpoints, resources, resourceDefaults, client.flatMap(Client::paginator));
        }

        String address() {
            Optional<String> other = client.flatMap(Client::baseUrl);
            if (baseUrl.isPresent() && other.isPresent()) {
                throw Block.problem("base_url and client.base_url exclude each other.");
            }
            return baseUrl.or(() -> other).orElseThrow(() -> Block.problem("base_url is missing."));
        }

        Map<String, String> allHeaders() {
            Map<String, String> all = new LinkedHashMap<>();
            client.map(Client::headers).ifPresent(all::putAll);
            all.putAll(headers);
            return all;
        }

        Auth auth() {
            Optional<Credentials> ofClient = client.flatMap(Client::auth);
            if (ofClient.isPresent() && authType.isPresent()) {
                throw Block.problem("auth_type and client.auth exclude each other.");
            }
            return ofClient.map(auth -> auth.auth(name -> "client.auth." + name))
                    .orElseGet(() -> original().auth(n -> ORIGINAL_NAMES.getOrDefault(n, n)));
        }

        private Credentials original() {
            Credentials.Type type =
                    authType.orElse(
                            authToken.isPresent()
                                    ? Credentials.Type.BEARER
                                    : Credentials.Type.NONE);
            boolean custom = type == Credentials.Type.CUSTOM_HEADER;
            return new Credentials(
                    type,
                    authToken,
                    authToken,
                    custom ? authHeaderName.orElse(apiKeyName) : apiKeyName,
                    apiKeyLocation,
                    basicUsername,
                    basicPassword,
                    accessTokenUrl,
                    clientId,
                    clientSecret,
                    Map.of(),
                    3600);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("rest_api", "REST API")
                .category("Local & Custom")
                .description(
                        "Any REST API: say where it is, how it lets one in, and which listings to"
                                + " load.")
                .docs("https://dlthub.com/docs/dlt-ecosystem/verified-sources/rest_api/basic")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        return config.manifest().api(config.address(), config.auth(), config.allHeaders());
    }
}
