package dev.dango.connectors.asana;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.Request;
import dev.dango.http.Response;
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
import java.util.Optional;

/**
 * Asana's listings, from the workspaces down to what is said about a task.
 *
 * <p>Tasks are asked for project by project, each from its own position on, and what hangs on a
 * task only when the task has changed. A deleted task is in no listing and no filter shows it: it
 * stays in its table until a full refresh. Tasks of no project are in no listing either.
 */
public final class AsanaSource extends RestSource {

    private static final int PAGE = 100;

    /**
     * A listing comes in no order of change, so a task that changes while it is read may be behind
     * already, and older than the position the run ends with.
     */
    private static final Duration LONGEST_LISTING = Duration.ofHours(1);

    /**
     * A change reaches the search after 10 to 60 seconds, longer in bad times:
     * https://developers.asana.com/reference/searchtasksforworkspace.
     */
    private static final Duration INDEXING = Duration.ofMinutes(10);

    /** What users write under {@code type: asana}. */
    public record Config(
            @Setting(
                            doc = "Personal access token, or that of a service account.",
                            env = "ASANA_ACCESS_TOKEN")
                    Secret accessToken,
            @Setting(
                            doc =
                                    "Tables to load; without it all but those that take a request"
                                            + " for each task or project: stories, attachments,"
                                            + " subtasks, status_updates, portfolio_items.",
                            example = "[workspaces, projects, tasks]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load no tasks that have not changed since this day (UTC);"
                                            + " without it all tasks.",
                            example = "2024-01-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "How many requests to send in a minute; the free plan allows"
                                            + " 150.",
                            defaultValue = "1500")
                    int requestsPerMinute,
            @Setting(doc = "Address of the API.", defaultValue = "https://app.asana.com/api/1.0")
                    String baseUrl) {

        /**
         * Refuses what cannot work.
         *
         * @param accessToken the token
         * @param resources selected tables
         * @param startDate inclusive
         * @param requestsPerMinute positive
         * @param baseUrl where the API is
         */
        public Config {
            if (requestsPerMinute < 1) {
                throw SourceException.of(
                        ErrorKind.CONFIG, "requests_per_minute must be at least 1.");
            }
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("asana", "Asana")
                .category("Business & CRM")
                .description("Workspaces, projects, tasks, custom fields and comments of Asana.")
                .docs("https://developers.asana.com/reference/rest-api-reference")
                .access(
                        "Make a personal access token in Asana's developer console"
                                + " (app.asana.com/0/my-apps). It reads what its user can see;"
                                + " an Enterprise organisation can make a service account, which"
                                + " sees everything. Subtasks are found by Asana's search, which"
                                + " needs a paid plan; goals, portfolios and custom fields stay"
                                + " empty on plans without them.")
                .limits(
                        "Asana allows 1500 requests a minute, on the free plan 150. A sync takes"
                                + " one request for each project, and for stories and attachments"
                                + " one for each task that changed. Deleted tasks go with a full"
                                + " refresh only.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        Duration each = Duration.ofMinutes(1).dividedBy(config.requestsPerMinute());
        RestApi api =
                RestApi.at(config.baseUrl())
                        .auth(Auth.bearer(config.accessToken()))
                        .limit(10, each.multipliedBy(10))
                        .probe("/users/me")
                        .defaults(AsanaSource::listing);
        return listings(api, config).select(config.resources());
    }

    /** https://developers.asana.com/docs/pagination. */
    private static Endpoint listing(Endpoint list) {
        return list.records("/data")
                .key("gid")
                .query("limit", PAGE)
                .paging(Paging.token("/next_page/offset", "offset"))
                // 402: the plan does not have it, so that there is nothing of it.
                .ignore(Match.status(402))
                // Tokens of pages last a quarter of an hour.
                .restartOn(
                        Match.status(400).value("/errors/*/message", "(?i).*pagination token.*"));
    }

    private static RestApi listings(RestApi api, Config config) {
        return api
                // Workspaces and people
                .resource("workspaces", fields(get("/workspaces"), Fields.WORKSPACE))
                .resource("users", fields(get("/users"), Fields.USER))
                // A personal workspace is no organisation and has no teams.
                .resource(
                        "teams",
                        fields(get("/workspaces/{workspace}/teams"), Fields.TEAM)
                                .forEach("workspaces", "/gid", "workspace")
                                .ignore(
                                        Match.status(400)
                                                .value(
                                                        "/errors/*/message",
                                                        "(?i).*organi[sz]ation.*")))
                .resource(
                        "custom_fields",
                        fields(get("/workspaces/{workspace}/custom_fields"), Fields.CUSTOM_FIELD)
                                .forEach("workspaces", "/gid", "workspace"))
                .resource("tags", inWorkspace("/tags", Fields.TAG))
                // Projects
                .resource("projects", inWorkspace("/projects", Fields.PROJECT))
                .resource(
                        "sections", inProject(get("/projects/{project}/sections"), Fields.SECTION))
                .resource(
                        "status_updates",
                        inProject(get("/status_updates"), Fields.STATUS_UPDATE)
                                .query("parent", "{project}")
                                .since(
                                        CursorSpec.timestamp("created_at"),
                                        "created_since",
                                        TimeFormat.ISO_INSTANT)
                                .onRequest())
                .resource("portfolios", inWorkspace("/portfolios", Fields.PORTFOLIO))
                .resource(
                        "portfolio_items",
                        fields(get("/portfolios/{portfolio}/items"), Fields.PORTFOLIO_ITEM)
                                .forEach("portfolios", "/gid", "portfolio")
                                .include("/gid", "_portfolios_gid")
                                .key("_portfolios_gid", "gid")
                                .onRequest())
                .resource("goals", inWorkspace("/goals", Fields.GOAL))
                // Tasks
                .resource("tasks", tasks(config))
                .resource("subtasks", subtasks(config))
                .resource("stories", ofTask(get("/tasks/{task}/stories"), Fields.STORY))
                .resource(
                        "attachments",
                        ofTask(get("/attachments"), Fields.ATTACHMENT).query("parent", "{task}"));
    }

    private static Endpoint fields(Endpoint list, String fields) {
        return list.query("opt_fields", fields);
    }

    private static Endpoint inWorkspace(String path, String fields) {
        return fields(get(path), fields)
                .query("workspace", "{workspace}")
                .forEach("workspaces", "/gid", "workspace");
    }

    /** A project may be deleted after it was listed. */
    private static Endpoint inProject(Endpoint list, String fields) {
        return fields(list, fields)
                .forEach("projects", "/gid", "project")
                .ignore(Match.status(404));
    }

    private static Endpoint tasks(Config config) {
        return from(config, inProject(get("/tasks"), Fields.TASK))
                .query("project", "{project}")
                .since(changed("modified_at"), "modified_since", TimeFormat.ISO_INSTANT);
    }

    /**
     * The filter also finds tasks that were moved to a project, which does not count as modified:
     * https://developers.asana.com/reference/gettasks and .../tasks.
     */
    private static CursorSpec changed(String column) {
        return CursorSpec.timestamp(column).lag(LONGEST_LISTING).startLoose();
    }

    private static Endpoint from(Config config, Endpoint list) {
        return config.startDate()
                .map(day -> list.start(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .orElse(list);
    }

    /**
     * No listing has the subtasks of all tasks, and a task does not count as changed when one of
     * its subtasks does; the search finds them at any depth.
     */
    private static Endpoint subtasks(Config config) {
        return from(config, fields(get("/workspaces/{workspace}/tasks/search"), Fields.TASK))
                .forEach("workspaces", "/gid", "workspace")
                .query("is_subtask", true)
                .query("sort_by", "modified_at")
                .query("sort_ascending", true)
                .since(
                        CursorSpec.timestamp("modified_at")
                                .lag(INDEXING)
                                .ordered(CursorSpec.Order.ASCENDING),
                        "modified_at.after",
                        TimeFormat.ISO_INSTANT)
                .paging(AsanaSource::later)
                .fail(
                        ErrorKind.UNSUPPORTED,
                        Match.status(402),
                        "Subtasks are found by Asana's search, which needs a paid plan: leave"
                                + " subtasks out of the resources.")
                .onRequest();
    }

    /** The search has no pages, so each request excludes what the last one showed. */
    private static Optional<Request> later(Request request, Response page) {
        Optional<Instant> last = page.last("/modified_at").map(Instant::parse);
        return last.filter(moment -> page.recordCount() == PAGE)
                .map(moment -> TimeFormat.ISO_INSTANT.apply(moment.minusMillis(1)))
                .map(after -> request.query("modified_at.after", after));
    }

    /** Read anew when the task has changed. */
    private static Endpoint ofTask(Endpoint list, String fields) {
        return fields(list, fields)
                .forEach("tasks", "/gid", "task")
                .include("/gid", "_tasks_gid")
                .include("/modified_at", "_tasks_modified_at")
                .cursor(changed("_tasks_modified_at"))
                .ignore(Match.status(404))
                .onRequest();
    }
}
