package dev.dango.connectors.hubspot;

import static dev.dango.http.Endpoint.custom;
import static dev.dango.http.Endpoint.get;

import dev.dango.http.Auth;
import dev.dango.http.Endpoint;
import dev.dango.http.HttpClient;
import dev.dango.http.LimitHeaders;
import dev.dango.http.Match;
import dev.dango.http.Paging;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * HubSpot's objects and what describes them, in the order of its API reference.
 *
 * <p>Every object of the CRM is read in the same way, see {@link CrmTable}. Names of tables and
 * settings are the original's; {@code custom_objects} stands for all objects that the account has
 * defined itself, which can also be selected one by one.
 */
public final class HubspotSource extends RestSource {

    private static final String ALL_CUSTOM = "custom_objects";
    private static final String HISTORY = "_property_history";

    /** The types of objects, and to which others they have associations. */
    private static final List<CrmObject> OBJECTS =
            List.of(
                    CrmObject.contacts("companies", "deals", "tickets", "quotes"),
                    CrmObject.of("companies", "contacts", "deals", "tickets", "quotes"),
                    CrmObject.of(
                            "deals", "contacts", "companies", "tickets", "quotes", "line_items"),
                    CrmObject.of("tickets", "contacts", "companies", "deals"),
                    CrmObject.of("leads", "contacts", "companies"),
                    // Commerce
                    CrmObject.of("products"),
                    CrmObject.of("line_items", "deals", "quotes"),
                    CrmObject.of("quotes", "contacts", "companies", "deals", "line_items"),
                    CrmObject.of("orders", "contacts", "companies", "deals", "line_items"),
                    CrmObject.of("carts", "contacts", "companies", "line_items"),
                    CrmObject.of("invoices", "contacts", "companies", "deals", "line_items"),
                    CrmObject.of("subscriptions", "contacts", "companies", "deals"),
                    CrmObject.of("commerce_payments", "contacts", "companies", "deals"),
                    // Activities
                    CrmObject.of("calls", "contacts", "companies", "deals", "tickets"),
                    CrmObject.of("emails", "contacts", "companies", "deals", "tickets"),
                    CrmObject.of("meetings", "contacts", "companies", "deals", "tickets"),
                    CrmObject.of("notes", "contacts", "companies", "deals", "tickets"),
                    CrmObject.of("tasks", "contacts", "companies", "deals", "tickets"),
                    CrmObject.of("communications", "contacts", "companies", "deals", "tickets"),
                    CrmObject.of("postal_mail", "contacts", "companies", "deals", "tickets"),
                    // Others
                    CrmObject.of("feedback_submissions", "contacts", "tickets"),
                    CrmObject.of("goal_targets"));

