package dev.dango.engine.record;

import java.util.Base64;

/**
 * SHAKE-128 of FIPS 202, which dlt derives row ids from and the JDK does not offer. Only for
 * identifiers: nothing secret depends on it.
 */
final class Shake128 {

    private static final int RATE = 168;
    private static final long[] ROUND = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L,
        0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
        0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
    };
    private static final int[] ROTATION = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANE = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

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
        long[] state = new long[25];
        int at = 0;
        for (byte value : data) {
            absorb(state, at++, value);
            if (at == RATE) {
                permute(state);
                at = 0;
            }
        }
        absorb(state, at, (byte) 0x1f);
        absorb(state, RATE - 1, (byte) 0x80);
        permute(state);
        byte[] out = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (state[i >> 3] >>> ((i & 7) << 3));
        }
        return out;
    }

    private static void absorb(long[] state, int at, byte value) {
        state[at >> 3] ^= (value & 0xffL) << ((at & 7) << 3);
    }

    private static void permute(long[] a) {
        long[] c = new long[5];
        for (long constant : ROUND) {
            for (int x = 0; x < 5; x++) {
                c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }
            for (int x = 0; x < 5; x++) {
                long d = c[(x + 4) % 5] ^ Long.rotateLeft(c[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5) {
                    a[x + y] ^= d;
                }
            }
            long moving = a[1];
            for (int i = 0; i < 24; i++) {
                long next = a[LANE[i]];
                a[LANE[i]] = Long.rotateLeft(moving, ROTATION[i]);
                moving = next;
            }
            for (int y = 0; y < 25; y += 5) {
                System.arraycopy(a, y, c, 0, 5);
                for (int x = 0; x < 5; x++) {
                    a[x + y] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
                }
            }
            a[0] ^= constant;
        }
    }
}
