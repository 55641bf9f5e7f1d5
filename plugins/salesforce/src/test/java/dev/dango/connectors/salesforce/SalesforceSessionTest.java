package dev.dango.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.report.SourceReport.Failure;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FixedClock;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.Reply;
import dev.dango.testkit.TestProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in, and what is said when there is none. */
class SalesforceSessionTest {

    @TempDir private Path folder;

    private final FakeApi api = FakeApi.start();
    private final FakeSalesforce org = new FakeSalesforce(api);

    @BeforeEach
    void answer() {
        org.object("Account", "Id", "id", "SystemModstamp", "datetime")
                .add(Map.of("Id", "0011", "SystemModstamp", "2026-01-01T00:00:00Z"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private TestProject project(Map<String, Object> credentials) {
        Map<String, Object> settings = new HashMap<>(credentials);
        settings.put("base_url", api.url());
        settings.putIfAbsent("resources", List.of("account"));
        return TestProject.in(folder, new SalesforceSource(), settings);
    }

    private static Map<String, Object> app(Map<String, Object> more) {
        Map<String, Object> app = new HashMap<>(more);
        app.put("client_id", FakeSalesforce.CLIENT);
        app.put("client_secret", FakeSalesforce.SECRET);
        return app;
    }

    private static Map<String, Object> user() {
        return Map.of(
                "user_name", "ada@example.com",
                "password", FakeSalesforce.PASSWORD,
                "security_token", FakeSalesforce.TOKEN);
    }

    private void letsIn(Map<String, Object> credentials) {
        assertThat(project(credentials).sync().failures()).isEmpty();
    }

    private SourceException refused(Map<String, Object> credentials) {
        return catchThrowableOfType(SourceException.class, () -> project(credentials).check());
    }

    @Test
    void signsInAsAnApp() {
        letsIn(app(Map.of()));

        assertThat(api.requests("/services/oauth2/token").get(0).body())
                .contains("grant_type=client_credentials");
    }

    @Test
    void signsInByARefreshToken() {
        letsIn(app(Map.of("refresh_token", "5Aep")));
    }

    @Test
    void signsInByNameAndPasswordWithAnApp() {
        letsIn(app(user()));

        assertThat(api.requests("/services/oauth2/token").get(0).body())
                .contains("grant_type=password");
    }

    @Test
    void signsInByNameAndPasswordAlone() {
        letsIn(user());

        assertThat(api.requests("/services/Soap/u/62.0")).hasSize(1);
    }

    @Test
    void signsInByASignedAssertion() throws Exception {
        byte[] key =
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----";

        letsIn(
                Map.of(
                        "client_id",
                        FakeSalesforce.CLIENT,
                        "private_key",
                        pem,
                        "user_name",
                        "ada@example.com",
                        "domain",
                        "acme--dev.sandbox.my"));

        String assertion =
                api.requests("/services/oauth2/token")
                        .get(0)
                        .body()
                        .replaceFirst(".*assertion=", "")
                        .split("\\.")[1];
        assertThat(new String(Base64.getUrlDecoder().decode(assertion), StandardCharsets.UTF_8))
                .contains("\"iss\":\"3MVG9lKc\"")
                .contains("\"sub\":\"ada@example.com\"")
                .contains("\"aud\":\"https://test.salesforce.com\"");
    }

    @Test
    void signsInAgainWhenASessionEnds() {
        api.failNext(
                FakeSalesforce.V + "/query",
                FakeSalesforce.error(401, "INVALID_SESSION_ID", "Session expired or invalid"),
                1);

        letsIn(user());

        assertThat(api.requests("/services/Soap/u/62.0")).hasSize(2);
    }

    @Test
    void doesNotTryAWrongPasswordAgain() {
        Map<String, Object> wrong = new HashMap<>(user());
        wrong.put("password", "wrong & <bad>");

        SourceException failure = refused(wrong);

        assertThat(failure.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(failure).hasMessageContaining("or user locked out");
        assertThat(failure.hint()).contains("client_id");
        assertThat(api.requests("/services/Soap/u/62.0"))
                .as("each try counts towards locking the user out")
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("wrong &amp; &lt;bad&gt;"));
    }

    @Test
    void saysWhatAnAppMayNot() {
        SourceException failure = refused(app(Map.of("refresh_token", "revoked")));

        assertThat(failure.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(failure).hasMessageContaining("no such grant");
    }

    @Test
    void refusesHalvesOfCredentials() {
        assertThat(refused(Map.of())).hasMessageContaining("nothing to sign in with");
        assertThat(refused(Map.of("client_id", "x"))).hasMessageContaining("client_secret");
        assertThat(refused(Map.of("password", "x"))).hasMessageContaining("user_name");
        assertThat(refused(app(Map.of("private_key", "x")))).hasMessageContaining("user_name");
    }

    @Test
    void goesOnWithoutObjectsThatUsersMayNotSee() {
        TestProject project = project(app(Map.of("resources", List.of("Acount", "account"))));

        List<Failure> failures = project.sync().failures();

        assertThat(failures)
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("PERMISSION");
                            assertThat(failure.hint()).contains("Did you mean \"Account\"?");
                        });
        assertThat(project.query("SELECT id FROM account")).containsExactly("0011");
    }

    @Test
    void goesOnWithoutObjectsThatHoldNoRecords() {
        TestProject project =
                project(app(Map.of("resources", List.of("ApexTrigger__e", "account"))));

        assertThat(project.sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("UNSUPPORTED"));
        assertThat(project.query("SELECT id FROM account")).containsExactly("0011");
    }

    @Test
    void wantsTheOrgsOwnDomainForAnAppAlone() {
        Map<String, Object> settings = app(Map.of());
        TestProject project = TestProject.in(folder, new SalesforceSource(), settings);

        assertThat(catchThrowableOfType(SourceException.class, project::check))
                .hasMessageContaining("own domain");

        SalesforceSource.Config config =
                (SalesforceSource.Config)
                        project.bind(app(Map.of("domain", "acme.my.salesforce.com")));
        assertThat(config.address()).isEqualTo("https://acme.my.salesforce.com");
    }

    @Test
    void checksThatObjectsAreThere() {
        assertThat(refused(app(Map.of("resources", List.of("Acount")))).hint())
                .contains("Did you mean \"Account\"?");
        TestProject usual = project(app(Map.of("resources", List.of())));

        usual.check();

        assertThat(usual.said())
                .filteredOn(text -> text.contains("may not see the object Campaign"))
                .isNotEmpty();
    }

    @Test
    void waitsOutTooManyRequestsAndSaysWhatTheyAre() {
        api.failNext(
                FakeSalesforce.V + "/query",
                FakeSalesforce.error(
                                403,
                                "REQUEST_LIMIT_EXCEEDED",
                                "ConcurrentPerOrgLongTxn Limit exceeded.")
                        .header("Retry-After", "0"),
                1);

        letsIn(app(Map.of()));
    }

    @Test
    void saysWhenTheRequestsOfADayAreUsedUp() {
        api.failNext(
                FakeSalesforce.V + "/query",
                FakeSalesforce.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
                        .header("Retry-After", "0"),
                99);

        assertThat(project(app(Map.of())).sync().failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.kind()).isEqualTo("RATE_LIMITED");
                            assertThat(failure.message()).contains("TotalRequests Limit exceeded");
                            assertThat(failure.hint()).contains("Company Information");
                        });
    }

