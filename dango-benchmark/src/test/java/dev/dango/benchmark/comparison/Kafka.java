package dev.dango.benchmark.comparison;

import dev.dango.benchmark.Lab;
import dev.dango.benchmark.data.KafkaMessages;
import dev.dango.benchmark.race.Race;
import dev.dango.benchmark.task.KafkaProgram;
import dev.dango.connectors.kafka.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A topic of JSON messages, kept as text and as columns, against counting them. */
public final class Kafka implements Comparison {

    private static final long MESSAGES = 1_000_000;
    private static final int PARTITIONS = 4;
    private static final String TOPIC = "events";

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void run(Lab lab) throws Exception {
        long messages = lab.scaled(MESSAGES);
        Path files = Files.createDirectories(lab.fresh("kafka-broker"));
        try (KafkaBroker broker = KafkaBroker.start(files)) {
            broker.createTopic(TOPIC, PARTITIONS);
            KafkaMessages.send(broker.bootstrapServers(), TOPIC, messages);
            ProductProject text = project(lab, broker, "auto");
            ProductProject columns = project(lab, broker, "json");
            Race race =
                    lab.race(
                            lab.product("dango sync", text.folder(), text::reset, "sync"),
                            lab.product("json columns", columns.folder(), columns::reset, "sync"),
                            lab.program(
                                    "poll loop",
                                    KafkaProgram.class,
                                    List.of("kafka-clients", "slf4j-api", "lz4", "zstd", "snappy"),
                                    round -> {},
                                    broker.bootstrapServers(),
                                    TOPIC,
                                    messages));
            lab.wall(name(), "Kafka, wall, by a poll loop", 2.0, race, 0, 2);
            lab.wall(name(), "Kafka, fields to columns, wall", 2.0, race, 1, 2);
        }
    }

    private static ProductProject project(Lab lab, KafkaBroker broker, String format)
            throws Exception {
        return ProductProject.create(
                lab.fresh("kafka-" + format),
                """
                - name: shop
                  type: kafka
                  enabled: true
                  generic_config:
                    bootstrap_servers: "%s"
                    topics: [%s]
                    value_format: %s
                """
                        .formatted(broker.bootstrapServers(), TOPIC, format));
    }
}
