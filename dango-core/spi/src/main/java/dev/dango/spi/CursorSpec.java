package dev.dango.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * Says what tells new records from old ones. Immutable; each method returns a changed copy. A
 * column is named as in the records the connector pushes; nested ones are written {@code
 * fields.updated}.
 */
public final class CursorSpec {

    /** What the cursor's values are. */
    public enum Kind {
        /** Points in time. */
        TIMESTAMP,
        /** Whole numbers. */
        NUMBER,
        /** Text, ordered by code point. */
        TEXT,
        /** Known to the connector alone. */
        OPAQUE
    }

    /** In which order records come. */
    public enum Order {
        /** In no order one could rely on. */
        NONE,
        /** The oldest first. */
        ASCENDING,
        /** The newest first. */
        DESCENDING
    }

    private final Kind kind;
    private final String column;
    private final Duration lag;
    private final long lagNumber;
    private final Order order;

    private CursorSpec(Kind kind, String column, Duration lag, long lagNumber, Order order) {
        this.kind = kind;
        this.column = column;
        this.lag = lag;
        this.lagNumber = lagNumber;
        this.order = order;
    }

    /**
     * A cursor over points in time: ISO-8601 texts, or numbers that count seconds since 1970
     * (milliseconds from 100,000,000,000 on).
     *
     * @param column its name
     * @return never null
     */
    public static CursorSpec timestamp(String column) {
        Objects.requireNonNull(column, "column");
        return new CursorSpec(Kind.TIMESTAMP, column, Duration.ZERO, 0, Order.NONE);
    }

    /**
     * A cursor over whole numbers.
     *
     * @param column its name
     * @return never null
     */
    public static CursorSpec number(String column) {
        Objects.requireNonNull(column, "column");
        return new CursorSpec(Kind.NUMBER, column, Duration.ZERO, 0, Order.NONE);
    }

    /**
     * A cursor over texts that grow in the order of their code points.
     *
     * @param column its name
     * @return never null
     */
    public static CursorSpec text(String column) {
        Objects.requireNonNull(column, "column");
        return new CursorSpec(Kind.TEXT, column, Duration.ZERO, 0, Order.NONE);
    }

    /**
     * A cursor that only the connector understands: offsets, delta tokens, fingerprints. It moves
     * by {@link IncrementalCursor#advanceTo}.
     *
     * @return never null
     */
    public static CursorSpec opaque() {
        return new CursorSpec(Kind.OPAQUE, "", Duration.ZERO, 0, Order.NONE);
    }

    /**
     * Has each run read again what lies this close before the position, for records that appear
     * late. Meant for timestamps, and for resources that merge.
     *
     * @param newLag not negative
     * @return a changed copy
     */
    public CursorSpec lag(Duration newLag) {
        if (newLag.isNegative()) {
            throw new IllegalArgumentException("a lag is not negative: " + newLag);
        }
        return new CursorSpec(kind, column, newLag, lagNumber, order);
    }

    /**
     * The same for cursors that are numbers.
     *
     * @param newLag not negative, in the cursor's own unit
     * @return a changed copy
     */
    public CursorSpec lag(long newLag) {
        if (newLag < 0) {
            throw new IllegalArgumentException("a lag is not negative: " + newLag);
        }
        return new CursorSpec(kind, column, lag, newLag, order);
    }

    /**
     * Declares that records come ordered by the cursor, so that reading can stop early.
     *
     * @param newOrder never null
     * @return a changed copy
     */
    public CursorSpec ordered(Order newOrder) {
        Objects.requireNonNull(newOrder, "order");
        return new CursorSpec(kind, column, lag, lagNumber, newOrder);
    }

    /**
     * What the values are.
     *
     * @return never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The column's name.
     *
     * @return empty if the cursor is opaque
     */
    public String column() {
        return column;
    }

    /**
     * The lag of a timestamp cursor.
     *
     * @return zero unless set
     */
    public Duration lag() {
        return lag;
    }

    /**
     * The lag of a number cursor, in its own unit.
     *
     * @return zero unless set
     */
    public long lagNumber() {
        return lagNumber;
    }

    /**
     * In which order records come.
     *
     * @return never null
     */
    public Order order() {
        return order;
    }
}
