package dev.dango.engine.record;

import dev.dango.spi.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Puts a value into a cell of a column that may have another type: converted where that is exact,
 * refused otherwise. The table of what converts to what is dlt's, but for numbers that would lose
 * digits: those are refused here.
 */
final class Coercion {

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    private Coercion() {}

    /**
     * Stores a value.
     *
     * @return false if the column's type cannot hold it; the cell is then untouched
     */
    static boolean store(ColumnBuffer cells, int row, Value value) {
        DataType type = cells.column().type().base();
        return switch (type) {
            case TEXT, JSON -> storeText(cells, row, value, type);
            case INTEGER ->
                    storeNumber(cells, row, toLong(value), value.kind() == DataType.INTEGER);
            case DOUBLE -> storeDouble(cells, row, value);
            case BOOLEAN -> storeBoolean(cells, row, value);
            case DECIMAL -> storeDecimal(cells, row, value);
            case TIMESTAMP, LOCAL_TIMESTAMP -> storeInstant(cells, row, value);
            case DATE -> storeDate(cells, row, value);
            case TIME -> storeTime(cells, row, value);
            case BINARY -> storeBinary(cells, row, value);
        };
    }

    private static boolean storeText(ColumnBuffer cells, int row, Value value, DataType type) {
        if (value.kind() == DataType.TEXT && type == DataType.JSON) {
            // DuckDB would refuse the whole load over one text that is no JSON
            cells.setText(
                    row,
                    JsonText.isJson(value.text()) ? value.text() : JsonText.quote(value.text()));
            return true;
        }
        if (value.kind() == DataType.TEXT && value.isChars()) {
            cells.setText(row, value.chars(), value.offset(), value.length());
        } else if (value.kind() == DataType.TEXT || value.kind() == DataType.JSON) {
            cells.setText(row, value.text());
        } else {
            cells.setText(row, type == DataType.JSON ? JsonText.of(value) : asText(value));
        }
        return true;
    }

    private static boolean storeNumber(
            ColumnBuffer cells, int row, long number, boolean anyNumberIsGood) {
        if (number == IsoTimestamps.NONE && !anyNumberIsGood) {
            return false;
        }
        cells.setNumber(row, number);
        return true;
    }

    private static long toLong(Value value) {
        return switch (value.kind()) {
            case INTEGER -> value.number();
            case DOUBLE -> wholeOf(value.real());
            case DECIMAL -> wholeOf(value.decimal());
            case TEXT -> wholeOf(parseDecimal(value.text()));
            default -> IsoTimestamps.NONE;
        };
    }

    private static long wholeOf(double real) {
        return real == Math.rint(real) && Math.abs(real) < 0x1p63
                ? (long) real
                : IsoTimestamps.NONE;
    }

    private static long wholeOf(BigDecimal decimal) {
        if (decimal == null
                || decimal.compareTo(MIN_LONG) < 0
                || decimal.compareTo(MAX_LONG) > 0
                || decimal.stripTrailingZeros().scale() > 0) {
            return IsoTimestamps.NONE;
        }
        return decimal.longValueExact();
    }

    private static boolean storeDouble(ColumnBuffer cells, int row, Value value) {
        double real;
        switch (value.kind()) {
            case DOUBLE -> real = value.real();
            case INTEGER -> {
                real = (double) value.number();
                if ((long) real != value.number() || real == 0x1p63) {
                    return false;
                }
            }
            case DECIMAL -> {
                real = value.decimal().doubleValue();
                if (!Reals.isExact(real, value.decimal())) {
                    return false;
                }
            }
            case TEXT -> {
                BigDecimal parsed = parseDecimal(value.text());
                real = parsed == null ? Double.NaN : parsed.doubleValue();
                if (parsed == null || !Reals.isExact(real, parsed)) {
                    return false;
                }
            }
            default -> {
                return false;
            }
        }
        cells.setNumber(row, Double.doubleToRawLongBits(real));
        return true;
    }

    private static boolean storeBoolean(ColumnBuffer cells, int row, Value value) {
        int truth =
                switch (value.kind()) {
                    case BOOLEAN -> (int) value.number();
                    case INTEGER -> value.number() != 0 ? 1 : 0;
                    case DOUBLE -> value.real() != 0 ? 1 : 0;
                    case DECIMAL -> value.decimal().signum() != 0 ? 1 : 0;
                    case TEXT -> truthOf(value.text());
                    default -> -1;
                };
        if (truth < 0) {
            return false;
        }
        cells.setNumber(row, truth);
        return true;
    }

