package dev.dango.connectors.zendesk;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
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
import dev.dango.spi.WriteMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Zendesk's listings, in the order of its API reference,
 * https://developer.zendesk.com/api-reference/.
 *
 * <p>What grows is read by incremental exports, which go on where the last run ended; ratings by
 * the time at which they were made, less a lookback. All other listings are read completely by
 * every run, which also shows what was deleted.
 */
public final class ZendeskSource extends RestSource {

    /** Exports refuse times of the last minute; another one is for clocks that differ. */
    private static final Duration TOO_NEW = Duration.ofMinutes(2);

    /** What users write under {@code type: zendesk}. */
    public record Config(
            @Setting(
                            doc =
                                    "Name of the account, which stands before .zendesk.com; with"
                                            + " .zendesk.com it is accepted, too.",
                            example = "my-company")
                    String subdomain,
            @Setting(
                            doc = "E-mail address of the administrator to whom the token belongs.",
                            example = "jane@my-company.example")
                    Optional<String> email,
            @Setting(
                            doc = "API token, from the Admin Center, under Apps and integrations.",
                            aliases = "api_token",
                            env = "ZENDESK_API_TOKEN")
                    Optional<Secret> token,
            @Setting(
                            doc = "OAuth access token, in the place of e-mail address and token.",
                            env = "ZENDESK_OAUTH_TOKEN")
                    Optional<Secret> oauthToken,
            @Setting(
                            doc =
                                    "Tables to load; without it those of Zendesk Support but"
                                            + " ticket_comments. Those of Talk and Help Center"
                                            + " have to be named.",
                            example = "[tickets, users, organizations]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load no tickets and calls that last changed, and no events and ratings"
                                            + " that happened before this day (UTC); without it"
                                            + " everything. Users, organizations, articles and"
                                            + " settings are always complete.",
                            example = "2024-01-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "How far back each run reads satisfaction ratings again, which"
                                            + " customers may still give.",
                            defaultValue = "30d")
                    Duration lookback,
            @Setting(
                            doc =
                                    "How many requests a minute the plan allows: 200 with Team, 400"
                                            + " with Growth and Professional, 700 with"
                                            + " Enterprise.",
                            defaultValue = "200")
                    int requestsPerMinute,
            @Setting(
                            doc =
                                    "How many incremental exports a minute are allowed: 10, or 30"
                                            + " with the High Volume add-on.",
                            defaultValue = "10")
                    int exportsPerMinute,
            @Setting(
                            doc = "Address of the API, if it is not the account's own.",
                            example = "https://my-company.zendesk.com/api/v2")
                    Optional<String> baseUrl) {

        private static final String SUFFIX = ".zendesk.com";

        /**
         * Refuses what cannot work.
         *
         * @param subdomain the account
         * @param email whose token it is
         * @param token an API token
         * @param oauthToken in the place of both
         * @param resources selected tables
         * @param startDate inclusive
         * @param lookback not negative
         * @param requestsPerMinute at least 1
         * @param exportsPerMinute at least 1
         * @param baseUrl where the API is
         */
        public Config {
            if (account(subdomain).contains(".")) {
                throw wrong("subdomain \"" + subdomain + "\" is not the name of an account.")
                        .hint(
                                "Give the name before .zendesk.com, also if the help center has a"
                                        + " domain of its own.");
            }
            if (oauthToken.isEmpty() && (email.isEmpty() || token.isEmpty())) {
                throw wrong("Nobody is let in without email and token, or oauth_token.")
                        .hint(
                                "Write \"email: ...\" and \"token_env: ZENDESK_API_TOKEN\", and set"
                                        + " that variable.");
            }
            if (lookback.isNegative()) {
                throw wrong("lookback must not be negative.");
            }
            if (requestsPerMinute < 1 || exportsPerMinute < 1) {
                throw wrong("requests_per_minute and exports_per_minute must be at least 1.");
            }
        }

        private static SourceException wrong(String what) {
            return SourceException.of(ErrorKind.CONFIG, what);
        }

        private static String account(String subdomain) {
            String host =
                    subdomain.strip().toLowerCase(Locale.ROOT).replaceAll("^https?://|/.*$", "");
            return host.endsWith(SUFFIX) ? host.replace(SUFFIX, "") : host;
        }

        String address() {
            return baseUrl.orElseGet(() -> "https://" + account(subdomain) + SUFFIX + "/api/v2");
        }

        Auth auth() {
            return oauthToken
                    .map(Auth::bearer)
                    .orElseGet(
                            () -> Auth.basic(email.orElseThrow() + "/token", token.orElseThrow()));
        }

        Instant start() {
            return startDate
                    .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .orElse(Exports.EVER);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("zendesk", "Zendesk")
                .category("Business & CRM")
                .description(
                        "Tickets with their events and metrics, users, organizations and settings"
                                + " of Zendesk Support, and on request Talk and Help Center.")
                .docs("https://developer.zendesk.com/api-reference/")
                .access(
                        "An administrator switches on token access in the Admin Center, under Apps"
                                + " and integrations, APIs, and makes an API token; it is used"
                                + " together with the administrator's e-mail address. An OAuth"
                                + " access token with the scope read will do as well. Exports,"
                                + " ratings and SLA policies are for administrators only, and some"
                                + " tables need a plan that has them; a table that may not be seen"
                                + " is reported, and the others are loaded.")
                .limits(
                        "Zendesk allows 200 to 700 requests a minute by plan, and 10 incremental"
                                + " exports a minute, each of a thousand records. Other listings"
                                + " take a request for 100 records.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api =
                RestApi.at(config.address())
                        .auth(config.auth())
                        .limit(config.requestsPerMinute(), Duration.ofMinutes(1))
                        .limits(new ExportLimits())
                        .probe("/users/me")
                        .defaults(ZendeskSource::listing);
        Instant latest = context.clock().instant().minus(TOO_NEW);
        Exports exports = new Exports(config.start(), latest, config.exportsPerMinute());
        RestApi support = settings(support(api, config, exports));
        return helpCenter(talk(support, exports), exports).select(config.resources());
    }

    /** {@code meta.after_cursor} is there on the last page, too. */
    private static Endpoint listing(Endpoint list) {
        return list.key("id")
                .maxTableNesting(2)
                .paging(
                        Paging.token("/meta/after_cursor", "page[after]")
                                .moreWhile("/meta/has_more"))
                .fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Check email and token, and that token access is switched on in the Admin"
                                + " Center.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Use the token of an administrator; if the plan does not have it, leave the"
                                + " table out by resources.")
                .fail(
                        ErrorKind.NOT_FOUND,
                        Match.status(404),
                        "Check subdomain; if the account does not have the product, leave the table"
                                + " out by resources.")
                // https://developer.zendesk.com/api-reference/introduction/requests/#409
                .fail(ErrorKind.TRANSIENT, Match.status(409));
    }

    private static RestApi support(RestApi api, Config config, Exports exports) {
        TicketFields fields = new TicketFields();
        return api
                // Tickets
                .resource(
                        "tickets",
                        exports.byCursor("/incremental/tickets/cursor")
                                .description("Deleted tickets stay, with the status deleted.")
                                .records("/tickets")
                                .rows(fields::rows)
                                .resume(
                                        (request, position) ->
                                                exports.ask(
                                                        request, fields.begin(position.position())),
                                        fields::position))
                .resource(
                        "ticket_events",
                        exports.byTime("/incremental/ticket_events")
                                .records("/ticket_events")
                                .mode(WriteMode.INSERT_ONLY))
                .resource(
                        "ticket_comments",
                        exports.byTime("/incremental/ticket_events")
                                .query("include", "comment_events")
                                .records("/ticket_events")
                                .rows(Rows::comments)
                                .mode(WriteMode.INSERT_ONLY)
                                .onRequest())
                .resource(
                        "ticket_metric_events",
                        exports.byTime("/incremental/ticket_metric_events")
                                .records("/ticket_metric_events")
                                .mode(WriteMode.INSERT_ONLY))
                .resource(
                        "ticket_metrics",
                        exports.byCursor("/incremental/tickets/cursor")
                                .query("include", "metric_sets")
                                .records("/tickets")
                                .rows(Rows::metrics))
                .resource("ticket_fields", pages("/ticket_fields"))
                .resource("ticket_forms", whole("/ticket_forms"))
                .resource("requests", pages("/requests"))
                .resource(
                        "satisfaction_ratings",
                        pages("/satisfaction_ratings")
                                .since(
                                        CursorSpec.timestamp("created_at").lag(config.lookback()),
                                        "start_time",
                                        TimeFormat.EPOCH_SECONDS)
                                .start(config.start()))
                // no longer in the reference, which has those of one agent only
                .resource("skips", pages("/skips").ignore(Match.status(404)))
                .resource("suspended_tickets", pages("/suspended_tickets"))
                .resource("tags", pages("/tags").key("name"))
                .resource("activities", pages("/activities"))
                // Users
                .resource(
                        "users",
                        exports.complete()
                                .byCursor("/incremental/users/cursor")
                                .records("/users")
                                .rows(Rows::users)
                                .hardDelete("deleted"))
                .resource("user_fields", pages("/user_fields"))
                // Organizations
                .resource(
                        "organizations",
                        exports.complete()
                                .byTime("/incremental/organizations")
                                .records("/organizations")
                                .hardDelete("deleted_at"))
                .resource("organization_fields", pages("/organization_fields"))
                .resource("organization_memberships", pages("/organization_memberships"));
    }

    private static RestApi settings(RestApi api) {
        return api.resource("groups", pages("/groups"))
                .resource("group_memberships", pages("/group_memberships"))
                .resource("custom_agent_roles", whole("/custom_roles").records("/custom_roles"))
                .resource("brands", pages("/brands"))
                .resource("sharing_agreements", whole("/sharing_agreements"))
                .resource("recipient_addresses", pages("/recipient_addresses"))
                .resource("dynamic_content", pages("/dynamic_content/items").records("/items"))
                .resource("sla_policies", whole("/slas/policies").records("/sla_policies"))
                .resource("macros", pages("/macros"))
                .resource("automations", pages("/automations"))
                .resource("triggers", pages("/triggers"))
                .resource("targets", whole("/targets"))
                .resource("views", pages("/views"))
                .resource("job_status", pages("/job_statuses").records("/job_statuses"));
    }

    /** https://developer.zendesk.com/api-reference/voice/talk-api/ */
    private static RestApi talk(RestApi api, Exports exports) {
        String voice = "/channels/voice";
        return api.resource("talk_calls", calls("calls", exports))
                .resource("talk_legs", calls("legs", exports))
                .resource("talk_phone_numbers", talk(voice + "/phone_numbers"))
                .resource("talk_addresses", talk(voice + "/addresses"))
                .resource("talk_greetings", talk(voice + "/greetings"))
                .resource("talk_greeting_categories", talk(voice + "/greeting_categories"))
                .resource(
                        "talk_ivrs",
                        whole(voice + "/ivr").records("/ivrs").formerly("ivrs").onRequest())
                .resource("talk_lines", talk(voice + "/lines"))
                .resource(
                        "talk_agents_activity",
                        talk(voice + "/stats/agents_activity").key("agent_id"))
                .resource(
                        "talk_current_queue_activity",
                        talk(voice + "/stats/current_queue_activity").key())
                .resource("talk_settings", talk(voice + "/settings").key());
    }

    private static Endpoint calls(String what, Exports exports) {
        return exports.ofCalls("/channels/voice/stats/incremental/" + what)
                .records("/" + what)
                .formerly(what + "_incremental", what)
                .onRequest();
    }

    private static Endpoint talk(String path) {
        return whole(path).formerly(lastOf(path)).onRequest();
    }

    /** https://developer.zendesk.com/api-reference/help_center/help-center-api/ */
    private static RestApi helpCenter(RestApi api, Exports exports) {
        return api.resource(
                        "help_center_articles",
                        exports.complete()
                                .byTime("/help_center/incremental/articles")
                                .records("/articles")
                                .formerly("articles")
                                .onRequest())
                .resource("help_center_sections", pages("/help_center/sections").onRequest())
                .resource("help_center_categories", pages("/help_center/categories").onRequest())
                .resource("community_topics", pages("/community/topics").onRequest())
                .resource("community_posts", pages("/community/posts").onRequest());
    }

    /**
     * A listing by pages of a hundred; without the parameter it comes in pages by number.
     * https://developer.zendesk.com/api-reference/introduction/pagination/
     */
    static Endpoint pages(String path) {
        return get(path).query("page[size]", 100).records("/" + lastOf(path));
    }

    /** A listing that comes as a whole, or in pages by number. */
    private static Endpoint whole(String path) {
        return get(path)
                .records("/" + lastOf(path))
                .paging(Paging.nextUrl("/next_page").atSameAddress());
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
