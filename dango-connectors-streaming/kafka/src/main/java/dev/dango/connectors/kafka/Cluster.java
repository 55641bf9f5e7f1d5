package dev.dango.connectors.kafka;

import dev.dango.spi.Cancellation;
import dev.dango.spi.SourceContext;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks a cluster which topics, partitions and offsets it has. Every question is answered or fails
 * within the client's API time-out, and fails at once when the run is cancelled.
 */
final class Cluster implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final Admin admin;
    private final Cancellation cancellation;

    private Cluster(Admin admin, Cancellation cancellation) {
        this.admin = admin;
        this.cancellation = cancellation;
    }

    static Cluster open(KafkaConfig config, SourceContext context) {
        Map<String, Object> properties = ClientProperties.admin(config);
        try {
            return new Cluster(Admin.create(properties), context.cancellation());
        } catch (KafkaException e) {
            throw Failures.ofSetup(e);
        }
    }

    /** The topics we may see, without Kafka's own. */
    Set<String> topics() {
        return await(admin.listTopics().names(), "its topics");
    }

    TopicDescription describe(String topic) {
        return await(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic),
                "topic " + topic);
    }

    /**
     * Offsets of partitions of one topic, as a reader sees them who reads committed transactions
     * only: the latest is the one before which everything is decided.
     *
     * @return for a time later than all messages: -1
     */
    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, spec));
        String topic = partitions.iterator().next().topic();
        Map<TopicPartition, ListOffsetsResultInfo> answers =
                await(
                        admin.listOffsets(
                                        question,
                                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all(),
                        "offsets of topic " + topic);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answers.forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    private <T> T await(KafkaFuture<T> answer, String what) {
        try (Cancellation.Registration registration =
                cancellation.onRequest(() -> answer.cancel(true))) {
            return answer.get();
        } catch (ExecutionException e) {
            throw Failures.of(e.getCause(), what);
        } catch (CancellationException e) {
            cancellation.throwIfRequested();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(e, what);
        }
    }

    /** Does not wait for answers nobody wants any more. */
    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }
}
