package dev.dango.connectors.kafka;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.WriteMode;
import java.util.List;

/** One topic: a table of messages, read in slices that are its partitions. */
final class TopicResource implements Resource {

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
