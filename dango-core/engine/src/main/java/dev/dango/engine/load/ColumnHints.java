package dev.dango.engine.load;

import dev.dango.engine.record.ColumnType;
import dev.dango.engine.record.TableModel;
import dev.dango.spi.WriteMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What dlt's description says of one column.
 *
 * @param table the column's table
 * @param name the column's name
 * @param type DuckDB's type
 * @param load how the table's resource was loaded; null if it was not
 */
record ColumnHints(String table, String name, String type, ResourceLoad load) {

    static final String TYPE = "data_type";

    private static final String NULLABLE = "nullable";

    private static final Map<String, List<String>> SYSTEM =
            Map.of(
                    TableModel.ID, List.of("unique", "row_key"),
                    TableModel.PARENT_ID, List.of("parent_key"),
                    TableModel.ROOT_ID, List.of("root_key"),
                    TableModel.LIST_INDEX, List.of(),
                    TableChanges.LOAD_ID, List.of());

    /** Of dlt's own tables, the columns that may be null. */
    private static final Set<String> OPTIONAL =
            Set.of(
                    LoadLog.TABLE + ".schema_name",
                    LoadLog.TABLE + ".schema_version_hash",
                    PipelineStates.TABLE + ".version_hash");

    /** The hints dlt gives to columns of these names wherever they are. */
    static Map<String, List<String>> ofSystemColumns() {
        return Map.of(
                "not_null",
                SYSTEM.keySet().stream().sorted().toList(),
                "parent_key",
                List.of(TableModel.PARENT_ID),
                "root_key",
                List.of(TableModel.ROOT_ID),
                "unique",
                List.of(TableModel.ID),
                "row_key",
                List.of(TableModel.ID));
    }

    /** What was said before, as far as it holds, and what there is to say now. */
    Map<String, Object> onTopOf(Map<String, Object> before) {
        Map<String, Object> column = new LinkedHashMap<>(before);
        column.put("name", name);
        Optional<ColumnType> found = TypeMapping.column(type);
        String word = found.map(ColumnType::word).orElse("json");
        if (!word.equals(before.get(TYPE))) {
            List.of("precision", "scale", "timezone").forEach(column::remove);
            column.put(TYPE, word);
            found.ifPresent(columnType -> addDigits(column, columnType));
        }
        boolean isSystem = SYSTEM.containsKey(name);
        if (isSystem) {
            SYSTEM.get(name).forEach(hint -> column.put(hint, true));
        }
        if (load != null) {
            mark(column, "primary_key", load.primaryKey().contains(name));
            mark(column, "merge_key", load.mergeKey().contains(name));
            boolean versions = load.mode() == WriteMode.SCD2;
            mark(column, "x-valid-from", versions && name.equals(Versions.VALID_FROM));
            mark(column, "x-valid-to", versions && name.equals(Versions.VALID_TO));
            mark(column, "x-row-version", versions && name.equals(TableModel.ID));
        }
        column.putIfAbsent(NULLABLE, !isSystem && !isInternal() && !isPrimaryKey());
        return column;
    }

    private boolean isInternal() {
        return SchemaVersions.isInternal(table) && !OPTIONAL.contains(table + "." + name);
    }

    private boolean isPrimaryKey() {
        return load != null && load.primaryKey().contains(name);
    }

    private static void mark(Map<String, Object> column, String hint, boolean holds) {
        if (holds) {
            column.put(hint, true);
        } else {
            column.remove(hint);
        }
    }

    private void addDigits(Map<String, Object> column, ColumnType columnType) {
        switch (columnType.base()) {
            case DECIMAL -> {
                if (!columnType.equals(ColumnType.HUGE_INTEGER)) {
                    column.put("precision", columnType.precision());
                    column.put("scale", columnType.scale());
                }
            }
            case INTEGER -> integerBits().ifPresent(bits -> column.put("precision", bits));
            case LOCAL_TIMESTAMP -> column.put("timezone", false);
            default -> {
                // the word says it all
            }
        }
    }

    private Optional<Integer> integerBits() {
        return switch (type) {
            case "TINYINT" -> Optional.of(8);
            case "SMALLINT" -> Optional.of(16);
            case "INTEGER" -> Optional.of(32);
            default -> Optional.empty();
        };
    }
}
