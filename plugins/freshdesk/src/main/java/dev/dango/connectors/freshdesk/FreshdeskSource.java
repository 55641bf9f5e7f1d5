package dev.dango.connectors.freshdesk;

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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Freshdesk's listings, in the order of its API reference, https://developers.freshdesk.com/api/.
 *
 * <p>Tickets and contacts are asked for by the time of their last change, ratings and time entries
 * by the time at which they were made, less a lookback. All other listings are small, have no
 * filter, and are read completely by every run, which also shows what was deleted.
 */
public final class FreshdeskSource extends RestSource {

    /** Without a start tickets of the last 30 days are listed; nothing in Freshdesk is older. */
    private static final Instant BEFORE_FRESHDESK = Instant.parse("2000-01-01T00:00:00Z");

    /** How many requests a minute may list tickets, or contacts, by how many are allowed at all. */
    private static final NavigableMap<Integer, Integer> LISTS =
            new TreeMap<>(Map.of(0, 20, 400, 100, 700, 200, 1000, 300, 2000, 400));

    /** Times are those of a second, in which a ticket may still change after it was read. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /**
     * Contacts come in no order of change, so one that changes while a run is under way may be
     * behind it already, and older than the position the run ends with.
     */
    private static final Duration LONGEST_RUN = Duration.ofHours(6);

