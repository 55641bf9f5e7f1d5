package dev.dango.connectors.workable;

import static dev.dango.http.Endpoint.custom;
import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.Paging;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Workable's listings, in the order of its API reference.
 *
 * <p>Candidates and what hangs on them say when they changed, and are asked for by it. Everything
 * else is small, carries no time of change, and is read completely by every run, which also shows
 * what was deleted.
 */
public final class WorkableSource extends RestSource {

    /** https://help.workable.com/hc/en-us/articles/115013356548: 10 requests per 10 seconds. */
    private static final int REQUESTS = 10;

    private static final Duration PER = Duration.ofSeconds(10);

    /**
     * Candidates come in the order in which they were added, so one that changes while a run is
     * under way may be behind it already, and older than the position the run ends with.
     */
    private static final Duration LONGEST_LISTING = Duration.ofHours(6);

    /** Time entries are corrected until the month is closed. */
    private static final Duration CORRECTIONS = Duration.ofDays(45);

    /** What users write under {@code type: workable}. */
    public record Config(
            @Setting(
                            doc =
                                    "Access token, from Settings, Integrations, Apps, API Access"
                                            + " Token.",
                            env = "WORKABLE_ACCESS_TOKEN")
                    Secret accessToken,
            @Setting(
                            doc = "Name of the account: what stands before .workable.com.",
                            example = "my-company",
                            pattern = "[A-Za-z0-9-]+")
                    String subdomain,
            @Setting(
                            doc =
                                    "Tables to load; without it all but those about departments and"
                                            + " employees, and the details only with load_details.",
                            example = "[jobs, candidates]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Load no jobs created and no candidates changed before this day"
                                            + " (UTC).",
                            defaultValue = "2000-01-01")
                    LocalDate startDate,
            @Setting(
                            doc =
                                    "Load the details of jobs and candidates, too: activities,"
                                            + " questions, answers, offers. Takes several requests"
                                            + " for each job, and for each candidate that changed.",
                            defaultValue = "false")
                    boolean loadDetails,
            @Setting(
                            doc = "Address of the API, if it is not the account's own.",
                            example = "https://my-company.workable.com/spi/v3")
                    Optional<String> baseUrl) {

        String address() {
            return baseUrl.orElse("https://" + subdomain + ".workable.com/spi/v3");
        }

        Instant start() {
            return startDate.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("workable", "Workable")
                .category("Business & CRM")
                .description(
                        "Jobs, candidates, requisitions and hiring teams of a Workable account.")
                .docs("https://workable.readme.io/reference")
                .access(
                        "An admin makes an access token in Workable under Settings, Integrations,"
                                + " Apps, API Access Tokens. It needs the scopes r_jobs and"
                                + " r_candidates; r_requisitions for requisitions, r_offers for"
                                + " offers, r_account for departments and legal entities,"
                                + " r_employees, r_timeoff and r_time_tracking for what employees"
                                + " are about. A table without its scope is reported, and the"
                                + " others are loaded.")
                .limits(
                        "Workable allows 10 requests in 10 seconds. Listings take one request for"
                                + " 100 records; details take one request a second, three for each"
                                + " candidate that changed.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api =
                RestApi.at(config.address())
                        .auth(Auth.bearer(config.accessToken()))
                        .limit(REQUESTS, PER)
                        .probe("/jobs?limit=1")
                        .defaults(WorkableSource::listing);
        return employees(details(listings(api, config), config), config).select(config.resources());
    }

    private static Endpoint listing(Endpoint list) {
        // The last page has no "paging".
        return list.query("limit", 100).paging(Paging.nextUrl("/paging/next").atSameAddress());
    }

    private static RestApi listings(RestApi api, Config config) {
        String start = TimeFormat.ISO_INSTANT.apply(config.start());
        return api.resource("members", get("/members").records("/members").key("id"))
                .resource("recruiters", get("/recruiters").records("/recruiters").key("id"))
                .resource("stages", get("/stages").records("/stages").key("slug"))
                .resource(
                        "requisitions",
                        get("/requisitions")
                                .query("created_after", start)
                                .records("/requisitions")
                                .key("id"))
                .resource(
                        "jobs",
                        get("/jobs").query("created_after", start).records("/jobs").key("id"))
                .resource(
                        "custom_attributes",
                        get("/custom_attributes").records("/custom_attributes").key("id"))
                .resource("events", get("/events").records("/events").key("id"))
                .resource("candidates", candidates(config))
                .resource("departments", get("/departments").records("").key("id").onRequest())
                .resource(
                        "disqualification_reasons",
                        get("/disqualification_reasons").records("").key("id"));
    }

    private static Endpoint candidates(Config config) {
        return get("/candidates")
                .records("/candidates")
                .key("id")
                .since(
                        CursorSpec.timestamp("updated_at").lag(LONGEST_LISTING),
                        "updated_after",
                        TimeFormat.ISO_INSTANT)
                .start(config.start());
    }

    /** One request for each job, or for each candidate that changed. */
    private static RestApi details(RestApi api, Config config) {
        UnaryOperator<Endpoint> job = list -> job(list, config);
        return api.resource(
                        "jobs_details", job.apply(get("/jobs/{shortcode}")).records("").key("id"))
                .resource(
                        "jobs_activities",
                        job.apply(get("/jobs/{shortcode}/activities")).records("/activities"))
                .resource(
                        "jobs_application_form",
                        job.apply(get("/jobs/{shortcode}/application_form"))
                                .records("")
                                .key("_jobs_shortcode"))
                .resource("jobs_questions", part(job, "questions", "id"))
                .resource("jobs_stages", part(job, "stages", "slug"))
                .resource("jobs_custom_attributes", part(job, "custom_attributes", "id"))
                .resource("jobs_members", part(job, "members", "id"))
                .resource("jobs_recruiters", part(job, "recruiters", "id"))
                .resource(
                        "candidates_details",
                        candidate(config, "", "/candidate", spec -> spec.primaryKey("id")))
                .resource(
                        "candidates_activities",
                        candidate(
                                config,
                                "/activities",
                                "/activities",
                                spec -> spec.primaryKey(CandidateDetails.CANDIDATE, "id")))
                .resource(
                        "candidates_offer",
                        candidate(
                                config,
                                "/offer",
                                "",
                                spec -> spec.primaryKey(CandidateDetails.CANDIDATE)));
    }

    private static Endpoint candidate(
            Config config, String path, String records, UnaryOperator<ResourceSpec> key) {
        Endpoint details =
                custom(
                        (name, client) ->
                                new CandidateDetails(
                                        key.apply(ResourceSpec.named(name))
                                                .cursor(CursorSpec.opaque()),
                                        client,
                                        get("/candidates").records("/candidates"),
                                        new CandidateDetails.Detail(path, records),
                                        config.start()));
        return config.loadDetails() ? details : details.onRequest();
    }

    private static Endpoint part(UnaryOperator<Endpoint> job, String name, String key) {
        return job.apply(get("/jobs/{shortcode}/" + name))
                .records("/" + name)
                .key("_jobs_shortcode", key);
    }

    /** A job that is deleted after it was listed has no details any more. */
    private static Endpoint job(Endpoint list, Config config) {
        Endpoint details =
                list.forEach("jobs", "/shortcode", "shortcode")
                        .include("/shortcode", "_jobs_shortcode")
                        .ignore(Match.status(404));
        return config.loadDetails() ? details : details.onRequest();
    }

    /** What only accounts with Workable HR have: pages by offset. */
    private static RestApi employees(RestApi api, Config config) {
        Paging pages = Paging.offset("offset", "limit", 100, "/total_count");
        return api.resource(
                        "employees",
                        get("/employees").records("/employees").key("id").paging(pages).onRequest())
                .resource(
                        "legal_entities", get("/legal_entities").records("").key("id").onRequest())
                .resource(
                        "timeoff_requests",
                        get("/timeoff/requests")
                                .query("from_date", config.startDate())
                                .records("/requests")
                                .key("id")
                                .paging(pages)
                                .onRequest())
                .resource(
                        "time_entries",
                        get("/time-tracking/time-entries")
                                .records("/time_entries")
                                .key("uuid")
                                .paging(pages)
                                .since(
                                        CursorSpec.timestamp("clock_in_time").lag(CORRECTIONS),
                                        "from_date",
                                        TimeFormat.ISO_DATE)
                                .start(config.start())
                                .onRequest());
    }
}
