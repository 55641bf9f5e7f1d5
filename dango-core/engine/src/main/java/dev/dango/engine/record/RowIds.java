package dev.dango.engine.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dango.engine.dlt.DltJson;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Gives a record the id that follows from what is in it, where the way of writing finds rows again
 * by it: the hash of the key, or of the whole record, both as dlt makes them. Used by one thread.
 */
final class RowIds {

    private static final int BYTES = 10;
    private static final String RESERVED = "_dlt";

    private final WriteMode mode;
    private final List<String> key;
    private final RowBuilder builder;

    RowIds(ResourceSpec spec, RowBuilder builder) {
        this.mode = spec.mode();
        this.key = spec.primaryKey().stream().map(Names::dotted).toList();
        this.builder = builder;
    }

    /** Whether the whole record is needed to name it. */
    static boolean hashRecords(WriteMode mode) {
        return mode == WriteMode.SCD2;
    }

    private static boolean hashKeys(WriteMode mode) {
        return mode == WriteMode.UPSERT || mode == WriteMode.INSERT_ONLY;
    }

    /**
     * Names the record that stands in the builder, unless it brought an id.
     *
     * @param record the record as the connector pushed it; asked for only if it is needed
     */
    void name(Supplier<?> record) {
        if (hashKeys(mode)) {
            builder.nameRecord(hash(keyValues()));
            builder.numberRecord();
        } else if (hashRecords(mode)) {
            builder.nameRecord(hash(ownFields(record.get())));
        }
    }

    private static String hash(Map<String, Object> content) {
        return Shake128.base64(DltJson.sorted(content).getBytes(UTF_8), BYTES);
    }

    private Map<String, Object> keyValues() {
        TableBuffer rows = builder.root().rows();
        Map<String, Object> values = new TreeMap<>();
        for (String column : key) {
            values.put(
                    column,
                    rows.model()
                            .find(column)
                            .map(found -> rows.buffer(found).value(rows.rows()))
                            .orElse(null));
        }
        return values;
    }

    /** What dlt adds to a record is no part of its content. */
    private static Map<String, Object> ownFields(Object record) {
        Map<String, Object> own = new TreeMap<>();
        if (record instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> own.put(String.valueOf(name), value));
            own.keySet().removeIf(name -> name.startsWith(RESERVED));
        } else {
            own.put("value", record);
        }
        return own;
    }
}
