package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.CliHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCommandsTest {

    private static final String SOURCES =
            """
            # my sources
            version: "1.0"
            sources:
              - name: web # the big one
                type: shop
                shop: {api_key_env: SHOP_API_KEY, subdomain: acme}
              - name: orders_csv
                type: csv
                enabled: false
                csv:
                  directory: data/orders
                  file_pattern: "*.csv"
            """;

    @TempDir Path folder;
    private CliHarness cli;

    @BeforeEach
    void project() {
        cli = CliHarness.withShop(folder).variable("SHOP_API_KEY", "good-key");
        cli.write(".dango/sources.yml", SOURCES.replace("shop: {", "generic_config: {"));
    }

    @Test
    void listsSourcesAndPlugins() {
        Result before = cli.run("source", "list");
        assertThat(before.out())
                .isEqualTo(
                        """
                        Configured Sources:
                        ● web (shop) - Enabled
                          Last synced: never
                        ○ orders_csv (csv) - Disabled
                          Last synced: never
                          File: data/orders/*.csv

                        Loaded Plugins:
                          shop  1.2.3  shop
                        """);

        assertThat(cli.run("sync").exitCode()).isZero();

        assertThat(cli.zone("Asia/Tokyo").run("source", "list", "--enabled-only").out())
                .startsWith(
                        """
                        Configured Sources:
                        ● web (shop) - Enabled
                          Last synced: 2024-12-09 20:34:56
                          Tables: customers, orders
                        """)
                .doesNotContain("orders_csv");
    }

    @Test
    void listsAsJson() {
        assertThat(cli.run("source", "list", "--json").out())
                .startsWith(
                        "{\"version\":1,\"command\":\"source list\",\"data\":{\"sources\":[{"
                                + "\"name\":\"web\",\"type\":\"shop\",\"enabled\":true,"
                                + "\"last_synced\":null,\"tables\":[],\"file\":null},");
    }

    @Test
    void pointsAtPluginsThatCannotBeUsed() throws IOException {
        Files.createDirectories(cli.directory().resolve("plugins"));
        cli.write("plugins/torn.jar", "not a jar");

        assertThat(cli.run("source", "list").out())
                .contains("✗ torn.jar cannot be read as a jar", "dango plugin doctor");
        Result doctor = cli.run("plugin", "doctor");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out()).contains("✗ torn.jar cannot be read as a jar", "1 jar");
    }

    @Test
    void switchesASourceAndKeepsTheComments() {
        assertThat(cli.run("source", "enable", "orders_csv").out())
                .isEqualTo("orders_csv is enabled.\n");
        assertThat(cli.run("source", "disable", "web").exitCode()).isZero();
        assertThat(cli.run("source", "disable", "web").out())
                .isEqualTo("web is disabled already.\n");
        assertThat(cli.read(".dango/sources.yml")).contains("# my sources", "# the big one");
    }

    @Test
    void checksSources() {
        assertThat(cli.run("source", "check").out()).isEqualTo("✓ web: connected to Shop API\n");

        cli.variable("SHOP_API_KEY", "bad-key");
        Result refused = cli.run("source", "check", "web");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out()).contains("✗ web: The shop refuses the API key.");
        assertThat(cli.run("source", "check", "wbe").err()).contains("did you mean \"web\"?");
    }

    @Test
    void removesWithConfirmationOnly() {
        assertThat(cli.run("source", "remove", "web").exitCode()).isEqualTo(2);
        assertThat(cli.type("\n", "source", "remove", "web").exitCode()).isEqualTo(1);
        assertThat(cli.read(".dango/sources.yml")).contains("name: web");

        Result removed = cli.run("source", "remove", "web", "-y");
        assertThat(removed.exitCode()).isZero();
        assertThat(removed.err()).contains("dango db clean");
        assertThat(cli.read(".dango/sources.yml")).doesNotContain("web").contains("# my sources");
    }

    @Test
    void cleansUpWhatNoSourceOwns() {
        cli.run("sync");
        cli.run("source", "remove", "web", "-y");

        assertThat(cli.run("db", "status").out())
                .containsPattern("raw_web.orders +20 rows +no source owns it")
                .contains("dango db clean");
        assertThat(cli.run("db", "clean").exitCode()).isEqualTo(2);
        assertThat(cli.run("db", "clean", "-y").out())
                .isEqualTo("✓ Removed 2 tables of raw_web.\n");
        assertThat(cli.run("db", "clean", "-y").out()).contains("nothing to remove");
    }

    @Test
    void asksTheWarehouse() {
        cli.run("sync");

        assertThat(cli.run("db", "query", "SELECT id, name FROM raw_web.customers").out())
                .isEqualTo("id  name\n 1  Ada\n");
        assertThat(cli.run("db", "query", "--json", "SELECT 1 AS n, NULL AS m").out())
                .contains("\"columns\":[\"n\",\"m\"]", "\"rows\":[[1,null]]");
        assertThat(cli.run("db", "query", "SELEKT").exitCode()).isEqualTo(2);
    }

    @Test
    void opensTheEditorAtTheLine() {
        Path file = Path.of("sources.yml");

        assertThat(Editor.of(java.util.Map.of("EDITOR", "vim -n"), file).commandLine(file, 7))
                .containsExactly("vim", "-n", "+7", "sources.yml");
        assertThat(Editor.of(java.util.Map.of("VISUAL", "code"), file).commandLine(file, 7))
                .containsExactly("code", "--wait", "--goto", "sources.yml:7");
    }

    @Test
    void saysWhatIsWrongWithTheProjectInOneSentence() {
        cli.write(".dango/sources.yml", "sources: [\n");
        Result result = cli.run("source", "list");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("line 2, column").hasLineCount(1);

        Result outside = new CliHarness(folder.resolve("elsewhere")).run("sync");
        assertThat(outside.exitCode()).isEqualTo(2);
        assertThat(outside.err()).startsWith("Error: Not in a Dango project");
    }
}
