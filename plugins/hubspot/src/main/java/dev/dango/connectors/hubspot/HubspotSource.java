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
    private static final String PIPELINES = "pipelines_";
    private static final String STAGES = "stages_timing_";

    private static final String INTERVAL = "X-HubSpot-RateLimit-Interval-Milliseconds";

    /** Where a refusal names the scope that it takes. */
    private static final String GRANULAR = "/errors/0/context/requiredGranularScopes/0";

    private static final String COARSE = "/errors/0/context/requiredScopes/0";

    /** What is loaded unless users select something else: the original's default. */
    private static final List<String> DEFAULT =
            List.of("contacts", "companies", "deals", "tickets");

    /** Objects that go through the stages of a pipeline. */
    private static final Set<String> STAGED = Set.of("deals", "tickets");

    /** Tables that are made of no objects. */
    private static final Set<String> OTHERS =
            Set.of("owners", "properties", "schemas", "forms", "marketing_emails");

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
                    activity("calls"),
                    activity("emails"),
                    activity("meetings"),
                    activity("notes"),
                    activity("tasks"),
                    activity("communications"),
                    activity("postal_mail"),
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
                                    "Tables to load; without it contacts, companies, deals and"
                                            + " tickets. Objects of the account's own go by their"
                                            + " names, or all together as custom_objects.",
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

    private static CrmObject activity(String name) {
        return CrmObject.of(name, "contacts", "companies", "deals", "tickets");
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
                                + " crm.objects.contacts.read and the like,"
                                + " crm.objects.owners.read for owners, crm.objects.custom.read and"
                                + " crm.schemas.custom.read for the account's own objects.")
                .limits(
                        "HubSpot allows a private app 100 requests in ten seconds or more, and five"
                                + " searches a second. A first load takes two requests for 100"
                                + " objects, a later one the same for 100 that have changed, and"
                                + " one for 100 that were archived in the last months.")
                .config(Config.class);
    }

    /** The account's own objects are known to HubSpot only. */
    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    /** Objects of the account's own that cannot be asked for can still be typed. */
    @Override
    public List<String> choices(String setting, SourceContext context) throws Exception {
        List<String> names = new ArrayList<>(super.choices(setting, context));
        if (setting.equals("resources")) {
            try {
                customObjects(connection(context.config(Config.class)), context)
                        .forEach(object -> names.add(object.name()));
            } catch (SourceException e) {
                if (e.kind() == ErrorKind.AUTH) {
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
        RestApi all = tables(api, objects, List.copyOf(selected), config).select(selected);
        return objects.stream()
                .filter(object -> selected.contains(object.name()))
                .findFirst()
                .map(object -> all.probe("/crm/v3/objects/" + object.path() + "?limit=1"))
                .orElse(all);
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
                .fail(ErrorKind.PERMISSION, lacks(GRANULAR), hint(GRANULAR))
                .fail(ErrorKind.PERMISSION, lacks(COARSE), hint(COARSE))
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

    private static Match lacks(String scopes) {
        return Match.status(403).value(scopes, ".+");
    }

    private static String hint(String scopes) {
        return "Add the scope {" + scopes + "} to the private app, or leave the table out.";
    }

    /** The interval rolls (policy TEN_SECONDLY_ROLLING): a part of it makes room again. */
    private static Optional<Duration> pause(Response answer, Instant now) {
        return LimitHeaders.common()
                .pause(answer, now)
                .or(
                        () ->
                                answer.header("X-HubSpot-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .flatMap(none -> answer.header(INTERVAL))
                                        .filter(interval -> interval.matches("\\d{1,6}"))
                                        .map(Long::parseLong)
                                        .map(millis -> Duration.ofMillis(millis / 10)));
    }

    private static RestApi tables(
            RestApi start, List<CrmObject> objects, List<String> selected, Config config) {
        RestApi api = start;
        for (CrmObject object : objects) {
            api = tables(api, object.linkedTo(selected), config);
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

    private static RestApi tables(RestApi start, CrmObject object, Config config) {
        Endpoint objects = table(object, Shape.OBJECTS, config);
        boolean usual = DEFAULT.contains(object.name());
        RestApi api =
                start.resource(object.name(), usual ? objects : objects.onRequest())
                        .resource(
                                object.name() + HISTORY,
                                table(object, Shape.HISTORY, config).onRequest());
        if (!STAGED.contains(object.name())) {
            return api;
        }
        return api.resource(
                        PIPELINES + object.name(),
                        get("/crm/v3/pipelines/" + object.path()).onRequest())
                .resource(STAGES + object.name(), table(object, Shape.STAGES, config).onRequest());
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

    /** Those who have left are listed apart. */
    private static Endpoint owners() {
        return get("/crm/v3/owners")
                .forEach("archived", List.of("false", "true"))
                .query("archived", "{archived}")
                .query("limit", 100);
    }

    /** What the properties of the selected objects are. */
    private static Endpoint properties(List<CrmObject> objects, List<String> selected) {
        List<String> paths =
                objects.stream()
                        .filter(object -> selected.contains(object.name()))
                        .map(CrmObject::path)
                        .toList();
        return get("/crm/v3/properties/{object}")
                .forEach("object", paths.isEmpty() ? DEFAULT : paths)
                .include("", "object_type")
                .key("object_type", "name")
                .paging(Paging.none());
    }

    // ---- selection -------------------------------------------------------------------------

    private static boolean isStandard(String name) {
        String object = name.replaceAll("^(" + PIPELINES + "|" + STAGES + ")|" + HISTORY + "$", "");
        return OTHERS.contains(name)
                || OBJECTS.stream().map(CrmObject::name).anyMatch(object::equals);
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
        for (String name : config.resources().isEmpty() ? DEFAULT : config.resources()) {
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
