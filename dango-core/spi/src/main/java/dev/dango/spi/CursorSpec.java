package dev.dango.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

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

    /** What becomes of a record without a value in the cursor's column. */
    public enum Missing {
        /** The load of the table fails. */
        RAISE,
        /** The record is loaded, by every run that reads it. */
        INCLUDE,
        /** The record is left out. */
        EXCLUDE
    }

    private final Kind kind;
    private final String column;
    private Duration lag = Duration.ZERO;
    private long lagNumber;
    private Order order = Order.NONE;
    private Missing missing;
    private String from;
    private String until;
    private boolean startOpen;
    private boolean endClosed;
    private boolean startLoose;

    private CursorSpec(Kind kind, String column) {
        this.kind = kind;
        this.column = Objects.requireNonNull(column, "column");
    }

    private CursorSpec with(Consumer<CursorSpec> change) {
        CursorSpec copy = new CursorSpec(kind, column);
        copy.lag = lag;
        copy.lagNumber = lagNumber;
        copy.order = order;
        copy.missing = missing;
        copy.from = from;
        copy.until = until;
        copy.startOpen = startOpen;
        copy.endClosed = endClosed;
        copy.startLoose = startLoose;
        change.accept(copy);
        return copy;
    }

    /**
     * A cursor over points in time: ISO-8601 texts, or numbers that count seconds since 1970
     * (milliseconds from 100,000,000,000 on).
     *
     * @param column its name
     * @return never null
     */
    public static CursorSpec timestamp(String column) {
        return new CursorSpec(Kind.TIMESTAMP, column);
    }

    /**
     * A cursor over whole numbers.
     *
     * @param column its name
     * @return never null
     */
    public static CursorSpec number(String column) {
        return new CursorSpec(Kind.NUMBER, column);
    }

    /**
     * A cursor over texts that grow in the order of their code points.
     *
     * @param column its name
     * @return never null
     */
    public static CursorSpec text(String column) {
        return new CursorSpec(Kind.TEXT, column);
    }

    /**
     * A cursor that only the connector understands: offsets, delta tokens, fingerprints. It moves
     * by {@link IncrementalCursor#advanceTo}.
     *
     * @return never null
     */
    public static CursorSpec opaque() {
        return new CursorSpec(Kind.OPAQUE, "");
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
        return with(copy -> copy.lag = newLag);
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
        return with(copy -> copy.lagNumber = newLag);
    }

    /**
     * Declares that records come ordered by the cursor, so that reading can stop early.
     *
     * @param newOrder never null
     * @return a changed copy
     */
    public CursorSpec ordered(Order newOrder) {
        Objects.requireNonNull(newOrder, "order");
        return with(copy -> copy.order = newOrder);
    }

    /**
     * Says what becomes of records without a value. Unless set, they are refused where they would
     * be added again by every run, and loaded where a key tells them apart.
     *
     * @param what never null
     * @return a changed copy
     */
    public CursorSpec missing(Missing what) {
        Objects.requireNonNull(what, "missing");
        return with(copy -> copy.missing = what);
    }

    /**
     * Sets where the first run begins: records before are left out.
     *
     * @param value inclusive, in the form of a position: {@code 2024-06-01T00:00:00Z}, a whole
     *     number, a text
     * @return a changed copy
     */
    public CursorSpec from(String value) {
        Objects.requireNonNull(value, "from");
        return with(copy -> copy.from = value);
    }

    /**
     * Sets where every run ends, for good. What lies in such a closed range is read anew by each
     * run, and no position is kept: dlt's rule for an end value.
     *
     * @param value exclusive, in the form of a position
     * @return a changed copy
     */
    public CursorSpec until(String value) {
        Objects.requireNonNull(value, "until");
        return with(copy -> copy.until = value);
    }

    /**
     * Has a run begin after the position rather than at it: right where values are never shared by
     * two records.
     *
     * @return a changed copy
     */
    public CursorSpec startOpen() {
        return with(copy -> copy.startOpen = true);
    }

    /**
     * Has records pass that are older than what was asked for: right where the service is asked for
     * what changed, and knows of changes that the column does not show. Meant for resources that
     * merge, and whose newest records do not come first.
     *
     * @return a changed copy
     */
    public CursorSpec startLoose() {
        return with(copy -> copy.startLoose = true);
    }

    /**
     * Has the end set by {@link #until(String)} belong to the range.
     *
     * @return a changed copy
     */
    public CursorSpec endClosed() {
        return with(copy -> copy.endClosed = true);
    }

    /**
     * What becomes of records without a value.
     *
     * @return empty unless set
     */
    public Optional<Missing> missing() {
        return Optional.ofNullable(missing);
    }

    /**
     * Where the first run begins.
     *
     * @return empty unless set
     */
    public Optional<String> from() {
        return Optional.ofNullable(from);
    }

    /**
     * Where every run ends.
     *
     * @return empty unless set
     */
    public Optional<String> until() {
        return Optional.ofNullable(until);
    }

    /**
     * Whether a run begins after the position.
     *
     * @return false unless set
     */
    public boolean isStartOpen() {
        return startOpen;
    }

    /**
     * Whether records pass that are older than what was asked for.
     *
     * @return false unless set
     */
    public boolean isStartLoose() {
        return startLoose;
    }

    /**
     * Whether the end belongs to the range.
     *
     * @return false unless set
     */
    public boolean isEndClosed() {
        return endClosed;
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
