package dev.dango.connectors.kafka;

import dev.dango.spi.Slice;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What is to be read of one partition.
 *
 * @param partition which one
 * @param start the first offset to read if the partition has no position yet
 * @param end the offset to stop before
 * @param topicId of the topic when the slice was planned
 */
record PartitionSlice(TopicPartition partition, long start, long end, String topicId) {

    private static final String ID_PREFIX = "partition-";

    /** The key under which the position of a partition is kept. */
    static String id(TopicPartition partition) {
        return ID_PREFIX + partition.partition();
    }

    static PartitionSlice of(String topic, Slice slice) {
        int number = Integer.parseInt(slice.id().substring(ID_PREFIX.length()));
        Map<String, String> parameters = slice.parameters();
        return new PartitionSlice(
                new TopicPartition(topic, number),
                Long.parseLong(parameters.get("start")),
                Long.parseLong(parameters.get("end")),
                parameters.get("topic_id"));
    }

    Slice toSlice() {
        return new Slice(
                id(partition),
                Map.of(
                        "start", Long.toString(start),
                        "end", Long.toString(end),
                        "topic_id", topicId));
    }
}
