package dev.dango.connectors.kafka;

import dev.dango.spi.ReadContext;
import dev.dango.spi.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides what a run reads of each partition: up to the last offset that is stable now, so that a
 * run ends however fast messages arrive.
 */
final class SlicePlanner {

    private final Cluster cluster;
    private final ReadContext context;
    private final StartFrom startFrom;

    SlicePlanner(Cluster cluster, ReadContext context, StartFrom startFrom) {
        this.cluster = cluster;
        this.context = context;
        this.startFrom = startFrom;
    }

    /** One slice for each partition that may hold messages not read yet. */
    List<Slice> plan(String topic) {
        TopicDescription description = cluster.describe(topic);
        String topicId = description.topicId().toString();
        List<TopicPartition> partitions =
                description.partitions().stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        warnIfRecreated(topic, topicId);
        Map<TopicPartition, Position> known = known(partitions, topicId);
        List<TopicPartition> fresh =
                partitions.stream().filter(partition -> !known.containsKey(partition)).toList();
        Map<TopicPartition, Long> ends = cluster.offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> starts = starts(fresh, ends);
        List<Slice> slices = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Position position = known.get(partition);
            long start = position == null ? starts.get(partition) : position.offset();
            long end = ends.get(partition);
            if (position == null || start != end) {
                slices.add(new PartitionSlice(partition, start, end, topicId).toSlice());
            }
        }
        return slices;
    }

    private Map<TopicPartition, Position> known(List<TopicPartition> partitions, String topicId) {
        Map<String, String> positions = context.cursor().positions();
        Map<TopicPartition, Position> known = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Optional.ofNullable(positions.get(PartitionSlice.id(partition)))
                    .map(Position::parse)
                    .filter(position -> position.isOf(topicId))
                    .ifPresent(position -> known.put(partition, position));
        }
        return known;
    }

    private void warnIfRecreated(String topic, String topicId) {
        boolean recreated =
                context.cursor().positions().values().stream()
                        .anyMatch(text -> !Position.parse(text).isOf(topicId));
        if (recreated) {
            context.warn(
                    "Topic "
                            + topic
                            + " was deleted and created again since it was last read; the new one"
                            + " is read from its beginning.");
        }
    }

    private Map<TopicPartition, Long> starts(
            List<TopicPartition> fresh, Map<TopicPartition, Long> ends) {
        return switch (startFrom.kind()) {
            case EARLIEST -> cluster.offsets(fresh, OffsetSpec.earliest());
            // A partition added to a topic that has been read before holds new messages only.
            case LATEST ->
                    context.cursor().positions().isEmpty()
                            ? ends
                            : cluster.offsets(fresh, OffsetSpec.earliest());
            case TIME -> startsAtTime(fresh, ends);
        };
    }

    private Map<TopicPartition, Long> startsAtTime(
            List<TopicPartition> fresh, Map<TopicPartition, Long> ends) {
        OffsetSpec spec = OffsetSpec.forTimestamp(startFrom.time().orElseThrow().toEpochMilli());
        Map<TopicPartition, Long> starts = cluster.offsets(fresh, spec);
        starts.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
        return starts;
    }
}
