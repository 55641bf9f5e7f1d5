package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.cli.CliHarness.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCommandsTest {

    @TempDir Path folder;
    private CliHarness cli;

    @BeforeEach
    void project() {
        cli = CliHarness.withShop(folder).variable("SHOP_API_KEY", "good-key");
        Result added =
                cli.run(
                        "source",
                        "add",
                        "shop",
                        "web",
                        "--set",
                        "subdomain=acme",
                        "--resources",
                        "orders,customers");
        assertThat(added.exitCode()).as(added.err()).isZero();
    }

    @Test
    void showsPositions() throws IOException {
        assertThat(cli.run("state", "show").out()).contains("the next sync reads everything");
        cli.run("sync");

        assertThat(cli.run("state", "show").out())
                .containsPattern("web +orders +2024-03-20T00:00:00Z +\\d{4}-.* load 1733744096\\.");
        JsonNode json =
                new ObjectMapper().readTree(cli.run("state", "show", "web", "--json").out());
        assertThat(json.at("/data/positions/0/resource").asText()).isEqualTo("orders");
        assertThat(cli.run("state", "show", "web", "order").exitCode()).isEqualTo(2);
        assertThat(cli.run("state", "show", "wbe").err()).contains("did you mean \"web\"?");
    }

    @Test
    void resetsAfterAsking() {
        cli.run("sync");

        Result unasked = cli.run("state", "reset", "web");
        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err())
                .contains("orders: 2024-03-20T00:00:00Z → read from the start")
                .contains("Add --yes");
        assertThat(cli.type("no\n", "state", "reset", "web").exitCode()).isEqualTo(1);
        assertThat(cli.run("state", "show").out()).contains("orders");

        Result done = cli.type("yes\n", "state", "reset", "web", "orders");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("✓ The next sync of web goes on from there:");
        assertThat(cli.run("state", "show").out()).doesNotContain("orders");
        assertThat(cli.run("sync").out()).containsPattern("orders +20 +0 +\\d+ +0 +20 ");
    }

    @Test
    void rewinds() throws IOException {
        cli.run("sync");

        Result result = cli.run("state", "rewind", "web", "--to", "2024-03-15", "--yes", "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode change = new ObjectMapper().readTree(result.out()).at("/data/changes/0");
        assertThat(change.get("before").asText()).isEqualTo("2024-03-20T00:00:00Z");
        assertThat(change.get("after").asText()).isEqualTo("2024-03-15T00:00:00Z");
        assertThat(cli.run("state", "show").out()).contains("2024-03-15T00:00:00Z", "a rewind");

        Result forward = cli.run("state", "rewind", "web", "--to", "2024-03-16", "-y");
        assertThat(forward.exitCode()).isEqualTo(2);
        assertThat(forward.err()).contains("which is not after 2024-03-16T00:00:00Z");
        assertThat(cli.run("state", "rewind", "web").err()).contains("--to");
    }
}
