package dev.dango.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dango.spi.RecordSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The records of a page: where they stand in its bytes. They go to the sink as the bytes they came
 * in; only columns to add make a copy necessary. Immutable.
 */
public final class Records {

    /** The column that takes a record which is not an object. */
    private static final String VALUE = "value";

    private final byte[] json;
    private final List<Span> groups = new ArrayList<>();
    private final List<Span> records = new ArrayList<>();
    private boolean plain = true;

    private Records(byte[] json) {
        this.json = json;
    }

    /**
     * Finds the records of a page.
     *
     * @param json the page in UTF-8
     * @param selector names an array of records, or one record
     * @throws IOException if the page is not JSON
     */
    public static Records at(JsonPointer selector, byte[] json) throws IOException {
        Records found = new Records(json);
        selector.visit(json, 0, json.length, found::take);
        return found;
    }

    private void take(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            int before = records.size();
            record(in);
            groups.addAll(records.subList(before, records.size()));
            return;
        }
        int start = Math.toIntExact(in.currentTokenLocation().getByteOffset());
        int before = records.size();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            record(in);
        }
        if (records.size() > before) {
            groups.add(new Span(start, Math.toIntExact(in.currentLocation().getByteOffset())));
        }
    }

    private void record(JsonParser in) throws IOException {
        JsonToken first = in.currentToken();
        plain &= first == JsonToken.START_OBJECT;
        if (first != JsonToken.VALUE_NULL) {
            records.add(Span.of(in, 0));
        }
    }

    /** How many there are. */
    public int count() {
        return records.size();
    }

    /** Where each stands. */
    public List<Span> spans() {
        return records;
    }

    /**
     * Pushes the records.
     *
     * @param columns JSON texts by column, to be added to every record
     */
    public void emit(Map<String, String> columns, RecordSink out) {
        if (plain && columns.isEmpty()) {
            groups.forEach(group -> out.json(json, group.start(), group.length()));
        } else if (!records.isEmpty()) {
            byte[] copy = withColumns(columns);
            out.json(copy, 0, copy.length);
        }
    }

    private byte[] withColumns(Map<String, String> columns) {
        StringBuilder text = new StringBuilder();
        columns.forEach(
                (name, value) ->
                        text.append(JsonText.write(name)).append(':').append(value).append(','));
        byte[] added = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream copy = new ByteArrayOutputStream(json.length + 64);
        copy.write('[');
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                copy.write(',');
            }
            append(records.get(i), added, copy);
        }
        copy.write(']');
        return copy.toByteArray();
    }

    private void append(Span record, byte[] added, ByteArrayOutputStream copy) {
        copy.write('{');
        if (json[record.start()] != '{') {
            copy.writeBytes(added);
            copy.writeBytes((JsonText.write(VALUE) + ":").getBytes(StandardCharsets.UTF_8));
            copy.write(json, record.start(), record.length());
            copy.write('}');
            return;
        }
        int rest = record.start() + 1;
        while (json[rest] <= ' ') {
            rest++;
        }
        boolean empty = json[rest] == '}';
        copy.write(added, 0, empty && added.length > 0 ? added.length - 1 : added.length);
        copy.write(json, rest, record.end() - rest);
    }
}
