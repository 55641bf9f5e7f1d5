package dev.dango.engine.record;

import java.util.Arrays;
import java.util.Base64;

/**
 * SHAKE-128 of FIPS 202, which dlt derives row ids from and the JDK does not offer. Only for
 * identifiers: nothing secret depends on it.
 */
final class Shake128 {

    private static final int RATE = 168;

    private Shake128() {}

    /**
     * The first bytes of the hash, as dlt writes them into ids.
     *
     * @param data what to hash
     * @param bytes how many bytes of output, at most 168
     * @return base64 without padding
     */
    static String base64(byte[] data, int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(hash(data, bytes));
    }

    static byte[] hash(byte[] data, int bytes) {
        byte[] out = new byte[bytes];
        hash(data, data.length, new long[Keccak.LANES], out);
        return out;
    }

    /**
     * Fills an array with the hash.
     *
     * @param data begins with what to hash
     * @param length how many bytes of it
     * @param state room to calculate in
     * @param out at most 168 bytes
     */
    static void hash(byte[] data, int length, long[] state, byte[] out) {
        Arrays.fill(state, 0);
        int at = 0;
        for (int i = 0; i < length; i++) {
            absorb(state, at++, data[i]);
            if (at == RATE) {
                Keccak.permute(state);
                at = 0;
            }
        }
        absorb(state, at, (byte) 0x1f);
        absorb(state, RATE - 1, (byte) 0x80);
        Keccak.permute(state);
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (state[i >> 3] >>> ((i & 7) << 3));
        }
    }

    private static void absorb(long[] state, int at, byte value) {
        state[at >> 3] ^= (value & 0xffL) << ((at & 7) << 3);
    }
}
