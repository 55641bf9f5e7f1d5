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

class LoadCommandsTest {

    @TempDir Path folder;
    private CliHarness cli;

    @BeforeEach
    void project() {
        cli = CliHarness.withShop(folder).variable("SHOP_API_KEY", "good-key");
        add("web", "orders");
        add("log", "visits");
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

    private JsonNode loads(String source) throws IOException {
        Result result = cli.run("load", "list", source, "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return new ObjectMapper().readTree(result.out()).at("/data/loads");
    }

    @Test
    void listsLoads() {
        assertThat(cli.run("load", "list").out()).contains("Nothing was loaded yet.");
        cli.run("sync");

        assertThat(cli.run("load", "list").out())
                .containsPattern("1733744096\\.\\d+ +\\S+ \\S+ +log +3 +0 +0 +yes +visits\n")
                .containsPattern("1733744096\\.\\d+ +\\S+ \\S+ +web +20 +0 +0 +no +orders\n");
    }

    @Test
    void undoesALoad() throws IOException {
        cli.run("sync");
        String id = loads("log").at("/0/load_id").asText();

        // the tests' clock stands still, so that both sources have a load of this id
        assertThat(cli.run("load", "undo", id, "-y").err())
                .contains("of web and log.", "Add --source NAME");
        assertThat(cli.run("load", "undo", id, "--source", "log").err()).contains("Add --yes");
        Result refused = cli.type("n\n", "load", "undo", id, "--source", "log");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Remove the rows of load " + id + " from log?");

        Result undone = cli.run("load", "undo", id, "--source", "log", "--yes");
        assertThat(undone.exitCode()).as(undone.err()).isZero();
        assertThat(undone.out())
                .isEqualTo("✓ Removed 3 rows of visits; dango sync log brings them again.\n");
        assertThat(loads("log")).isEmpty();
        assertThat(cli.run("sync", "log").out()).containsPattern("visits +3 +3 +0 +0 +3 ");
    }

    @Test
    void refusesWithTheReason() throws IOException {
        cli.run("sync");
        JsonNode load = loads("web").get(0);
        assertThat(load.get("can_be_undone").asBoolean()).isFalse();

        Result result =
                cli.run("load", "undo", load.get("load_id").asText(), "--source", "web", "-y");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains(load.get("reason").asText())
                .contains("changed or removed rows of table orders");
        assertThat(cli.run("load", "undo", "17").err())
                .contains("No source has a load 17.", "dango load list");
    }
}
