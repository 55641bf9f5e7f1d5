package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Loads topics of an Apache Kafka cluster. */
public final class KafkaSource implements Source {

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("kafka", "Apache Kafka")
                .category("Streaming")
                .description(
                        "Loads the messages of topics, a table each, from where the last sync"
                                + " ended to where the topic ends when the sync begins.")
                .docs("https://kafka.apache.org/documentation/#consumerconfigs")
                .config(KafkaConfig.class);
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        KafkaConfig config = context.config(KafkaConfig.class);
        if (config.topics().isEmpty()) {
            throw SourceException.of(ErrorKind.CONFIG, "No topics are configured.")
                    .hint("List the topics to load under topics.");
        }
        // Wrong settings are to fail the source, before any of its topics is read.
        ClientProperties.consumer(config);
        List<Resource> resources = new ArrayList<>();
        for (String topic : new LinkedHashSet<>(config.topics())) {
            resources.add(new TopicResource(topic, config));
        }
        return resources;
    }

    @Override
    public List<String> choices(String setting, SourceContext context) {
        if (!setting.equals("topics")) {
            return List.of();
        }
        KafkaConfig config = context.config(KafkaConfig.class);
        try (Cluster cluster = Cluster.open(config, context)) {
            return cluster.topics().stream().sorted().toList();
        }
    }

    @Override
    public void check(SourceContext context) {
        List<Resource> resources = resources(context);
        try (Cluster cluster = Cluster.open(context.config(KafkaConfig.class), context)) {
            resources.forEach(topic -> cluster.describe(topic.spec().name()));
        }
    }
}
