package dev.dango.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.connectors.kafka.KafkaBroker;
import dev.dango.connectors.postgres.PostgresServer;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeApi;
import dev.dango.testkit.FakeListing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
 * Kills syncs with SIGKILL at seeded moments while data keeps coming, and runs them again: no row
 * is lost, none is there twice, and every row is as its source has it.
 */
@DisabledOnOs(OS.WINDOWS)
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

    @Test
    void everyChargeOfStripeIsThereAsStripeHasIt() throws Exception {
        int all = 5_000;
        int later = 100;
        int first = all - later * (KILLS - 1);
        FakeListing charges =
                new FakeListing(
                        IntStream.range(0, first).mapToObj(i -> charge(first - i, 0)).toList());
        FakeListing customers =
                new FakeListing(
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> Map.of("id", "cus_" + i, "created", FIRST - i))
                                .toList());
        try (FakeApi api = FakeApi.start()) {
            api.get("/v1/charges", call -> since(charges, call).afterId(call));
            api.get("/v1/customers", call -> since(customers, call).afterId(call));
            product.with("STRIPE_API_KEY", "sk_live_1");
            product.sources(
                    """
                    - name: payments
                      type: stripe
                      stripe:
                        stripe_secret_key_env: STRIPE_API_KEY
                        resources: [charges, customers]
                        base_url: %s/v1
                    """
                            .formatted(api.url()));

            killOverAndOver(
                    "payments",
                    20261125,
                    round -> {
                        int newest = first + (round - 1) * later;
                        for (int i = 1; round > 0 && i <= later; i++) {
                            charges.addFirst(charge(newest + i, 0));
                        }
                        String refunded = "ch_" + (newest - 10);
                        charges.replace("id", refunded, charge(newest - 10, 500));
                    });

            long refunds =
                    charges.records().stream()
                            .filter(charge -> !charge.get("amount_refunded").equals(0))
                            .count();
            assertThat(refunds).isEqualTo(KILLS);
            assertThat(
                            product.query(
                                    "SELECT count(*), count(DISTINCT id), count_if(amount_refunded = 500),"
                                            + " sum(amount_refunded) FROM raw_payments.charges"))
                    .containsExactly("5000|5000|%d|%d".formatted(KILLS, KILLS * 500));
            assertThat(
                            product.query(
                                    "SELECT count(*), count(DISTINCT (c.id, i.value)) FROM"
                                            + " raw_payments.charges c JOIN raw_payments.charges__items i"
                                            + " ON i._dlt_parent_id = c._dlt_id"))
                    .containsExactly("10000|10000");
            assertThat(
                            product.query(
                                    "SELECT count(*), count(DISTINCT id) FROM raw_payments.customers"))
                    .containsExactly("1000|1000");
        }
    }

    private static final long FIRST = 1_700_000_000L;

    private static Map<String, Object> charge(int number, int refunded) {
        Map<String, Object> charge = new LinkedHashMap<>();
        charge.put("id", "ch_" + number);
        charge.put("created", FIRST + 600L * number);
        charge.put("amount_refunded", refunded);
        charge.put("billing_details", Map.of("name", "Zoë"));
        charge.put("items", List.of("a", "b"));
        return charge;
    }

    private static FakeListing since(FakeListing listing, Call call) {
        long from = call.query("created[gte]").map(Long::parseLong).orElse(0L);
        return listing.where(record -> ((Number) record.get("created")).longValue() >= from);
    }
}