    /** What users write under {@code type: hubspot}. */
    public record Config(
            @Setting(
                            doc = "Access token of a private app.",
                            aliases = "access_token",
                            env = "HUBSPOT_API_KEY")
                    Secret apiKey,
            @Setting(
                            doc =
                                    "Tables to load. Objects of the account's own go by their"
                                            + " names, or all together as custom_objects.",
                            defaultValue = "[contacts, companies, deals, tickets]",
                            example = "[contacts, companies, deals, owners, pipelines_deals]")
                    List<String> resources,
            @Setting(
                            doc =
                                    "Whether to load all values that properties ever had, into a"
                                            + " table beside that of the objects.",
                            defaultValue = "false")
                    boolean includeHistory,
            @Setting(
                            doc =
                                    "Whether archived objects stay in their tables, told by the"
                                            + " column is_deleted.",
                            defaultValue = "false")
                    boolean softDelete,
            @Setting(
                            doc =
                                    "How far back each run searches again: HubSpot's search comes"
                                            + " to know of changes late.",
                            defaultValue = "1h")
                    Duration lookback,
            @Setting(doc = "Address of the API.", defaultValue = "https://api.hubapi.com")
                    String baseUrl) {

        /**
         * Refuses a lookback that looks forward.
         *
         * @param apiKey the token
         * @param resources selected tables
         * @param includeHistory whether to load histories
         * @param softDelete whether archived objects stay
         * @param lookback not negative
         * @param baseUrl where the API is
         */
        public Config {
            if (lookback.isNegative()) {
                throw SourceException.of(ErrorKind.CONFIG, "lookback must not be negative.");
            }
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("hubspot", "HubSpot")
                .category("Business & CRM")
                .description(
                        "Contacts, companies, deals, tickets and all other objects of a HubSpot"
                                + " account, also its own.")
                .docs("https://developers.hubspot.com/docs/api-reference/overview")
                .access(
                        "Make a private app under Settings, Integrations, Private Apps, and copy"
                                + " its access token. It needs a scope to read for each table:"
                                + " crm.objects.contacts.read and the like, crm.objects.owners.read,"
                                + " crm.schemas.custom.read for the account's own objects.")
                .limits(
                        "HubSpot allows a private app 100 requests in ten seconds or more, and four"
                                + " searches a second. A first load takes two requests for 100"
                                + " objects, a later one a search for 200 that have changed.")
                .config(Config.class);
    }

    /** The account's own objects are known to HubSpot only. */
    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    @Override
    public List<String> choices(String setting, SourceContext context) throws Exception {
        List<String> names = new ArrayList<>(super.choices(setting, context));
        if (setting.equals("resources")) {
            try {
                customObjects(connection(context.config(Config.class)), context)
                        .forEach(object -> names.add(object.name()));
            } catch (SourceException e) {
                if (e.kind() != ErrorKind.PERMISSION) {
                    throw e;
                }
            }
        }
        return names;
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api = connection(config);
        List<CrmObject> objects = new ArrayList<>(OBJECTS);
        boolean standard = config.resources().stream().allMatch(HubspotSource::isStandard);
        List<CrmObject> own = standard ? List.of() : customObjects(api, context);
        objects.addAll(own);
        Set<String> selected = selected(config, objects, own);
        return tables(api, objects, List.copyOf(selected), config)
                .probe(probe(objects, selected))
                .select(selected);
    }

    /** One of the objects that the token has to be good for. */
    private static String probe(List<CrmObject> objects, Set<String> selected) {
        String path =
                objects.stream()
                        .filter(object -> selected.contains(object.name()))
                        .map(CrmObject::path)
                        .findFirst()
                        .orElse("contacts");
        return "/crm/v3/objects/" + path + "?limit=1";
    }

    private static RestApi connection(Config config) {
        return RestApi.at(config.baseUrl())
                .auth(Auth.bearer(config.apiKey()))
                .limit(100, Duration.ofSeconds(10))
                .limits(HubspotSource::pause)
                .defaults(HubspotSource::listing);
    }

    private static Endpoint listing(Endpoint list) {
        return list.records("/results")
                .key("id")
                .paging(Paging.token("/paging/next/after", "after"))
                .fail(
                        ErrorKind.AUTH,
                        Match.status(401),
                        "Copy the access token of the private app again; it may have been rotated.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Add the scope it takes to the private app, or leave the table out.")
                .fail(
                        ErrorKind.REMOTE,
                        Match.status(429).value("/policyName", "DAILY"),
                        "HubSpot begins to count anew at midnight in the account's time zone.")
                // https://developers.hubspot.com/docs/api-reference/error-handling
                .fail(ErrorKind.TRANSIENT, Match.status(423))
                .fail(ErrorKind.TRANSIENT, Match.status(477));
    }

    /** HubSpot names the interval of its limit, not its end. */
    private static Optional<Duration> pause(Response answer, Instant now) {
        return LimitHeaders.common()
                .pause(answer, now)
                .or(
                        () ->
                                answer.header("X-HubSpot-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .flatMap(
                                                none ->
                                                        answer.header(
                                                                "X-HubSpot-RateLimit-Interval-Milliseconds"))
                                        .filter(interval -> interval.matches("\\d{1,6}"))
                                        .map(Long::parseLong)
                                        .map(Duration::ofMillis));
    }

    private static RestApi tables(
            RestApi start, List<CrmObject> objects, List<String> selected, Config config) {
        RestApi api = start;
        for (CrmObject object : objects) {
            api =
                    api.resource(
                            object.name(), table(object.linkedTo(selected), Shape.OBJECTS, config));
        }
        for (CrmObject object : objects) {
            api =
                    api.resource(
                            object.name() + HISTORY,
                            table(object, Shape.HISTORY, config).onRequest());
        }
        for (CrmObject object : objects.stream().filter(HubspotSource::hasPipelines).toList()) {
            api =
                    api.resource(
                                    "pipelines_" + object.name(),
                                    get("/crm/v3/pipelines/" + object.path()).onRequest())
                            .resource(
                                    "stages_timing_" + object.name(),
                                    table(object, Shape.STAGES, config).onRequest());
        }
        return api.resource("owners", owners().onRequest())
                .resource("properties", properties(objects, selected).onRequest())
                .resource("schemas", get("/crm-object-schemas/v3/schemas").onRequest())
                .resource("forms", get("/marketing/v3/forms").query("limit", 100).onRequest())
                .resource(
                        "marketing_emails",
                        get("/marketing/v3/emails")
                                .query("limit", 100)
                                .since(
                                        CursorSpec.timestamp("updatedAt").lag(config.lookback()),
                                        "updatedAfter",
                                        TimeFormat.ISO_INSTANT)
                                .onRequest());
    }

    private static Endpoint table(CrmObject object, Shape shape, Config config) {
        return custom(
                (name, client) ->
                        new CrmTable(
                                name,
                                object,
                                shape,
                                config.lookback(),
                                config.softDelete(),
                                client));
    }

    private static boolean hasPipelines(CrmObject object) {
        return object.name().equals("deals") || object.name().equals("tickets");
    }

    /** Those who have left are listed apart. */
    private static Endpoint owners() {
        return get("/crm/v3/owners")
                .forEach("archived", List.of("false", "true"))
                .query("archived", "{archived}")
                .query("limit", 100);
    }

    /** What the properties of the selected objects are. */
    private static Endpoint properties(List<CrmObject> objects, List<String> selected) {
        return get("/crm/v3/properties/{object}")
                .forEach(
                        "object",
                        objects.stream()
                                .filter(object -> selected.contains(object.name()))
                                .map(CrmObject::path)
                                .toList())
                .include("", "object_type")
                .key("object_type", "name")
                .paging(Paging.none());
    }

    // ---- selection -------------------------------------------------------------------------

    private static boolean isStandard(String name) {
        return Stream.concat(
                        Stream.of("owners", "properties", "schemas", "forms", "marketing_emails"),
                        OBJECTS.stream()
                                .map(CrmObject::name)
                                .flatMap(
                                        object ->
                                                Stream.of(
                                                        object,
                                                        object + HISTORY,
                                                        "pipelines_" + object,
                                                        "stages_timing_" + object)))
                .anyMatch(name::equals);
    }

    private static List<CrmObject> customObjects(RestApi api, SourceContext context) {
        HttpClient client = api.client();
        List<CrmObject> objects = new ArrayList<>();
        for (Response page : client.pages(get("/crm-object-schemas/v3/schemas"), context)) {
            for (Object schema : page.values()) {
                String name = Json.text(schema, "name");
                objects.add(
                        CrmObject.custom(
                                isStandard(name) ? Json.text(schema, "fullyQualifiedName") : name,
                                Json.text(schema, "objectTypeId")));
            }
        }
        return objects;
    }

    private static Set<String> selected(
            Config config, List<CrmObject> objects, List<CrmObject> own) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : config.resources()) {
            if (name.equals(ALL_CUSTOM)) {
                own.forEach(object -> names.add(object.name()));
            } else {
                names.add(name);
            }
        }
        if (config.includeHistory()) {
            objects.stream()
                    .map(CrmObject::name)
                    .filter(names::contains)
                    .toList()
                    .forEach(name -> names.add(name + HISTORY));
        }
        return names;
    }
}
