package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dango.cli.dist.Script.Outcome;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How the program ends when something is wrong: with the right code, one sentence, nothing changed,
 * no stack trace, and nowhere a secret.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class ExitCodesIT {

    private static final String SECRET = "sk_live_f00dcafe4711";
    private static final String CHARGES = "/v1/charges";

    @TempDir Path folder;
    private Product product;
    private final FakeApi api = FakeApi.start();
    private final FakeListing charges =
            new FakeListing(
                    IntStream.range(0, 250)
                            .mapToObj(i -> Map.of("id", "ch_" + i, "created", 1_700_000_000L - i))
                            .toList());

    @BeforeEach
    void payments() throws Exception {
        product = Product.withProject(folder).with("STRIPE_API_KEY", SECRET);
        api.requireHeader(
                "Authorization",
                "Bearer " + SECRET,
                Reply.json(
                                Map.of(
                                        "error",
                                        Map.of("message", "Invalid API Key provided: " + SECRET)))
                        .withStatus(401));
        api.get(CHARGES, charges::afterId);
        api.get("/v1/customers", call -> Reply.status(403));
        product.sources(payments("payments", "charges"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private String payments(String name, String resources) {
        return """
        - name: %s
          type: stripe
          stripe:
            stripe_secret_key_env: STRIPE_API_KEY
            resources: [%s]
            base_url: %s/v1
        """
                .formatted(name, resources, api.url());
    }

    // ---- failures that change nothing ----------------------------------------------------------

    /** Runs a command that fails without having asked anybody or changed anything but the log. */
    private String refused(int exitCode, String... command) throws Exception {
        Map<String, String> before = product.files();
        Outcome outcome = product.run(command);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.out()).as("standard output").isEmpty();
        assertThat(outcome.err()).startsWith("Error: ");
        assertThat(outcome.err().lines().count()).as(outcome.err()).isLessThanOrEqualTo(2);
        assertPlain(outcome);
        assertThat(product.files()).isEqualTo(before);
        return outcome.err();
    }

    private static void assertPlain(Outcome outcome) {
        assertThat(outcome.out() + outcome.err()).doesNotContain("\tat ", "Exception", SECRET);
    }

    @Test
    void outsideOfAProjectNothingIsDone() throws Exception {
        Product outside = Product.in(Files.createDirectory(folder.resolve("outside")));

        for (String[] command :
                new String[][] {
                    {"sync"}, {"source", "list"}, {"db", "status"}, {"source", "check"}
                }) {
            Outcome outcome = outside.run(command);
            assertThat(outcome.exitCode()).as(List.of(command) + outcome.err()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .startsWith("Error: Not in a Dango project")
                    .contains("dango init");
            assertPlain(outcome);
        }
        assertThat(outside.files()).isEmpty();
    }

    @Test
    void anUnknownSourceIsAnsweredWithTheNearestName() throws Exception {
        assertThat(refused(2, "sync", "paymens")).contains("paymens", "did you mean \"payments\"?");
        assertThat(refused(2, "source", "check", "paymens")).contains("did you mean \"payments\"?");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void badYamlIsShownByLineAndColumn() throws Exception {
        product.write(
                ".dango/sources.yml",
                "version: \"1.0\"\nsources:\n  - name: a\n    type: csv\n    csv: {directory: files\n");

        assertThat(refused(2, "sync"))
                .contains("sources.yml")
                .containsPattern("line \\d+, column \\d+");
    }

    @Test
    void anUnknownKeyIsRefusedByName() throws Exception {
        product.sources(payments("payments", "charges").replace("resources:", "resorces:"));

        for (String[] command : new String[][] {{"source", "check"}, {"sync"}}) {
            Outcome outcome = product.run(command);
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.out() + outcome.err())
                    .contains("unknown setting \"resorces\"; did you mean \"resources\"?");
            assertPlain(outcome);
        }
        assertThat(product.warehouse()).doesNotExist();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void aMissingVariableIsAnErrorBeforeAnyRequest() throws Exception {
        product.sources(payments("payments", "charges").replace("STRIPE_API_KEY", "STRIPE_KEY_2"));

        Outcome sync = product.run("sync");

        assertThat(sync.exitCode()).isEqualTo(2);
        assertThat(sync.err()).contains("Error: payments: ", "STRIPE_KEY_2");
        assertPlain(sync);
        assertThat(product.warehouse()).doesNotExist();
        assertThat(api.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sinc, did you mean \"sync\"?", "sync --sinc, Unknown option", "db query, SQL"})
    void aWrongCommandLineIsRefused(String command, String message) throws Exception {
        assertThat(refused(2, command.split(" "))).contains(message);
    }

    // ---- failures of the other side ------------------------------------------------------------

    @Test
    void aWrongTokenIsOneSentenceAndStaysUnseen() throws Exception {
        String wrong = "sk_live_0wrong0wrong0";
        product.with("STRIPE_API_KEY", wrong);
        api.requireHeader(
                "Authorization",
                "Bearer " + SECRET,
                Reply.json(Map.of("error", Map.of("message", "Invalid API Key provided: " + wrong)))
                        .withStatus(401));

        Outcome sync = product.run("sync");
        assertThat(sync.exitCode()).as(sync.err()).isEqualTo(1);
        assertThat(sync.err()).contains("Error: payments");
        assertPlain(sync);
        assertThat(product.run("source", "check").exitCode()).isEqualTo(3);
        assertThat(product.warehouse()).doesNotExist();

        Outcome verbose = product.run("sync", "--debug");
        assertThat(verbose.err()).contains("\tat ");
        assertThat(sync.out() + sync.err() + verbose.out() + verbose.err()).doesNotContain(wrong);
        assertThat(product.files().values()).noneMatch(content -> content.contains(wrong));
    }

    @Test
    void whatWorksIsLoadedBesideWhatDoesNot() throws Exception {
        product.sources(payments("payments", "charges, customers"));

        Outcome sync = product.run("sync", "--json");

        assertThat(sync.exitCode()).as(sync.err()).isEqualTo(3);
        JsonNode end = Product.lastEvent(sync);
        assertThat(end.get("status").asText()).isEqualTo("partial");
        assertThat(end.at("/sources/0/failures/0/resource").asText()).isEqualTo("customers");
        assertThat(product.query("SELECT count(*) FROM raw_payments.charges"))
                .containsExactly("250");
        assertPlain(sync);
    }

    // ---- interruption --------------------------------------------------------------------------

    @Test
    void ctrlCSavesWhatWasReadAndTheNextSyncGoesOn() throws Exception {
        api.hang("/v1/payouts");
        product.sources(payments("payments", "charges, payouts"));

        try (RunningProduct sync = product.start("sync", "--json")) {
            assertThat(sync.prints("\"rows\":250")).isTrue();
            api.awaitRequest("/v1/payouts");
            assertThat(sync.commandLine()).contains("dev.dango.cli.Main").doesNotContain(SECRET);
            sync.interrupt();
            Outcome outcome = sync.finish();

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(130);
            assertThat(Product.lastEvent(outcome).get("status").asText()).isEqualTo("interrupted");
            assertThat(outcome.err()).contains("Stopping").contains("goes on");
            assertPlain(outcome);
        }

        FakeListing payouts =
                new FakeListing(List.of(Map.of("id", "po_1", "created", 1_700_000_000L)));
        api.get("/v1/payouts", payouts::afterId);
        JsonNode next = product.sync();
        assertThat(next.get("status").asText()).isEqualTo("ok");
        assertThat(product.query("SELECT count(*), count(DISTINCT id) FROM raw_payments.charges"))
                .containsExactly("250|250");
        assertThat(product.query("SELECT count(*) FROM raw_payments.payouts")).containsExactly("1");
    }

    // ---- what is printed where -----------------------------------------------------------------

    @Test
    void standardOutputIsDataOnly() throws Exception {
        for (String[] command :
                new String[][] {
                    {"source", "list"},
                    {"source", "check"},
                    {"plugin", "list"},
                    {"sync"},
                    {"sync", "nobody"},
                    {"db", "status"},
                    {"db", "query", "SELECT count(*) AS n FROM raw_payments.charges"},
                    {"db", "query", "SELEC"}
                }) {
            String[] json =
                    Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new);
            Outcome outcome = product.run(json);
            assertThat(outcome.out().lines())
                    .as(String.join(" ", json))
                    .isNotEmpty()
                    .allSatisfy(
                            line -> assertThat(Product.json(line).get("version").asInt()).isOne());
            assertPlain(outcome);
        }
        assertThat(product.files().values()).noneMatch(content -> content.contains(SECRET));
    }
}
