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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
     * Reads one scalar, fractions with all their digits, since the text may be sent again.
     *
     * @param json the JSON text of a scalar
     * @return String, Long, BigInteger, BigDecimal, Boolean or null; objects and arrays as their
     *     text
     */
    public static Object scalar(String json) {
        try (JsonParser in = FACTORY.createParser(json)) {
            JsonToken token = in.nextToken();
            if (token == null || token.isStructStart()) {
                return json;
            }
            return token == JsonToken.VALUE_NUMBER_FLOAT ? in.getDecimalValue() : value(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one value of any kind. Fractions become doubles as they do where records are passed on
     * as they came, unless that would change a digit.
     *
     * @return Map, List, String, Long, BigInteger, Double, BigDecimal, Boolean or null
     * @throws IOException if it is not JSON
     */
    public static Object value(byte[] json, int offset, int length) throws IOException {
        try (JsonParser in = FACTORY.createParser(json, offset, length)) {
            in.nextToken();
            return value(in);
        }
    }

    /**
     * A scalar as a cell of a table.
     *
     * @param json the JSON text of a scalar
     * @return as {@link #scalar}, with fractions as {@link #value} gives them
     */
    public static Object cell(String json) {
        Object scalar = scalar(json);
        return scalar instanceof BigDecimal decimal ? fraction(decimal) : scalar;
    }

    private static Number fraction(BigDecimal decimal) {
        double real = decimal.doubleValue();
        boolean same = Double.isFinite(real) && BigDecimal.valueOf(real).compareTo(decimal) == 0;
        return same ? (Number) real : decimal;
    }

    private static Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
            case VALUE_NUMBER_INT -> whole(in);
            case VALUE_NUMBER_FLOAT -> fraction(in.getDecimalValue());
            case VALUE_NULL -> null;
            default -> in.getText();
        };
    }

    private static Number whole(JsonParser in) throws IOException {
        return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? in.getBigIntegerValue()
                : (Number) in.getLongValue();
    }

    private static Map<String, Object> object(JsonParser in) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, value(in));
        }
        return members;
    }

    private static List<Object> array(JsonParser in) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(in));
        }
        return elements;
    }
}
