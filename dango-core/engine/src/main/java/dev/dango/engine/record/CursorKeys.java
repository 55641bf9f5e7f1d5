package dev.dango.engine.record;

import dev.dango.engine.state.CursorKey;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Reads the cursor's value out of a record's field. */
public final class CursorKeys {

    private CursorKeys() {}

    /**
     * Reads a value that comes from elsewhere than a record.
     *
     * @param kind what the cursor is over
     * @param found a text, a number, a date or a point in time
     * @return empty if it cannot be a position of such a cursor
     */
    public static Optional<CursorKey> find(CursorSpec.Kind kind, Object found) {
        boolean isPossible =
                found instanceof String
                        || (kind != CursorSpec.Kind.TEXT
                                && (found instanceof Number
                                        || found instanceof Instant
                                        || found instanceof LocalDate));
        return isPossible
                ? Optional.ofNullable(key(kind, MapRows.scalar(found, new Value())))
                : Optional.empty();
    }

    private static CursorKey key(CursorSpec.Kind kind, Value value) {
        return switch (kind) {
            case TIMESTAMP -> timestamp(value);
            case NUMBER -> number(value);
            default -> CursorKey.ofText(value.asText());
        };
    }

    static CursorKey of(CursorSpec cursor, Value value) {
        CursorKey key = key(cursor.kind(), value);
        if (key == null) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "the value \"%s\" in the cursor column \"%s\" is no %s"
                                    .formatted(
                                            value.asText(),
                                            cursor.column(),
                                            cursor.kind() == CursorSpec.Kind.NUMBER
                                                    ? "whole number"
                                                    : "point in time"))
                    .hint("Choose another cursor column for this table.");
        }
        return key;
    }

    private static CursorKey timestamp(Value value) {
        return switch (value.kind()) {
            case TIMESTAMP, LOCAL_TIMESTAMP -> CursorKey.ofMicros(value.number());
            case DATE -> CursorKey.ofMicros(value.number() * 86_400_000_000L);
            case INTEGER -> CursorKey.ofNumber(CursorSpec.Kind.TIMESTAMP, value.number());
            case DOUBLE -> CursorKey.ofMicros(Math.round(value.real() * 1e6));
            case TEXT -> timestamp(value.text());
            default -> null;
        };
    }

    private static CursorKey timestamp(String text) {
        long micros = IsoTimestamps.parse(text);
        if (micros != IsoTimestamps.NONE) {
            return CursorKey.ofMicros(micros);
        }
        long day = IsoTimestamps.parseDate(text);
        if (day != IsoTimestamps.NONE) {
            return CursorKey.ofMicros(day * 86_400_000_000L);
        }
        BigDecimal seconds = Coercion.parseDecimal(text);
        return seconds == null ? null : CursorKey.ofMicros(seconds.movePointRight(6).longValue());
    }

    private static CursorKey number(Value value) {
        if (value.kind() == DataType.INTEGER) {
            return CursorKey.ofNumber(CursorSpec.Kind.NUMBER, value.number());
        }
        BigDecimal decimal =
                switch (value.kind()) {
                    case TEXT -> Coercion.parseDecimal(value.text());
                    case DECIMAL -> value.decimal();
                    case DOUBLE -> BigDecimal.valueOf(value.real());
                    default -> null;
                };
        try {
            return decimal == null
                    ? null
                    : CursorKey.ofNumber(CursorSpec.Kind.NUMBER, decimal.longValueExact());
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
