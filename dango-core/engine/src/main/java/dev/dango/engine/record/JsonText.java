package dev.dango.engine.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.spi.DataType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

/** Values as JSON text, for columns that keep JSON whole. */
final class JsonText {

    /**
     * Reads JSON of any size. Numbers and nesting have limits, since what they cost grows faster
     * than their length.
     */
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxNumberLength(10_000)
                                    .maxNestingDepth(500)
                                    .build())
                    .build();

    /** Makes maps, lists and plain values of it. */
    static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private JsonText() {}

    /** Whether a text is exactly one JSON value. */
    static boolean isJson(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** JSON as maps, lists and plain values; what is not JSON is but a text. */
    static Object parse(String text) {
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    static String quote(String text) {
        return write(generator -> generator.writeString(text));
    }

    /** The value the parser stands on, as it is: numbers keep all their digits. */
    static String copy(JsonParser parser) {
        return write(generator -> copy(parser, generator));
    }

    private static void copy(JsonParser parser, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token.isNumeric()) {
                out.writeNumber(parser.getText());
            } else {
                out.copyCurrentEvent(parser);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && parser.nextToken() != null);
    }

    /** A value of a connector's record. */
    static String of(Object value) {
        return write(generator -> generate(generator, value));
    }

    static String of(Value value) {
        return switch (value.kind()) {
            case BOOLEAN -> value.number() != 0 ? "true" : "false";
            case INTEGER -> Long.toString(value.number());
            case DOUBLE -> Double.isFinite(value.real()) ? Double.toString(value.real()) : "null";
            case DECIMAL -> plain(value.decimal());
            case TEXT -> quote(value.text());
            case JSON -> value.text();
            case BINARY -> quote(Base64.getEncoder().encodeToString(value.bytes()));
            default -> quote(plain(value));
        };
    }

    /** Without an exponent, unless the number would be nothing but zeros. */
    static String plain(BigDecimal decimal) {
        return Math.abs((long) decimal.scale()) > 1_000
                ? decimal.toString()
                : decimal.toPlainString();
    }

    /** Dates and times as ISO-8601. */
    static String plain(Value value) {
        if (value.kind() == DataType.DATE) {
            return LocalDate.ofEpochDay(value.number()).toString();
        }
        if (value.kind() == DataType.TIME) {
            return LocalTime.ofNanoOfDay(value.number() * 1000).toString();
        }
        Instant instant = IsoTimestamps.instant(value.number());
        return value.kind() == DataType.LOCAL_TIMESTAMP
                ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString()
                : instant.toString();
    }

    private static void generate(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                generate(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                generate(out, item);
            }
            out.writeEndArray();
        } else {
            generateScalar(out, value);
        }
    }

    private static void generateScalar(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof BigDecimal decimal) {
            out.writeNumber(decimal);
        } else if (value instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else if (value instanceof Double || value instanceof Float) {
            double real = ((Number) value).doubleValue();
            if (Double.isFinite(real)) {
                out.writeNumber(real);
            } else {
                out.writeNull();
            }
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof byte[] bytes) {
            out.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof OffsetDateTime time) {
            out.writeString(time.toInstant().toString());
        } else {
            out.writeString(value.toString());
        }
    }

    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private static String write(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
