package dev.dango.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourcesFile;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users write becomes settings. */
class PostgresSettingsTest {

    @TempDir Path folder;

    private PostgresSettings bind(String yaml) throws Exception {
        Project project = NewProject.create(folder, "test").project();
        Files.writeString(project.sourcesFile(), "version: \"1.0\"\nsources:\n" + yaml);
        Map<String, String> variables =
                Map.of("APPDB_CREDENTIALS", "postgresql://ada:pw@db:5433/app", "PW", "secret");
        return (PostgresSettings)
                new SettingsBinder(
                                project,
                                new Environment(project, variables),
                                SecretsToml.read(project),
                                new Redactor(),
                                Clock.systemUTC())
                        .bind(PostgresSettings.class, SourcesFile.read(project).require("appdb"))
                        .config();
    }

    @Test
    void takesWhatTheOriginalWrote() throws Exception {
        PostgresSettings settings =
                bind(
                        """
                        - name: appdb
                          type: postgres
                          generic_config: {credentials_env: APPDB_CREDENTIALS, schema: public, table_names: [users, orders]}
                        """);

        assertThat(settings.resources()).containsExactly("users", "orders");
        assertThat(settings.schema()).isEqualTo("public");
        assertThat(settings.sliceRows()).isEqualTo(1_000_000);
        assertThat(settings.address())
                .isEqualTo(new ServerAddress("db:5433", "app", "ada", "pw", Map.of()));
    }

    @Test
    void takesEverySettingOfItsOwn() throws Exception {
        PostgresSettings settings =
                bind(
                        """
                        - name: appdb
                          type: postgres
                          postgres:
                            host: db
                            dbname: app
                            user: ada
                            password_env: PW
                            schema: shop
                            include_views: true
                            incremental: {orders: updated_at}
                            incremental_column: changed
                            lookback: 10m
                            exclude_columns: ["*.ssn"]
                            as_text: [ledger.total]
                            slice_rows: 5000
                        """);

        assertThat(settings.address())
                .isEqualTo(new ServerAddress("db:5432", "app", "ada", "secret", Map.of()));
        assertThat(settings.schema()).isEqualTo("shop");
        assertThat(settings.includeViews()).isTrue();
        assertThat(settings.incremental()).isEqualTo(Map.of("orders", "updated_at"));
        assertThat(settings.incrementalColumn()).contains("changed");
        assertThat(settings.excludeColumns()).isEqualTo(List.of("*.ssn"));
        assertThat(settings.asText()).isEqualTo(List.of("ledger.total"));
        assertThat(settings.sliceRows()).isEqualTo(5000);
        assertThat(settings.lookback()).contains(Duration.ofMinutes(10));
    }
}
