package dev.dango.connectors.github;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Request;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.CursorSpec.Order;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * GitHub's listings. What changes is asked for by the time of its last change, repository by
 * repository, each with a position of its own; what is small, and tells no such time, is read
 * completely by every run.
 */
public final class GitHubSource extends RestSource {

    /** Lists are answered by copies of the database that may be a little behind. */
    private static final Duration COPIES_BEHIND = Duration.ofMinutes(1);

    /** Commits have the time at which they were made, and arrive when they are pushed or merged. */
    private static final Duration UNTIL_MERGED = Duration.ofDays(30);

    /** How late events may be: https://docs.github.com/rest/activity/events. */
    private static final Duration UNTIL_SHOWN = Duration.ofHours(6);

    /** Runs wait, go on, and are tried again. */
    private static final Duration UNTIL_FINISHED = Duration.ofDays(3);

    /** GitHub lists 1,000 workflow runs of a stretch of time. */
    private static final int MOST_PAGES = 10;

    private static final String REPOSITORY = "_repositories_full_name";

    /** What users write under {@code type: github}. */
    public record Config(
            @Setting(
                            doc = "Personal access token, or the token of an app.",
                            env = "GITHUB_ACCESS_TOKEN")
                    Secret accessToken,
            @Setting(doc = "Owner of the repository, with name.", example = "duckdb")
                    Optional<String> owner,
            @Setting(doc = "Name of the repository, with owner.", example = "duckdb")
                    Optional<String> name,
            @Setting(
                            doc = "Repositories to read, each with its owner.",
                            example = "[my-company/shop, my-company/website]")
                    List<String> repositories,
            @Setting(
                            doc =
                                    "Organization whose members are read, and whose repositories"
                                            + " unless some are named.",
                            example = "my-company",
                            pattern = "[\\w.-]+")
                    Optional<String> organization,
            @Setting(
                            doc =
                                    "Tables to load; without it the usual ones. Others take many"
                                            + " requests or special rights: branches, tags,"
                                            + " contributors, collaborators, issue_events,"
                                            + " commit_comments, workflow_jobs, deployments, teams,"
                                            + " team_members.",
                            example = "[issues, pull_requests, reviews]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load no issues, pull requests, comments, commits and runs from"
                                            + " before this day (UTC).",
                            example = "2024-01-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "Address of the API; with GitHub Enterprise Server"
                                            + " https://HOST/api/v3.",
                            defaultValue = Connection.ADDRESS)
                    String baseUrl) {

        /**
         * Sees that it is clear which repositories are meant.
         *
         * @param accessToken the token
         * @param owner of a single repository
         * @param name of a single repository
         * @param repositories with their owners
         * @param organization one with all its repositories
         * @param resources selected tables
         * @param startDate inclusive
         * @param baseUrl where the API is
         */
        public Config {
            if (owner.isPresent() != name.isPresent()) {
                throw SourceException.of(ErrorKind.CONFIG, "owner and name go together.")
                        .hint("For all repositories of an owner write organization.");
            }
            if (owner.isEmpty() && repositories.isEmpty() && organization.isEmpty()) {
                throw SourceException.of(ErrorKind.CONFIG, "No repository is named.")
                        .hint("Write repositories, or owner and name, or organization.");
            }
            repositories.stream()
                    .filter(repository -> !repository.matches("[\\w.-]+/[\\w.-]+"))
                    .findFirst()
                    .ifPresent(
                            wrong -> {
                                throw SourceException.of(
                                                ErrorKind.CONFIG,
                                                "\"" + wrong + "\" is not a repository.")
                                        .hint("Write it with its owner: my-company/shop.");
                            });
        }

        /** Those named; empty for all of the organization. */
        List<String> named() {
            List<String> named = new ArrayList<>(repositories);
            owner.ifPresent(someone -> named.add(someone + "/" + name.orElseThrow()));
            return named.stream().distinct().toList();
        }

        CursorSpec by(String column) {
            CursorSpec all = CursorSpec.timestamp(column);
            return startDate
                    .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .map(start -> all.from(start.toString()))
                    .orElse(all);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("github", "GitHub")
                .category("Development")
                .description(
                        "Issues, pull requests, reviews, commits, releases and workflow runs of"
                                + " GitHub repositories.")
                .docs("https://docs.github.com/rest")
                .access(
                        "Make a fine-grained personal access token under Settings, Developer"
                                + " settings, for the repositories in question, with read access to"
                                + " Metadata, Contents, Issues, Pull requests and Actions, and to"
                                + " Members of an organization. A classic token needs the scopes"
                                + " repo and read:org; for public repositories none.")
                .limits(
                        "A user has 5,000 requests an hour and 900 a minute. A sync takes about 15"
                                + " requests for each repository, and one for each pull request that"
                                + " changed; when the hour's requests are used up, it waits for the"
                                + " next hour.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api = Connection.to(config);
        return organization(activity(code(work(api, config), config), config), config)
                .select(config.resources());
    }

    // ---- issues and pull requests ----------------------------------------------------------

    private static RestApi work(RestApi api, Config config) {
        return api.resource("repositories", repositories(config))
                .resource("labels", list("labels", config))
                .resource("milestones", list("milestones", config).query("state", "all"))
                .resource(
                        "issues",
                        changing("issues", config)
                                .query("state", "all")
                                .rows(Rows::withoutPullRequests))
                // Both are issues to GitHub, and only as such can be asked for by change.
                .resource(
                        "issues_and_pull_requests",
                        changing("issues", config).query("state", "all").onRequest())
                .resource("issue_comments", changing("issues/comments", config))
                .resource(
                        "issue_events",
                        newestFirst(
                                        list("issues/events", config),
                                        "created_at",
                                        COPIES_BEHIND,
                                        config)
                                .rows(Rows::withNumberOfIssue)
                                .onRequest())
                .resource(
                        "pull_requests",
                        newestFirst(list("pulls", config), "updated_at", COPIES_BEHIND, config)
                                .query("state", "all")
                                .query("sort", "updated")
                                .query("direction", "desc"))
                .resource("review_comments", changing("pulls/comments", config))
                .resource("reviews", ofPullRequests("reviews", config));
    }

    private static Endpoint repositories(Config config) {
        List<String> named = config.named();
        return named.isEmpty()
                ? get("/orgs/" + config.organization().orElseThrow() + "/repos")
                : get("/repos/{+repository}").query("per_page", null).forEach("repository", named);
    }

    /** A listing of each repository. */
    private static Endpoint list(String path, Config config) {
        Endpoint list = get("/repos/{+repository}/" + path);
        List<String> named = config.named();
        return named.isEmpty()
                ? list.forEach("repositories", "/full_name", "repository")
                        .include("/full_name", REPOSITORY)
                        // deleted since the organization's were listed
                        .ignore(Match.status(404))
                : list.forEach("repository", named).include("", REPOSITORY);
    }

    private static Endpoint changing(String path, Config config) {
        return list(path, config)
                .query("sort", "updated")
                .query("direction", "asc")
                .since(
                        config.by("updated_at").ordered(Order.ASCENDING).lag(COPIES_BEHIND),
                        "since",
                        TimeFormat.ISO_INSTANT)
                .restartEachPage("/updated_at");
    }

    /** There is no filter: each repository is read until something known comes. */
    private static Endpoint newestFirst(Endpoint list, String column, Duration lag, Config config) {
        return list.incremental(
                config.by(column).ordered(Order.DESCENDING).lag(lag),
                (request, position) -> request);
    }

    /** One request for each pull request that changed. */
    private static Endpoint ofPullRequests(String path, Config config) {
        String changed = "_pull_requests_updated_at";
        return get("/repos/{+repository}/pulls/{number}/" + path)
                .forEach("issues_and_pull_requests", "/number", "number")
                // issues have none, and are left out by it
                .forEach("issues_and_pull_requests", "/pull_request/url", "pull_request")
                .include("/updated_at", changed)
                .cursor(config.by(changed).ordered(Order.ASCENDING).lag(COPIES_BEHIND))
                .ignore(Match.status(404));
    }

    // ---- code ------------------------------------------------------------------------------

    private static RestApi code(RestApi api, Config config) {
        return api.resource(
                        "commits",
                        list("commits", config)
                                .key(REPOSITORY, "sha")
                                .maxTableNesting(2)
                                .since(
                                        config.by("commit.committer.date").lag(UNTIL_MERGED),
                                        "since",
                                        TimeFormat.ISO_INSTANT)
                                .until("until", TimeFormat.ISO_INSTANT)
                                // An empty repository.
                                .ignore(Match.status(409)))
                .resource("commit_comments", list("comments", config).onRequest())
                .resource("branches", list("branches", config).key(REPOSITORY, "name").onRequest())
                .resource("tags", list("tags", config).key(REPOSITORY, "name").onRequest())
                .resource("releases", list("releases", config))
                .resource(
                        "contributors",
                        list("contributors", config).key(REPOSITORY, "id").onRequest())
                .resource(
                        "collaborators",
                        list("collaborators", config).key(REPOSITORY, "id").onRequest());
    }

    // ---- what happens ----------------------------------------------------------------------

    private static RestApi activity(RestApi api, Config config) {
        return api.resource(
                        "stargazers",
                        list("stargazers", config)
                                .header("Accept", "application/vnd.github.star+json")
                                .key(REPOSITORY, "id")
                                .rows(Rows::ofStars)
                                .fail(
                                        ErrorKind.UNSUPPORTED,
                                        Match.status(422),
                                        "GitHub lists the first 40,000 of a repository. Leave"
                                                + " stargazers out of resources."))
                // the last 300 of 30 days
                .resource(
                        "events",
                        newestFirst(list("events", config), "created_at", UNTIL_SHOWN, config)
                                .formerly("repo_events"))
                .resource("workflows", ofActions("workflows", config).records("/workflows"))
                .resource(
                        "workflow_runs",
                        ofActions("runs", config)
                                .records("/workflow_runs")
                                .incremental(
                                        config.by("created_at")
                                                .ordered(Order.DESCENDING)
                                                .lag(UNTIL_FINISHED),
                                        GitHubSource::created)
                                .restartAfter(MOST_PAGES, "/created_at")
                                .rows(Rows::withoutRepositories))
                .resource(
                        "workflow_jobs",
                        get("/repos/{+repository}/actions/runs/{run}/jobs")
                                .records("/jobs")
                                .forEach("workflow_runs", "/id", "run")
                                .include("/created_at", "_workflow_runs_created_at")
                                .cursor(config.by("_workflow_runs_created_at").lag(UNTIL_FINISHED))
                                .ignore(Match.status(404))
                                .onRequest())
                .resource("deployments", list("deployments", config).onRequest());
    }

    /** Where Actions are turned off, nothing is found. */
    private static Endpoint ofActions(String path, Config config) {
        return list("actions/" + path, config).ignore(Match.status(404));
    }

    private static Request created(Request request, IncrementalCursor position) {
        Instant since = position.since(Instant.EPOCH);
        String from = TimeFormat.ISO_INSTANT.apply(since);
        Optional<String> to = position.until().map(TimeFormat.ISO_INSTANT);
        if (since.equals(Instant.EPOCH)) {
            return request.query("created", to.map(end -> "<=" + end).orElse(null));
        }
        return request.query("created", to.map(end -> from + ".." + end).orElse(">=" + from));
    }

    // ---- organization ----------------------------------------------------------------------

    private static RestApi organization(RestApi api, Config config) {
        List<String> organization = config.organization().stream().toList();
        return api.resource(
                        "members",
                        get("/orgs/{organization}/members").forEach("organization", organization))
                .resource(
                        "teams",
                        get("/orgs/{organization}/teams")
                                .forEach("organization", organization)
                                .onRequest())
                .resource(
                        "team_members",
                        get("/orgs/{organization}/teams/{team}/members")
                                .forEach("teams", "/slug", "team")
                                .include("/slug", "_teams_slug")
                                .key("_teams_slug", "id")
                                .onRequest());
    }
}
