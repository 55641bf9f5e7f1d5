package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.project.Environment;
import dev.dango.engine.project.NewProject;
import dev.dango.engine.project.Project;
import dev.dango.engine.project.SecretsToml;
import dev.dango.engine.project.SourceEntry;
import dev.dango.engine.settings.Redactor;
import dev.dango.engine.settings.SettingsBinder;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users write, bound as Dango binds it. */
class KafkaConfigTest {

    @TempDir private Path folder;

    @Test
    void takesWhatTheOriginalWrote() {
        KafkaConfig config =
                bind(
                        Map.of(
                                "topics",
                                List.of("orders"),
                                "credentials_env",
                                "KAFKA_CREDENTIALS",
                                "batch_size",
                                500,
                                "batch_timeout",
                                3,
                                "start_from",
                                "2026-01-31"));

        assertThat(ClientProperties.consumer(config))
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("max.poll.records", "500");
        assertThat(config.valueFormat()).isEqualTo(Format.AUTO);
        assertThat(config.headers()).isFalse();
    }

    @Test
    void takesTheSecretsFileOfTheOriginal() throws IOException {
        Files.createDirectories(folder.resolve(".dlt"));
        Files.writeString(
                folder.resolve(".dlt/secrets.toml"),
                """
                [sources.events.credentials]
                bootstrap.servers = "broker:9092"
                group.id = "dango"
                security.protocol = "PLAINTEXT"
                """);

        KafkaConfig config = bind(Map.of("topics", List.of("orders")));

        assertThat(ClientProperties.consumer(config))
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("group.id", "dango")
                .containsEntry("security.protocol", "PLAINTEXT");
    }

    @Test
    void takesFormatsAndClientProperties() {
        KafkaConfig config =
                bind(
                        Map.of(
                                "bootstrap_servers",
                                "broker:9092",
                                "value_format",
                                "json",
                                "client_properties",
                                Map.of("fetch.min.bytes", 10)));

        assertThat(config.valueFormat()).isEqualTo(Format.JSON);
        assertThat(ClientProperties.consumer(config)).containsEntry("fetch.min.bytes", "10");
    }

    @Test
    void refusesWhatCannotBe() {
        for (Map<String, Object> settings :
                List.<Map<String, Object>>of(
                        Map.of("start_from", "yesterday"),
                        Map.of("batch_size", 0),
                        Map.of("batch_timeout", -1),
                        Map.of("sasl_mechanism", "CRAM-MD5"))) {
            assertThat(catchThrowableOfType(SourceException.class, () -> bind(settings)))
                    .hasMessageContaining(settings.keySet().iterator().next());
        }
    }

    private KafkaConfig bind(Map<String, Object> settings) {
        Project project = NewProject.create(folder, "test").project();
        SettingsBinder binder =
                new SettingsBinder(
                        project,
                        new Environment(project, Map.of("KAFKA_CREDENTIALS", "broker:9092")),
                        SecretsToml.read(project),
                        new Redactor(),
                        Clock.systemUTC());
        SourceEntry entry = SourceEntry.of("events", "kafka", settings);
        return (KafkaConfig) binder.bind(KafkaConfig.class, entry).config();
    }
}