    private static int truthOf(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "t", "y", "1" -> 1;
            case "no", "false", "f", "n", "0" -> 0;
            default -> -1;
        };
    }

    private static boolean storeDecimal(ColumnBuffer cells, int row, Value value) {
        BigDecimal decimal =
                switch (value.kind()) {
                    case DECIMAL -> value.decimal();
                    case INTEGER -> BigDecimal.valueOf(value.number());
                    case DOUBLE ->
                            Double.isFinite(value.real()) ? BigDecimal.valueOf(value.real()) : null;
                    case TEXT -> parseDecimal(value.text());
                    default -> null;
                };
        if (decimal == null) {
            return false;
        }
        ColumnType type = cells.column().type();
        if ((long) decimal.precision() - decimal.scale() > type.precision()) {
            // written out, a number like 1e999999999 would fill memory
            return false;
        }
        try {
            BigDecimal fitted = decimal.setScale(type.scale(), RoundingMode.UNNECESSARY);
            if (fitted.precision() > type.precision()) {
                return false;
            }
            if (cells.isBytes()) {
                cells.setText(row, fitted.toPlainString());
            } else {
                cells.setNumber(row, fitted.unscaledValue().longValueExact());
            }
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static boolean storeInstant(ColumnBuffer cells, int row, Value value) {
        long micros =
                switch (value.kind()) {
                    case TIMESTAMP, LOCAL_TIMESTAMP -> value.number();
                    case DATE -> value.number() * MICROS_PER_DAY;
                    case INTEGER -> epochMicros(value.number());
                    case DOUBLE -> epochMicros(value.real());
                    case TEXT -> instantOf(value.text());
                    default -> IsoTimestamps.NONE;
                };
        return storeNumber(cells, row, micros, false);
    }

    private static long epochMicros(double seconds) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > MAX_EPOCH_SECONDS) {
            return IsoTimestamps.NONE;
        }
        long micros = Math.round(seconds * MICROS_PER_SECOND);
        return micros / (double) MICROS_PER_SECOND == seconds ? micros : IsoTimestamps.NONE;
    }

    private static long epochMicros(BigDecimal seconds) {
        BigDecimal micros = seconds.movePointRight(6);
        boolean fits =
                Math.abs(seconds.doubleValue()) <= MAX_EPOCH_SECONDS
                        && micros.stripTrailingZeros().scale() <= 0;
        return fits ? micros.longValueExact() : IsoTimestamps.NONE;
    }

    private static long epochMicros(long seconds) {
        // no Math.abs, which leaves the smallest of all numbers negative
        return seconds > MAX_EPOCH_SECONDS || seconds < -MAX_EPOCH_SECONDS
                ? IsoTimestamps.NONE
                : seconds * MICROS_PER_SECOND;
    }

    private static long instantOf(String text) {
        long micros = IsoTimestamps.parse(text);
        if (micros != IsoTimestamps.NONE) {
            return micros;
        }
        long day = IsoTimestamps.parseDate(text);
        if (day != IsoTimestamps.NONE) {
            return day * MICROS_PER_DAY;
        }
        BigDecimal seconds = parseDecimal(text);
        return seconds == null ? IsoTimestamps.NONE : epochMicros(seconds);
    }

    private static boolean storeDate(ColumnBuffer cells, int row, Value value) {
        long day =
                switch (value.kind()) {
                    case DATE -> value.number();
                    case TIMESTAMP, LOCAL_TIMESTAMP ->
                            Math.floorDiv(value.number(), MICROS_PER_DAY);
                    case TEXT -> dayOf(value.text());
                    case INTEGER -> dayOfEpoch((double) value.number());
                    case DOUBLE -> dayOfEpoch(value.real());
                    default -> IsoTimestamps.NONE;
                };
        return storeNumber(cells, row, day, false);
    }

    private static long dayOfEpoch(double seconds) {
        return Math.abs(seconds) <= MAX_EPOCH_SECONDS
                ? (long) Math.floor(seconds / 86_400)
                : IsoTimestamps.NONE;
    }

    private static long dayOf(String text) {
        long day = IsoTimestamps.parseDate(text);
        if (day != IsoTimestamps.NONE) {
            return day;
        }
        long micros = IsoTimestamps.parse(text);
        return micros == IsoTimestamps.NONE ? micros : Math.floorDiv(micros, MICROS_PER_DAY);
    }

    private static boolean storeTime(ColumnBuffer cells, int row, Value value) {
        if (value.kind() == DataType.TIME) {
            cells.setNumber(row, value.number());
            return true;
        }
        if (value.kind() != DataType.TEXT) {
            return false;
        }
        long micros = IsoTimestamps.parse("1970-01-01T" + value.text());
        boolean isTime = micros >= 0 && micros < MICROS_PER_DAY;
        return isTime && storeNumber(cells, row, micros, false);
    }

    private static boolean storeBinary(ColumnBuffer cells, int row, Value value) {
        byte[] bytes =
                switch (value.kind()) {
                    case BINARY -> value.bytes();
                    case TEXT -> bytesOf(value.text());
                    case INTEGER -> littleEndian(value.number());
                    default -> null;
                };
        if (bytes == null) {
            return false;
        }
        cells.setBytes(row, bytes, 0, bytes.length);
        return true;
    }

    /** As few bytes as the number needs; a negative one has no such form. */
    private static byte[] littleEndian(long number) {
        if (number < 0) {
            return null;
        }
        byte[] bytes = new byte[(64 - Long.numberOfLeadingZeros(number) + 7) / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    private static byte[] bytesOf(String text) {
        try {
            return text.startsWith("0x")
                    ? HexFormat.of().parseHex(text, 2, text.length())
                    : text.length() % 4 == 0 ? Base64.getDecoder().decode(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A decimal or hexadecimal number, or null. */
    static BigDecimal parseDecimal(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > 400) {
            return null;
        }
        try {
            return trimmed.startsWith("0x")
                    ? new BigDecimal(new BigInteger(trimmed.substring(2), 16))
                    : plain(new BigDecimal(trimmed));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Guards against exponents that would fill memory once written out. */
    private static BigDecimal plain(BigDecimal decimal) {
        return Math.abs((long) decimal.scale()) > 10_000 ? null : decimal;
    }

    /** How dlt writes a value of another type into a text column. */
    private static String asText(Value value) {
        return switch (value.kind()) {
            case BOOLEAN -> value.number() != 0 ? "True" : "False";
            case INTEGER -> Long.toString(value.number());
            case DOUBLE -> Double.toString(value.real());
            case DECIMAL -> JsonText.plain(value.decimal());
            case BINARY -> Base64.getEncoder().encodeToString(value.bytes());
            default -> JsonText.plain(value);
        };
    }
}
