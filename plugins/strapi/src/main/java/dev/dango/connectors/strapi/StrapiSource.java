package dev.dango.connectors.strapi;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.util.List;

/**
 * The content types of a Strapi server, each a table of its own.
 *
 * <p>Collections are read in the order in which their entries changed, from the last position on.
 * Strapi does not tell which entries were deleted or unpublished: those stay until a full refresh.
 */
public final class StrapiSource extends RestSource {

    /** Transactions may commit a while after the time that they give their entries. */
    private static final Duration LATE = Duration.ofMinutes(5);

    /** What users write under {@code type: strapi}. */
    public record Config(
            @Setting(
                            doc =
                                    "Address of the API; a domain alone means https and the path"
                                            + " /api.",
                            example = "https://cms.example.com/api",
                            aliases = "domain")
                    String baseUrl,
            @Setting(
                            doc = "API token, from Settings > API Tokens in Strapi.",
                            aliases = "api_secret_key",
                            env = "STRAPI_API_SECRET_KEY")
                    Secret apiToken,
            @Setting(
                            doc = "Collection types to load, by their plural API ids.",
                            example = "[articles, authors]")
                    List<String> endpoints,
            @Setting(doc = "Single types to load, by their API ids.", example = "[homepage]")
                    List<String> singleTypes,
            @Setting(
                            doc =
                                    "Relations, components and media to load with each entry:"
                                            + " their names, or all for those of the first level,"
                                            + " or none.",
                            example = "[author, cover]",
                            defaultValue = "[all]")
                    List<String> populate,
            @Setting(
                            doc =
                                    "Languages to load, by their codes; without it the default"
                                            + " one. Changes the key of the tables.",
                            example = "[en, de]")
                    List<String> locales,
            @Setting(
                            doc = "Load entries as drafted instead of as published.",
                            defaultValue = "false")
                    boolean drafts,
            @Setting(
                            doc = "Major version of Strapi, which matters for drafts only.",
                            pattern = "[45]",
                            example = "4",
                            defaultValue = "5")
                    String version) {

        /**
         * Refuses a configuration that loads nothing.
         *
         * @param baseUrl an address or a domain
         * @param apiToken the token
         * @param endpoints collection types
         * @param singleTypes single types
         * @param populate what is nested in entries
         * @param locales languages
         * @param drafts which state of the entries
         * @param version 4 or 5
         */
        public Config {
            if (endpoints.isEmpty() && singleTypes.isEmpty()) {
                throw SourceException.of(ErrorKind.CONFIG, "endpoints names no content type.")
                        .hint("Write the plural API ids of collection types, such as articles.");
            }
        }

        String address() {
            String address = baseUrl.contains("://") ? baseUrl : "https://" + baseUrl;
            return address.replaceFirst("^(https?://[^/]+)/?$", "$1/api");
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("strapi", "Strapi")
                .category("Development")
                .description("Entries of the content types of a Strapi CMS, version 4 or 5.")
                .docs("https://docs.strapi.io/cms/api/rest")
                .access(
                        "Make an API token in Strapi under Settings > API Tokens, of type"
                                + " Read-only, or Custom with the permission \"find\" for each content"
                                + " type to load. Relations and media are loaded only if the token may"
                                + " \"find\" their types, too.")
                .limits(
                        "Strapi has no limit of its own. A sync sends one request for 100 changed"
                                + " entries, or for fewer if the server's maxLimit says so.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api =
                RestApi.at(config.address())
                        .auth(Auth.bearer(config.apiToken()))
                        .defaults(type -> described(type, config));
        for (String name : config.endpoints()) {
            api = api.resource(name, collection(localized(name, config)));
        }
        for (String name : config.singleTypes()) {
            api = api.resource(name, single(localized(name, config), config));
        }
        return api;
    }

    /** https://docs.strapi.io/cms/api/rest/filters and .../sort-pagination. */
    private static Endpoint collection(Endpoint list) {
        return list.query("sort[0]", "updatedAt:asc")
                .query("sort[1]", "id:asc")
                .query("pagination[limit]", Entries.PAGE)
                .query("pagination[withCount]", false)
                .paging(Entries::next)
                .since(
                        CursorSpec.timestamp("updatedAt")
                                .lag(LATE)
                                .ordered(CursorSpec.Order.ASCENDING),
                        Entries.CHANGED_SINCE,
                        TimeFormat.ISO_INSTANT);
    }

    /** One entry, which a language it is not translated to does not have. */
    private static Endpoint single(Endpoint entry, Config config) {
        return config.locales().isEmpty() ? entry : entry.ignore(Match.status(404));
    }

    private static Endpoint described(Endpoint type, Config config) {
        return state(populated(type, config.populate()), config)
                .records("/data")
                .fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Make a new API token under Settings > API Tokens in Strapi.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Give the API token the permission \"find\" for this content type.")
                .fail(
                        ErrorKind.NOT_FOUND,
                        Match.status(404),
                        "Write the plural API ids of collection types under endpoints, the"
                                + " singular ones of single types under single_types; a single"
                                + " type is also missing while it is not published.");
    }

    private static Endpoint populated(Endpoint type, List<String> names) {
        if (names.contains("none")) {
            return type;
        }
        if (names.contains("all")) {
            return type.query("populate", "*");
        }
        Endpoint populated = type;
        for (int i = 0; i < names.size(); i++) {
            populated = populated.query("populate[" + i + "]", names.get(i));
        }
        return populated;
    }

    /** https://docs.strapi.io/cms/migration/v4-to-v5/breaking-changes/publication-state-removed. */
    private static Endpoint state(Endpoint type, Config config) {
        if (!config.drafts()) {
            return type;
        }
        return config.version().equals("4")
                ? type.query("publicationState", "preview")
                : type.query("status", "draft");
    }

    /** https://docs.strapi.io/cms/api/rest/locale: one language is asked for at a time. */
    private static Endpoint localized(String name, Config config) {
        Endpoint type = get("/" + name);
        if (config.locales().isEmpty()) {
            return type.key("documentId").rows(Entries::rows);
        }
        return type.key("documentId", "locale")
                .query("locale", "{locale}")
                .forEach("locale", config.locales())
                .rows(Entries::localizedRows);
    }
}
