package dev.dango.connectors.kafka;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.SourceException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** Reads one partition from its position to the end that was planned. */
final class PartitionReader {

    /** Often enough to lose little work, seldom enough to cost nothing. */
    private static final int MESSAGES_PER_CHECKPOINT = 5_000;

    private final PartitionSlice slice;
    private final PartitionConsumer consumer;
    private final ReadContext context;
    private final RecordSink out;

    private long position;
    private int uncheckpointed;
    private Duration silence = Duration.ZERO;

    PartitionReader(
            PartitionSlice slice, PartitionConsumer consumer, ReadContext context, RecordSink out) {
        this.slice = slice;
        this.consumer = consumer;
        this.context = context;
        this.out = out;
    }

    void read(MessageWriter writer) {
        position = start();
        consumer.seek(position);
        while (position < slice.end() && !out.satisfied()) {
            step(writer);
            if (uncheckpointed >= MESSAGES_PER_CHECKPOINT) {
                advanceCursor();
                out.checkpoint();
                uncheckpointed = 0;
            }
        }
        advanceCursor();
    }

    private long start() {
        long committed =
                context.cursor()
                        .position()
                        .map(Position::parse)
                        .filter(known -> known.isOf(slice.topicId()))
                        .map(Position::offset)
                        .orElse(slice.start());
        if (committed > slice.end()) {
            context.warn(
                    place()
                            + " has lost its last "
                            + (committed - slice.end())
                            + " messages, which were loaded before; reading goes on behind what is"
                            + " left.");
            return slice.end();
        }
        return committed;
    }

    private void step(MessageWriter writer) {
        long before = position;
        long asked = System.nanoTime();
        try {
            List<ConsumerRecord<byte[], byte[]>> messages = consumer.poll();
            long answered = System.nanoTime();
            context.exchanged(1, bytes(messages));
            position = deliver(messages, writer);
            silence = position > before ? Duration.ZERO : silence.plusNanos(answered - asked);
        } catch (OffsetOutOfRangeException e) {
            skipDeleted(e);
        }
        if (!silence.isZero()) {
            waitOn();
        }
    }

    private static long bytes(List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.stream()
                .mapToLong(
                        message ->
                                Math.max(0, message.serializedKeySize())
                                        + Math.max(0, message.serializedValueSize()))
                .sum();
    }

    private long deliver(List<ConsumerRecord<byte[], byte[]>> messages, MessageWriter writer) {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            if (message.offset() >= slice.end()) {
                return slice.end();
            }
            if (out.satisfied()) {
                return message.offset();
            }
            writer.write(message);
            uncheckpointed++;
        }
        // Not the last message's offset plus one: markers and aborted messages may follow it.
        return Math.min(consumer.position(), slice.end());
    }

    private void skipDeleted(OffsetOutOfRangeException cause) {
        long beginning = consumer.beginning();
        if (beginning <= position) {
            throw SourceException.of(
                            ErrorKind.REMOTE, place() + " has become shorter while it was read.")
                    .hint("Run the sync again.")
                    .causedBy(cause);
        }
        context.warn(
                place()
                        + " no longer holds up to "
                        + (Math.min(beginning, slice.end()) - position)
                        + " messages that were not loaded yet: they were deleted, as the topic's"
                        + " retention demands, before they could be read.");
        position = Math.min(beginning, slice.end());
        consumer.seek(position);
    }

    /** A consumer polls a dead cluster for ever: it is up to us to give up. */
    private void waitOn() {
        if (silence.compareTo(consumer.patience()) >= 0) {
            throw Failures.silent("topic " + slice.partition().topic());
        }
        context.waiting("messages from Kafka");
    }

    private void advanceCursor() {
        context.cursor().advanceTo(new Position(position, slice.topicId()).toString());
    }

    private String place() {
        return "Partition "
                + slice.partition().partition()
                + " of topic "
                + slice.partition().topic();
    }
}
