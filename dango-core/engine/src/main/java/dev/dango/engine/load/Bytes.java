package dev.dango.engine.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are written one after the other, as many as come, lowest first. One thread. */
final class Bytes {

    private ByteBuffer data;

    Bytes(int capacity) {
        data = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is written so far; to be written to after {@link #room}, which may replace it. */
    ByteBuffer data() {
        return data;
    }

    byte[] array() {
        return data.array();
    }

    int size() {
        return data.position();
    }

    void clear() {
        data.clear();
    }

    /** Makes sure that so many more bytes fit, and returns where to put them. */
    ByteBuffer room(int more) {
        if (data.remaining() < more) {
            long size = Math.max((long) data.position() + more, data.capacity() * 2L);
            byte[] bigger =
                    Arrays.copyOf(data.array(), (int) Math.min(size, Integer.MAX_VALUE - 8));
            int position = data.position();
            data = ByteBuffer.wrap(bigger).order(ByteOrder.LITTLE_ENDIAN).position(position);
        }
        return data;
    }

    /** A number in groups of seven bits, as many as it needs. */
    Bytes varint(long number) {
        room(10);
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            data.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        data.put((byte) rest);
        return this;
    }
}
