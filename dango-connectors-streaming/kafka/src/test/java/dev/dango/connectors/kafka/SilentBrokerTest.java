package dev.dango.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.Resource;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.testkit.MemoryRun;
import dev.dango.testkit.MemorySink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster that is not there, or that takes connections and says nothing. */
@Timeout(30)
class SilentBrokerTest {

    private static final Slice SLICE =
            new PartitionSlice(new TopicPartition("orders", 0), 0, 10, Uuid.ZERO_UUID.toString())
                    .toSlice();

    @Test
    void givesUpSoonWhenNobodyListens() throws IOException {
        KafkaConfig config = Configs.at(freeAddress()).impatient().build();

        assertThat(failure(() -> new KafkaSource().check(run(config))).kind())
                .isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failure(() -> read(config, run(config))).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void givesUpSoonWhenTheHostHasNoAddress() {
        KafkaConfig config = Configs.at("nowhere.invalid:9092").impatient().build();

        assertThat(failure(() -> new KafkaSource().check(run(config))).kind())
                .isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failure(() -> read(config, run(config))).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void stopsWithinASecondWhenCancelled() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            KafkaConfig config = Configs.at("127.0.0.1:" + silent.getLocalPort()).build();
            assertStops(silent, config, run -> read(config, run));
        }
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            KafkaConfig config = Configs.at("127.0.0.1:" + silent.getLocalPort()).build();
            assertStops(silent, config, new KafkaSource()::check);
        }
    }

    private interface Call {
        void with(MemoryRun run) throws Exception;
    }

    private static void assertStops(ServerSocket silent, KafkaConfig config, Call call)
            throws Exception {
        MemoryRun run = run(config);
        CompletableFuture<SourceException> stopped =
                CompletableFuture.supplyAsync(() -> failure(() -> call.with(run)));
        silent.accept();

        long before = System.nanoTime();
        run.cancel();

        assertThat(stopped.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    private static void read(KafkaConfig config, MemoryRun run) throws Exception {
        Resource topic = new TopicResource("orders", config);
        run.read(topic, SLICE, new MemorySink());
    }

    private static MemoryRun run(KafkaConfig config) {
        return new MemoryRun(config, Clock.systemUTC());
    }

    private static SourceException failure(ThrowingCallable call) {
        return catchThrowableOfType(SourceException.class, call);
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
