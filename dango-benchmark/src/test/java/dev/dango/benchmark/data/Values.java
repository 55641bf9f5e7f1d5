package dev.dango.benchmark.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Values of which records are made, drawn once from a fixed seed, so that making records costs next
 * to nothing of what is measured.
 */
final class Values {

    /** A power of two, for cheap indexes; large enough not to compress like a constant. */
    private static final int SIZE = 1 << 16;

    private static final String[] CITIES = {
        "Berlin", "Lisboa", "Malmö", "Osaka", "São Paulo", "Toronto", "Wellington", "Zürich"
    };
    private static final String[] STATES = {"new", "paid", "shipped", "returned", "cancelled"};
    private static final long FIRST_SECOND = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    private static final int SECONDS = 6 * 365 * 86_400;

    private Values() {}

    /** Makes the value of an index. */
    interface Maker<T> {
        T make(int index, SplittableRandom random);
    }

    /** As many values as there are indexes. */
    static <T> T[] pool(int seed, T[] empty, Maker<T> maker) {
        SplittableRandom random = new SplittableRandom(seed);
        T[] pool = java.util.Arrays.copyOf(empty, SIZE);
        for (int i = 0; i < SIZE; i++) {
            pool[i] = maker.make(i, random);
        }
        return pool;
    }

    /** An index into a pool; rows take values one after the other, so that they are at hand. */
    static int index(long row, int column) {
        return (int) (row + column * 9973L) & (SIZE - 1);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static String name(SplittableRandom random) {
        return "Customer " + random.nextInt(1_000_000);
    }

    static String email(SplittableRandom random) {
        return "c" + random.nextInt(10_000_000) + "@mail" + random.nextInt(100) + ".example";
    }

    static String city(SplittableRandom random) {
        return CITIES[random.nextInt(CITIES.length)];
    }

    static String state(SplittableRandom random) {
        return STATES[random.nextInt(STATES.length)];
    }

    static String note(SplittableRandom random) {
        return "Left at the door of no. " + random.nextInt(1000) + ", rang " + random.nextInt(5);
    }

    static Instant instant(SplittableRandom random) {
        return Instant.ofEpochSecond(FIRST_SECOND + random.nextInt(SECONDS));
    }

    static long cents(SplittableRandom random) {
        return random.nextInt(1_000_000);
    }
}
