package dev.dango.connectors.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.dango.spi.RecordSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes a message whose value is a JSON object as that object, with the metadata as one more field
 * {@code _kafka}. All other messages are left to the cells: nothing is lost for not being JSON.
 */
final class ObjectMessages implements MessageWriter {

    private final MessageTable table;
    private final RecordSink out;
    private final MessageWriter others;
    private final CellEncoder keys;
    private final Utf8 utf8 = new Utf8();
    private final MessageId ids;
    private final HeadersJson headers = new HeadersJson();

    ObjectMessages(MessageTable table, RecordSink out, MessageWriter others) {
        this.table = table;
        this.out = out;
        this.others = others;
        this.keys = new CellEncoder(table.keys());
        this.ids = new MessageId(table.topic());
    }

    @Override
    public void write(ConsumerRecord<byte[], byte[]> message) {
        Optional<String> fields = keys.fits(message.key()) ? fields(message) : Optional.empty();
        if (fields.isEmpty()) {
            others.write(message);
            return;
        }
        byte[] object = Json.write(json -> writeObject(fields.get(), message, json));
        out.json(object, 0, object.length);
    }

    /** What stands between the braces of the value; empty if it is not an object. */
    private Optional<String> fields(ConsumerRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        if (value == null || !utf8.isValid(value)) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.UTF_8).strip();
        return Json.kind(text).filter(JsonToken.START_OBJECT::equals).isPresent()
                ? Optional.of(text.substring(1, text.length() - 1))
                : Optional.empty();
    }

    /** The metadata comes last: of a name given twice, the last counts. */
    private void writeObject(
            String fields, ConsumerRecord<byte[], byte[]> message, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        if (!fields.isBlank()) {
            json.writeRaw(fields);
            json.writeRaw(',');
        }
        json.writeObjectFieldStart("_kafka");
        json.writeNumberField("partition", message.partition());
        json.writeStringField("topic", message.topic());
        writeKey(message.key(), json);
        json.writeNumberField("offset", message.offset());
        writeTime(message, json);
        if (table.headers()) {
            json.writeFieldName("headers");
            headers.write(message.headers(), json);
        }
        json.writeEndObject();
        json.writeStringField(
                "_kafka_msg_id",
                new String(
                        ids.of(message.partition(), message.offset()), StandardCharsets.US_ASCII));
        json.writeEndObject();
    }

    private void writeKey(byte[] key, JsonGenerator json) throws IOException {
        json.writeFieldName("key");
        if (key == null) {
            json.writeNull();
            return;
        }
        switch (table.keys()) {
            case BYTES -> json.writeBinary(key);
            case JSON -> json.writeRawValue(new String(keys.encode(key), StandardCharsets.UTF_8));
            case AUTO, STRING -> json.writeString(new String(key, StandardCharsets.UTF_8));
        }
    }

    private static void writeTime(ConsumerRecord<?, ?> message, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("ts");
        json.writeNumberField("type", MessageTable.timeType(message));
        Optional<Instant> time = MessageTable.time(message);
        if (time.isPresent()) {
            json.writeStringField("value", time.get().toString());
        }
        json.writeEndObject();
    }
}
