package dev.dango.engine.record;

import dev.dango.spi.DataType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** One value on its way into a cell. Reused for value after value, so that none is boxed. */
final class Value {

    private DataType kind = DataType.TEXT;
    private long number;
    private Object object;
    private char[] chars;
    private int offset;
    private int length;

    /** What a number in a cell of this type stands for. */
    static Object object(DataType type, long number) {
        return switch (type) {
            case BOOLEAN -> number != 0;
            case DOUBLE -> Double.longBitsToDouble(number);
            case DATE -> LocalDate.ofEpochDay(number);
            case TIME -> LocalTime.ofNanoOfDay(number * 1000);
            case TIMESTAMP -> IsoTimestamps.instant(number);
            case LOCAL_TIMESTAMP ->
                    LocalDateTime.ofInstant(IsoTimestamps.instant(number), ZoneOffset.UTC);
            default -> number;
        };
    }

    DataType kind() {
        return kind;
    }

    /** Booleans as 0 or 1, doubles as their bits, dates as days, times as microseconds. */
    long number() {
        return number;
    }

    double real() {
        return Double.longBitsToDouble(number);
    }

    BigDecimal decimal() {
        return (BigDecimal) object;
    }

    byte[] bytes() {
        return (byte[]) object;
    }

    /** The text of a TEXT or JSON value. */
    String text() {
        if (object == null) {
            object = new String(chars, offset, length);
        }
        return (String) object;
    }

    /** What people would write for it. */
    String asText() {
        return kind == DataType.TEXT || kind == DataType.JSON ? text() : JsonText.of(this);
    }

    boolean isChars() {
        return object == null;
    }

    char[] chars() {
        return chars;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    Value bool(boolean value) {
        return number(DataType.BOOLEAN, value ? 1 : 0);
    }

    Value integer(long value) {
        return number(DataType.INTEGER, value);
    }

    Value real(double value) {
        return number(DataType.DOUBLE, Double.doubleToRawLongBits(value));
    }

    Value number(DataType newKind, long value) {
        kind = newKind;
        number = value;
        object = null;
        return this;
    }

    Value decimal(BigDecimal value) {
        return object(DataType.DECIMAL, value);
    }

    Value text(String value) {
        return object(DataType.TEXT, value);
    }

    Value binary(byte[] value) {
        return object(DataType.BINARY, value);
    }

    Value json(String value) {
        return object(DataType.JSON, value);
    }

    Value text(char[] source, int start, int count) {
        kind = DataType.TEXT;
        object = null;
        chars = source;
        offset = start;
        length = count;
        return this;
    }

    private Value object(DataType newKind, Object value) {
        kind = newKind;
        object = value;
        return this;
    }
}
