package dev.dango.connectors.rest;

import dev.dango.http.Endpoint;
import dev.dango.spi.DataType;
import dev.dango.spi.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns {@code columns} hints into declared columns and keys. */
final class Columns {

    private static final Map<String, DataType> TYPES =
            Map.of(
                    "text", DataType.TEXT,
                    "double", DataType.DOUBLE,
                    "bool", DataType.BOOLEAN,
                    "timestamp", DataType.TIMESTAMP,
                    "date", DataType.DATE,
                    "bigint", DataType.INTEGER,
                    "binary", DataType.BINARY,
                    "json", DataType.JSON,
                    "complex", DataType.JSON,
                    "decimal", DataType.DECIMAL);

    private TableSchema schema = TableSchema.empty();
    private final List<String> primaryKey = new ArrayList<>();
    private final List<String> mergeKey = new ArrayList<>();
    private Function<Endpoint, Endpoint> hints = Function.identity();

    /**
     * Reads the hints.
     *
     * @param resource whose {@code columns} is a mapping by name, or a list of mappings with names
     */
    Columns(Block resource) {
        byName(resource)
                .forEach(
                        (name, hint) -> {
                            String place = resource.at("columns") + "." + name;
                            take(name, Block.of(place, hint));
                        });
    }

    /** The hints by column, however they are written. */
    static Map<String, Object> byName(Block resource) {
        Object written = resource.value("columns").orElse(Map.of());
        if (!(written instanceof List<?> list)) {
            return Block.mapping(resource.at("columns"), written);
        }
        Map<String, Object> columns = new LinkedHashMap<>();
        for (Object item : list) {
            Block column = Block.of(resource.at("columns"), item);
            columns.put(
                    column.text("name").orElseThrow(() -> column.problem("name", "is missing.")),
                    item);
        }
        return columns;
    }

    private void take(String name, Block hint) {
        hint.text("name");
        hint.text("description");
        List<String> types = TYPES.keySet().stream().sorted().toList();
        hint.word("data_type", types).ifPresent(type -> declare(name, type, hint));
        if (hint.flag("primary_key", false)) {
            primaryKey.add(name);
        }
        if (hint.flag("merge_key", false)) {
            mergeKey.add(name);
        }
        if (hint.flag("hard_delete", false)) {
            hints = hints.andThen(endpoint -> endpoint.hardDelete(name));
        }
        hint.word("dedup_sort", List.of("asc", "desc"))
                .map("desc"::equals)
                .ifPresent(
                        descending ->
                                hints =
                                        hints.andThen(
                                                endpoint -> endpoint.dedupSort(name, descending)));
        if (!hint.flag("nullable", true)) {
            if (hint.value("data_type").isEmpty()) {
                throw hint.problem("nullable", "needs a data_type beside it.");
            }
            schema = schema.notNull(name);
        }
        hint.refuseOthers();
    }

    private void declare(String name, String type, Block hint) {
        DataType dataType = TYPES.get(type);
        int precision = hint.count("precision").orElse(38);
        int scale = hint.count("scale").orElse(Math.min(9, precision));
        if (dataType != DataType.DECIMAL) {
            schema = schema.with(name, dataType);
        } else if (precision < 1 || precision > 38 || scale > precision) {
            throw hint.problem("precision", "must be 1 to 38, and scale at most as much.");
        } else {
            schema = schema.withDecimal(name, precision, scale);
        }
    }

    /** The columns that identify a record. */
    List<String> primaryKey() {
        return primaryKey;
    }

    /** The columns that identify a group of records. */
    List<String> mergeKey() {
        return mergeKey;
    }

    /** Declares the columns, and what they stand for. */
    Endpoint declare(Endpoint endpoint) {
        Endpoint hinted = hints.apply(endpoint);
        return schema.columns().isEmpty() ? hinted : hinted.schema(schema);
    }
}
