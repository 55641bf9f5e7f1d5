package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connector against a real broker. Each test has topics of its own. */
@Timeout(60)
class KafkaSourceIT {

    private static KafkaBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start(@TempDir Path folder) {
        broker = KafkaBroker.start(folder);
        producer = producer(Map.of());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    /** What a sync of one topic gave. */
    private record Sync(
            List<Map<String, Object>> rows,
            Map<String, String> positions,
            List<String> warnings,
            int checkpoints) {}

    @Test
    void readsEveryMessageOnceAndThenNothing() throws Exception {
        int messages = 100_000;
        broker.createTopic("many", 4);
        sendAll(
                IntStream.range(0, messages)
                        .mapToObj(i -> record("many", i % 4, "k" + i, "v" + i)));

        Sync first = sync(config("many"), Map.of());
        Sync second = sync(config("many"), first.positions());

        Set<Object> values = new HashSet<>();
        Set<Object> ids = new HashSet<>();
        for (Map<String, Object> row : first.rows()) {
            values.add(row.get("_kafka__data"));
            ids.add(row.get("_kafka_msg_id"));
        }
        assertThat(first.rows().size()).isEqualTo(messages);
        assertThat(values.size()).isEqualTo(messages);
        assertThat(ids.size()).isEqualTo(messages);
        assertThat(first.checkpoints()).isGreaterThanOrEqualTo(16);
        assertThat(second.rows()).isEmpty();
        assertThat(second.positions()).isEqualTo(first.positions());
    }

    @Test
    void keepsKeysHeadersTombstonesAndBytesThatAreNoText() throws Exception {
        broker.createTopic("shapes", 1);
        byte[] bytes = {0, (byte) 0xff};
        send("shapes", "key", "välue");
        send("shapes", "key", null);
        send("shapes", null, "");
        sendAll(
                Stream.of(
                        new ProducerRecord<>("shapes", bytes, bytes),
                        new ProducerRecord<>(
                                "shapes",
                                0,
                                1_700_000_000_123L,
                                null,
                                utf8("{\"a\": 1}"),
                                new RecordHeaders().add("trace", utf8("t1")))));

        List<Map<String, Object>> rows = sync(config("shapes").headers(), Map.of()).rows();
        List<Map<String, Object>> objects =
                sync(config("shapes").formats(Format.AUTO, Format.JSON), Map.of()).rows();

        assertThat(rows.get(0))
                .containsEntry("_kafka__key", "key")
                .containsEntry("_kafka__data", "välue")
                .containsEntry("_kafka__headers", "{}");
        assertThat(rows.get(1)).doesNotContainKey("_kafka__data");
        assertThat(rows.get(2)).containsEntry("_kafka__data", "").doesNotContainKey("_kafka__key");
        assertThat(rows.get(3)).containsEntry("_kafka__key__v_binary", bytes);
        assertThat(rows.get(3)).containsEntry("_kafka__data__v_binary", bytes);
        assertThat(rows.get(4))
                .containsEntry("_kafka__headers", "{\"trace\":\"t1\"}")
                .containsEntry("_kafka__ts__value", Instant.parse("2023-11-14T22:13:20.123Z"));
        assertThat(objects.get(4)).containsEntry("a", 1).containsKeys("_kafka", "_kafka_msg_id");
    }

    @Test
    void readsCommittedTransactionsAndEndsBehindAbortedOnes() throws Exception {
        broker.createTopic("transactions", 1);
        try (KafkaProducer<byte[], byte[]> transactional =
                producer(Map.of("transactional.id", "t"))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>("transactions", utf8("kept"))).get();
            transactional.commitTransaction();
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>("transactions", utf8("aborted"))).get();
            transactional.abortTransaction();

            Sync first = sync(config("transactions"), Map.of());
            assertThat(values(first)).containsExactly("kept");
            assertThat(offset(first, "partition-0")).isEqualTo(4);

            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>("transactions", utf8("open"))).get();
            send("transactions", null, "behind the open one");
            Sync undecided = sync(config("transactions"), first.positions());
            assertThat(undecided.rows()).isEmpty();

