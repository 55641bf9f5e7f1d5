package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.connectors.kafka.KafkaBroker;
import dev.dango.connectors.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the packaged product with SIGKILL at seeded moments while data keeps coming from real
 * servers, and runs it again: no row is lost, none is there twice, and every row is as its source
 * has it. The engine is killed at each of its steps by {@code KillHarnessIT}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class KillIT {

    private static final int KILLS = 10;

    /** Events of a sync after which it is killed, with how long it takes to get further, in ms. */
    private enum Moment {
        STARTED("\"event\":\"source_started\"", 2000),
        READING("\"event\":\"progress\"", 800),
        LOADING("\"event\":\"loading\"", 300);

        final String event;
        final int spread;

        Moment(String event, int spread) {
            this.event = event;
            this.spread = spread;
        }
    }

    @TempDir Path folder;
    private Product product;

    @BeforeEach
    void init() throws Exception {
        product = Product.withProject(folder);
    }

    /** Something that happens at the source before each sync. */
    private interface Change {
        void before(int round) throws Exception;
    }

    /** Kills syncs of a source, half of them before it was ever loaded to the end. */
    private void killOverAndOver(String source, long seed, Change change) throws Exception {
        Random random = new Random(seed);
        int hits = 0;
        int leftovers = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            change.before(kill);
            Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
            try (RunningProduct sync = product.start("sync", "--json")) {
                boolean reached = sync.prints(moment.event);
                hits += sync.killAfter(random.nextInt(moment.spread)) && reached ? 1 : 0;
            }
            leftovers += product.hasLeftovers(source) ? 1 : 0;
            if (kill == KILLS / 2) {
                product.sync();
            }
        }
        assertThat(hits).as("syncs that were killed while they ran").isGreaterThan(KILLS / 3);
        assertThat(leftovers).as("syncs killed with a load half done").isPositive();

        product.sync();
        assertThat(product.hasLeftovers(source)).isFalse();
        List<String> loads = product.query("SELECT load_id FROM raw_" + source + "._dlt_loads");
        assertThat(loads).doesNotHaveDuplicates().hasSizeGreaterThan(1);
    }

    @Test
    void everyMessageOfKafkaIsThereOnce() throws Exception {
        int messages = 100_000;
        int first = messages / 2;
        int later = first / (KILLS - 1);
        try (KafkaBroker broker =
                        KafkaBroker.start(Files.createDirectory(folder.resolve("kafka")));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", broker.bootstrapServers()),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            broker.createTopic("clicks", 4);
            product.sources(
                    """
                    - name: events
                      type: kafka
                      kafka:
                        bootstrap_servers: %s
                        topics: [clicks]
                        value_format: json
                    """
                            .formatted(broker.bootstrapServers()));

            killOverAndOver(
                    "events",
                    20261123,
                    round -> {
                        int from = round == 0 ? 0 : first + (round - 1) * later;
                        int to = round == KILLS - 1 ? messages : first + round * later;
                        List<Future<RecordMetadata>> sent = new ArrayList<>();
                        for (int i = from; i < to; i++) {
                            byte[] value = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                            sent.add(
                                    producer.send(
                                            new ProducerRecord<>("clicks", i % 4, null, value)));
                        }
                        producer.flush();
                        for (Future<RecordMetadata> message : sent) {
                            message.get();
                        }
                    });

            assertThat(
                            product.query(
                                    "SELECT count(*), count(DISTINCT _kafka_msg_id), count(DISTINCT n),"
                                            + " min(n), max(n) FROM raw_events.clicks"))
                    .containsExactly("100000|100000|100000|0|99999");
        }
    }

    @Test
    void everyRowOfPostgresIsThereAsItIsOnTheServer() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String database = server.newDatabase();
        server.inDatabase(
                database,
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, amount numeric(12, 2),"
                        + " updated_at timestamptz NOT NULL)",
                "CREATE TABLE stock (id integer PRIMARY KEY, pieces integer)",
                "INSERT INTO stock SELECT i, i FROM generate_series(1, 20000) i");
        product.with("SHOP_DB", server.url(database));
        product.sources(
                """
                - name: shop
                  type: postgres
                  postgres:
                    credentials_env: SHOP_DB
                    incremental: {orders: updated_at}
                    slice_rows: 5000
                """);

        killOverAndOver(
                "shop",
                20261124,
                round ->
                        server.inDatabase(
                                database,
                                insertOrders(
                                        round == 0 ? 1 : 110_001 + (round - 1) * 10_000,
                                        round == 0 ? 110_000 : 10_000),
                                "UPDATE orders SET amount = amount + 1, updated_at ="
                                        + " clock_timestamp() WHERE id % 97 = "
                                        + round,
                                "UPDATE stock SET pieces = pieces + 1 WHERE id % 10 = " + round,
                                "DELETE FROM stock WHERE id = " + (round + 1)));

        String orders =
                "SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || md5(string_agg(concat_ws('|',"
                        + " id, customer, amount, %s), ',' ORDER BY id)) FROM %s";
        assertThat(product.query(orders.formatted("epoch_us(updated_at)", "raw_shop.orders")))
                .isEqualTo(
                        server.texts(
                                database,
                                orders.formatted(
                                        "(extract(epoch FROM updated_at) * 1000000)::bigint",
                                        "orders")))
                .first()
                .asString()
                .startsWith("200000 200000 ");
        String stock =
                "SELECT count(*) || ' ' || md5(string_agg(id || '=' || pieces, ',' ORDER BY id))"
                        + " FROM ";
        assertThat(product.query(stock + "raw_shop.stock"))
                .isEqualTo(server.texts(database, stock + "stock"));
    }

    private static String insertOrders(int from, int count) {
        return "INSERT INTO orders SELECT i, 'customer ' || i %% 1000, i / 100.0, %s + i * interval '1 microsecond'"
                        .formatted("clock_timestamp()")
                + " FROM generate_series("
                + from
                + ", "
                + (from + count - 1)
                + ") i";
    }
}
