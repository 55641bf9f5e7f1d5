package dev.dango.engine.record;

import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;

/**
 * The type of a column: what it holds and, for decimals, with how many digits.
 *
 * @param base what it holds
 * @param precision digits in all; 0 unless a decimal
 * @param scale digits behind the point; 0 unless a decimal
 */
public record ColumnType(DataType base, int precision, int scale) {

    /** Whole numbers that 64 bits cannot hold; dlt calls it wei. */
    public static final ColumnType HUGE_INTEGER = new ColumnType(DataType.DECIMAL, 38, 0);

    /** Any number of so many digits fits into 64 bits. */
    private static final int LONG_DIGITS = 18;

    /**
     * The type without digits of its own.
     *
     * @param base what it holds
     * @return decimals get the default digits
     */
    public static ColumnType of(DataType base) {
        return base == DataType.DECIMAL
                ? new ColumnType(base, TableSchema.DEFAULT_PRECISION, TableSchema.DEFAULT_SCALE)
                : new ColumnType(base, 0, 0);
    }

    /**
     * The type a connector declares.
     *
     * @param column the declaration
     * @return never null
     */
    public static ColumnType of(TableSchema.Column column) {
        return column.type() == DataType.DECIMAL
                ? new ColumnType(column.type(), column.precision(), column.scale())
                : of(column.type());
    }

    /** The type a column gets from its first value. */
    static ColumnType ofValue(Value value) {
        if (value.kind() == DataType.TEXT) {
            boolean instant = IsoTimestamps.parse(value.text()) != IsoTimestamps.NONE;
            return of(instant ? DataType.TIMESTAMP : DataType.TEXT);
        }
        return value.kind() == DataType.DECIMAL ? ofDecimal(value.decimal()) : of(value.kind());
    }

    /** Text is the way out for numbers with more digits than any decimal column has. */
    private static ColumnType ofDecimal(BigDecimal decimal) {
        boolean isInteger = decimal.scale() == 0;
        if (isInteger && decimal.precision() > 18 && decimal.unscaledValue().bitLength() >= 64) {
            return decimal.precision() <= HUGE_INTEGER.precision()
                    ? HUGE_INTEGER
                    : of(DataType.TEXT);
        }
        int whole = decimal.precision() - decimal.scale();
        ColumnType common = of(DataType.DECIMAL);
        if (decimal.scale() <= common.scale() && whole <= common.precision() - common.scale()) {
            return common;
        }
        return decimal.scale() <= 0 && whole <= HUGE_INTEGER.precision()
                ? HUGE_INTEGER
                : of(DataType.TEXT);
    }

    /**
     * dlt's word for the type, which ends the names of variant columns: {@code amount__v_text}.
     *
     * @return never null
     */
    public String word() {
        return switch (base) {
            case BOOLEAN -> "bool";
            case INTEGER -> "bigint";
            case DOUBLE -> "double";
            case DECIMAL -> scale == 0 && precision == 38 ? "wei" : "decimal";
            case BINARY -> "binary";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP, LOCAL_TIMESTAMP -> "timestamp";
            case JSON -> "json";
            default -> "text";
        };
    }

    /**
     * Whether values are kept as bytes rather than as a 64-bit number.
     *
     * @return true for text, binary, JSON, and decimals whose digits are too many
     */
    public boolean isBytes() {
        return switch (base) {
            case TEXT, BINARY, JSON -> true;
            case DECIMAL -> precision > LONG_DIGITS;
            default -> false;
        };
    }
}
