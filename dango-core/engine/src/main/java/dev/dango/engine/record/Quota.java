package dev.dango.engine.record;

import java.util.concurrent.atomic.AtomicLong;

/** How many records a resource may still take, over all its slices. Thread-safe. */
public final class Quota {

    private final boolean limited;
    private final AtomicLong left;

    private Quota(boolean limited, long left) {
        this.limited = limited;
        this.left = new AtomicLong(left);
    }

    /**
     * No limit.
     *
     * @return never null
     */
    public static Quota unlimited() {
        return new Quota(false, 0);
    }

    /**
     * A limit.
     *
     * @param records not negative
     * @return never null
     */
    public static Quota of(long records) {
        return new Quota(true, records);
    }

    boolean take() {
        return !limited || left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
    }

    void giveBack(long records) {
        left.addAndGet(records);
    }

    boolean isExhausted() {
        return limited && left.get() == 0;
    }
}
