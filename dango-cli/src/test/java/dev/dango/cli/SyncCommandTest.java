package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.cli.CliHarness.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncCommandTest {

    @TempDir Path folder;
    private CliHarness cli;

    @BeforeEach
    void project() {
        cli = CliHarness.withShop(folder).variable("SHOP_API_KEY", "good-key");
        add("web", "orders,customers");
    }

    private void add(String name, String resources) {
        Result result =
                cli.run(
                        "source",
                        "add",
                        "shop",
                        name,
                        "--set",
                        "subdomain=acme",
                        "--resources",
                        resources);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private Path warehouse() {
        return cli.directory().resolve("data").resolve("warehouse.duckdb");
    }

    @Test
    void loadsAndSumsUp() {
        Result result = cli.run("sync");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("✓ web (shop)")
                .containsPattern("table +read +inserted +updated +deleted +total +seconds +cursor")
                .containsPattern("customers +1 +1 +0 +0 +1 +\\d+\\.\\d\n")
                .containsPattern("orders +20 +20 +0 +0 +20 +\\d+\\.\\d +2024-03-20T00:00:00Z\n")
                .contains("1 of 1 source synced")
                .containsPattern("dango db query 'SELECT \\* FROM raw_web\\.\\w+ LIMIT 10'");
        assertThat(result.err()).contains("✓ web: 21 rows in ");
    }

    @Test
    void writesEventsWithExactlyOneEnd() {
        List<JsonNode> events = events(cli.run("sync", "--json"));

        assertThat(events).allSatisfy(event -> assertThat(event.get("version").asInt()).isOne());
        assertThat(events.stream().filter(event -> event.get("event").asText().equals("end")))
                .hasSize(1);
        JsonNode end = events.get(events.size() - 1);
        assertThat(end.get("event").asText()).isEqualTo("end");
        assertThat(end.get("exit_code").asInt()).isZero();
        assertThat(end.at("/sources/0/tables"))
                .anySatisfy(
                        table -> {
                            assertThat(table.get("table").asText()).isEqualTo("orders");
                            assertThat(table.get("inserted").asLong()).isEqualTo(20);
                        });
    }

    @Test
    void endsTheEventsAlsoWhenNothingCanBegin() {
        Result result = cli.run("sync", "--json", "wbe");

        assertThat(result.exitCode()).isEqualTo(2);
        JsonNode end = events(result).get(0);
        assertThat(end.get("event").asText()).isEqualTo("end");
        assertThat(end.at("/error/kind").asText()).isEqualTo("CONFIG");
        assertThat(end.at("/error/message").asText()).contains("did you mean \"web\"?");
    }

    private static List<JsonNode> events(Result result) {
        return result.lines().stream().map(SyncCommandTest::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void tellsPartlyFailedFromFailed() {
        add("half", "orders,locked");
        Result partly = cli.run("sync", "half");
        assertThat(partly.exitCode()).isEqualTo(3);
        assertThat(partly.err())
                .contains("Error: half.locked: The key may not read this.")
                .contains("Give it the scope read:locked.");

        cli.variable("SHOP_API_KEY", "bad-key");
        Result failed = cli.run("sync");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("Error: web: The shop refuses the API key.");
    }

    @Test
    void refusesWhatIsNotConfigured() {
        cli.variable("SHOP_API_KEY", "");

        Result result = cli.run("sync", "web");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("SHOP_API_KEY");
    }

    @Test
    void skipsADisabledSource() {
        cli.run("source", "disable", "web");

        Result result = cli.run("sync", "web");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("web is disabled and is skipped");
        assertThat(warehouse()).doesNotExist();
    }

    @Test
    void stillTakesSourceAsAnOption() {
        Result result = cli.run("sync", "--source", "web");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("--source is deprecated; write: dango sync web");
        assertThat(cli.run("sync", "web", "--source", "other").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--since 01.02.2024, Invalid --since date format",
        "--since 2024-12-31 --until 2024-12-31, --since must be before --until",
        "--full-refresh, --yes",
        "--sinc 2024-01-01, did you mean \"--since\"?"
    })
    void refusesOptionsBeforeAnythingStarts(String options, String message) {
        Result result = cli.run(("sync " + options).split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(result.out()).isEmpty();
        assertThat(warehouse()).doesNotExist();
    }

    @Test
    void showsAPlanAndChangesNothing() {
        Result result = cli.run("sync", "--backfill", "30d", "--dry-run", "--check");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("since 2024-11-09", "until 2024-12-09", "web (shop)")
                .containsPattern(
                        "orders +merged by id +0 +.* from 2024-11-09 to the end of 2024-12-09; makes the table");
        assertThat(result.err()).contains("customers");
        assertThat(warehouse()).doesNotExist();
    }

    @Test
    void plansFromWhatIsKnownUnlessToldToAsk() {
        cli.variable("SHOP_API_KEY", "bad-key");
        Result silent = cli.run("sync", "--dry-run");
        assertThat(silent.exitCode()).as(silent.err()).isZero();
        assertThat(silent.out()).contains("what there is to read is asked when it syncs");

        Result alone = cli.run("sync", "--check");
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("--check goes with --dry-run");
    }

    @Test
    void asksBeforeAFullRefreshAndTakesNothingForNo() {
        assertThat(cli.type("\n", "sync", "--full-refresh").exitCode()).isEqualTo(1);
        assertThat(cli.type("yes\n", "sync", "--full-refresh").exitCode()).isZero();
        assertThat(cli.run("sync", "--full-refresh", "-y").exitCode()).isZero();
    }

    @Test
    void showsTheResultOnlyWhenQuiet() {
        Result result = cli.run("sync", "--quiet");

        assertThat(result.out()).contains("✓ web (shop)");
        assertThat(result.err()).isEmpty();
    }
}
