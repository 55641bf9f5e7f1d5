package dev.dango.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.project.TestProject;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBinderTest {

    /** Still the day before in half of the world. */
    private static final Instant NOW = Instant.parse("2026-03-01T00:30:00Z");

    @TempDir Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private final Redactor redactor = new Redactor();
    private String secretsToml = "";
    private String dotEnv = "";

    enum Auth {
        BEARER,
        API_KEY,
        NONE
    }

    record Paginator(
            @Setting(doc = "How pages follow.", defaultValue = "auto") String type,
            @Setting(doc = "Rows a page.") Optional<Integer> limit) {}

    record Endpoint(
            @Setting(doc = "Path below the base.") String path,
            @Setting(doc = "Pages.") Optional<Paginator> paginator,
            @Setting(doc = "Parameters.") Map<String, String> params) {}

    record Everything(
            @Setting(doc = "A text.", example = "acme", pattern = "[a-z]+") String subdomain,
            @Setting(doc = "A flag.", defaultValue = "false") boolean parseJson,
            @Setting(doc = "A number.", defaultValue = "100") int pageSize,
            @Setting(doc = "A big number.", defaultValue = "0") long offset,
            @Setting(doc = "A fraction.", defaultValue = "0.5") double share,
            @Setting(doc = "A time.", defaultValue = "30d") Duration window,
            @Setting(doc = "A day.", defaultValue = "today - 90d") LocalDate startDate,
            @Setting(doc = "A moment.") Optional<Instant> since,
            @Setting(doc = "An address.") Optional<URI> baseUrl,
            @Setting(doc = "A folder.", defaultValue = "data") Path directory,
            @Setting(doc = "A way in.", defaultValue = "bearer") Auth authType,
            @Setting(doc = "Things.", defaultValue = "orders, customers", aliases = "endpoints")
                    List<String> resources,
            @Setting(doc = "Headers.") Map<String, String> headers,
            @Setting(doc = "Listings.") List<Endpoint> listings,
            @Setting(doc = "By name.") Map<String, Paginator> paginators,
            @Setting(doc = "Anything.") Optional<Object> extra) {}

    record Stripe(
            @Setting(doc = "The key.", aliases = "stripe_secret_key", env = "STRIPE_API_KEY")
                    Secret apiKey) {}

    record Account(
            @Setting(doc = "The user's name.") String userName,
            @Setting(doc = "The password.") Optional<Secret> password) {}

    record Window(
            @Setting(doc = "First day.") LocalDate from, @Setting(doc = "Last day.") LocalDate to) {
        Window {
            if (to.isBefore(from)) {
                throw SourceException.of(ErrorKind.CONFIG, "from lies after to.")
                        .hint("Swap them.");
            }
        }
    }

    record Positive(@Setting(doc = "A count.") int count) {
        Positive {
            if (count <= 0) {
                throw new IllegalArgumentException("count must be positive.");
            }
        }
    }

    /** A source named billing, of type stripe, in line 3, with these settings in one line. */
    private SourceEntry entry(String settings) {
        Project project =
                TestProject.with(
                        folder,
                        "version: \"1.0\"\nsources:\n- {name: billing, type: stripe, stripe: {"
                                + settings
                                + "}}\n");
        return SourcesFile.read(project).require("billing");
    }

    private SettingsBinder binder() {
        Project project = NewProject.create(folder, "test").project();
        TestProject.write(project.envFile(), dotEnv);
        TestProject.write(project.secretsFile(), secretsToml);
        return new SettingsBinder(
                project,
                new Environment(project, variables),
                SecretsToml.read(project),
                redactor,
                Clock.fixed(NOW, ZoneId.of("America/Los_Angeles")));
    }

    private <C extends Record> C bind(Class<C> type, String settings) {
        return type.cast(binder().bind(type, entry(settings)).config());
    }

    private String failure(Class<? extends Record> type, String settings) {
        SourceEntry entry = entry(settings);
        SourceException[] caught = new SourceException[1];
        assertThatThrownBy(() -> binder().bind(type, entry))
                .isInstanceOfSatisfying(SourceException.class, e -> caught[0] = e);
        assertThat(caught[0].kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(caught[0].hint()).isEqualTo("Correct it with dango source edit billing.");
        assertThat(caught[0].getMessage())
                .startsWith("Source \"billing\" (.dango/sources.yml, line 3)");
        return caught[0]
                .getMessage()
                .replace("Source \"billing\" (.dango/sources.yml, line 3)", "");
    }

    @Test
    void fillsInDefaults() {
        assertThat(bind(Everything.class, "subdomain: acme"))
                .isEqualTo(
                        new Everything(
                                "acme",
                                false,
                                100,
                                0,
                                0.5,
                                Duration.ofDays(30),
                                LocalDate.of(2025, 12, 1),
                                Optional.empty(),
                                Optional.empty(),
                                folder.toAbsolutePath().resolve("data"),
                                Auth.BEARER,
                                List.of("orders", "customers"),
                                Map.of(),
                                List.of(),
                                Map.of(),
                                Optional.empty()));
    }

    @Test
    void readsEveryKindOfValue() {
        Everything all =
                bind(
                        Everything.class,
                        """
                        subdomain: acme, parse_json: yes, page_size: 50, offset: 9999999999,
                        share: 1, window: PT12H, start_date: 2024-06-01, since: "2024-06-01 10:00:00",
                        base_url: https://api.example.com/v1, directory: /abs/x, auth_type: api-key,
                        endpoints: Charge, headers: {X-Version: 1.10, X-On: true},
                        listings: [{path: /v1, paginator: {limit: 5}, params: {a: 012}}, {path: /v2}],
                        paginators: {p: {type: cursor}}, extra: {deep: [1, null, {x: y}]}
                        """
                                .replace("\n", " "));
        assertThat(all.parseJson()).isTrue();
        assertThat(all.pageSize()).isEqualTo(50);
        assertThat(all.offset()).isEqualTo(9_999_999_999L);
        assertThat(all.share()).isEqualTo(1.0);
        assertThat(all.window()).isEqualTo(Duration.ofHours(12));
        assertThat(all.startDate()).isEqualTo(LocalDate.of(2024, 6, 1));
        assertThat(all.since()).contains(Instant.parse("2024-06-01T10:00:00Z"));
        assertThat(all.baseUrl()).contains(URI.create("https://api.example.com/v1"));
        assertThat(all.directory()).isEqualTo(Path.of("/abs/x"));
        assertThat(all.authType()).isEqualTo(Auth.API_KEY);
        assertThat(all.resources()).containsExactly("Charge");
        assertThat(all.headers()).isEqualTo(Map.of("X-Version", "1.10", "X-On", "true"));
        assertThat(all.listings())
                .containsExactly(
                        new Endpoint(
                                "/v1",
                                Optional.of(new Paginator("auto", Optional.of(5))),
                                Map.of("a", "012")),
                        new Endpoint("/v2", Optional.empty(), Map.of()));
        assertThat(all.paginators())
                .isEqualTo(Map.of("p", new Paginator("cursor", Optional.empty())));
        assertThat(all.extra()).hasToString("Optional[{deep=[1, null, {x=y}]}]");
    }

    @ParameterizedTest
    @CsvSource({
        "30d, PT720H",
        "12h, PT12H",
        "15m, PT15M",
        "45s, PT45S",
        "2w, PT336H",
        "500ms, PT0.5S",
        "1h30m, PT1H30M",
        "P2D, PT48H",
        "pt5m, PT5M"
    })
    void readsDurations(String written, Duration expected) {
        assertThat(bind(Everything.class, "subdomain: a, window: " + written).window())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "today, 2026-03-01", "today - 90d, 2025-12-01", "today-1d, 2026-02-28",
        "TODAY - 2w, 2026-02-15", "90daysAgo, 2025-12-01", "'\"2024-02-29\"', 2024-02-29"
    })
    void readsDatesInUtc(String written, LocalDate expected) {
        assertThat(bind(Everything.class, "subdomain: a, start_date: " + written).startDate())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-01T12:00:00Z, 2024-06-01T12:00:00Z",
        "2024-06-01T12:00:00+02:00, 2024-06-01T10:00:00Z",
        "1970-01-01 00:00:00, 1970-01-01T00:00:00Z",
        "2024-06-01, 2024-06-01T00:00:00Z"
    })
    void readsMoments(String written, Instant expected) {
        assertThat(bind(Everything.class, "subdomain: a, since: '" + written + "'").since())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subdomain: A1 | subdomain must match [a-z]+, such as acme, not \"A1\".",
                "subdomain: [a] | subdomain must be a single value, a text.",
                "parse_json: [true] | parse_json must be a single value, true or false.",
                "auth_type: {} | auth_type must be a single value, one of bearer, api_key, none.",
                "parse_json: maybe | parse_json must be true or false, not \"maybe\".",
                "page_size: many | page_size must be a whole number such as 100, not \"many\".",
                "page_size: 1.5 | page_size must be a whole number such as 100, not \"1.5\".",
                "offset: x | offset must be a whole number such as 100, not \"x\".",
                "share: half | share must be a number such as 2.5, not \"half\".",
                "window: 30 | window must be a duration such as 30d, 12h, 15m or 45s, not \"30\".",
                "window: 5d later | window must be a duration such as 30d, 12h, 15m or 45s, not"
                        + " \"5d later\".",
                "window: P5 | window must be a duration such as 30d, 12h, 15m or 45s, not \"P5\".",
                "start_date: 2024-13-01 | start_date must be a date such as 2024-06-01, or today -"
                        + " 90d, not \"2024-13-01\".",
                "since: noon | since must be a date and time such as 2024-06-01T00:00:00Z, not"
                        + " \"noon\".",
                "base_url: api.example.com/x | base_url must be an address such as"
                        + " https://api.example.com, not \"api.example.com/x\".",
                "base_url: http://a b | base_url must be an address such as"
                        + " https://api.example.com, not \"http://a b\".",
                "auth_type: beaerr | auth_type must be one of bearer, api_key, none (did you mean"
                        + " bearer?), not \"beaerr\".",
                "headers: x | headers must be a mapping of names to values.",
                "headers: {a: } | headers.a is empty; it takes a text.",
                "resources: [a, ] | ",
                "resources: [a, ~] | resources[2] is empty; it takes a text.",
                "listings: [{path: /a}, {pth: /b, path: /c}] | unknown setting \"listings[2].pth\";"
                        + " did you mean \"path\"?",
                "listings: [x] | listings[1] must be a mapping of settings.",
                "listings: [{}] | listings[1].path is missing (Path below the base); it takes a"
                        + " text.",
                "paginators: {p: {limit: x}} | paginators.p.limit must be a whole number such as"
                        + " 100, not \"x\".",
                "page_sise: 5 | unknown setting \"page_sise\"; did you mean \"page_size\"?",
                "endpoints: [a], resources: [b] | resources is given twice, also as endpoints.",
                "page_size_env: NOT_SET | page_size_env names the environment variable NOT_SET,"
                        + " which is not set.",
                "headers: {a: 'x ${NOT_SET}'} | headers.a names the environment variable NOT_SET,"
                        + " which is not set.",
                "extra: [{a: '${env:NOT_SET}'}] | extra names the environment variable NOT_SET,"
                        + " which is not set.",
                "extra: '${file:no.txt}' | extra names the file no.txt, which is missing.",
                "extra: '${vault:x}' | extra holds the reference ${vault:x}, which must be ${NAME},"
                        + " ${env:NAME} or ${file:path} (write $${ for a plain ${).",
            })
    void saysWhatIsWrong(String settings, String expected) {
        String all = settings.startsWith("subdomain") ? settings : "subdomain: acme, " + settings;
        if (expected == null) {
            bind(Everything.class, all);
        } else {
            assertThat(failure(Everything.class, all)).isEqualTo(": " + expected);
        }
    }

    @Test
    void saysEverythingAtOnce() {
        assertThat(failure(Everything.class, "page_size: x, nonsense: 1, window: 3"))
                .startsWith(
                        " has 4 problems:\n  - unknown setting \"nonsense\"; the settings are: ")
                .contains("\n  - subdomain is missing (A text); it takes a text, such as acme.")
                .contains("\n  - page_size must be")
                .contains("\n  - window must be");
    }

    @Test
    void replacesReferencesInTexts() {
        variables.put("SUB", "acme");
        variables.put("TOKEN", "t0psecret");
        dotEnv = "FROM_FILE=filed\n";
        TestProject.write(folder.resolve("keys/k.txt"), "content\n");
        Everything all =
                bind(
                        Everything.class,
                        "subdomain: '${SUB}', headers: {A: 'Bearer ${env:TOKEN}', B: '$${x}'},"
                                + " resources: ['${FROM_FILE}-${SUB}'], extra: {k: '${file:keys/k.txt}'}");
        assertThat(all.subdomain()).isEqualTo("acme");
        assertThat(all.headers()).isEqualTo(Map.of("A", "Bearer t0psecret", "B", "${x}"));
        assertThat(all.resources()).containsExactly("filed-acme");
        assertThat(all.extra()).contains(Map.of("k", "content"));
        assertThat(redactor.redact("Bearer-t0psecret, content, acme"))
                .doesNotContain("t0psecret")
                .doesNotContain("content")
                .contains("acme");
    }

    @Test
    void takesAnyScalarFromANamedVariable() {
        variables.put("N", "7");
        variables.put("D", "2024-06-01");
        Everything all =
                bind(Everything.class, "subdomain: a, page_size_env: N, start_date_env: D");
        assertThat(all.pageSize()).isEqualTo(7);
        assertThat(all.startDate()).isEqualTo(LocalDate.of(2024, 6, 1));
        assertThat(failure(Everything.class, "subdomain: a, resources_env: N"))
                .contains("unknown setting \"resources_env\"; did you mean \"resources\"?");
        variables.put("N", "t0psecret");
        assertThat(failure(Everything.class, "subdomain: a, page_size_env: N"))
                .doesNotContain("t0psecret");
    }

    @Test
    void findsASecretByTheVariableThatIsNamed() {
        dotEnv = "BILLING_KEY=sk_test_123\nSTRIPE_API_KEY=sk_other_123\n";
        secretsToml = "[sources.billing]\napi_key = \"sk_toml_123\"\n";
        Secret expected = Secret.of("sk_test_123");
        assertThat(bind(Stripe.class, "stripe_secret_key_env: BILLING_KEY").apiKey())
                .isEqualTo(expected);
        assertThat(bind(Stripe.class, "api_key_env: BILLING_KEY").apiKey()).isEqualTo(expected);
        assertThat(bind(Stripe.class, "api_key: '${BILLING_KEY}'").apiKey()).isEqualTo(expected);
        assertThat(redactor.redact("key sk_test_123")).isEqualTo("key [secret]");
    }

    @Test
    void findsASecretThatIsNotMentioned() {
        dotEnv = "STRIPE_API_KEY=sk_env_123\n";
        assertThat(bind(Stripe.class, "").apiKey()).isEqualTo(Secret.of("sk_env_123"));
        secretsToml = "[sources.stripe]\nstripe_secret_key = \"sk_toml_123\"\n";
        assertThat(bind(Stripe.class, "").apiKey()).isEqualTo(Secret.of("sk_toml_123"));
        assertThat(redactor.redact("sk_toml_123 sk_env_123")).isEqualTo("[secret] [secret]");
    }

    @Test
    void findsTextsBesideTheSecretsToo() {
        secretsToml =
                "[sources.stripe.credentials]\nuser_name = \"ann\"\npassword = \"pass word\"\n";
        assertThat(bind(Account.class, ""))
                .isEqualTo(new Account("ann", Optional.of(Secret.of("pass word"))));
        secretsToml = "";
        assertThat(bind(Account.class, "user_name: bob"))
                .isEqualTo(new Account("bob", Optional.empty()));
    }

    @Test
    void saysHowToGiveAMissingSecret() {
        assertThat(failure(Stripe.class, ""))
                .isEqualTo(
                        ": api_key is missing; add \"api_key_env: STRIPE_API_KEY\" and set that"
                                + " variable in the environment or in .env.");
        assertThat(failure(Stripe.class, "stripe_secret_key_env: BILLING_KEY"))
                .isEqualTo(
                        ": stripe_secret_key_env names the environment variable BILLING_KEY, which"
                                + " is not set.");
        variables.put("BILLING_KEY", "");
        assertThat(failure(Stripe.class, "api_key_env: BILLING_KEY")).contains("which is not set");
        assertThat(failure(Stripe.class, "api_key: ' '")).isEqualTo(": api_key is empty.");
    }

    @Test
    void doesNotShowASecretThatStandsInTheWrongPlace() {
        assertThat(failure(Stripe.class, "api_key_env: sk_live_abcdef123456"))
                .contains("not the value itself")
                .doesNotContain("sk_live");
    }

    @Test
    void warnsOfASecretInTheFile() {
        BoundSettings bound = binder().bind(Stripe.class, entry("api_key: sk_live_123"));
        assertThat(bound.config()).isEqualTo(new Stripe(Secret.of("sk_live_123")));
        assertThat(bound.warnings())
                .containsExactly(
                        "Source \"billing\" (.dango/sources.yml, line 3): api_key is written in the"
                                + " file; move it to .env and write \"api_key_env: STRIPE_API_KEY\""
                                + " instead.");
        assertThat(redactor.redact("sk_live_123")).isEqualTo("[secret]");
    }

    @Test
    void treatsNullAsNotGiven() {
        variables.put("STRIPE_API_KEY", "sk_env_123");
        assertThat(bind(Stripe.class, "api_key: null, stripe_secret_key_env: ").apiKey())
                .isEqualTo(Secret.of("sk_env_123"));
    }

    @Test
    void listensToTheRecordItself() {
        assertThat(failure(Window.class, "from: 2024-02-01, to: 2024-01-01"))
                .isEqualTo(": from lies after to. Swap them.");
        assertThat(failure(Positive.class, "count: 0")).isEqualTo(": count must be positive.");
        assertThat(failure(Positive.class, "count: x")).contains("whole number");
    }

    @Test
    void bindsWhatThereIsWhileTheWizardAsks() {
        BoundSettings bound =
                binder().bindPartial(
                                Everything.class,
                                SourceEntry.of("new", "x", Map.of("page_size", "x")));
        Everything partial = (Everything) bound.config();
        assertThat(partial.subdomain()).isNull();
        assertThat(partial.pageSize()).isZero();
        assertThat(partial.resources()).containsExactly("orders", "customers");
        assertThat(bound.warnings())
                .hasSize(2)
                .allMatch(text -> text.startsWith("Source \"new\": "));
        assertThat(
                        binder().bindPartial(Stripe.class, SourceEntry.of("new", "x", Map.of()))
                                .config())
                .isEqualTo(new Stripe(null));
        SourceEntry gap = SourceEntry.of("new", "x", Map.of("from", "2024-01-01"));
        assertThatThrownBy(() -> binder().bindPartial(Window.class, gap))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining("to is missing");
    }

    @Test
    void judgesASingleAnswer() {
        SettingsSchema schema = SettingsSchema.of(Everything.class);
        SettingsField date = schema.find("start_date").orElseThrow();
        SettingsField listings = schema.find("listings").orElseThrow();
        assertThat(binder().problem(date, "today - 5d")).isEmpty();
        assertThat(binder().problem(date, "soon").orElseThrow()).contains("must be a date");
        assertThat(binder().problem(listings, List.of(Map.of())).orElseThrow())
                .contains("listings[1].path is missing");
    }
}
