package dev.dango.connectors.kafka;

import dev.dango.spi.DataType;
import dev.dango.spi.RecordSink;
import dev.dango.spi.TableSchema;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The table of a topic, with the columns the original has.
 *
 * @param topic its name
 * @param keys how keys become cells
 * @param values how values become cells
 * @param headers whether there is a column for headers
 */
record MessageTable(String topic, Format keys, Format values, boolean headers) {

    static MessageTable of(String topic, KafkaConfig config) {
        return new MessageTable(topic, config.keyFormat(), config.valueFormat(), config.headers());
    }

    /** The columns that every table of this kind has. */
    TableSchema schema() {
        TableSchema schema =
                TableSchema.empty()
                        .with("_kafka__partition", DataType.INTEGER)
                        .with("_kafka__topic", DataType.TEXT)
                        .with("_kafka__key", CellEncoder.type(keys))
                        .with("_kafka__offset", DataType.INTEGER)
                        .with("_kafka__ts__type", DataType.INTEGER)
                        .with("_kafka__ts__value", DataType.TIMESTAMP)
                        .with("_kafka__data", CellEncoder.type(dataFormat()))
                        .with("_kafka_msg_id", DataType.TEXT);
        return headers ? schema.with("_kafka__headers", DataType.JSON) : schema;
    }

    /** The format of the data column: next to the fields of objects it holds the rest, as text. */
    Format dataFormat() {
        return values == Format.JSON ? Format.AUTO : values;
    }

    /** What writes messages of this topic into a sink. */
    MessageWriter writer(RecordSink out) {
        MessageWriter cells = new CellMessages(this, out);
        return values == Format.JSON ? new ObjectMessages(this, out, cells) : cells;
    }

    /**
     * The original's number for the kind of timestamp: 0 none, 1 set by the producer, 2 set by the
     * broker. The Java client counts from -1.
     */
    static long timeType(ConsumerRecord<?, ?> message) {
        return message.timestampType().id + 1L;
    }

    /** The timestamp, empty in messages older than Kafka 0.10. */
    static Optional<Instant> time(ConsumerRecord<?, ?> message) {
        return message.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(message.timestamp()));
    }
}
