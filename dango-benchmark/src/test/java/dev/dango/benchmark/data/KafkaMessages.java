package dev.dango.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** JSON messages of 200 bytes. */
public final class KafkaMessages {

    private static final int SIZE = 200;
    private static final String[] NAMES = Values.pool(1, new String[0], (i, r) -> Values.name(r));
    private static final String[] EMAILS = Values.pool(2, new String[0], (i, r) -> Values.email(r));
    private static final String[] TIMES =
            Values.pool(3, new String[0], (i, r) -> Values.instant(r).toString());

    private KafkaMessages() {}

    /**
     * Sends messages and returns when all have arrived.
     *
     * @param servers where the broker listens
     * @param topic must be there
     * @param count how many
     * @throws IllegalStateException if one did not arrive
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of failures
    public static void send(String servers, String topic, long count) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers, "batch.size", 65_536, "linger.ms", 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (long row = 0; row < count; row++) {
                producer.send(
                        new ProducerRecord<>(topic, null, message(row)),
                        (sent, e) -> failure.compareAndSet(null, e));
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    private static byte[] message(long row) {
        StringBuilder json = new StringBuilder();
        json.append("{\"id\":").append(row);
        json.append(",\"name\":\"").append(NAMES[Values.index(row, 1)]);
        json.append("\",\"email\":\"").append(EMAILS[Values.index(row, 2)]);
        json.append("\",\"amount\":").append(Values.index(row, 3) / 100.0);
        json.append(",\"created_at\":\"").append(TIMES[Values.index(row, 4)]);
        json.append("\",\"note\":\"");
        while (json.length() < SIZE - 2) {
            json.append((char) ('a' + (json.length() + row) % 26));
        }
        return json.append("\"}").toString().getBytes(UTF_8);
    }
}
