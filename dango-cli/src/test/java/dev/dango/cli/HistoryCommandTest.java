package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.cli.CliHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {

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

    private JsonNode json(String... args) throws IOException {
        Result result = cli.run(args);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void saysSoWhenThereIsNone() {
        assertThat(cli.run("history").out()).contains("Nothing was synced yet");
        assertThat(cli.run("history", "wbe").exitCode()).isEqualTo(2);
        assertThat(cli.run("history", "wbe").err()).contains("did you mean \"web\"?");
        assertThat(cli.run("history", "--limit", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void showsALinePerRunTheNewestFirst() {
        cli.run("sync");
        cli.variable("SHOP_API_KEY", "bad-key");
        cli.run("sync");

        Result result = cli.run("history");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .containsPattern(
                        "^  when +source +result +read +inserted +updated +deleted +took +run\n")
                .containsPattern(
                        """

                        ✗ 2024-12-09 11:34:56 +web +failed +0 +0 +0 +0 +\\d\\.\\d s +20241209-113456-\\w{4}
                            The shop refuses the API key\\.
                        ✓ 2024-12-09 11:34:56 +web +ok +21 +21 +0 +0 +\\d\\.\\d s\s""");
        assertThat(cli.run("history", "web", "--limit", "1").lines()).hasSize(3);
    }

    @Test
    void showsAllOfOneRun() throws IOException {
        cli.run("sync", "--since", "2024-03-01", "--full-refresh", "--yes");
        JsonNode run = json("history", "web", "--json").at("/data/runs/0");

        Result result = cli.run("history", "web", "--run", run.get("run").asText());

        assertThat(result.out())
                .contains("✓ web (shop)  2024-12-09 11:34:56, ")
                .contains("run " + run.get("run").asText())
                .contains("load " + run.get("load_id").asText())
                .contains("with --full-refresh --since 2024-03-01")
                .containsPattern("plan \\d\\.\\d s, read \\d\\.\\d s, load \\d\\.\\d s")
                .containsPattern("orders +20 +20 +0 +0 +0 .* 2024-03-20T00:00:00Z\n")
                .contains("new table");
        assertThat(cli.run("history", "--run", run.get("load_id").asText()).out())
                .isEqualTo(result.out())
                .isEqualTo(cli.run("history", "web", "--run", "last").out());
        assertThat(cli.run("history", "--run", "none").exitCode()).isEqualTo(2);
    }

    @Test
    void tellsProgramsEverything() throws IOException {
        add("half", "orders,locked");
        cli.run("sync", "half");

        JsonNode run = json("history", "half", "--json").at("/data/runs/0");

        assertThat(run.get("status").asText()).isEqualTo("partial");
        assertThat(run.get("inserted").asLong()).isEqualTo(20);
        assertThat(run.at("/failures/0/kind").asText()).isEqualTo("PERMISSION");
        assertThat(run.at("/tables/1/cursor_after").asText()).isEqualTo("2024-03-20T00:00:00Z");
        assertThat(run.at("/options/full_refresh").asBoolean()).isFalse();
    }

    @Test
    void knowsSourcesThatWereRemovedAndRunsOfTheOriginal() throws IOException {
        cli.run("sync");
        cli.run("source", "remove", "web", "--yes");
        Path original = cli.directory().resolve(".dango/history/old.json");
        Files.writeString(
                original,
                "[{\"timestamp\": \"2023-01-02T03:04:05\", \"status\": \"success\","
                        + " \"duration_seconds\": 2, \"rows_processed\": 7}]");

        assertThat(cli.run("history", "web").out()).contains("web");
        assertThat(cli.run("history").out())
                .containsPattern("✓ 2023-01-02 03:04:05 +old +ok +7 +2\\.0 s +by the original\n");
    }

    @Test
    void showsTimesInTheReadersZone() {
        cli.run("sync");

        assertThat(cli.zone("Asia/Tokyo").run("history").out()).contains("2024-12-09 20:34:56");
    }
}
