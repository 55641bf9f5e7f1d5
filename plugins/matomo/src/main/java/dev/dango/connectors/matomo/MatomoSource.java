package dev.dango.connectors.matomo;

import static dev.dango.http.Endpoint.post;

import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.http.TimeFormat;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One site of a Matomo server: its reports by day, its visits, and what is set up for it.
 *
 * <p>Matomo counts the day that is not over again and again, and late visits change yesterday's
 * reports: so each run reads the last day that is known, and {@code lookback} before it, again.
 */
public final class MatomoSource extends RestSource {

    private static final int VISITS_A_PAGE = 500;

    /**
     * A report that is not among the usual ones.
     *
     * @param resourceName first part of the tables' names
     * @param methods such as {@code CustomReports.getCustomReport}
     * @param period day, week, month or year
     * @param extraParams further parameters of the methods
     */
    public record Query(
            @Setting(doc = "First part of the names of the tables.", example = "forms")
                    String resourceName,
            @Setting(doc = "Methods of the Reporting API.", example = "[FormAnalytics.get]")
                    List<String> methods,
            @Setting(
                            doc = "What a row is about: a day, week, month or year.",
                            pattern = "day|week|month|year",
                            example = "month",
                            defaultValue = "day")
                    String period,
            @Setting(doc = "Further parameters of the methods.", example = "{flat: '1'}")
                    Map<String, String> extraParams) {

        Stream<Report> reports() {
            return methods.stream()
                    .map(
                            method ->
                                    new Report(
                                            resourceName + "_" + method,
                                            method,
                                            period,
                                            extraParams));
        }
    }

