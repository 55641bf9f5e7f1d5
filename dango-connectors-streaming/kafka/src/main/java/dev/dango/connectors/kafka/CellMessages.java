package dev.dango.connectors.kafka;

import dev.dango.spi.DataType;
import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes a message as a row of typed cells, its value one of them.
 *
 * <p>Bytes that are no text go into columns of their own, named like the variant columns that Dango
 * makes for values that do not fit. These columns exist only once such a message has been seen,
 * which is why there are two writers.
 */
final class CellMessages implements MessageWriter {

    private static final int PARTITION = 0;
    private static final int TOPIC = 1;
    private static final int KEY = 2;
    private static final int OFFSET = 3;
    private static final int TIME_TYPE = 4;
    private static final int TIME = 5;
    private static final int DATA = 6;
    private static final int ID = 7;
    private static final int HEADERS = 8;

    private final RecordSink out;
    private final TableSchema schema;
    private final RowWriter textRows;
    private RowWriter binaryRows;

    private final byte[] topic;
    private final boolean withHeaders;
    private final CellEncoder keys;
    private final CellEncoder values;
    private final MessageId ids;
    private final HeadersJson headers = new HeadersJson();

    CellMessages(MessageTable table, RecordSink out) {
        this.out = out;
        this.schema = table.schema();
        this.textRows = out.rows(schema);
        this.topic = table.topic().getBytes(StandardCharsets.UTF_8);
        this.withHeaders = table.headers();
        this.keys = new CellEncoder(table.keys());
        this.values = new CellEncoder(table.dataFormat());
        this.ids = new MessageId(table.topic());
    }

    @Override
    public void write(ConsumerRecord<byte[], byte[]> message) {
        boolean textKey = keys.fits(message.key());
        boolean textValue = values.fits(message.value());
        RowWriter row = textKey && textValue ? textRows : binaryRows();
        int binaryKey = schema.columns().size();
        int binaryData = binaryKey + 1;
        if (textKey) {
            row.set(KEY, keys.encode(message.key()));
        } else {
            row.set(binaryKey, message.key());
        }
        if (textValue) {
            row.set(DATA, values.encode(message.value()));
        } else {
            row.set(binaryData, message.value());
        }
        writeMetadata(message, row);
        row.endRow();
    }

    private void writeMetadata(ConsumerRecord<byte[], byte[]> message, RowWriter row) {
        row.set(PARTITION, message.partition())
                .set(TOPIC, topic)
                .set(OFFSET, message.offset())
                .set(TIME_TYPE, MessageTable.timeType(message))
                .set(ID, ids.of(message.partition(), message.offset()));
        MessageTable.time(message).ifPresent(time -> row.set(TIME, time));
        if (withHeaders) {
            row.set(HEADERS, Json.write(json -> headers.write(message.headers(), json)));
        }
    }

    private RowWriter binaryRows() {
        if (binaryRows == null) {
            binaryRows =
                    out.rows(
                            schema.with("_kafka__key__v_binary", DataType.BINARY)
                                    .with("_kafka__data__v_binary", DataType.BINARY));
        }
        return binaryRows;
    }
}
