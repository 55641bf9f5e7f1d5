package dev.dango.engine.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * The way in for records that come as JSON: tokens go straight into cells, no tree is built. Used
 * by one thread.
 */
public final class JsonRows {

    /** Decides about a record once all of it has been seen. */
    public interface Records {

        /**
         * Takes one record, which stands in the builder, not yet ended.
         *
         * @param raw the bytes the record came in
         * @param offset its first byte
         * @param length its number of bytes
         */
        void record(byte[] raw, int offset, int length);

        /**
         * Hears the value of the cursor's field.
         *
         * @param value what was found
         */
        void cursor(Value value);
    }

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(10_000)
                                    .maxNestingDepth(1_000)
                                    .build())
                    .build();

    private final RowBuilder builder;
    private final Records records;
    private final Value value = new Value();

    JsonRows(RowBuilder builder, Records records) {
        this.builder = builder;
        this.records = records;
    }

    /**
     * Takes one object or an array of objects.
     *
     * @param utf8 holds the JSON
     * @param offset first byte
     * @param length number of bytes
     */
    void read(byte[] utf8, int offset, int length) {
        try (JsonParser parser = FACTORY.createParser(utf8, offset, length)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    record(parser, utf8, offset);
                }
            } else if (first != null) {
                record(parser, utf8, offset);
            }
            if (parser.nextToken() != null) {
                throw notJson("more than one value", null);
            }
        } catch (JsonProcessingException e) {
            throw notJson(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw notJson(e.getMessage(), e);
        }
    }

    private static SourceException notJson(String why, Exception cause) {
        return SourceException.of(
                        ErrorKind.REMOTE, "the answer is not the JSON it should be: " + why)
                .causedBy(cause);
    }

    private void record(JsonParser parser, byte[] utf8, int offset) throws IOException {
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        FieldNode fields = builder.root().fields();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(parser, fields);
        } else {
            value(parser, fields.field("value"));
        }
        int end = offset + (int) parser.currentLocation().getByteOffset();
        records.record(utf8, start, end - start);
    }

    private void object(JsonParser parser, FieldNode node) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            FieldNode field = node.field(parser.currentName());
            parser.nextToken();
            value(parser, field);
        }
    }

    private void value(JsonParser parser, FieldNode field) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_STRING ->
                    put(
                            field,
                            value.text(
                                    parser.getTextCharacters(),
                                    parser.getTextOffset(),
                                    parser.getTextLength()));
            case VALUE_NUMBER_INT -> put(field, integer(parser));
            case VALUE_NUMBER_FLOAT -> put(field, real(parser));
            case VALUE_TRUE -> put(field, value.bool(true));
            case VALUE_FALSE -> put(field, value.bool(false));
            case START_OBJECT -> {
                if (field.level() >= builder.maxLevel() || field.isJsonColumn()) {
                    put(field, value.json(JsonText.copy(parser)));
                } else {
                    object(parser, field);
                }
            }
            case START_ARRAY -> {
                if (field.level() >= builder.maxLevel() || field.isJsonColumn()) {
                    put(field, value.json(JsonText.copy(parser)));
                } else if (field.isListRefused()) {
                    field.refuseList(JsonText.copy(parser));
                } else {
                    list(parser, field);
                }
            }
            default -> throw new IllegalStateException("unexpected " + parser.currentToken());
        }
    }

    /** A number that no double reaches is kept with all its digits. */
    private Value real(JsonParser parser) throws IOException {
        double real = parser.getDoubleValue();
        return Double.isFinite(real) ? value.real(real) : value.decimal(parser.getDecimalValue());
    }

    private Value integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? value.decimal(new BigDecimal(parser.getBigIntegerValue()))
                : value.integer(parser.getLongValue());
    }

    private void put(FieldNode field, Value found) {
        if (field.isCursor()) {
            records.cursor(found);
        }
        field.put(found);
    }

    private void list(JsonParser parser, FieldNode field) throws IOException {
        TableBuffer parent = field.table().rows();
        int parentRow = parent.rows();
        TableNode child = null;
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            if (child == null) {
                child = field.list();
            }
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(parser, child.fields());
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                listInList(parser, child);
            } else {
                value(parser, child.fields().field("value"));
            }
            builder.endChild(child, parent, parentRow, index);
        }
    }

    /** dlt's shape: an empty row here, whose own child table holds the inner list. */
    private void listInList(JsonParser parser, TableNode child) throws IOException {
        if (child.fields().level() >= builder.maxLevel()) {
            put(child.fields().field("value"), value.json(JsonText.copy(parser)));
        } else if (child.fields().isListRefused()) {
            child.fields().refuseList(JsonText.copy(parser));
        } else {
            list(parser, child.fields());
        }
    }
}
