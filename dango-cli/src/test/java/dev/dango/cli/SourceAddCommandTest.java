package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.CliHarness.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceAddCommandTest {

    @TempDir Path folder;
    private CliHarness cli;
    private String untouched;

    @BeforeEach
    void project() {
        cli = CliHarness.withShop(folder);
        untouched = cli.read(".dango/sources.yml");
    }

    @Test
    void asksForEverythingAndSavesAtTheEnd() {
        cli.variable("MY_KEY", "good-key");

        Result result =
                cli.type(
                        "1\nweb_shop\nMY_KEY\nacme\n\norders,customers\n2024-06-01\n",
                        "source",
                        "add");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("✓ Source added to .dango/sources.yml\n");
        assertThat(result.err())
                .contains("Select source type:", "  E-commerce & Payment", "1. Shop API")
                .contains("Source name (unique identifier): ")
                .contains("API Key stored in environment variable [SHOP_API_KEY]: ")
                .contains("Subdomain, such as acme: ")
                .contains("Start date (YYYY-MM-DD) [2024-01-01]: ")
                .contains("Testing connection...\n✓ Connected to Shop API")
                .contains(
                        "dango source add shop web_shop --set api_key_env=MY_KEY --set"
                                + " subdomain=acme --resources orders,customers --start-date"
                                + " 2024-06-01")
                .contains("Next: dango sync web_shop");
        assertThat(cli.read(".dango/sources.yml"))
                .contains("name: web_shop", "api_key_env: MY_KEY", "subdomain: acme");
    }

    @Test
    void doesTheSameFromTheLineItPrints() {
        cli.variable("MY_KEY", "good-key");
        cli.type("shop\nweb_shop\nMY_KEY\nacme\n\n1\n\n", "source", "add");
        String asked = cli.read(".dango/sources.yml");
        cli.write(".dango/sources.yml", untouched);

        cli.run(
                "source",
                "add",
                "shop",
                "web_shop",
                "--set",
                "api_key_env=MY_KEY",
                "--set",
                "subdomain=acme",
                "--resources",
                "orders");

        assertThat(cli.read(".dango/sources.yml")).isEqualTo(asked);
    }

    @Test
    void storesATypedCredentialInEnvOnly() {
        Result result = cli.type("shop\nweb\n\ngood-key\nacme\n\nall\n\n", "source", "add");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(cli.read(".env")).endsWith("SHOP_API_KEY=good-key\n");
        assertThat(cli.read(".dango/sources.yml"))
                .contains("api_key_env: SHOP_API_KEY")
                .doesNotContain("good-key");
        assertThat(result.err()).doesNotContain("good-key").contains("********");
    }

    @Test
    void storesATypedCredentialInTheSecretsFile() {
        Result result = cli.type("shop\nweb\nfile\ngood-key\nacme\n\nall\n\n", "source", "add");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(cli.read(".dlt/secrets.toml"))
                .isEqualTo("[sources.web]\napi_key = \"good-key\"\n");
        assertThat(cli.run("source", "check", "web").exitCode()).isZero();
    }

    @Test
    void asksAgainUntilAnAnswerCanBeUsed() {
        cli.variable("MY_KEY", "good-key");

        Result result =
                cli.type(
                        """
                        7
                        shap
                        shop
                        1st
                        web
                        MY_KEY
                        ACME 1
                        acme
                        maybe
                        n
                        custmers
                        2
                        June

                        """,
                        "source",
                        "add");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err())
                .contains(
                        "Please answer with a number from 1 to 1 or a name; did you mean \"shop\"?")
                .contains("must match [a-z]+")
                .contains("Please answer yes or no.")
                .contains("\"custmers\" is not in the list; did you mean \"customers\"?")
                .contains("must be a date such as 2024-06-01");
    }

    @Test
    void goesThroughTheSettingsAgainWhenTheyDoNotFitTogether() {
        cli.variable("MY_KEY", "good-key");

        Result result =
                cli.type("shop\nweb\nMY_KEY\nacme\ny\nus\n\nbeta\n\nall\n\n", "source", "add");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("The shop acme is in Europe.")
                .contains("Go through the settings again? [Y/n]: ")
                .contains("Subdomain, such as acme [acme]: ");
        assertThat(cli.read(".dango/sources.yml")).contains("subdomain: beta", "region: us");
    }

    @Test
    void leavesEverythingUntouchedWhenTheInputEnds() {
        for (String typed : new String[] {"", "1\n", "1\nweb\n", "1\nweb\n\ngood-key\nacme\n"}) {
            Result result = cli.type(typed, "source", "add");

            assertThat(result.exitCode()).isEqualTo(130);
            assertThat(result.err()).endsWith("Cancelled; nothing was changed.\n");
            assertThat(cli.read(".dango/sources.yml")).isEqualTo(untouched);
            assertThat(cli.read(".env")).doesNotContain("SHOP_API_KEY");
        }
    }

    @Test
    void asksWhetherToSaveASourceThatDoesNotConnect() {
        cli.variable("MY_KEY", "bad-key");
        String typed = "1\nweb\nMY_KEY\nacme\n\nall\n\n";

        Result refused = cli.type(typed + "\n", "source", "add");
        assertThat(refused.exitCode()).isEqualTo(130);
        assertThat(refused.err())
                .contains("✗", "The shop refuses the API key.", "Make a new key")
                .doesNotContain("bad-key");
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(untouched);

        assertThat(cli.type(typed + "y\n", "source", "add").exitCode()).isZero();
        assertThat(cli.read(".dango/sources.yml")).contains("name: web");
    }

    @Test
    void namesAllMissingFlagsWithoutATerminal() {
        Result nothing = cli.run("source", "add");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("TYPE, NAME");

        Result settings = cli.run("source", "add", "shop", "web");
        assertThat(settings.exitCode()).isEqualTo(2);
        assertThat(settings.err())
                .contains("--set api_key_env=SHOP_API_KEY", "--set subdomain=acme");
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(untouched);
    }

    @Test
    void refusesWhatCannotBeSaved() {
        cli.variable("SHOP_API_KEY", "good-key");

        Result type = cli.run("source", "add", "shpo", "web");
        assertThat(type.exitCode()).isEqualTo(2);
        assertThat(type.err()).contains("did you mean \"shop\"?");

        Result name = cli.run("source", "add", "shop", "1st", "--set", "subdomain=acme");
        assertThat(name.exitCode()).isEqualTo(2);

        Result key =
                cli.run(
                        "source",
                        "add",
                        "shop",
                        "web",
                        "--set",
                        "subdomain=a",
                        "--set",
                        "regoin=us");
        assertThat(key.exitCode()).isEqualTo(2);
        assertThat(key.err()).contains("did you mean \"region\"?");
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(untouched);
    }

    @Test
    void savesNothingWhenTheConnectionFailsWithoutATerminal() {
        String[] add = {
            "source", "add", "shop", "web", "--set", "api_key_env=MY_KEY", "--set", "subdomain=a"
        };
        cli.variable("MY_KEY", "bad-key");

        assertThat(cli.run(add).exitCode()).isEqualTo(3);
        assertThat(cli.read(".dango/sources.yml")).isEqualTo(untouched);

        String[] unchecked = java.util.Arrays.copyOf(add, add.length + 1);
        unchecked[add.length] = "--no-check";
        assertThat(cli.run(unchecked).exitCode()).isZero();
    }

    @Test
    void movesACredentialFromTheCommandLineToEnv() {
        Result result =
                cli.run(
                        "source",
                        "add",
                        "shop",
                        "web",
                        "--set",
                        "api_key=good-key",
                        "--set",
                        "subdomain=acme");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("api_key was given on the command line", "SHOP_API_KEY")
                .doesNotContain("good-key");
        assertThat(cli.read(".env")).endsWith("SHOP_API_KEY=good-key\n");
        assertThat(cli.read(".dango/sources.yml"))
                .contains("api_key_env: SHOP_API_KEY")
                .doesNotContain("good-key");
    }
}
