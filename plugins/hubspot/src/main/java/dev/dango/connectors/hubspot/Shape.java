package dev.dango.connectors.hubspot;

import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a table makes of objects. */
enum Shape {
    /** A row is an object: its id, its properties, and what it is associated with. */
    OBJECTS {
        @Override
        ResourceSpec describe(ResourceSpec table) {
            return table.primaryKey("id");
        }

        @Override
        List<Map<String, Object>> rows(Map<String, Object> record, Map<String, String> types) {
            Map<String, Object> row = new LinkedHashMap<>();
            Json.map(record.get("properties"))
                    .forEach((name, value) -> PropertyValue.put(row, name, value, types));
            row.put("id", Json.text(record, "id"));
            return List.of(row);
        }
    },

    /** A row is a value that a property of an object has, or had once. */
    HISTORY {
        @Override
        ResourceSpec describe(ResourceSpec table) {
            return table.mergeKey("object_id");
        }

        @Override
        List<Map<String, Object>> rows(Map<String, Object> record, Map<String, String> types) {
            List<Map<String, Object>> rows = new ArrayList<>();
            Json.map(record.get("propertiesWithHistory"))
                    .forEach(
                            (property, values) -> {
                                for (Object value : Json.list(values)) {
                                    Map<String, Object> row = new LinkedHashMap<>();
                                    row.put("object_id", Json.text(record, "id"));
                                    row.put("property_name", property);
                                    row.putAll(Json.map(value));
                                    rows.add(row);
                                }
                            });
            return rows;
        }
    },

    /** A row is the moment in which an object entered a stage of a pipeline. */
    STAGES {
        @Override
        ResourceSpec describe(ResourceSpec table) {
            return table.primaryKey("id", "stage").mergeKey("id");
        }

        @Override
        boolean wants(String property) {
            return property.startsWith(ENTERED);
        }

        @Override
        List<Map<String, Object>> rows(Map<String, Object> record, Map<String, String> types) {
            List<Map<String, Object>> rows = new ArrayList<>();
            Json.map(record.get("properties"))
                    .forEach(
                            (name, value) -> {
                                Map<String, Object> row = new LinkedHashMap<>();
                                PropertyValue.put(row, name, value, types);
                                if (wants(name) && row.containsKey(name)) {
                                    rows.add(
                                            Map.of(
                                                    "id",
                                                    Json.text(record, "id"),
                                                    "stage",
                                                    name.substring(ENTERED.length()),
                                                    ENTERED,
                                                    row.get(name)));
                                }
                            });
            return rows;
        }
    };

    private static final String ENTERED = "hs_v2_date_entered_";

    abstract ResourceSpec describe(ResourceSpec table);

    abstract List<Map<String, Object>> rows(Map<String, Object> record, Map<String, String> types);

    /** Whether a property is asked for. */
    boolean wants(String property) {
        return true;
    }

    ResourceSpec spec(String name) {
        return describe(ResourceSpec.named(name)).mode(WriteMode.MERGE);
    }
}
