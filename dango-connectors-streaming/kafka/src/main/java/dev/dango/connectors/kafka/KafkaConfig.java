package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a user writes under {@code type: kafka}. */
public record KafkaConfig(
        @Setting(
                        doc = "The topics to load; each gives a table of the same name.",
                        example = "[orders, payments]")
                List<String> topics,
        @Setting(
                        doc = "Where the cluster is: host:port, several separated by commas.",
                        example = "broker1:9092,broker2:9092")
                Optional<String> bootstrapServers,
        @Setting(
                        doc =
                                "Connection properties in one value: JSON, key=value lines, or just"
                                        + " host:port.",
                        example = "{\"bootstrap.servers\": \"broker:9092\"}",
                        env = "KAFKA_CREDENTIALS")
                Optional<Secret> credentials,
        @Setting(
                        doc = "How to talk to the brokers; SASL_SSL if there is a sasl_username.",
                        example = "SASL_SSL",
                        pattern = "PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL")
                Optional<String> securityProtocol,
        @Setting(
                        doc = "How to sign in; PLAIN if there is a sasl_username.",
                        example = "SCRAM-SHA-512",
                        pattern = "PLAIN|SCRAM-SHA-256|SCRAM-SHA-512|GSSAPI")
                Optional<String> saslMechanism,
        @Setting(doc = "The user, or the API key of a hosted cluster.", example = "reader")
                Optional<String> saslUsername,
        @Setting(
                        doc = "The user's password, or the secret of the API key.",
                        env = "KAFKA_SASL_PASSWORD")
                Optional<Secret> saslPassword,
        @Setting(
                        doc = "Consumer group, for clusters that demand one; nothing is committed.",
                        example = "dango")
                Optional<String> groupId,
        @Setting(
                        doc =
                                "Where the first load begins: earliest, latest, or a date or time"
                                        + " (UTC unless it says otherwise).",
                        defaultValue = "earliest",
                        example = "2026-01-31")
                String startFrom,
        @Setting(
                        doc =
                                "What values are: auto keeps text in _kafka__data; json turns the"
                                        + " fields of JSON objects into columns; string; bytes.",
                        defaultValue = "auto")
                Format valueFormat,
        @Setting(
                        doc = "What keys are: auto, string, json or bytes; kept in _kafka__key.",
                        defaultValue = "auto")
                Format keyFormat,
        @Setting(
                        doc = "Whether to keep the headers, as JSON in _kafka__headers.",
                        defaultValue = "false")
                boolean headers,
        @Setting(
                        doc = "How many messages to take from the client at a time.",
                        defaultValue = "3000")
                int batchSize,
        @Setting(doc = "How many seconds to wait for messages at a time.", defaultValue = "3")
                int batchTimeout,
        @Setting(
                        doc = "Further properties of the Kafka consumer, by their names there.",
                        example = "{ssl.truststore.location: /etc/kafka/ca.pem}")
                Map<String, String> clientProperties) {

    /** Checks what needs no other setting. */
    public KafkaConfig {
        StartFrom.parse(startFrom);
        requirePositive("batch_size", batchSize);
        requirePositive("batch_timeout", batchTimeout);
    }

    private static void requirePositive(String setting, int value) {
        if (value < 1) {
            throw SourceException.of(ErrorKind.CONFIG, setting + " is " + value + ".")
                    .hint("Set it to 1 or more, or leave it out.");
        }
    }

    /** Leaves out {@code client_properties}: their values may be secrets. */
    @Override
    public String toString() {
        return "KafkaConfig[topics=" + topics + ", bootstrapServers=" + bootstrapServers + "]";
    }
}
