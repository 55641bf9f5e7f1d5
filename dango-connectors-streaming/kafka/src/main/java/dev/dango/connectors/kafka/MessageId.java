package dev.dango.connectors.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Computes {@code _kafka_msg_id}: 20 characters for topic, partition and offset. The original made
 * it of topic, partition and key, so that messages with the same key had the same id. Not
 * thread-safe.
 */
final class MessageId {

    /** 120 bits fill 20 characters of base64 exactly, which is the form the original used. */
    private static final int ID_BYTES = 15;

    private final MessageDigest digest;
    private final byte[] topic;
    private final ByteBuffer place = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);

    MessageId(String topic) {
        this.topic = topic.getBytes(StandardCharsets.UTF_8);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The id in ASCII. */
    byte[] of(int partition, long offset) {
        digest.update(topic);
        digest.update(place.clear().putInt(partition).putLong(offset).array());
        return Base64.getEncoder().encode(Arrays.copyOf(digest.digest(), ID_BYTES));
    }
}
