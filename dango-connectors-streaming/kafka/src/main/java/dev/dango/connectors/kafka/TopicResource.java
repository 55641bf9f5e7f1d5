package dev.dango.connectors.kafka;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.WriteMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One topic: a table of messages, read in slices that are its partitions. */
final class TopicResource implements Resource {

    private static final String ORIGINAL = "kafka_messages";

    private final KafkaConfig config;
    private final MessageTable table;

    TopicResource(String topic, KafkaConfig config) {
        this.config = config;
        this.table = MessageTable.of(topic, config);
    }

    @Override
    public ResourceSpec spec() {
        return ResourceSpec.named(table.topic())
                .description("The messages of topic " + table.topic() + ".")
                .cursor(CursorSpec.opaque())
                .mode(WriteMode.APPEND)
                .schema(table.schema());
    }

    /** The original has one resource for all topics, whose state holds the last offset read. */
    @Override
    public Map<String, String> adopt(Map<String, ?> original) {
        Map<String, String> positions = new HashMap<>();
        Map<?, ?> offsets = child(child(original, ORIGINAL), "offsets");
        child(offsets, table.topic())
                .forEach(
                        (partition, last) -> {
                            if (last instanceof Number offset) {
                                positions.put(
                                        PartitionSlice.id(
                                                new TopicPartition(
                                                        table.topic(),
                                                        Integer.parseInt(
                                                                String.valueOf(partition)))),
                                        new Position(offset.longValue() + 1, "").toString());
                            }
                        });
        return positions;
    }

    private static Map<?, ?> child(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> child ? child : Map.of();
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        try (Cluster cluster = Cluster.open(config, context)) {
            return new SlicePlanner(cluster, context, StartFrom.parse(config.startFrom()))
                    .plan(table.topic());
        }
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        PartitionSlice partition = PartitionSlice.of(table.topic(), slice);
        try (PartitionConsumer consumer =
                PartitionConsumer.open(partition.partition(), config, context)) {
            new PartitionReader(partition, consumer, context, out).read(table.writer(out));
        }
    }
}
