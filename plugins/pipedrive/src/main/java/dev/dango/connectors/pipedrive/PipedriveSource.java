package dev.dango.connectors.pipedrive;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.Resource;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pipedrive's listings: those of version 2 of its API, which page by cursor and filter by change,
 * and of version 1 what version 2 does not have.
 *
 * <p>A change moves a record in listings that are sorted by it. That does no harm to the cursors of
 * version 2. Offsets of version 1 would skip what moves up, so the newest come first there: a
 * record that changes while it is read moves down, and is read twice at worst.
 */
public final class PipedriveSource extends RestSource {

    /**
     * https://pipedrive.readme.io/docs/core-api-concepts-rate-limiting: the smallest plan allows 20
     * requests in 2 seconds.
     */
    private static final int REQUESTS = 20;

    private static final Duration PER = Duration.ofSeconds(2);

    /** What only comes when it is asked for. */
    private static final String OF_ALL =
            "next_activity_id,last_activity_id,email_messages_count,activities_count,"
                    + "done_activities_count,undone_activities_count,files_count,notes_count,"
                    + "followers_count,smart_bcc_email";

    private static final String OF_DEALS =
            OF_ALL
                    + ",first_won_time,products_count,participants_count,last_incoming_mail_time,"
                    + "last_outgoing_mail_time,source_lead_id";
    private static final String OF_CONTACTS =
            OF_ALL
                    + ",open_deals_count,related_open_deals_count,closed_deals_count,"
                    + "related_closed_deals_count,won_deals_count,related_won_deals_count,"
                    + "lost_deals_count,related_lost_deals_count";
    private static final String OF_PERSONS =
            OF_CONTACTS
                    + ",participant_open_deals_count,participant_closed_deals_count,"
                    + "last_incoming_mail_time,last_outgoing_mail_time";
    private static final String OF_ORGANIZATIONS = OF_CONTACTS + ",people_count";

