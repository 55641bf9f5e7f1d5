package dev.dango.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Plain Java values as JSON text, and single JSON values as plain Java values. */
public final class JsonText {

    /** Answers are as long as they are: only nesting is limited. */
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(1_000_000)
                                    .build())
                    .build();

    private JsonText() {}

    /**
     * Writes a value.
     *
     * @param value null, String, Boolean, Number, Map, Iterable; anything else as its text
     */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            out.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else if (value instanceof Double || value instanceof Float) {
            out.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else {
            out.writeString(value.toString());
        }
    }

    /**
     * Reads one scalar.
     *
     * @param json the JSON text of a scalar
     * @return String, Long, BigDecimal, Boolean or null; objects and arrays as their text
     */
    public static Object scalar(String json) {
        try (JsonParser in = FACTORY.createParser(json)) {
            JsonToken token = in.nextToken();
            if (token == null) {
                return null;
            }
            return switch (token) {
                case VALUE_STRING -> in.getText();
                case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
                case VALUE_NULL -> null;
                case VALUE_NUMBER_INT ->
                        in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? in.getDecimalValue()
                                : (Object) in.getLongValue();
                case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
                default -> json;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
