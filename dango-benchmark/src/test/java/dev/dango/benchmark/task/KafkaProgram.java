package dev.dango.benchmark.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Polls all messages of a topic and counts them. */
public final class KafkaProgram {

    private KafkaProgram() {}

    /**
     * Counts.
     *
     * @param args the server, the topic, how many messages to wait for
     */
    public static void main(String[] args) {
        long wanted = Long.parseLong(args[2]);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                args[0],
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                "false"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(args[1]).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (long count = 0; count < wanted; ) {
                count += consumer.poll(Duration.ofSeconds(10)).count();
            }
        }
    }
}
