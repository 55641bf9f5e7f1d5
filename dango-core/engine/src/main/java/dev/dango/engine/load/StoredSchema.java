package dev.dango.engine.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dango.engine.dlt.DltJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * dlt's description of a source's tables, a JSON document. What dlt wrote into it is kept as long
 * as it is true: its hints, its settings, the order of its columns.
 */
final class StoredSchema {

    /** The form of the document that is written here. */
    static final int ENGINE_VERSION = 11;

    private static final int HASHES_KEPT = 10;
    private static final String TABLES = "tables";
    private static final String COLUMNS = "columns";
    private static final String PREVIOUS = "previous_hashes";
    private static final Set<String> NOT_HASHED =
            Set.of("version", "version_hash", "imported_version_hash", PREVIOUS);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Object> document;

    private StoredSchema(Map<String, Object> document) {
        this.document = document;
    }

    /** Begins with a version that is there; one that cannot be read is described anew. */
    static StoredSchema continuing(SchemaVersions.Version version) {
        Map<String, Object> document = new LinkedHashMap<>();
        try {
            if (MAPPER.readTree(version.document()).isObject()) {
                document.putAll(object(MAPPER.readValue(version.document(), Map.class)));
            }
        } catch (JsonProcessingException e) {
            document.clear();
        }
        if (document.isEmpty()) {
            document.put("name", version.name());
            document.put(
                    "settings",
                    Map.of(
                            "detections",
                            List.of("iso_timestamp"),
                            "default_hints",
                            ColumnHints.ofSystemColumns()));
            document.put(
                    "normalizers",
                    Map.of(
                            "names",
                            "snake_case",
                            "json",
                            Map.of("module", "dlt.common.normalizers.json.relational")));
        }
        return new StoredSchema(document);
    }

    /** Makes the document say what is in the warehouse; answers whether it said something else. */
    boolean describe(WarehouseSchema shape, List<ResourceLoad> loaded) {
        String before = hash();
        Map<String, ResourceLoad> loads = new LinkedHashMap<>();
        loaded.forEach(load -> loads.put(load.table(), load));
        Map<String, Object> known = object(document.get(TABLES));
        Map<String, Object> tables = new TreeMap<>();
        for (String table : shape.tables()) {
            if (!table.startsWith("_dango_")) {
                tables.put(table, table(table, object(known.get(table)), shape, loads.get(table)));
            }
        }
        document.put(TABLES, tables);
        return !hash().equals(before);
    }

    private static Map<String, Object> table(
            String name, Map<String, Object> known, WarehouseSchema shape, ResourceLoad load) {
        Map<String, Object> table = new LinkedHashMap<>(known);
        table.put("name", name);
        table.put(COLUMNS, columns(name, object(known.get(COLUMNS)), shape, load));
        boolean isParentKnown = known.containsKey("parent");
        if (isParentKnown || shape.isChild(name)) {
            shape.parentOf(name).ifPresent(parent -> table.putIfAbsent("parent", parent));
        } else if (load == null) {
            boolean isWrittenByHand = Set.of("_dlt_version", LoadLog.TABLE).contains(name);
            table.putIfAbsent("write_disposition", isWrittenByHand ? "skip" : "append");
            table.putIfAbsent("resource", name);
        } else {
            table.putIfAbsent("resource", load.resource());
            disposition(table, load);
        }
        if (!SchemaVersions.isInternal(name)) {
            table.putIfAbsent("x-normalizer", Map.of("seen-data", true));
        }
        return table;
    }

    private static void disposition(Map<String, Object> table, ResourceLoad load) {
        String strategy =
                switch (load.mode()) {
                    case UPSERT -> "upsert";
                    case INSERT_ONLY -> "insert-only";
                    case SCD2 -> "scd2";
                    default -> "";
                };
        table.put(
                "write_disposition",
                switch (load.mode()) {
                    case REPLACE -> "replace";
                    case APPEND -> "append";
                    default -> "merge";
                });
        if (strategy.isEmpty()) {
            table.remove("x-merge-strategy");
        } else {
            table.put("x-merge-strategy", strategy);
        }
    }

    private static Map<String, Object> columns(
            String table, Map<String, Object> known, WarehouseSchema shape, ResourceLoad load) {
        Map<String, Object> columns = new LinkedHashMap<>();
        Map<String, String> there = shape.columns(table);
        known.forEach(
                (name, column) -> {
                    boolean hasNoTypeYet = !object(column).containsKey(ColumnHints.TYPE);
                    if (there.containsKey(name) || hasNoTypeYet) {
                        columns.put(name, column);
                    }
                });
        there.forEach(
                (name, type) -> {
                    Map<String, Object> before = object(columns.get(name));
                    columns.put(name, new ColumnHints(table, name, type, load).onTopOf(before));
                });
        return columns;
    }

    /** The next version, with the hash of what the document says now. */
    SchemaVersions.Version next(SchemaVersions.Version before) {
        List<Object> previous = new ArrayList<>();
        if (!before.hash().isEmpty()) {
            previous.add(before.hash());
        }
        if (document.get(PREVIOUS) instanceof List<?> older) {
            previous.addAll(older);
        }
        String hash = hash();
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("version", before.number() + 1);
        written.put("version_hash", hash);
        written.put("engine_version", ENGINE_VERSION);
        document.forEach(written::putIfAbsent);
        written.put(PREVIOUS, previous.subList(0, Math.min(HASHES_KEPT, previous.size())));
        return new SchemaVersions.Version(
                before.number() + 1, before.name(), hash, DltJson.text(written));
    }

    /** dlt's: over the sorted document, and over the names of tables and columns in their order. */
    private String hash() {
        Map<String, Object> hashed = new LinkedHashMap<>(document);
        hashed.keySet().removeAll(NOT_HASHED);
        hashed.put("engine_version", ENGINE_VERSION);
        List<String> parts = new ArrayList<>();
        parts.add(DltJson.sorted(hashed));
        new TreeMap<>(object(document.get(TABLES)))
                .forEach(
                        (name, table) -> {
                            parts.add(name);
                            parts.addAll(object(object(table).get(COLUMNS)).keySet());
                        });
        return DltJson.hash(parts);
    }

    private static Map<String, Object> object(Object json) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
        }
        return object;
    }
}
