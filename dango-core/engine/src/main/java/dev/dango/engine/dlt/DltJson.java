package dev.dango.engine.dlt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON to the letter as dlt writes it, so that hashes of it are dlt's: compact, in UTF-8, numbers
 * in their shortest form, dates as Python prints them.
 */
public final class DltJson {

    /** Numbers with more digits before the point are written with an exponent. */
    private static final int MOST_DIGITS = 16;

    /** And so are numbers with as many zeros after it. */
    private static final int TOO_MANY_ZEROS = 5;

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    private DltJson() {}

    /**
     * The text of a value.
     *
     * @param value maps, lists, texts, numbers, dates; may be null
     * @return the keys of all objects stand in the order they have
     */
    public static String text(Object value) {
        return write(value, false);
    }

    /**
     * The text of a value by which equal values are recognized.
     *
     * @param value maps, lists, texts, numbers, dates; may be null
     * @return the keys of all objects are sorted
     */
    public static String sorted(Object value) {
        return write(value, true);
    }

    /**
     * The hash dlt gives to versions.
     *
     * @param parts what is hashed, one after the other
     * @return Base64 of SHA3-256
     */
    public static String hash(Iterable<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA3-256");
            parts.forEach(part -> digest.update(part.getBytes(UTF_8)));
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object value, boolean sorted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(out, value, sorted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Object value, boolean sorted) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : (sorted ? sortedByKey(map) : map).entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(out, entry.getValue(), sorted);
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                write(out, item, sorted);
            }
            out.writeEndArray();
        } else {
            writeScalar(out, value);
        }
    }

    private static Map<?, ?> sortedByKey(Map<?, ?> map) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted;
    }

    private static void writeScalar(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof Double || value instanceof Float) {
            writeDouble(out, ((Number) value).doubleValue());
        } else if (value instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else if (value instanceof Number number && !(value instanceof BigDecimal)) {
            out.writeNumber(number.longValue());
        } else if (value instanceof byte[] bytes) {
            out.writeString(Base64.getEncoder().encodeToString(bytes));
        } else {
            out.writeString(plain(value));
        }
    }

    private static String plain(Object value) {
        if (value instanceof Instant instant) {
            return PythonTime.text(instant);
        }
        if (value instanceof OffsetDateTime time) {
            return PythonTime.text(time);
        }
        if (value instanceof ZonedDateTime time) {
            return PythonTime.text(time.toOffsetDateTime());
        }
        if (value instanceof LocalDateTime time) {
            return PythonTime.text(time);
        }
        return value instanceof LocalTime time ? PythonTime.text(time) : value.toString();
    }

    private static void writeDouble(JsonGenerator out, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumber(shortest(value));
        } else {
            out.writeNull();
        }
    }

    private static String shortest(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + place(digits, digits.length() - exact.scale());
    }

    /** Puts the point into or beside the digits; {@code point} counts the digits before it. */
    private static String place(String digits, int point) {
        if (point > MOST_DIGITS || point <= -TOO_MANY_ZEROS) {
            String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
            return digits.charAt(0) + rest + "e" + (point - 1);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        return digits.length() <= point
                ? digits + "0".repeat(point - digits.length()) + ".0"
                : digits.substring(0, point) + "." + digits.substring(point);
    }
}
