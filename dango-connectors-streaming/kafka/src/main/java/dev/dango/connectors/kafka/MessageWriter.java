package dev.dango.connectors.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns messages into rows. Confined to the thread that reads a slice. */
@FunctionalInterface
interface MessageWriter {

    /** Pushes exactly one row. */
    void write(ConsumerRecord<byte[], byte[]> message);
}
