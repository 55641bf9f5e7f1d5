package dev.dango.engine.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

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

    /** What the parser says of itself rather than of the text. */
    private static final Pattern INTERNALS = Pattern.compile(", from `[^`]*`");

    private final RowBuilder builder;
    private final Records records;
    private final Value value = new Value();
    private long objects;

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
        try (JsonParser parser = JsonText.FACTORY.createParser(utf8, offset, length)) {
            JsonToken first = parser.nextToken();
            if (parser.currentLocation().getByteOffset() < 0) {
                throw notJson("it is not in UTF-8", null);
            }
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
        String reason = INTERNALS.matcher(why).replaceAll("");
        return SourceException.of(
                        ErrorKind.REMOTE, "the answer is not the JSON it should be: " + reason)
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
        long object = ++objects;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            FieldNode field = node.field(parser.currentName());
            if (field.isAgainIn(object)) {
                builder.warnOnce(
                        "field \"%s\" of table %s comes more than once in a record; of two values the later is kept"
                                .formatted(
                                        parser.currentName(), field.table().rows().model().name()));
            }
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

    /** A number that a double would change is kept with all its digits. */
    private Value real(JsonParser parser) throws IOException {
        double real = parser.getDoubleValue();
        char[] chars = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int length = parser.getTextLength();
        if (Reals.isSurelyExact(real, length)) {
            return value.real(real);
        }
        try {
            BigDecimal decimal = new BigDecimal(chars, offset, length);
            return Reals.isExact(real, decimal) ? value.real(real) : value.decimal(decimal);
        } catch (NumberFormatException e) {
            // an exponent beyond what even a decimal can have
            return value.text(new String(chars, offset, length));
        }
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
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (child == null) {
                child = field.list();
                index = child.rows().nextIndex(parentRow);
            }
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(parser, child.fields());
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                listInList(parser, child);
            } else {
                value(parser, child.fields().field("value"));
            }
            builder.endChild(child, parent, parentRow, index++);
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
