package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.SourceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Turns the settings into the properties of the Kafka clients. */
final class ClientProperties {

    /** Long enough for a cluster far away, short enough to sit through when there is none. */
    private static final String API_TIMEOUT_MILLIS = "15000";

    private static final String REQUEST_TIMEOUT_MILLIS = "10000";

    /** One fetch fills this much of a partition: fewer round trips than with the client's 1 MB. */
    private static final String FETCH_BYTES = Integer.toString(4 << 20);

    private static final String USERNAME = "sasl.username";
    private static final String PASSWORD = "sasl.password";
    private static final String CA_FILE = "ssl.ca.location";

    /** What reading each message exactly once rests on; not the user's to change. */
    private static final Map<String, String> FIXED =
            Map.of(
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ByteArrayDeserializer.class.getName(),
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                    ByteArrayDeserializer.class.getName(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "false",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "none",
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    "false");

    private ClientProperties() {}

    /**
     * Properties of a consumer.
     *
     * @return complete and checked, as far as one can without connecting
     * @throws SourceException of kind CONFIG; it never contains a property's value
     */
    static Map<String, Object> consumer(KafkaConfig config) {
        Map<String, String> properties = defaults(config);
        config.credentials()
                .ifPresent(secret -> properties.putAll(Credentials.parse(secret.reveal())));
        properties.putAll(settings(config));
        properties.putAll(config.clientProperties());
        translateCaFile(properties);
        translateSasl(properties);
        requireBootstrapServers(properties);
        refuseFixed(properties);
        refuseUnknown(properties);
        properties.putAll(FIXED);
        refuseInvalid(properties);
        return new HashMap<>(properties);
    }

    /**
     * Properties of an admin client.
     *
     * @return those of a consumer that an admin client knows
     */
    static Map<String, Object> admin(KafkaConfig config) {
        Map<String, Object> properties = consumer(config);
        properties.keySet().retainAll(AdminClientConfig.configNames());
        return properties;
    }

    private static Map<String, String> defaults(KafkaConfig config) {
        Map<String, String> properties = new HashMap<>();
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(config.batchSize()));
        // No JMX beans and no telemetry: a sync lives for seconds and nobody watches it there.
        properties.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        return properties;
    }

    private static Map<String, String> settings(KafkaConfig config) {
        Map<String, String> properties = new HashMap<>();
        config.bootstrapServers()
                .ifPresent(v -> properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, v));
        config.groupId().ifPresent(v -> properties.put(CommonClientConfigs.GROUP_ID_CONFIG, v));
        config.securityProtocol()
                .ifPresent(v -> properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, v));
        config.saslMechanism().ifPresent(v -> properties.put(SaslConfigs.SASL_MECHANISM, v));
        config.saslUsername().ifPresent(v -> properties.put(USERNAME, v));
        config.saslPassword().map(Secret::reveal).ifPresent(v -> properties.put(PASSWORD, v));
        return properties;
    }

    /** librdkafka takes a file of CA certificates where the Java client takes a trust store. */
    private static void translateCaFile(Map<String, String> properties) {
        String file = properties.remove(CA_FILE);
        if (file != null) {
            properties.putIfAbsent(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.putIfAbsent(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file);
        }
    }

    private static void translateSasl(Map<String, String> properties) {
        String username = properties.remove(USERNAME);
        String password = properties.remove(PASSWORD);
        if (username == null && password == null) {
            return;
        }
        if (username == null || password == null) {
            String missing = username == null ? "sasl_username" : "sasl_password";
            throw SourceException.of(ErrorKind.CONFIG, missing + " is missing.")
                    .hint("Give sasl_username and sasl_password together, or neither.");
        }
        properties.putIfAbsent(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
        String mechanism = properties.computeIfAbsent(SaslConfigs.SASL_MECHANISM, k -> "PLAIN");
        properties.putIfAbsent(
                SaslConfigs.SASL_JAAS_CONFIG, Jaas.login(mechanism, username, password));
    }

    private static void requireBootstrapServers(Map<String, String> properties) {
        if (properties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
            throw SourceException.of(ErrorKind.CONFIG, "No Kafka broker is configured.")
                    .hint("Set bootstrap_servers to host:port, or give it in credentials.");
        }
    }

    private static void refuseFixed(Map<String, String> properties) {
        for (String name : FIXED.keySet()) {
            if (properties.containsKey(name)) {
                throw SourceException.of(
                                ErrorKind.CONFIG, "Dango sets the property " + name + " itself.")
                        .hint("Remove it from client_properties.");
            }
        }
    }

    private static void refuseUnknown(Map<String, String> properties) {
        Set<String> unknown = new HashSet<>(properties.keySet());
        unknown.removeAll(ConsumerConfig.configNames());
        unknown.removeAll(AdminClientConfig.configNames());
        if (!unknown.isEmpty()) {
            String name = unknown.stream().sorted().findFirst().orElseThrow();
            throw SourceException.of(
                            ErrorKind.CONFIG, "Kafka's Java client has no property " + name + ".")
                    .hint("Correct its name in client_properties or credentials.");
        }
    }

    private static void refuseInvalid(Map<String, String> properties) {
        for (ConfigValue checked : ConsumerConfig.configDef().validate(properties)) {
            if (!checked.errorMessages().isEmpty() && properties.containsKey(checked.name())) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "Kafka does not take the value given for " + checked.name() + ".")
                        .hint("See " + checked.name() + " in Kafka's list of consumer settings.");
            }
        }
    }
}