    /** What users write under {@code type: freshdesk}. */
    public record Config(
            @Setting(
                            doc =
                                    "Name of the account, which stands before .freshdesk.com; with"
                                            + " .freshdesk.com it is accepted, too.",
                            example = "my-company")
                    String domain,
            @Setting(
                            doc = "API key of an agent, from the profile settings.",
                            aliases = "api_secret_key",
                            env = "FRESHDESK_API_KEY")
                    Secret apiKey,
            @Setting(
                            doc =
                                    "Tables to load; without it all but conversations and deleted"
                                            + " tickets.",
                            example = "[tickets, contacts, companies]",
                            aliases = "endpoints")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load no tickets that last changed, and no ratings and time entries that"
                                            + " were made before this day (UTC); without it"
                                            + " everything. All other tables are always"
                                            + " complete.",
                            example = "2024-01-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "What to load with each ticket: stats (when it was answered,"
                                            + " resolved and closed), requester, description. Each"
                                            + " makes a request count for two more.",
                            defaultValue = "[stats, requester, description]",
                            example = "[stats]")
                    List<String> include,
            @Setting(
                            doc =
                                    "How far back each run reads satisfaction ratings and time"
                                            + " entries again, which are still changed.",
                            defaultValue = "30d")
                    Duration lookback,
            @Setting(
                            doc =
                                    "How many requests a minute the plan allows: 200 with Growth,"
                                            + " 400 with Pro, 700 with Enterprise.",
                            defaultValue = "200")
                    int requestsPerMinute,
            @Setting(doc = "Records in a page, 100 at most.", defaultValue = "100") int perPage,
            @Setting(
                            doc = "Address of the API, if it is not the account's own.",
                            example = "https://my-company.freshdesk.com/api/v2")
                    Optional<String> baseUrl) {

        private static final String SUFFIX = ".freshdesk.com";

        /**
         * Refuses what cannot work.
         *
         * @param domain the account
         * @param apiKey the key
         * @param resources selected tables
         * @param startDate inclusive
         * @param include what to load with each ticket
         * @param lookback not negative
         * @param requestsPerMinute at least 1
         * @param perPage from 1 to 100
         * @param baseUrl where the API is
         */
        public Config {
            if (account(domain).contains(".")) {
                throw wrong("domain \"" + domain + "\" is not the name of an account.")
                        .hint(
                                "The API does not know domains of one's own: give the name before"
                                        + " .freshdesk.com.");
            }
            if (lookback.isNegative()) {
                throw wrong("lookback must not be negative.");
            }
            if (requestsPerMinute < 1) {
                throw wrong("requests_per_minute must be at least 1.");
            }
            if (perPage < 1 || perPage > 100) {
                throw wrong("per_page must be between 1 and 100.");
            }
        }

        private static SourceException wrong(String what) {
            return SourceException.of(ErrorKind.CONFIG, what);
        }

        private static String account(String domain) {
            String host = domain.strip().toLowerCase(Locale.ROOT).replaceAll("^https?://|/.*$", "");
            return host.endsWith(SUFFIX) ? host.replace(SUFFIX, "") : host;
        }

        String address() {
            return baseUrl.orElseGet(() -> "https://" + account(domain) + SUFFIX + "/api/v2");
        }

        int listsPerMinute() {
            return Math.min(LISTS.floorEntry(requestsPerMinute).getValue(), requestsPerMinute);
        }

        Instant start() {
            return startDate
                    .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .orElse(BEFORE_FRESHDESK);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("freshdesk", "Freshdesk")
                .category("Business & CRM")
                .description(
                        "Tickets, contacts, companies, ratings and the help desk's settings of a"
                                + " Freshdesk account.")
                .docs("https://developers.freshdesk.com/api/")
                .access(
                        "Every agent has an API key in the profile settings, beside the change of"
                                + " password. Tickets and contacts need an agent who sees all of"
                                + " them; agents, groups, roles, skills, fields and policies need"
                                + " an administrator's key. A table that the key may not see is"
                                + " reported, and the others are loaded.")
                .limits(
                        "Freshdesk allows 200 to 700 requests a minute by plan, of which 20 to 200"
                                + " may list tickets. A page of 100 tickets counts for seven, or"
                                + " for one without include; conversations take a request for each"
                                + " ticket that changed.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api =
                RestApi.at(config.address())
                        .auth(Auth.basic(config.apiKey().reveal(), Secret.of("X")))
                        .limit(config.requestsPerMinute(), Duration.ofMinutes(1))
                        .probe("/agents/me")
                        .defaults(list -> listing(list, config));
        return listings(api, config).select(config.resources());
    }

    private static Endpoint listing(Endpoint list, Config config) {
        return list.records("")
                .key("id")
                .query("per_page", config.perPage())
                .paging(Paging.linkHeader().atSameAddress())
                .start(config.start())
                // https://developers.freshdesk.com/api/#error
                .ignore(Match.status(403).value("/code", "require_feature"))
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Use an administrator's API key, or leave the table out by resources.")
                .fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Check api_key: it stands in the profile settings of Freshdesk.")
                .fail( // its body is empty
                        ErrorKind.NOT_FOUND,
                        Match.status(404),
                        "Check domain: it is the name before .freshdesk.com.");
    }

    private static RestApi listings(RestApi api, Config config) {
        return api
                // Tickets
                .resource("tickets", tickets(config))
                .resource("deleted_tickets", tickets(config).query("filter", "deleted").onRequest())
                .resource("conversations", conversations())
                .resource("ticket_fields", get("/ticket_fields"))
                // Contacts and companies
                .resource("contacts", contacts(config))
                .resource("contact_fields", get("/contact_fields"))
                .resource("companies", get("/companies"))
                .resource("company_fields", get("/company_fields"))
                // Agents
                .resource("agents", get("/agents"))
                .resource("skills", get("/admin/skills"))
                .resource("roles", get("/roles"))
                .resource("groups", get("/groups"))
                // Solutions
                .resource("solution_categories", get("/solutions/categories"))
                .resource(
                        "solution_folders",
                        get("/solutions/categories/{category}/folders")
                                .forEach("solution_categories", "/id", "category")
                                .include("/id", "category_id"))
                .resource(
                        "solution_articles",
                        get("/solutions/folders/{folder}/articles")
                                .forEach("solution_folders", "/id", "folder"))
                // Canned responses
                .resource("canned_response_folders", get("/canned_response_folders"))
                .resource(
                        "canned_responses",
                        get("/canned_response_folders/{folder}/responses")
                                .forEach("canned_response_folders", "/id", "folder"))
                // Surveys
                .resource("surveys", get("/surveys"))
                .resource(
                        "satisfaction_ratings",
                        made(
                                "/surveys/satisfaction_ratings",
                                "created_at",
                                "created_since",
                                config))
                // Time entries
                .resource(
                        "time_entries",
                        made("/time_entries", "executed_at", "executed_after", config))
                // Account
                .resource("email_mailboxes", get("/email/mailboxes"))
                .resource("products", get("/products"))
                .resource("business_hours", get("/business_hours"))
                .resource("sla_policies", get("/sla_policies"));
    }

    private static Endpoint tickets(Config config) {
        Endpoint tickets =
                get("/tickets")
                        .query("order_by", "updated_at")
                        .query("order_type", "asc")
                        .paging(new TicketPaging(config.perPage()))
                        .since(changed("updated_at"), "updated_since", TimeFormat.ISO_INSTANT)
                        .limit("tickets", config.listsPerMinute(), Duration.ofMinutes(1));
        return config.include().isEmpty()
                ? tickets
                : tickets.query("include", String.join(",", config.include()));
    }

    private static CursorSpec changed(String column) {
        return CursorSpec.timestamp(column).lag(LATE).ordered(CursorSpec.Order.ASCENDING);
    }

    /** Of the tickets that changed: each reply and note changes its ticket. */
    private static Endpoint conversations() {
        return get("/tickets/{ticket}/conversations")
                .forEach("tickets", "/id", "ticket")
                .include("/updated_at", "_tickets_updated_at")
                .cursor(changed("_tickets_updated_at"))
                .ignore(Match.status(404)) // deleted since it was listed
                .onRequest();
    }

    /**
     * Each state is a listing of its own, since without one blocked and deleted contacts are left
     * out. https://developers.freshdesk.com/api/#list_all_contacts
     */
    private static Endpoint contacts(Config config) {
        return get("/contacts")
                .query("state", "{state}")
                .forEach("state", List.of("verified", "unverified", "blocked", "deleted"))
                .include("", "state")
                .since(
                        CursorSpec.timestamp("updated_at").lag(LONGEST_RUN),
                        "_updated_since",
                        TimeFormat.ISO_INSTANT)
                .start(BEFORE_FRESHDESK) // tickets of any age refer to them
                .hardDelete("deleted")
                .limit("contacts", config.listsPerMinute(), Duration.ofMinutes(1));
    }

    /** What can be asked for by the time at which it was made only, and is changed for a while. */
    private static Endpoint made(String path, String column, String since, Config config) {
        return get(path)
                .since(
                        CursorSpec.timestamp(column).lag(config.lookback()),
                        since,
                        TimeFormat.ISO_INSTANT);
    }
}
