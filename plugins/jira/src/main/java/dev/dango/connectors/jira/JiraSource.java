package dev.dango.connectors.jira;

import static dev.dango.http.Endpoint.custom;
import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jira Cloud's issues and what hangs on them, then what they are about, in the order of its API
 * reference.
 *
 * <p>Issues are asked for by their time of change. Jira tells of deleted worklogs, and of deleted
 * comments by the change of their issue, but of deleted issues nowhere: those stay in their tables
 * until a full refresh. Which issues there still are is in the table {@code issue_ids}, which is
 * cheap to read completely.
 */
public final class JiraSource extends RestSource {

    /**
     * Each site has a bucket of tokens for each kind of request, whose size depends on the kind; a
     * steady pace is asked for: https://developer.atlassian.com/cloud/jira/platform/rate-limiting/.
     */
    private static final int REQUESTS_PER_SECOND = 25;

    /** As many as the search gives if nothing but ids is asked for. */
    private static final int IDS = 5000;

    /** As many as the history can be asked for at once. */
    private static final int HISTORIES = 1000;

    /** What users write under {@code type: jira}. */
    public record Config(
            @Setting(
                            doc = "Name of the site: what stands before .atlassian.net.",
                            example = "my-company",
                            pattern = "[A-Za-z0-9-]+")
                    String subdomain,
            @Setting(
                            doc = "E-mail address of the account whose token it is.",
                            example = "me@example.com")
                    String email,
            @Setting(
                            doc =
                                    "API token of the account, from"
                                            + " id.atlassian.com/manage-profile/security/api-tokens.",
                            env = "JIRA_API_TOKEN")
                    Secret apiToken,
            @Setting(
                            doc =
                                    "Tables to load; without it all but issue_ids and those that"
                                            + " are about the administration of Jira.",
                            example = "[issues, comments, projects]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load only the issues of these projects, by their keys; without"
                                            + " it those of all. Worklogs are always those of all.",
                            example = "[SHOP, OPS]")
                    List<String> projects,
            @Setting(
                            doc =
                                    "Load only the issues that this JQL finds. Change it with a"
                                            + " full refresh.",
                            example = "issuetype != Epic")
                    Optional<String> jql,
            @Setting(
                            doc =
                                    "Load no issues that have not changed since this day (UTC);"
                                            + " without it all issues.",
                            example = "2024-01-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "How far back each run reads changes again: the search shows a"
                                            + " change with some delay.",
                            defaultValue = "15m")
                    Duration lookback,
            @Setting(
                            doc =
                                    "Name the columns of custom fields as users do, such as"
                                            + " fields__story_points, rather than"
                                            + " fields__customfield_10016.",
                            defaultValue = "false")
                    boolean customFieldNames,
            @Setting(
                            doc = "How many issues to ask for at once; Jira may send fewer.",
                            defaultValue = "100")
                    int pageSize,
            @Setting(
                            doc =
                                    "Address of the site, if it is another one. Tokens with scopes"
                                            + " need https://api.atlassian.com/ex/jira/ and the id"
                                            + " of the site.",
                            example = "https://api.atlassian.com/ex/jira/11223344-a1b2-c3d4")
                    Optional<String> baseUrl) {

        /**
         * Refuses what cannot work.
         *
         * @param subdomain of the site
         * @param email of the account
         * @param apiToken of the account
         * @param resources selected tables
         * @param projects their keys
         * @param jql narrows the issues
         * @param startDate inclusive
         * @param lookback not negative
         * @param customFieldNames whether columns are named as users name fields
         * @param pageSize from 1 to 5000
         * @param baseUrl where the site is
         */
        public Config {
            if (lookback.isNegative()) {
                throw SourceException.of(ErrorKind.CONFIG, "lookback must not be negative.");
            }
            if (pageSize < 1 || pageSize > IDS) {
                throw SourceException.of(ErrorKind.CONFIG, "page_size must be from 1 to 5000.");
            }
            if (jql.filter(JiraSource::isOrdered).isPresent()) {
                throw SourceException.of(ErrorKind.CONFIG, "jql must not have an ORDER BY.")
                        .hint("Leave it out: issues are read in the order of their change.");
            }
        }

        String address() {
            return baseUrl.orElse("https://" + subdomain + ".atlassian.net");
        }

        Optional<Instant> start() {
            return startDate.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
    }

    private static boolean isOrdered(String jql) {
        return jql.replaceAll("\"[^\"]*\"|'[^']*'", "").matches("(?is).*\\border\\s+by\\b.*");
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("jira", "Jira")
                .category("Business & CRM")
                .description(
                        "Issues, their history, comments and worklogs, projects, boards and sprints"
                                + " of Jira Cloud.")
                .docs("https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/")
                .access(
                        "Make an API token at id.atlassian.com under Security, and give it with the"
                                + " e-mail address of its account. It reads what the account may"
                                + " browse; users need the global permission Browse users and"
                                + " groups, workflows need Administer Jira. A token with scopes"
                                + " needs read:jira-work and read:jira-user, for boards and sprints"
                                + " the read scopes of Jira Software, and the base_url for it.")
                .limits(
                        "Jira limits requests a second for each kind of request; a sync keeps to 25"
                                + " and waits when told to. It takes one request for 100 changed"
                                + " issues, and few more for their history, comments and worklogs."
                                + " Deleted issues go with a full refresh only.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api = connection(config);
        Site site = new Site(api, context);
        RestApi issues = issues(api, new Search(site, config), config, site);
        return administration(software(project(issues))).select(config.resources());
    }

    private static RestApi connection(Config config) {
        return RestApi.at(config.address())
                .auth(Auth.basic(config.email(), config.apiToken()))
                .header("Accept", "application/json")
                .limit(REQUESTS_PER_SECOND, Duration.ofSeconds(1))
                .probe("/rest/api/3/myself")
                .defaults(JiraSource::listing);
    }

    private static Endpoint listing(Endpoint list) {
        return list.key("id")
                // What a wrong token is not let in to looks like an empty site otherwise.
                .fail(
                        ErrorKind.AUTH,
                        Match.any()
                                .header(
                                        "X-Seraph-LoginReason",
                                        "AUTHENTICATED_FAILED|AUTHENTICATION_DENIED"),
                        "Check email and api_token; the token may have expired or been revoked.")
                // Sent by the gateway, not by Jira: there is no such site.
                .fail(
                        ErrorKind.NOT_FOUND,
                        Match.status(404).value("/timestamp", ".*"),
                        "Check the setting subdomain: there may be no such site.");
    }

    /** Issues and what hangs on them. */
    private static RestApi issues(RestApi api, Search search, Config config, Site site) {
        Endpoint issues =
                search.changedIssues(search.changed("fields.updated"), List.of("*all"))
                        .maxTableNesting(2);
        return api.resource(
                        "issues",
                        config.customFieldNames()
                                ? issues.rows(page -> renamed(page, site.columns()))
                                : issues)
                .resource(
                        "comments",
                        custom(
                                (name, client) ->
                                        new IssueParts(
                                                part(name, search).mergeKey(IssueParts.ISSUE),
                                                client,
                                                search,
                                                List.of("updated", "comment"),
                                                config.pageSize(),
                                                IssueParts::comments)))
                .resource(
                        "changelogs",
                        custom(
                                (name, client) ->
                                        new IssueParts(
                                                part(name, search),
                                                client,
                                                search,
                                                List.of("updated"),
                                                HISTORIES,
                                                IssueParts::changelogs)))
                .resource(
                        "worklogs",
                        custom(
                                (name, client) ->
                                        new Worklogs(
                                                table(name).cursor(search.changed("updated")),
                                                client,
                                                search.start())))
                .resource("issue_ids", search.allIssues(List.of("id"), IDS).onRequest());
    }

    private static ResourceSpec part(String name, Search search) {
        return table(name).cursor(search.changed(IssueParts.CHANGED));
    }

    /** Texts are documents in many levels; they are kept as JSON. */
    private static ResourceSpec table(String name) {
        return ResourceSpec.named(name).primaryKey("id").maxTableNesting(1);
    }

    private static List<Map<String, Object>> renamed(Response page, Map<String, String> columns) {
        return page.values().stream().map(issue -> renamed((Map<?, ?>) issue, columns)).toList();
    }

    private static Map<String, Object> renamed(Map<?, ?> issue, Map<String, String> columns) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        issue.forEach(
                (name, value) ->
                        renamed.put(
                                columns.getOrDefault(name.toString(), name.toString()),
                                name.equals("fields") && value instanceof Map<?, ?> fields
                                        ? renamed(fields, columns)
                                        : value));
        return renamed;
    }

    /** What issues are about. */
    private static RestApi project(RestApi api) {
        return api.resource(
                        "projects",
                        paged("/project/search", 50)
                                .query(
                                        "expand",
                                        "description,lead,issueTypes,url,projectKeys,insight")
                                .maxTableNesting(2))
                .resource("project_categories", list("/projectCategory"))
                .resource("versions", ofProject("/project/{project}/version"))
                .resource("components", ofProject("/project/{project}/component"))
                // Jira may leave users out of a page, so that only an empty one is the last.
                .resource(
                        "users",
                        list("/users/search")
                                .key("accountId")
                                .paging(Paging.offset("startAt", "maxResults", 1000)))
                .resource("fields", list("/field"))
                .resource("statuses", list("/status"))
                .resource("issue_types", list("/issuetype"))
                .resource("priorities", paged("/priority/search", 50))
                .resource("resolutions", paged("/resolution/search", 50))
                .resource(
                        "issue_link_types",
                        get("/rest/api/3/issueLinkType").records("/issueLinkTypes"));
    }

    /** Boards and sprints, which have an API of their own. */
    private static RestApi software(RestApi api) {
        return api.resource("boards", pages(get("/rest/agile/1.0/board"), 50))
                // A sprint is on all boards that show it. Kanban boards, and some of team-managed
                // projects, have no sprints: status 400.
                .resource(
                        "sprints",
                        pages(get("/rest/agile/1.0/board/{board}/sprint"), 50)
                                .forEach("boards", "/id", "board")
                                .include("/id", "_boards_id")
                                .key("_boards_id", "id")
                                .ignore(Match.status(400))
                                .ignore(Match.status(404)));
    }

    private static RestApi administration(RestApi api) {
        return api.resource("workflows", paged("/workflows/search", 50).onRequest())
                .resource("filters", paged("/filter/search", 50).onRequest())
                .resource("dashboards", paged("/dashboard/search", 50).onRequest())
                .resource("groups", paged("/group/bulk", 50).key("groupId").onRequest())
                .resource("roles", list("/role").onRequest());
    }

    /** A project may be deleted after it was listed. */
    private static Endpoint ofProject(String path) {
        return paged(path, 50).forEach("projects", "/id", "project").ignore(Match.status(404));
    }

    /** A bare array. */
    private static Endpoint list(String path) {
        return get("/rest/api/3" + path).records("");
    }

    private static Endpoint paged(String path, int size) {
        return pages(get("/rest/api/3" + path), size);
    }

    /** Jira may send fewer than asked for; what it sent says where the next page begins. */
    private static Endpoint pages(Endpoint list, int size) {
        return list.records("/values")
                .paging(Paging.offset("startAt", "maxResults", size).endWhen("/isLast"));
    }
}
