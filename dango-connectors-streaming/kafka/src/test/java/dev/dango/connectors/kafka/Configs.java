package dev.dango.connectors.kafka;

import dev.dango.spi.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes settings as the engine would bind them: what is not set has its default. */
final class Configs {

    private List<String> topics = List.of("orders");
    private Optional<String> bootstrapServers = Optional.empty();
    private Optional<Secret> credentials = Optional.empty();
    private Optional<String> securityProtocol = Optional.empty();
    private Optional<String> saslMechanism = Optional.empty();
    private Optional<String> saslUsername = Optional.empty();
    private Optional<Secret> saslPassword = Optional.empty();
    private String startFrom = "earliest";
    private Format valueFormat = Format.AUTO;
    private Format keyFormat = Format.AUTO;
    private boolean headers;
    private int batchSize = 3_000;
    private final Map<String, String> clientProperties = new HashMap<>();

    static Configs at(String bootstrapServers) {
        Configs configs = new Configs();
        configs.bootstrapServers = Optional.of(bootstrapServers);
        return configs;
    }

    static Configs with(Secret credentials) {
        Configs configs = new Configs();
        configs.credentials = Optional.of(credentials);
        return configs;
    }

    Configs topics(String... names) {
        topics = List.of(names);
        return this;
    }

    Configs securityProtocol(String protocol) {
        securityProtocol = Optional.of(protocol);
        return this;
    }

    Configs saslMechanism(String mechanism) {
        saslMechanism = Optional.of(mechanism);
        return this;
    }

    Configs user(String username, String password) {
        saslUsername = Optional.of(username);
        saslPassword = Optional.of(Secret.of(password));
        return this;
    }

    Configs username(String username) {
        saslUsername = Optional.of(username);
        return this;
    }

    Configs startFrom(String start) {
        startFrom = start;
        return this;
    }

    Configs formats(Format keys, Format values) {
        keyFormat = keys;
        valueFormat = values;
        return this;
    }

    Configs headers() {
        headers = true;
        return this;
    }

    Configs batchSize(int size) {
        batchSize = size;
        return this;
    }

    Configs property(String name, String value) {
        clientProperties.put(name, value);
        return this;
    }

    /** Has the client give up soon enough for a test. */
    Configs impatient() {
        return property("default.api.timeout.ms", "1500").property("request.timeout.ms", "1000");
    }

    KafkaConfig build() {
        return new KafkaConfig(
                topics,
                bootstrapServers,
                credentials,
                securityProtocol,
                saslMechanism,
                saslUsername,
                saslPassword,
                Optional.empty(),
                startFrom,
                valueFormat,
                keyFormat,
                headers,
                batchSize,
                3,
                clientProperties);
    }
}
