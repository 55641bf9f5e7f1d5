package dev.dango.connectors.personio;

import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.OAuth2;
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
import dev.dango.spi.SourceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Personio's listings, in the order of its API reference.
 *
 * <p>There are two generations of the API, which take the same credentials. The tables of the first
 * are those that everyone has; of the second there are the listings that take the place of ones
 * that Personio is going to switch off.
 */
public final class PersonioSource extends RestSource {

    private static final int MOST_EMPLOYEES = 100;
    private static final int MOST_RECORDS = 200;

    /**
     * Filters go by whole days, or by times whose zone the API does not say: a day again loses
     * nothing wherever the account is.
     */
    private static final Duration ZONES = Duration.ofDays(1);

    /** Points in time without a zone: the second generation refuses one. */
    private static final Function<Instant, String> LOCAL_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC)::format;

    /**
     * See
     * https://developer.personio.de/changelog/deprecation-of-attendances-and-projects-v1-endpoints
     */
    private static final String ENDING = "Personio ends this listing in January 2027; ";

    /** What users write under {@code type: personio}. */
    public record Config(
            @Setting(doc = "Client id of the API credentials.", env = "PERSONIO_CLIENT_ID")
                    Secret clientId,
            @Setting(doc = "Client secret of the API credentials.", env = "PERSONIO_CLIENT_SECRET")
                    Secret clientSecret,
            @Setting(
                            doc =
                                    "Tables to load; without it all but those of the second"
                                            + " generation of the API, which are absence_periods,"
                                            + " attendance_periods and attendance_projects.",
                            example = "[employees, absences]")
                    List<String> resources,
            @Setting(
                            doc = "Load no attendances of days before this one.",
                            example = "2024-06-01",
                            defaultValue = "2000-01-01")
                    LocalDate startDate,
            @Setting(
                            doc = "Address of the API, without its version.",
                            defaultValue = "https://api.personio.de")
                    String baseUrl) {}

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("personio", "Personio")
                .category("Business & CRM")
                .description(
                        "Employees with all their attributes, absences, attendances and custom"
                                + " reports of a Personio account.")
                .docs("https://developer.personio.de/reference")
                .access(
                        "Make API credentials in Personio under Settings, Integrations, API"
                                + " credentials. Give them read access to employees, absences,"
                                + " attendances, documents and custom reports, as far as you load"
                                + " them. Tick each employee attribute that you want: others are"
                                + " left out without a word.")
                .limits(
                        "Personio allows 2,000 requests a minute, 300 of them for employees. A sync"
                                + " asks for 100 employees or 200 other records at a time, and"
                                + " once for each employee's balance of absences.")
                .config(Config.class);
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api =
                RestApi.at(config.baseUrl())
                        .auth(auth(config))
                        .limit(30, Duration.ofSeconds(1))
                        .probe("/v1/company/employees/attributes")
                        .defaults(PersonioSource::listing);
        return second(first(api, config, context)).select(config.resources());
    }

    private static Endpoint listing(Endpoint list) {
        return list.records("/data")
                .rows(Attributes::rows)
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Give the API credentials read access to this in Personio, or leave the"
                                + " table out.");
    }

    private static RestApi first(RestApi api, Config config, SourceContext context) {
        LocalDate today = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC);
        return api.resource(
                        "employees",
                        get("/v1/company/employees")
                                .key("id")
                                .paging(records(MOST_EMPLOYEES))
                                .limit("employees", 15, Duration.ofSeconds(3))
                                .since(changed("last_modified_at"), "updated_since", LOCAL_SECONDS))
                .resource("employee_attributes", get("/v1/company/employees/attributes").key("key"))
                .resource(
                        "employees_absences_balance",
                        // It changes day by day, also of employees that do not.
                        get("/v1/company/employees/{employee}/absences/balance")
                                .key("employee_id", "id")
                                .ignore(Match.status(404))
                                .forEach("employees", "/attributes/id/value", "employee")
                                .include("/attributes/id/value", "employee_id"))
                .resource(
                        "attendances",
                        get("/v1/company/attendances")
                                .description(ENDING + "attendance_periods takes its place.")
                                .key("id")
                                .query("start_date", config.startDate())
                                .query("end_date", today.plusYears(1))
                                .query("includePending", true)
                                .paging(records(MOST_RECORDS))
                                .since(changed("updated_at"), "updated_from", LOCAL_SECONDS))
                .resource(
                        "projects",
                        get("/v1/company/attendances/projects")
                                .description(ENDING + "attendance_projects takes its place.")
                                .key("id"))
                .resource(
                        "absence_types",
                        get("/v1/company/time-off-types").key("id").paging(untilPartOfAPage()))
                .resource(
                        "absences",
                        // Here the offset counts pages, the first being 1:
                        // https://developer.personio.de/reference/get_company-time-offs
                        get("/v1/company/time-offs")
                                .key("id")
                                .query("limit", MOST_RECORDS)
                                .paging(Paging.pageNumber("offset", 1, "/metadata/total_pages"))
                                .since(changed("updated_at"), "updated_from", TimeFormat.ISO_DATE))
                .resource("document_categories", get("/v1/company/document-categories").key("id"))
                .resource(
                        "custom_reports_list",
                        get("/v1/company/custom-reports/reports")
                                .key("id")
                                .query("status", "up_to_date"))
                .resource(
                        "custom_reports",
                        get("/v1/company/custom-reports/reports/{report}")
                                .key("report_id", "item_id")
                                .ignore(Match.status(404))
                                .query("limit", MOST_EMPLOYEES)
                                .records("/data/*/attributes/items")
                                .rows(Attributes::reportRows)
                                .paging(Paging.pageNumber("page", 1, "/metadata/total_pages"))
                                .forEach("custom_reports_list", "/attributes/id", "report")
                                .include("/attributes/id", "report_id"))
                .resource(
                        "custom_report_columns",
                        get("/v1/company/custom-reports/columns")
                                .key("attribute_id")
                                .records("/data/attributes"));
    }

    private static RestApi second(RestApi api) {
        return api.resource("absence_periods", periods("/v2/absence-periods"))
                .resource("attendance_periods", periods("/v2/attendance-periods"))
                .resource("attendance_projects", byLinks("/v2/projects"));
    }

    private static Endpoint periods(String path) {
        return byLinks(path).since(changed("updated_at"), "updated_at.gte", LOCAL_SECONDS);
    }

    private static Endpoint byLinks(String path) {
        return get(path)
                .key("id")
                .records("/_data")
                .query("limit", 100)
                .paging(Paging.nextUrl("/_meta/links/next/href").atSameAddress())
                .onRequest();
    }

    private static CursorSpec changed(String column) {
        return CursorSpec.timestamp(column).lag(ZONES);
    }

    private static Paging records(int most) {
        return Paging.offset("offset", "limit", most, "/metadata/total_elements");
    }

    /** For a listing that does not say how long it is, nor what it answers behind its end. */
    private static Paging untilPartOfAPage() {
        Paging all = Paging.offset("offset", "limit", MOST_RECORDS);
        return new Paging() {
            @Override
            public Optional<Request> next(Request request, Response page) {
                return page.recordCount() < MOST_RECORDS
                        ? Optional.empty()
                        : all.next(request, page);
            }

            @Override
            public Request first(Request request) {
                return all.first(request);
            }
        };
    }

    private static Auth auth(Config config) {
        String second = config.baseUrl().replaceFirst("/+$", "") + "/v2/";
        return new Generations(
                new DayToken(config),
                OAuth2.clientCredentials(
                        second + "auth/token", config.clientId().reveal(), config.clientSecret()),
                second);
    }

    /** Each generation has tokens of its own. */
    private record Generations(Auth first, Auth second, String addressOfSecond) implements Auth {

        @Override
        public Request sign(Request request, Function<Request, Response> send) {
            Auth auth = request.address().startsWith(addressOfSecond) ? second : first;
            return auth.sign(request, send);
        }

        @Override
        public boolean renew() {
            boolean renewed = first.renew();
            return second.renew() || renewed;
        }
    }
}
