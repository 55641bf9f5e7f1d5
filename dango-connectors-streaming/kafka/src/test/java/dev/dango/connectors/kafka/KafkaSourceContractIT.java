package dev.dango.connectors.kafka;

import dev.dango.spi.Source;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.SourceContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every connector keeps to, by {@code kafka} and a real broker. */
@Timeout(60)
class KafkaSourceContractIT extends SourceContract {

    /** A checkpoint is made every 5,000 messages of a partition. */
    private static final int MESSAGES = 12_000;

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static KafkaBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    private final String topic = "topic" + TOPICS.incrementAndGet();

    @BeforeAll
    static void start(@TempDir Path folder) {
        broker = KafkaBroker.start(folder);
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void send() throws Exception {
        broker.createTopic(topic, 2);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            sent.add(send(i));
        }
        for (Future<RecordMetadata> message : sent) {
            message.get();
        }
    }

    private Future<RecordMetadata> send(int number) {
        byte[] value = ("v" + number).getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(topic, number % 2, null, value));
    }

    @Override
    protected Source source() {
        return new KafkaSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "topics",
                List.of(topic),
                "bootstrap_servers",
                broker.saslBootstrapServers(),
                "security_protocol",
                "SASL_PLAINTEXT",
                "sasl_username",
                KafkaBroker.USER,
                "sasl_password",
                KafkaBroker.PASSWORD,
                "batch_size",
                500,
                "batch_timeout",
                1);
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                settings(),
                Map.ofEntries(
                        Map.entry("topics", List.of("orders")),
                        Map.entry("credentials", "{\"bootstrap.servers\": \"broker:9092\"}"),
                        Map.entry("sasl_mechanism", "SCRAM-SHA-512"),
                        Map.entry("group_id", "dango"),
                        Map.entry("start_from", "latest"),
                        Map.entry("value_format", "json"),
                        Map.entry("key_format", "string"),
                        Map.entry("headers", true),
                        Map.entry("client_properties", Map.of("client.rack", "a"))));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case PRIMARY_KEYS, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() throws Exception {
        send(MESSAGES).get();
    }
}
