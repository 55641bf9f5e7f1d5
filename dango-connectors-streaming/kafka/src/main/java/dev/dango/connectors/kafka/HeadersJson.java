package dev.dango.connectors.kafka;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Writes the headers of a message as one JSON object. A name that occurs several times has an array
 * of its values, in their order; a value that is not UTF-8 is written {@code {"base64": "..."}}.
 */
final class HeadersJson {

    private final Utf8 utf8 = new Utf8();

    void write(Headers headers, JsonGenerator json) throws IOException {
        Map<String, List<byte[]>> valuesByName = new LinkedHashMap<>();
        for (Header header : headers) {
            valuesByName
                    .computeIfAbsent(header.key(), name -> new ArrayList<>(1))
                    .add(header.value());
        }
        json.writeStartObject();
        for (Map.Entry<String, List<byte[]>> entry : valuesByName.entrySet()) {
            json.writeFieldName(entry.getKey());
            writeValues(entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private void writeValues(List<byte[]> values, JsonGenerator json) throws IOException {
        if (values.size() == 1) {
            writeValue(values.get(0), json);
            return;
        }
        json.writeStartArray();
        for (byte[] value : values) {
            writeValue(value, json);
        }
        json.writeEndArray();
    }

    private void writeValue(byte[] value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (utf8.isValid(value)) {
            json.writeString(new String(value, StandardCharsets.UTF_8));
        } else {
            json.writeStartObject();
            json.writeBinaryField("base64", value);
            json.writeEndObject();
        }
    }
}
