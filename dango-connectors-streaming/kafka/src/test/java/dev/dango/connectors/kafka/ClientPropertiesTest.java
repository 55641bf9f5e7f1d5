package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPropertiesTest {

    private static final String KEY = "unlock-\"me\"\\n\n;#";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:9092, b:9092",
                "{\"bootstrap.servers\": \"a:9092, b:9092\"}",
                "{\"bootstrap_servers\": \"a:9092, b:9092\"}",
                "{\"bootstrap\": {\"servers\": \"a:9092, b:9092\"}}",
                "bootstrap.servers=a:9092, b:9092",
                "# hosted\nbootstrap_servers = a:9092, b:9092\n"
            })
    void readsCredentialsInEachOfTheirForms(String credentials) {
        assertThat(ClientProperties.consumer(Configs.with(Secret.of(credentials)).build()))
                .containsEntry("bootstrap.servers", "a:9092, b:9092");
    }

    @Test
    void readsTheKeysOfTheOriginal() {
        String credentials =
                """
                {"bootstrap_servers": "a:9092", "group_id": "g", "security_protocol": "SASL_SSL",
                 "sasl_mechanisms": "SCRAM-SHA-512", "sasl_username": "u", "sasl_password": "p",
                 "ssl.ca.location": "/ca.pem", "fetch.min.bytes": 10}""";

        Map<String, Object> properties =
                ClientProperties.consumer(Configs.with(Secret.of(credentials)).build());

        assertThat(properties)
                .containsEntry("group.id", "g")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", "/ca.pem")
                .containsEntry("fetch.min.bytes", "10")
                .doesNotContainKeys("sasl.username", "sasl.password", "ssl.ca.location");
        assertThat(properties.get("sasl.jaas.config").toString()).contains("ScramLoginModule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "{\"bootstrap.servers\":", "{\"a\": [1]}", "{} {}"})
    void doesNotQuoteCredentialsItCannotRead(String credentials) {
        SourceException refused = refusal(Configs.with(Secret.of(credentials)));

        assertThat(refused.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(refused).hasMessage("The value of credentials cannot be understood.");
        assertThat(refused.getCause()).isNull();
    }

    @Test
    void settingsWinOverCredentialsAndClientPropertiesOverBoth() {
        KafkaConfig config =
                Configs.with(Secret.of("bootstrap.servers=a:1\nsecurity.protocol=SSL"))
                        .securityProtocol("PLAINTEXT")
                        .property("bootstrap.servers", "b:2")
                        .build();

        assertThat(ClientProperties.consumer(config))
                .containsEntry("security.protocol", "PLAINTEXT")
                .containsEntry("bootstrap.servers", "b:2");
    }

    @Test
    void signsInSafelyByDefault() {
        Map<String, Object> properties =
                ClientProperties.consumer(Configs.at("a:9092").user("u", "p").build());

        assertThat(properties)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN");
    }

    @Test
    void keepsEveryCharacterOfAPassword() {
        Map<String, Object> properties =
                ClientProperties.consumer(Configs.at("a:9092").user("dönjä", KEY).build());
        Password line = new Password((String) properties.get(SaslConfigs.SASL_JAAS_CONFIG));

        Map<String, ?> options =
                JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, line))
                        .configurationEntries()
                        .get(0)
                        .getOptions();

        assertThat(options.get("username")).isEqualTo("dönjä");
        assertThat(options.get("password")).isEqualTo(KEY);
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(refusal(new Configs()).hint()).contains("bootstrap_servers");
        assertThat(refusal(Configs.at("a:9092").username("u")))
                .hasMessage("sasl_password is missing.");
        assertThat(refusal(Configs.at("a:9092").user("u", "p").saslMechanism("GSSAPI")).hint())
                .contains("sasl.jaas.config");
    }

    @Test
    void refusesPropertiesByNameAndNeverShowsTheirValues() {
        assertThat(refusal(Configs.at("a:9092").property("fetch.min.bites", KEY)))
                .hasMessage("Kafka's Java client has no property fetch.min.bites.");
        assertThat(refusal(Configs.at("a:9092").property("fetch.min.bytes", KEY)))
                .hasMessage("Kafka does not take the value given for fetch.min.bytes.");
        assertThat(refusal(Configs.at("a:9092").property("isolation.level", "read_uncommitted")))
                .hasMessage("Dango sets the property isolation.level itself.");
        assertThat(Configs.at("a:9092").property("ssl.key.password", KEY).build().toString())
                .doesNotContain(KEY);
    }

    @Test
    void giveAnAdminClientOnlyWhatItKnows() {
        KafkaConfig config = Configs.at("a:9092").property("fetch.min.bytes", "1").build();

        assertThat(ClientProperties.admin(config))
                .containsEntry("bootstrap.servers", "a:9092")
                .doesNotContainKeys("fetch.min.bytes", "key.deserializer");
    }

    private static SourceException refusal(Configs configs) {
        return catchThrowableOfType(
                SourceException.class, () -> ClientProperties.consumer(configs.build()));
    }
}