    /** What users write under {@code type: matomo}. */
    public record Config(
            @Setting(
                            doc = "Address of Matomo.",
                            example = "https://example.matomo.cloud",
                            aliases = "url")
                    String baseUrl,
            @Setting(
                            doc =
                                    "Token, from Administration > Personal > Security in Matomo;"
                                            + " it is sent in the body of requests only.",
                            env = "MATOMO_API_TOKEN")
                    Secret apiToken,
            @Setting(doc = "Number of the site in Matomo.", example = "1") long siteId,
            @Setting(
                            doc = "Tables to load; without it all of them.",
                            example = "[visits_summary, page_urls, visits]")
                    List<String> resources,
            @Setting(
                            doc = "First day to load.",
                            example = "2024-01-01",
                            defaultValue = "today - 365d")
                    LocalDate startDate,
            @Setting(
                            doc = "How far before the last known day each run reads again.",
                            defaultValue = "1d")
                    Duration lookback,
            @Setting(
                            doc =
                                    "Further reports; their tables are called by the query's name"
                                            + " and the method.",
                            example = "[{resource_name: forms, methods: [FormAnalytics.get]}]")
                    List<Query> queries) {

        List<Report> reports() {
            return Stream.concat(Report.usual().stream(), queries.stream().flatMap(Query::reports))
                    .toList();
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("matomo", "Matomo Analytics")
                .category("Marketing & Analytics")
                .description("Daily reports, visits and goals of a web site that Matomo measures.")
                .docs("https://developer.matomo.org/api-reference/reporting-api")
                .access(
                        "Make a token in Matomo under Administration > Personal > Security; it may"
                                + " be restricted to secure requests. Its user needs the"
                                + " permission \"view\" for the site.")
                .limits(
                        "Matomo has no limit of its own, but works long on days it has not yet"
                                + " archived. A daily sync sends one request for ten reports and one"
                                + " for 500 visits; the first one sends a request for each report and"
                                + " week since start_date.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        return RestApi.at(config.baseUrl())
                .auth((request, send) -> request.form("token_auth", config.apiToken().reveal()))
                .defaults(Errors::seenBy)
                .defaults(list -> list.records(""))
                .resource("sites", site(config, "SitesManager.getSiteFromId").key("idsite"))
                .resource(
                        "goals",
                        site(config, "Goals.getGoals")
                                .rows(MatomoSource::elements)
                                .key("idsite", "idgoal"))
                .resource(
                        "segments",
                        method("SegmentEditor.getAll")
                                .query("idSite", config.siteId())
                                .key("idsegment"))
                .resource("visits", visits(config));
    }

    private static Endpoint method(String name) {
        return post("/index.php")
                .query("module", "API")
                .query("method", name)
                .query("format", "json");
    }

    private static Endpoint site(Config config, String method) {
        return method(method).query("idSite", config.siteId()).query("filter_limit", -1);
    }

    /** Objects may come by their number. */
    private static List<Map<String, Object>> elements(Response page) {
        return page.select(page.body()[0] == '{' ? "/*" : "").objects();
    }

    /**
     * Visits by their last action, so that one that goes on comes again and takes the place of what
     * was known of it. Matomo wants dates, too, and takes them in the site's time zone.
     */
    private static Endpoint visits(Config config) {
        Instant start = config.startDate().atStartOfDay(ZoneOffset.UTC).toInstant();
        Endpoint visits = method("Live.getLastVisitsDetails");
        Endpoint offered =
                config.resources().isEmpty() ? visits.ignore(Errors.UNSUPPORTED) : visits;
        return offered.query("idSite", config.siteId())
                .query("period", "range")
                .query("filter_sort_order", "asc")
                .query("filter_limit", VISITS_A_PAGE)
                .paging(MatomoSource::nextVisits)
                .key("idVisit")
                .maxTableNesting(2)
                .incremental(
                        CursorSpec.timestamp("lastActionTimestamp")
                                .lag(config.lookback())
                                .ordered(CursorSpec.Order.ASCENDING),
                        (request, position) -> visitsSince(request, position.since(start)));
    }

    private static Request visitsSince(Request request, Instant since) {
        Instant dayBefore = since.minus(Duration.ofDays(1));
        return request.query("date", TimeFormat.ISO_DATE.apply(dayBefore) + ",today")
                .query("minTimestamp", since.getEpochSecond() - 1);
    }

    /**
     * Goes on at the last visit's last action, since a visit that goes on meanwhile moves to the
     * end, and an offset alone would skip another one for it. {@code minTimestamp} is exclusive.
     */
    private static Optional<Request> nextVisits(Request request, Response page) {
        List<String> actions = page.texts("/*/lastActionTimestamp");
        if (actions.size() < VISITS_A_PAGE) {
            return Optional.empty();
        }
        String last = actions.get(actions.size() - 1);
        long atLast = actions.stream().filter(last::equals).count();
        String before = Long.toString(Long.parseLong(last) - 1);
        boolean sameTime =
                atLast == actions.size() && request.value("minTimestamp").orElse("").equals(before);
        long read = sameTime ? request.value("filter_offset").map(Long::parseLong).orElse(0L) : 0;
        return Optional.of(
                request.query("minTimestamp", before).query("filter_offset", read + atLast));
    }

    // ---- reports ---------------------------------------------------------------------------

    @Override
    public List<Resource> resources(SourceContext context) throws Exception {
        Config config = context.config(Config.class);
        requireKnown(config);
        HttpClient client = api(context).client();
        Reports reports = new Reports(client, config);
        List<Resource> all = new ArrayList<>();
        config.reports().forEach(report -> all.add(reports.resource(report)));
        all.addAll(super.resources(context));
        return all.stream().filter(resource -> isSelected(resource, config.resources())).toList();
    }

    private static boolean isSelected(Resource resource, Collection<String> names) {
        return names.isEmpty() || names.contains(resource.spec().name());
    }

    private void requireKnown(Config config) {
        List<String> names = names(config);
        for (String name : config.resources()) {
            if (!names.contains(name)) {
                throw SourceException.of(ErrorKind.CONFIG, "There is no resource \"" + name + "\".")
                        .hint("On offer are " + String.join(", ", names) + ".")
                        .didYouMean(name, names);
            }
        }
    }

    private static List<String> names(Config config) {
        return Stream.concat(
                        config.reports().stream().map(Report::table),
                        Stream.of("sites", "goals", "segments", "visits"))
                .toList();
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        return setting.equals("resources") ? names(context.config(Config.class)) : List.of();
    }

    /** Asks for the site, which needs the token and its permission. */
    @Override
    public void check(SourceContext context) throws Exception {
        resources(context);
        HttpClient client = api(context).client();
        client.send(
                client.post("/index.php")
                        .query("module", "API")
                        .query("method", "SitesManager.getSiteFromId")
                        .query("format", "json")
                        .query("idSite", context.config(Config.class).siteId()),
                context);
    }
}
