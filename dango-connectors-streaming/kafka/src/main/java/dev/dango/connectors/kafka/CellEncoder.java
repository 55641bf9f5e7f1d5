package dev.dango.connectors.kafka;

import dev.dango.spi.DataType;
import java.nio.charset.StandardCharsets;

/** Turns the bytes of a key or of a value into those of its cell. Not thread-safe. */
final class CellEncoder {

    private final Format format;
    private final Utf8 utf8 = new Utf8();

    CellEncoder(Format format) {
        this.format = format;
    }

    /** The type of the column that holds cells of this format. */
    static DataType type(Format format) {
        return switch (format) {
            case BYTES -> DataType.BINARY;
            case JSON -> DataType.JSON;
            case AUTO, STRING -> DataType.TEXT;
        };
    }

    /**
     * Whether the column can hold these bytes: a column of text or JSON holds no other bytes,
     * unless the user has said that it is all text.
     *
     * @param raw what the message holds; null fits every column
     */
    boolean fits(byte[] raw) {
        return raw == null
                || format == Format.BYTES
                || format == Format.STRING
                || utf8.isValid(raw);
    }

    /**
     * The bytes of the cell.
     *
     * @param raw bytes that fit
     * @return null for null
     */
    byte[] encode(byte[] raw) {
        if (raw == null) {
            return null;
        }
        return switch (format) {
            case AUTO, BYTES -> raw;
            case STRING -> utf8.isValid(raw) ? raw : replaced(raw);
            case JSON -> json(raw);
        };
    }

    private static byte[] replaced(byte[] raw) {
        return new String(raw, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** What is not JSON becomes a JSON string, so that the column holds nothing but JSON. */
    private static byte[] json(byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        return Json.kind(text).isPresent() ? raw : Json.write(json -> json.writeString(text));
    }
}