    @Test
    void saysWhichObjectMayNotBeRead() {
        api.failNext(
                FakeSalesforce.V + "/query",
                FakeSalesforce.error(
                        400, "INVALID_TYPE", "sObject type 'Account' is not supported."),
                9);

        assertThat(project(app(Map.of())).sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("PERMISSION"));
    }

    @Test
    void endsWhenAPageNamesItselfAsTheNext() {
        String loop =
                "{\"totalSize\":9,\"done\":false,\"records\":[],\"nextRecordsUrl\":\""
                        + FakeSalesforce.V
                        + "/query/01g-1\"}";
        api.get(FakeSalesforce.V + "/query/{cursor}", call -> Reply.jsonText(loop));
        api.get(FakeSalesforce.V + "/query", call -> Reply.jsonText(loop));

        assertThat(project(app(Map.of())).sync().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo("REMOTE"));
    }

    @Test
    void offersTheObjectsOfTheOrg() throws Exception {
        org.object("Invoice__c", "Id", "id");
        SalesforceSource source = new SalesforceSource();
        try (MemoryRun run =
                new MemoryRun(
                        project(app(Map.of())).bind(settings()),
                        FixedClock.at("2026-03-01T12:00:00Z"))) {
            assertThat(source.choices("resources", run))
                    .startsWith("sf_user", "user_role", "account")
                    .contains("Invoice__c")
                    .doesNotContain("Account", "ApexTrigger__e");
        }
    }

    private Map<String, Object> settings() {
        return app(Map.of("base_url", api.url()));
    }
}
