package dev.dango.engine.state;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** A value of a cursor in a form that can be compared, subtracted from and written down. */
public final class CursorKey implements Comparable<CursorKey> {

    private static final long MICROS_PER_SECOND = 1_000_000L;

    /** From here on, whole numbers in timestamp cursors count milliseconds. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private final CursorSpec.Kind kind;
    private final long number;
    private final String text;

    private CursorKey(CursorSpec.Kind kind, long number, String text) {
        this.kind = kind;
        this.number = number;
        this.text = text;
    }

    /**
     * A point in time.
     *
     * @param instant kept to the microsecond
     * @return never null
     */
    public static CursorKey of(Instant instant) {
        return ofMicros(instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000);
    }

    /**
     * A point in time.
     *
     * @param micros microseconds since 1970
     * @return never null
     */
    public static CursorKey ofMicros(long micros) {
        return new CursorKey(CursorSpec.Kind.TIMESTAMP, micros, null);
    }

    /**
     * A whole number found in a record.
     *
     * @param kind what the cursor is over
     * @param value the number; seconds or milliseconds since 1970 in a timestamp cursor
     * @return never null
     */
    public static CursorKey ofNumber(CursorSpec.Kind kind, long value) {
        return switch (kind) {
            case TIMESTAMP ->
                    ofMicros(
                            Math.abs(value) < FIRST_MILLIS
                                    ? value * MICROS_PER_SECOND
                                    : value * 1000);
            case NUMBER -> new CursorKey(kind, value, null);
            default -> new CursorKey(CursorSpec.Kind.TEXT, 0, Long.toString(value));
        };
    }

    /**
     * A text found in a record that is to be compared as one.
     *
     * @param text any text
     * @return never null
     */
    public static CursorKey ofText(String text) {
        return new CursorKey(CursorSpec.Kind.TEXT, 0, text);
    }

    /**
     * Reads back what {@link #toString} wrote.
     *
     * @param kind what the cursor is over
     * @param written a position
     * @return never null
     */
    public static CursorKey parse(CursorSpec.Kind kind, String written) {
        try {
            return switch (kind) {
                case TIMESTAMP -> of(Instant.parse(written));
                case NUMBER -> new CursorKey(kind, Long.parseLong(written), null);
                default -> ofText(written);
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "the saved cursor position \"%s\" is no %s"
                                    .formatted(
                                            written,
                                            kind == CursorSpec.Kind.NUMBER
                                                    ? "whole number"
                                                    : "timestamp"))
                    .hint("Run the source once with --full-refresh.")
                    .causedBy(e);
        }
    }

    /** A value that a connector or a user declares. */
    static CursorKey declared(CursorSpec spec, String written) {
        try {
            return parse(spec.kind(), written);
        } catch (SourceException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "\"%s\" is declared as an end of the range of cursor column \"%s\", but is no %s"
                                    .formatted(
                                            written,
                                            spec.column(),
                                            spec.kind() == CursorSpec.Kind.NUMBER
                                                    ? "whole number"
                                                    : "timestamp such as 2024-06-01T00:00:00Z"))
                    .causedBy(e);
        }
    }

    /**
     * An earlier value.
     *
     * @param lag taken off a point in time
     * @param lagNumber taken off a number
     * @return never null
     */
    public CursorKey less(Duration lag, long lagNumber) {
        return switch (kind) {
            case TIMESTAMP -> ofMicros(number - lag.toNanos() / 1000);
            case NUMBER -> new CursorKey(kind, number - lagNumber, null);
            default -> this;
        };
    }

    Instant instant() {
        return Instant.ofEpochSecond(
                Math.floorDiv(number, MICROS_PER_SECOND),
                Math.floorMod(number, MICROS_PER_SECOND) * 1000);
    }

    long number() {
        return number;
    }

    /**
     * The value itself.
     *
     * @return an {@link Instant}, a {@link Long} or a text
     */
    public Object value() {
        return switch (kind) {
            case TIMESTAMP -> instant();
            case NUMBER -> number;
            default -> text;
        };
    }

    @Override
    public int compareTo(CursorKey other) {
        return text == null ? Long.compare(number, other.number) : text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CursorKey key && key.kind == kind && key.compareTo(this) == 0;
    }

    @Override
    public int hashCode() {
        return text == null ? Long.hashCode(number) : text.hashCode();
    }

    @Override
    public String toString() {
        return switch (kind) {
            case TIMESTAMP -> instant().toString();
            case NUMBER -> Long.toString(number);
            default -> text;
        };
    }
}
