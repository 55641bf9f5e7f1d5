package dev.dango.connectors.salesforce;

import dev.dango.http.Endpoint;
import dev.dango.http.Match;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Salesforce's objects. A table is called as the original called it ({@link #tables}); the object
 * of any other is called by its API name, such as {@code Case} or {@code Invoice__c}.
 */
public final class SalesforceSource extends RestSource {

    /**
     * The last version but two in which users may still sign in by name and password:
     * https://developer.salesforce.com/docs/platform/api/guide/sforce-api-calls-login.html
     */
    static final String VERSION = "62.0";

    /** Of requests that take longer than 20 seconds, Salesforce allows 25 at once in all. */
    private static final int REQUESTS_AT_ONCE = 10;

    /** What users write under {@code type: salesforce}. */
    public record Config(
            @Setting(
                            doc =
                                    "Consumer key of an external client app or connected app:"
                                            + " signing in by OAuth, which lasts.",
                            aliases = "consumer_key",
                            example = "3MVG9lKcPoNINVBIPJjdw1J9LLM82Hn")
                    Optional<String> clientId,
            @Setting(
                            doc =
                                    "Consumer secret of the app. With it and client_id alone, the"
                                            + " app signs in as the user it is set up to run as.",
                            aliases = "consumer_secret",
                            env = "SALESFORCE_CLIENT_SECRET")
                    Optional<Secret> clientSecret,
            @Setting(
                            doc = "Refresh token that a user granted to the app.",
                            env = "SALESFORCE_REFRESH_TOKEN")
                    Optional<Secret> refreshToken,
            @Setting(
                            doc =
                                    "Private key (PEM) of the certificate that the app knows, to"
                                            + " sign in as user_name.",
                            aliases = "privatekey",
                            env = "SALESFORCE_PRIVATE_KEY")
                    Optional<Secret> privateKey,
            @Setting(
                            doc = "Name of the user, with private_key or password.",
                            aliases = "username",
                            example = "ada@example.com")
                    Optional<String> userName,
            @Setting(
                            doc =
                                    "Password of the user. Salesforce ends signing in by password"
                                            + " alone in summer 2027.",
                            env = "SALESFORCE_PASSWORD")
                    Optional<Secret> password,
            @Setting(
                            doc =
                                    "Security token of the user, needed with password from"
                                            + " addresses that Salesforce does not know.",
                            env = "SALESFORCE_SECURITY_TOKEN")
                    Optional<Secret> securityToken,
            @Setting(
                            doc =
                                    "Where to sign in: login, test for a sandbox, or the org's own"
                                            + " domain as in https://acme.my.salesforce.com.",
                            example = "acme.my",
                            defaultValue = "login")
                    String domain,
            @Setting(
                            doc =
                                    "Objects to load, by the names of the usual tables or by their"
                                            + " API names; without it the 15 usual ones.",
                            example = "[account, opportunity, Case, Invoice__c]")
                    List<String> resources,
            @Setting(
                            doc = "Load nothing that last changed before this day (UTC).",
                            example = "2024-06-01")
                    Optional<LocalDate> startDate,
            @Setting(
                            doc =
                                    "How many changed records make it worth having Salesforce"
                                            + " prepare them as a job (Bulk API), instead of"
                                            + " asking for pages of 2,000.",
                            defaultValue = "20000")
                    long bulkFrom,
            @Setting(
                            doc = "Address at which to sign in, in the place of the domain's.",
                            example = "https://salesforce.proxy.example")
                    Optional<String> baseUrl) {

        /**
         * Refuses credentials of which a part is missing.
         *
         * @param clientId of an app
         * @param clientSecret of the app
         * @param refreshToken a grant to the app
         * @param privateKey of the app
         * @param userName a user
         * @param password of the user
         * @param securityToken of the user
         * @param domain where to sign in
         * @param resources selected objects
         * @param startDate inclusive
         * @param bulkFrom records
         * @param baseUrl where to sign in
         */
        public Config {
            if (clientId.isEmpty() && password.isEmpty()) {
                throw SourceException.of(ErrorKind.CONFIG, "There is nothing to sign in with.")
                        .hint(
                                "Give client_id and client_secret of an app and its domain; or"
                                        + " user_name, password and security_token.");
            }
            needs("password", password.isPresent(), "user_name", userName.isPresent());
            needs("private_key", privateKey.isPresent(), "user_name", userName.isPresent());
            needs("private_key", privateKey.isPresent(), "client_id", clientId.isPresent());
            needs("refresh_token", refreshToken.isPresent(), "client_id", clientId.isPresent());
            boolean signs = privateKey.isPresent();
            needs(
                    "client_id",
                    clientId.isPresent(),
                    "client_secret",
                    signs || clientSecret.isPresent());
            boolean alone = refreshToken.isEmpty() && !signs && password.isEmpty();
            if (alone && baseUrl.isEmpty() && domain.matches("login|test")) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "With client_id and client_secret alone one signs in at the org's"
                                        + " own domain only.")
                        .hint("Set domain, such as acme.my for https://acme.my.salesforce.com.");
            }
        }

        private static void needs(String name, boolean given, String other, boolean otherGiven) {
            if (given && !otherGiven) {
                throw SourceException.of(ErrorKind.CONFIG, name + " is of no use without " + other)
                        .hint("Set " + other + ", too.");
            }
        }

        /** Where to sign in. */
        String address() {
            String host = domain.replaceFirst("\\.salesforce\\.com$", "");
            return baseUrl.orElse("https://" + host + ".salesforce.com");
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("salesforce", "Salesforce")
                .category("Business & CRM")
                .description(
                        "Accounts, contacts, leads, opportunities and any other object of a"
                                + " Salesforce org, with all fields, deleted records removed.")
                .docs("https://developer.salesforce.com/docs/platform/api-rest/guide")
                .access(
                        "Make an external client app in Setup, enable its client credentials flow"
                                + " with the scope api and a user to run as, and give client_id,"
                                + " client_secret and domain. The user needs the permission API"
                                + " Enabled and may read the objects and fields to load; what it"
                                + " may not see is left out. A refresh token, a private key (JWT"
                                + " bearer flow), or user name, password and security token do as"
                                + " well, the last until summer 2027 and in newer orgs only when"
                                + " SOAP API login() is enabled.")
                .limits(
                        "Salesforce allows an org so many API requests in 24 hours, from 15,000 in"
                                + " a trial to 100,000 and more. A sync takes two for each object"
                                + " and one for each 2,000 changed records; where there are many"
                                + " it has them prepared as a job, of which 10,000 are allowed"
                                + " a day. Deleted records can be seen for 15 days, so sync more"
                                + " often than that.")
                .config(Config.class);
    }

    /** Objects by the tables of the original, all of which are loaded unless users choose. */
    private static Map<String, String> tables() {
        Map<String, String> objects = new LinkedHashMap<>();
        objects.put("sf_user", "User");
        objects.put("user_role", "UserRole");
        objects.put("account", "Account");
        objects.put("contact", "Contact");
        objects.put("lead", "Lead");
        objects.put("opportunity", "Opportunity");
        objects.put("opportunity_line_item", "OpportunityLineItem");
        objects.put("opportunity_contact_role", "OpportunityContactRole");
        objects.put("campaign", "Campaign");
        objects.put("campaign_member", "CampaignMember");
        objects.put("product_2", "Product2");
        objects.put("pricebook_2", "Pricebook2");
        objects.put("pricebook_entry", "PricebookEntry");
        objects.put("task", "Task");
        objects.put("event", "Event");
        return objects;
    }

    /** Objects to load by their tables. */
    private static Map<String, String> selected(Config config) {
        Map<String, String> usual = tables();
        if (config.resources().isEmpty()) {
            return usual;
        }
        Map<String, String> selected = new LinkedHashMap<>();
        for (String name : config.resources()) {
            String object = usual.getOrDefault(name, name);
            String table =
                    usual.entrySet().stream()
                            .filter(entry -> entry.getValue().equals(object))
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElse(object);
            selected.put(table, object);
        }
        return selected;
    }

    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    @Override
    protected RestApi api(SourceContext context) {
        Config config = context.config(Config.class);
        RestApi api = org(config, context);
        Org asked = new Org(api.client(), config);
        for (Map.Entry<String, String> entry : selected(config).entrySet()) {
            api = api.resource(entry.getKey(), table(entry.getValue(), asked, context));
        }
        return api;
    }

    private static RestApi org(Config config, SourceContext context) {
        Session session = Session.open(config, context);
        return RestApi.at(session.instance())
                .auth(session.auth())
                .limits(new Usage(context))
                .concurrency(REQUESTS_AT_ONCE)
                .defaults(SalesforceSource::failures);
    }

    /** See https://developer.salesforce.com/docs/platform/api-rest/guide/errorcodes.html */
    private static Endpoint failures(Endpoint any) {
        String usedUp =
                "The org's API requests of 24 hours are used up, or too many run at once: look into"
                        + " Setup, Company Information.";
        String access =
                "Give the user the permission API Enabled and read access to the object, or leave"
                        + " it out.";
        return any.fail(ErrorKind.RATE_LIMITED, code(403, "REQUEST_LIMIT_EXCEEDED"), usedUp)
                .fail(ErrorKind.RATE_LIMITED, code(400, "ExceededQuota"), usedUp)
                .fail(ErrorKind.PERMISSION, Match.status(403), access)
                .fail(ErrorKind.PERMISSION, code(400, "INVALID_TYPE|INSUFFICIENT_ACCESS.*"), access)
                .fail(
                        ErrorKind.UNSUPPORTED,
                        code(400, "QUERY_TIMEOUT"),
                        "Set start_date, or leave the object out.")
                // told by the reading, which begins anew
                .ignore(code(400, "INVALID_QUERY_LOCATOR"));
    }

    private static Match code(int status, String regex) {
        return Match.status(status).value("/0/errorCode", regex);
    }

    /** One that users may not see fails alone. */
    private static Endpoint table(String object, Org asked, SourceContext context) {
        try {
            SObject described = asked.describe(object, context);
            return Endpoint.custom(
                    (table, client) ->
                            new ObjectResource(table, described, new Org(client, asked.config())));
        } catch (SourceException e) {
            return switch (e.kind()) {
                case UNSUPPORTED -> failing(e);
                case NOT_FOUND, PERMISSION ->
                        failing(unseen(object, asked.objects(context)).causedBy(e));
                default -> throw e;
            };
        }
    }

    private static Endpoint failing(SourceException failure) {
        return Endpoint.custom(
                (table, client) ->
                        Resource.of(
                                ResourceSpec.named(table),
                                (slice, context, out) -> {
                                    throw failure;
                                }));
    }

    private static SourceException unseen(String object, List<String> objects) {
        return SourceException.of(
                        ErrorKind.PERMISSION,
                        "There is no object " + object + ", or the user may not see it.")
                .hint("Give the user read access to the object, or correct its API name.")
                .didYouMean(object, objects);
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        if (!setting.equals("resources")) {
            return List.of();
        }
        List<String> names = new ArrayList<>(tables().keySet());
        Config config = context.config(Config.class);
        new Org(org(config, context).client(), config)
                .objects(context).stream()
                        .filter(object -> !tables().containsValue(object))
                        .forEach(names::add);
        return names;
    }

    @Override
    public void check(SourceContext context) throws Exception {
        Config config = context.config(Config.class);
        List<String> objects = new Org(org(config, context).client(), config).objects(context);
        for (String object : selected(config).values()) {
            if (objects.contains(object)) {
                continue;
            }
            if (!config.resources().isEmpty()) {
                throw unseen(object, objects);
            }
            context.warn("The user may not see the object " + object + ".");
        }
    }
}