    /** What users write under {@code type: pipedrive}. */
    public record Config(
            @Setting(
                            doc =
                                    "API token of a user, from Personal preferences, API. It shows"
                                            + " what this user may see.",
                            aliases = "pipedrive_api_key",
                            env = "PIPEDRIVE_API_KEY")
                    Secret apiKey,
            @Setting(
                            doc =
                                    "Tables to load; without it all but those that take a request"
                                            + " for each deal, and a few for special purposes.",
                            example = "[deals, persons, organizations]")
                    List<String> resources,
            @Setting(
                            doc = "Load nothing that was last changed before this time (UTC).",
                            example = "2024-01-01 00:00:00",
                            aliases = "start_date")
                    Optional<Instant> sinceTimestamp,
            @Setting(
                            doc = "Address of the API, without its version.",
                            defaultValue = "https://api.pipedrive.com/api")
                    String baseUrl) {

        CursorSpec changed(CursorSpec.Order order) {
            return changed("update_time").ordered(order);
        }

        CursorSpec changed(String column) {
            CursorSpec all = CursorSpec.timestamp(column);
            return sinceTimestamp.map(start -> all.from(start.toString())).orElse(all);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("pipedrive", "Pipedrive")
                .category("Business & CRM")
                .description(
                        "Deals, leads, contacts, activities and products of a Pipedrive account,"
                                + " with custom fields under their names.")
                .docs("https://developers.pipedrive.com/docs/api/v1")
                .access(
                        "Every user finds a personal API token in Pipedrive under Personal"
                                + " preferences, API. It shows what its user may see, so take that"
                                + " of somebody who sees all deals and contacts. The tables roles"
                                + " and permission_sets need an admin.")
                .limits(
                        "Pipedrive allows 20 requests in 2 seconds, or more, depending on the"
                                + " plan, and gives an account a budget of API tokens for the day."
                                + " A page of 500 deals or persons costs 10 tokens, a page of"
                                + " version 1 of the API 20; deals_participants, deals_flow and"
                                + " deal_products cost 10 to 40 for each deal that changed.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi connection = connection(config);
        Fields fields = new Fields(connection.client(), context);
        return version1(version2(connection, config, fields), config, fields)
                .select(config.resources());
    }

    /** Listings show what there is; what was deleted is heard of elsewhere. */
    @Override
    public List<Resource> resources(SourceContext context) throws Exception {
        RestApi connection = connection(context.config(Config.class));
        List<Resource> heard = new ArrayList<>();
        for (Resource resource : super.resources(context)) {
            heard.add(Deletions.before(resource, connection));
        }
        return heard;
    }

    private static RestApi connection(Config config) {
        return RestApi.at(config.baseUrl())
                .auth(Auth.header("x-api-token", config.apiKey()))
                .limit(REQUESTS, PER)
                .probe("/v1/users/me")
                .defaults(list -> failures(list.records("/data").key("id")));
    }

    private static Endpoint failures(Endpoint list) {
        return list.fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Set api_key to the token shown in Pipedrive under Personal preferences,"
                                + " API; it changes when somebody renews it.")
                .fail(
                        ErrorKind.UNSUPPORTED,
                        Match.status(429).header("x-daily-ratelimit-token-remaining", "0"),
                        "The account has spent its API tokens of the day. Go on tomorrow, sync"
                                + " less often, or load fewer tables.")
                .fail(
                        ErrorKind.UNSUPPORTED,
                        Match.status(402),
                        "The plan of the account does not include it. Leave it out of resources.");
    }

    // ---- version 2 -------------------------------------------------------------------------

    private static RestApi version2(RestApi api, Config config, Fields fields) {
        return api.resource(
                        "activities",
                        changing("/activities", config)
                                .query("include_fields", "attendees")
                                .rows(fields.named("activity")))
                .resource(
                        "deals",
                        tellingDeleted(changing("/{+listing}", config), config)
                                .forEach("listing", List.of("deals", "deals/archived"))
                                .query("include_fields", OF_DEALS)
                                .rows(fields.named("deal")))
                .resource(
                        "deal_products",
                        ofDeals(v2("/deals/{deal}/products"), config).mergeKey("deal_id"))
                .resource(
                        "deal_followers",
                        ofDeals(v2("/deals/{deal}/followers"), config)
                                .include("/id", "deal_id")
                                .key("deal_id", "user_id")
                                .mergeKey("deal_id"))
                .resource(
                        "persons",
                        changing("/persons", config)
                                .query("include_fields", OF_PERSONS)
                                .rows(fields.named("person")))
                .resource(
                        "organizations",
                        changing("/organizations", config)
                                .query("include_fields", OF_ORGANIZATIONS)
                                .rows(fields.named("organization")))
                // There is no filter by change.
                .resource(
                        "products",
                        v2("/products")
                                .query("sort_by", "update_time")
                                .query("sort_direction", "desc")
                                .cursor(config.changed(CursorSpec.Order.DESCENDING))
                                .rows(fields.named("product")))
                .resource("pipelines", v2("/pipelines"))
                .resource("stages", v2("/stages"))
                .resource(
                        "projects",
                        addOn(v2("/{+listing}"))
                                .forEach("listing", List.of("projects", "projects/archived"))
                                .rows(fields.named("project")))
                .resource("tasks", addOn(v2("/tasks")))
                .resource("boards", addOn(get("/v2/boards")))
                .resource(
                        "phases",
                        addOn(get("/v2/phases"))
                                .query("board_id", "{board}")
                                .forEach("boards", "/id", "board"))
                .resource(
                        "custom_fields_mapping",
                        Endpoint.custom((name, client) -> fields.mapping(name)));
    }

    static Endpoint v2(String path) {
        return get("/v2" + path)
                .query("limit", 500)
                .paging(Paging.token("/additional_data/next_cursor", "cursor"));
    }

    private static Endpoint changing(String path, Config config) {
        return v2(path).query("sort_by", "update_time")
                .query("sort_direction", "asc")
                .since(
                        config.changed(CursorSpec.Order.ASCENDING),
                        "updated_since",
                        TimeFormat.ISO_INSTANT);
    }

    /** Deals are shown for 30 days after their deletion; who has none yet need not hear of it. */
    private static Endpoint tellingDeleted(Endpoint deals, Config config) {
        return deals.query("status", "{status}")
                .incremental(
                        config.changed(CursorSpec.Order.ASCENDING),
                        cursor ->
                                Collections.singletonMap(
                                        "status",
                                        cursor.flatMap(IncrementalCursor::position)
                                                .map(known -> "open,won,lost,deleted")
                                                .orElse(null)))
                .hardDelete("is_deleted");
    }

    /** One request for each deal that changed; a deal may be gone by then. */
    private static Endpoint ofDeals(Endpoint list, Config config) {
        return list.forEach("deals", "/id", "deal")
                .include("/update_time", "_deals_update_time")
                .cursor(config.changed("_deals_update_time"))
                .ignore(Match.status(404))
                .ignore(Match.status(410))
                .onRequest();
    }

    /** Accounts without Projects, which costs extra, have none. */
    private static Endpoint addOn(Endpoint list) {
        return list.ignore(Match.status(402)).ignore(Match.status(403));
    }

    // ---- version 1 -------------------------------------------------------------------------

    private static RestApi version1(RestApi api, Config config, Fields fields) {
        CursorSpec newestFirst = config.changed(CursorSpec.Order.DESCENDING);
        return api.resource("activity_types", get("/v1/activityTypes").formerly("activityTypes"))
                .resource("call_logs", v1("/callLogs", 50).onRequest())
                .resource("currencies", get("/v1/currencies").onRequest())
                .resource(
                        "deals_participants",
                        ofDeals(v1("/deals/{deal}/participants", 500), config)
                                .mergeKey("related_item_id"))
                .resource(
                        "deals_flow",
                        ofDeals(v1("/deals/{deal}/flow", 500), config)
                                .query("all_changes", 1)
                                .include("/id", "deal_id")
                                .key("deal_id", "object", "id")
                                .rows(PipedriveSource::happenings)
                                .maxTableNesting(0))
                .resource(
                        "files",
                        v1("/files", 100).query("sort", "update_time DESC").cursor(newestFirst))
                .resource("filters", get("/v1/filters"))
                .resource("lead_labels", get("/v1/leadLabels"))
                .resource("lead_sources", get("/v1/leadSources").key("name"))
                .resource(
                        "leads",
                        v1("/{+listing}", 500)
                                .forEach("listing", List.of("leads", "leads/archived"))
                                .query("sort", "update_time DESC")
                                .incremental(newestFirst, (request, cursor) -> request)
                                .rows(fields.named(Fields.LEAD)))
                .resource(
                        "notes",
                        v1("/notes", 500)
                                .query("sort", "update_time DESC")
                                .since(newestFirst, "updated_since", TimeFormat.ISO_INSTANT))
                .resource("permission_sets", get("/v1/permissionSets").onRequest())
                .resource("roles", v1("/roles", 500).onRequest())
                .resource("users", get("/v1/users"));
    }

    static Endpoint v1(String path, int limit) {
        return get("/v1" + path)
                .query("limit", limit)
                .paging(
                        Paging.token("/additional_data/pagination/next_start", "start")
                                .moreWhile("/additional_data/pagination/more_items_in_collection"));
    }

    /** What happens to a deal is of many sorts, each with fields of its own. */
    private static List<Map<String, Object>> happenings(Response page) {
        List<Map<String, Object>> rows = page.objects();
        for (Map<String, Object> row : rows) {
            Object id = row.get("data") instanceof Map<?, ?> data ? data.get("id") : null;
            row.put("id", String.valueOf(id == null ? row.get("timestamp") : id));
        }
        return rows;
    }
}
