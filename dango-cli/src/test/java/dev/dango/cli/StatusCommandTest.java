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

class StatusCommandTest {

    @TempDir Path folder;
    private CliHarness cli;

    @BeforeEach
    void project() {
        cli = CliHarness.withShop(folder).variable("SHOP_API_KEY", "good-key");
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

    private String status() {
        Result result = cli.run("status");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    @Test
    void aNewProjectSaysWhatToDo() {
        assertThat(status()).contains("0 sources", "none; add one with dango source add");

        add("web", "orders");
        assertThat(status())
                .contains("1 source", "! web: was never synced. Run dango sync web.")
                .containsPattern("· web +shop +never\n");
    }

    @Test
    void allIsWellAfterASync() {
        add("web", "orders,customers");
        cli.run("sync");

        assertThat(status())
                .containsPattern(
                        "✓ web +shop +2024-12-09 11:34:56 +ok +21 +2024-12-09 11:34:56 +2024-03-20T00:00:00Z\n")
                .endsWith("✓ All is well.\n");
    }

    @Test
    void saysWhatToDoAboutFailures() throws IOException {
        add("half", "orders,locked");
        add("off", "orders");
        cli.run("source", "disable", "off");
        cli.run("sync");

        assertThat(status())
                .containsPattern("! half +shop .* some failed +20 ")
                .containsPattern("○ off +shop +never +disabled\n")
                .contains(
                        "! half: locked: The key may not read this. Give it the scope read:locked."
                                + " Then run dango sync half.")
                .doesNotContain("off: ");

        JsonNode json = new ObjectMapper().readTree(cli.run("status", "--json").out());
        assertThat(json.at("/data/sources/0/last_run/status").asText()).isEqualTo("partial");
        assertThat(json.at("/data/sources/0/data_up_to").asText())
                .isEqualTo("2024-03-20T00:00:00Z");
        assertThat(json.at("/data/to_do")).hasSize(1);
    }

    @Test
    void seesWhatWasLeftBehindAndWhatIsMissing() throws IOException {
        add("web", "orders");
        cli.run("sync");
        Files.createDirectories(cli.directory().resolve(".dango/loads/web/17.5"));
        assertThat(status())
                .contains("! web: what an interrupted sync had read waits to be loaded.");

        Files.writeString(folder.resolve("home/.dango/plugins/broken.jar"), "not a jar");
        cli.write(
                ".dango/sources.yml",
                cli.read(".dango/sources.yml").replace("type: shop", "type: shoe"));
        assertThat(status())
                .contains("no plugin offers the source type \"shoe\"")
                .contains("broken.jar", "Run dango plugin doctor");
    }

    @Test
    void neverOpensTheWarehouse() throws IOException {
        add("web", "orders");
        Path warehouse = cli.directory().resolve("data/warehouse.duckdb");
        Files.createDirectories(warehouse);

        assertThat(status()).contains("web");
        assertThat(warehouse).isEmptyDirectory();
    }

    @Test
    void cannotBeReadOutsideOfAProject() {
        assertThat(cli.run("status", "--project", "elsewhere").exitCode()).isEqualTo(2);
    }
}
