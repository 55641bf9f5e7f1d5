package dev.dango.connectors.kafka;

import dev.dango.spi.Cancellation;
import dev.dango.spi.SourceContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A consumer of one partition. It is assigned, never subscribed, and commits nothing; each call
 * ends at once when the run is cancelled.
 */
final class PartitionConsumer implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Cancellation cancellation;
    private final Cancellation.Registration wakeup;
    private final Duration pollTimeout;

    /** How long the cluster may leave us without an answer. */
    private final Duration patience;

    private PartitionConsumer(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            Cancellation cancellation,
            Duration pollTimeout,
            Duration patience) {
        this.consumer = consumer;
        this.partition = partition;
        this.cancellation = cancellation;
        this.pollTimeout = pollTimeout;
        this.patience = patience;
        this.wakeup = cancellation.onRequest(consumer::wakeup);
    }

    static PartitionConsumer open(
            TopicPartition partition, KafkaConfig config, SourceContext context) {
        Map<String, Object> properties = ClientProperties.consumer(config);
        properties.putIfAbsent(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "dango-" + partition.topic() + "-" + partition.partition());
        Duration patience =
                Duration.ofMillis(
                        Long.parseLong(
                                (String)
                                        properties.get(
                                                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)));
        Duration pollTimeout = Duration.ofSeconds(config.batchTimeout());
        KafkaConsumer<byte[], byte[]> consumer;
        try {
            consumer = new KafkaConsumer<>(properties);
        } catch (KafkaException e) {
            throw Failures.ofSetup(e);
        }
        consumer.assign(List.of(partition));
        return new PartitionConsumer(
                consumer, partition, context.cancellation(), pollTimeout, patience);
    }

    void seek(long offset) {
        consumer.seek(partition, offset);
    }

    /**
     * The next messages.
     *
     * @return none if none arrived in time; the position may have moved all the same, past what is
     *     not for readers: markers and messages of aborted transactions
     * @throws OffsetOutOfRangeException if the partition does not hold the position
     */
    List<ConsumerRecord<byte[], byte[]>> poll() {
        Duration wait = pollTimeout.compareTo(patience) < 0 ? pollTimeout : patience;
        return call(() -> consumer.poll(wait).records(partition));
    }

    /** The offset of the next message to come. */
    long position() {
        return call(() -> consumer.position(partition));
    }

    /** The first offset that the partition still holds. */
    long beginning() {
        return call(() -> consumer.beginningOffsets(List.of(partition)).get(partition));
    }

    Duration patience() {
        return patience;
    }

    private <T> T call(Supplier<T> question) {
        try {
            return question.get();
        } catch (OffsetOutOfRangeException e) {
            throw e;
        } catch (WakeupException e) {
            cancellation.throwIfRequested();
            throw e;
        } catch (KafkaException e) {
            throw Failures.of(e, "topic " + partition.topic());
        }
    }

    /** Does not wait for answers nobody wants any more. */
    @Override
    public void close() {
        wakeup.close();
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
