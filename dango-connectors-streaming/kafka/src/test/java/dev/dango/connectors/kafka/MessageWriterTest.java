package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.dango.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class MessageWriterTest {

    private static final byte[] NOT_UTF8 = {(byte) 0xff, 0x41};
    private static final long TIME = 1_700_000_000_123L;

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void writesTheColumnsOfTheOriginal() {
        assertThat(written(Format.AUTO, Format.AUTO, utf8("k"), utf8("välue")))
                .containsOnlyKeys(
                        "_kafka__partition",
                        "_kafka__topic",
                        "_kafka__key",
                        "_kafka__offset",
                        "_kafka__ts__type",
                        "_kafka__ts__value",
                        "_kafka__data",
                        "_kafka_msg_id")
                .containsEntry("_kafka__partition", 3L)
                .containsEntry("_kafka__topic", "orders")
                .containsEntry("_kafka__key", "k")
                .containsEntry("_kafka__offset", 42L)
                .containsEntry("_kafka__ts__type", 1L)
                .containsEntry("_kafka__ts__value", Instant.ofEpochMilli(TIME))
                .containsEntry("_kafka__data", "välue");
    }

    @Test
    void keepsBytesThatAreNoTextInColumnsOfTheirOwn() {
        Map<String, Object> row = written(Format.AUTO, Format.AUTO, NOT_UTF8, utf8("v"));
        assertThat(row).containsEntry("_kafka__key__v_binary", NOT_UTF8);
        assertThat(row).containsEntry("_kafka__data", "v").doesNotContainKey("_kafka__key");

        row = written(Format.AUTO, Format.JSON, utf8("k"), NOT_UTF8);
        assertThat(row).containsEntry("_kafka__data__v_binary", NOT_UTF8);
        assertThat(row).containsEntry("_kafka__key", "k").doesNotContainKey("_kafka__data");
    }

    @Test
    void replacesWhatIsNoTextWhenToldThatItIs() {
        assertThat(written(Format.STRING, Format.STRING, NOT_UTF8, NOT_UTF8))
                .containsEntry("_kafka__key", "\ufffdA")
                .containsEntry("_kafka__data", "\ufffdA");
    }

    @Test
    void keepsBytesAsBytes() {
        assertThat(written(Format.BYTES, Format.BYTES, NOT_UTF8, utf8("v")))
                .containsEntry("_kafka__key", NOT_UTF8)
                .containsEntry("_kafka__data", utf8("v"));
    }

    @Test
    void leavesCellsOfMissingPartsEmpty() {
        for (Format format : Format.values()) {
            assertThat(written(format, format, null, null))
                    .doesNotContainKeys("_kafka__key", "_kafka__data")
                    .containsEntry("_kafka__offset", 42L);
        }
    }

    @Test
    void quotesKeysThatAreNotJson() {
        assertThat(written(Format.JSON, Format.AUTO, utf8("{\"id\":1}"), null))
                .containsEntry("_kafka__key", "{\"id\":1}");
        assertThat(written(Format.JSON, Format.AUTO, utf8("{\"id\":"), null))
                .containsEntry("_kafka__key", "\"{\\\"id\\\":\"");
    }

    @Test
    void mergesTheFieldsOfObjects() {
        headers.add("h", utf8("1"));
        String id = (String) written(Format.AUTO, Format.AUTO, null, null).get("_kafka_msg_id");

        Map<String, Object> message = new LinkedHashMap<>();
        message.put("partition", 3);
        message.put("topic", "orders");
        message.put("key", "k");
        message.put("offset", 42);
        message.put("ts", Map.of("type", 1, "value", "2023-11-14T22:13:20.123Z"));
        message.put("headers", Map.of("h", "1"));
        assertThat(written(Format.AUTO, Format.JSON, utf8("k"), utf8(" {\"a\": [1]}\n")))
                .containsExactly(
                        Map.entry("a", List.of(1)),
                        Map.entry("_kafka", message),
                        Map.entry("_kafka_msg_id", id));
        assertThat(written(Format.JSON, Format.JSON, utf8("[7]"), utf8("{ }")))
                .containsOnlyKeys("_kafka", "_kafka_msg_id")
                .extractingByKey("_kafka", MAP)
                .containsEntry("key", List.of(7));
    }

    @Test
    void keepsValuesThatAreNoObjectsAsText() {
        for (String value : List.of("[1]", "7", "", "{\"a\":1", "{\"a\":1}}", "{} {}", "{a:1}")) {
            assertThat(written(Format.AUTO, Format.JSON, null, utf8(value)))
                    .containsEntry("_kafka__data", value);
        }
    }

    @Test
    void writesHeadersAsJson() {
        headers.add("once", utf8("ä"));
        headers.add("twice", utf8("1"));
        headers.add("twice", null);
        headers.add("bytes", NOT_UTF8);

        assertThat(written(Format.AUTO, Format.AUTO, null, null))
                .containsEntry(
                        "_kafka__headers",
                        "{\"once\":\"ä\",\"twice\":[\"1\",null],\"bytes\":{\"base64\":\"/0E=\"}}");
    }

    @Test
    void givesMessagesWithTheSameKeyDifferentIds() {
        MessageId ids = new MessageId("orders");

        String first = new String(ids.of(3, 42), StandardCharsets.US_ASCII);

        assertThat(first).hasSize(20).isEqualTo(new String(ids.of(3, 42), StandardCharsets.UTF_8));
        assertThat(ids.of(3, 43)).isNotEqualTo(utf8(first));
        assertThat(ids.of(4, 42)).isNotEqualTo(utf8(first));
        assertThat(new MessageId("payments").of(3, 42)).isNotEqualTo(utf8(first));
    }

    @Test
    void tellsTextFromOtherBytes() {
        Utf8 utf8 = new Utf8();

        assertThat(utf8.isValid(utf8(""))).isTrue();
        assertThat(utf8.isValid(utf8("x".repeat(5_000) + "😀".repeat(5_000)))).isTrue();
        assertThat(utf8.isValid(new byte[] {'a', (byte) 0xe2, (byte) 0x82})).isFalse();
        assertThat(utf8.isValid(new byte[] {(byte) 0xc0, (byte) 0x80})).isFalse();
        assertThat(utf8.isValid(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})).isFalse();
    }

    private Map<String, Object> written(Format keys, Format values, byte[] key, byte[] value) {
        MemorySink sink = new MemorySink();
        boolean withHeaders = headers.iterator().hasNext();
        new MessageTable("orders", keys, values, withHeaders)
                .writer(sink)
                .write(
                        new ConsumerRecord<>(
                                "orders",
                                3,
                                42,
                                TIME,
                                TimestampType.CREATE_TIME,
                                0,
                                0,
                                key,
                                value,
                                headers,
                                Optional.empty()));
        return sink.rows().get(0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