            transactional.commitTransaction();
            Sync decided = sync(config("transactions"), undecided.positions());
            assertThat(values(decided)).containsExactly("open", "behind the open one");
        }
    }

    @Test
    void saysHowManyMessagesRetentionTook() throws Exception {
        broker.createTopic("retention", 1);
        sendNumbers("retention", 0, 10);
        Sync first = sync(config("retention"), Map.of());
        sendNumbers("retention", 10, 30);
        deleteBefore("retention", 25);

        Sync gap = sync(config("retention"), first.positions());
        assertThat(values(gap)).containsExactly("25", "26", "27", "28", "29");
        assertThat(gap.warnings())
                .singleElement()
                .asString()
                .contains("Partition 0 of topic retention no longer holds up to 15 messages");

        sendNumbers("retention", 30, 40);
        deleteBefore("retention", 40);
        Sync nothingLeft = sync(config("retention"), gap.positions());
        assertThat(nothingLeft.rows()).isEmpty();
        assertThat(nothingLeft.warnings()).singleElement().asString().contains("10 messages");
        assertThat(sync(config("retention"), nothingLeft.positions()).warnings()).isEmpty();
    }

    @Test
    void readsACompactedTopicOverItsGaps() throws Exception {
        Map<String, String> compact =
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.0001");
        broker.createTopic("compacted", 1, compact);

        // The broker compacts when it likes: feed it until it has.
        int sent = 0;
        Sync all;
        do {
            send("compacted", "key" + sent % 2, "v" + sent);
            sent++;
            all = sync(config("compacted"), Map.of());
        } while (all.rows().size() == sent);

        assertThat(values(all)).contains("v" + (sent - 1)).doesNotContain("v0");
        assertThat(offset(all, "partition-0")).isEqualTo(sent);
    }

    @Test
    void beginsWhereItIsTold() throws Exception {
        broker.createTopic("times", 2);
        long day = Instant.parse("2026-01-31T00:00:00Z").toEpochMilli();
        sendAll(
                Stream.of(
                        new ProducerRecord<>("times", 0, day - 1, null, utf8("before")),
                        new ProducerRecord<>("times", 0, day, null, utf8("after")),
                        new ProducerRecord<>("times", 1, day - 1, null, utf8("other"))));

        assertThat(values(sync(config("times").startFrom("2026-01-31"), Map.of())))
                .containsExactly("after");
        Sync latest = sync(config("times").startFrom("latest"), Map.of());
        assertThat(latest.rows()).isEmpty();

        broker.addPartitions("times", 3);
        try (KafkaProducer<byte[], byte[]> knowing = producer(Map.of())) {
            knowing.send(record("times", 1, null, "new")).get();
            knowing.send(record("times", 2, null, "in a new partition")).get();
        }
        assertThat(values(sync(config("times").startFrom("latest"), latest.positions())))
                .containsExactlyInAnyOrder("new", "in a new partition");
    }

    @Test
    void goesOnFromTheLastCheckpoint() throws Exception {
        broker.createTopic("resumed", 1);
        sendNumbers("resumed", 0, 20_000);
        KafkaConfig config = config("resumed").batchSize(700).build();
        TopicResource topic = new TopicResource("resumed", config);
        MemoryRun run = run(config);
        Slice slice = run.slices(topic).get(0);

        MemorySink limited = new MemorySink().limit(12_345);
        run.read(topic, slice, limited);
        MemorySink rest = new MemorySink();
        run.read(topic, slice, rest);

        assertThat(limited.rows()).hasSize(12_345);
        assertThat(rest.rows()).hasSize(20_000 - 12_345);
        assertThat(rest.rows().get(0)).containsEntry("_kafka__data", "12345");
    }

    @Test
    void noticesATopicThatWasCreatedAgain() throws Exception {
        broker.createTopic("again", 1);
        sendNumbers("again", 0, 3);
        Sync first = sync(config("again"), Map.of());
        broker.admin().deleteTopics(List.of("again")).all().get();
        createWhenGone("again");
        sendNumbers("again", 100, 105);

        Sync second = sync(config("again"), first.positions());

        assertThat(values(second)).containsExactly("100", "101", "102", "103", "104");
        assertThat(second.warnings()).singleElement().asString().contains("created again");
    }

    @Test
    void namesTheTopicThatIsMissingAndDoesNotCreateIt() {
        assertThat(failure(() -> sync(config("missing"), Map.of())))
                .hasMessage("Kafka has no topic missing.")
                .extracting(SourceException::kind)
                .isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(failure(() -> check(config("missing"))).kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(choices(config("x"))).doesNotContain("missing");
    }

    @Test
    void offersTheTopicsWithoutKafkasOwn() {
        broker.createTopic("offered", 1);

        assertThat(choices(config("x")))
                .contains("offered")
                .isSorted()
                .noneMatch(topic -> topic.startsWith("__"));
    }

    @Test
    void signsInAndSaysWhenItIsNotLetIn() throws Exception {
        broker.admin()
                .createAcls(
                        List.of(
                                new AclBinding(
                                        new ResourcePattern(
                                                ResourceType.TOPIC, "denied", PatternType.LITERAL),
                                        new AccessControlEntry(
                                                "User:" + KafkaBroker.USER,
                                                "*",
                                                AclOperation.ALL,
                                                AclPermissionType.DENY))))
                .all()
                .get();
        broker.createTopic("secured", 1);
        broker.createTopic("denied", 1);
        send("secured", null, "v");
        String password = KafkaBroker.PASSWORD;

        assertThat(values(sync(secured("secured", password), Map.of()))).containsExactly("v");
        SourceException refused = failure(() -> check(secured("secured", "wrong-password")));
        assertThat(refused.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(refused.getMessage() + refused.hint()).doesNotContain("wrong-password");
        assertThat(failure(() -> check(secured("denied", password))).kind())
                .isEqualTo(ErrorKind.PERMISSION);
    }

    private static Configs secured(String topic, String password) {
        return Configs.at(broker.saslBootstrapServers())
                .topics(topic)
                .securityProtocol("SASL_PLAINTEXT")
                .user(KafkaBroker.USER, password);
    }

    private static Configs config(String topic) {
        return Configs.at(broker.bootstrapServers()).topics(topic);
    }

    private static Sync sync(Configs configs, Map<String, String> positions) throws Exception {
        KafkaConfig config = configs.build();
        try (MemoryRun run = run(config)) {
            positions.forEach(run::position);
            MemorySink sink =
                    run.read(new TopicResource(config.topics().get(0), config), new MemorySink());
            assertThat(run.waits()).allMatch("messages from Kafka"::equals);
            return new Sync(sink.rows(), run.positions(), run.warnings(), sink.checkpoints());
        }
    }

    private static void check(Configs configs) {
        try (MemoryRun run = run(configs.build())) {
            new KafkaSource().check(run);
        }
    }

    private static List<String> choices(Configs configs) {
        try (MemoryRun run = run(configs.build())) {
            return new KafkaSource().choices("topics", run);
        }
    }

    private static MemoryRun run(KafkaConfig config) {
        return new MemoryRun(config, Clock.systemUTC());
    }

    private static SourceException failure(ThrowingCallable call) {
        return catchThrowableOfType(SourceException.class, call);
    }

    private static List<Object> values(Sync sync) {
        return sync.rows().stream().map(row -> row.get("_kafka__data")).toList();
    }

    private static long offset(Sync sync, String slice) {
        return Position.parse(sync.positions().get(slice)).offset();
    }

    private static void sendNumbers(String topic, int from, int to) throws Exception {
        sendAll(IntStream.range(from, to).mapToObj(i -> record(topic, 0, null, "" + i)));
    }

    private static void send(String topic, String key, String value) throws Exception {
        sendAll(Stream.of(record(topic, 0, key, value)));
    }

    private static void sendAll(Stream<ProducerRecord<byte[], byte[]>> records) throws Exception {
        for (Future<RecordMetadata> sent : records.map(producer::send).toList()) {
            sent.get();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, String key, String value) {
        return new ProducerRecord<>(
                topic,
                partition,
                key == null ? null : utf8(key),
                value == null ? null : utf8(value));
    }

    private static void deleteBefore(String topic, long offset) throws Exception {
        broker.admin()
                .deleteRecords(
                        Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /** A deleted topic keeps its name for a moment. */
    private static void createWhenGone(String topic) {
        while (true) {
            try {
                broker.createTopic(topic, 1);
                return;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("TopicExists");
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("linger.ms", "1");
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
