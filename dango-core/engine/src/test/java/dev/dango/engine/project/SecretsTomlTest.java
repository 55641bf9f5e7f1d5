package dev.dango.engine.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTomlTest {

    @TempDir Path folder;

    private SecretsToml secrets(String text) {
        Project project = NewProject.create(folder, "test").project();
        TestProject.write(project.secretsFile(), text);
        return SecretsToml.read(project);
    }

    private static Optional<String> find(SecretsToml secrets) {
        return secrets.find("billing", "stripe", List.of("api_key", "stripe_secret_key"));
    }

    @Test
    void looksInOneTableAfterTheOther() {
        String type = "[sources.stripe]\nstripe_secret_key = \"type\"\n";
        String typeCredentials = "[sources.stripe.credentials]\napi_key = \"type.credentials\"\n";
        String name = "[sources.billing]\napi_key = \"name\"\nstripe_secret_key = \"alias\"\n";
        String nameCredentials = "[sources.billing.credentials]\napi_key = \"name.credentials\"\n";
        assertThat(find(secrets(typeCredentials))).contains("type.credentials");
        assertThat(find(secrets(type + typeCredentials))).contains("type");
        assertThat(find(secrets(type + nameCredentials))).contains("name.credentials");
        assertThat(find(secrets(name + nameCredentials + type))).contains("name");
        assertThat(find(secrets("[sources.other]\napi_key = \"x\"\n"))).isEmpty();
        assertThat(find(secrets("sources = 3\n"))).isEmpty();
    }

    @Test
    void givesNumbersAsTextAndTablesAsJson() {
        SecretsToml secrets =
                secrets(
                        """
                        [sources.sheet]
                        account = 12
                        [sources.sheet.credentials]
                        type = "service_account"
                        private_key = \"""
                        -----BEGIN
                        x\"""
                        """);
        assertThat(secrets.find("sheet", "google_sheets", List.of("account"))).contains("12");
        assertThat(secrets.find("sheet", "google_sheets", List.of("credentials")))
                .contains("{\"type\":\"service_account\",\"private_key\":\"-----BEGIN\\nx\"}");
    }

    @Test
    void doesWithoutTheFile() {
        Project project = NewProject.create(folder, "test").project();
        assertThat(find(SecretsToml.read(project))).isEmpty();
    }

    @Test
    void saysWhereTheFileIsBrokenAndShowsNothingOfIt() {
        assertThatThrownBy(() -> secrets("[sources.a]\nkey = sk_live_1234\n"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith(".dlt/secrets.toml is not valid TOML at line 2, column ")
                .hasMessageNotContaining("sk_live")
                .hasNoCause();
    }
}
