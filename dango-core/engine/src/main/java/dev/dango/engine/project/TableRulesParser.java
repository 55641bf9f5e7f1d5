package dev.dango.engine.project;

import dev.dango.spi.DataType;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.TableSchema.OnChange;
import dev.dango.spi.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads what an entry of {@code sources.yml} says about tables, in dlt's words. */
final class TableRulesParser {

    /** The keys that stand in the entry itself. */
    static final Set<String> KEYS =
            Set.of("max_table_nesting", "nested", "schema_contract", "tables");

    private static final Set<String> OF_TABLE =
            Set.of(
                    "write_disposition",
                    "primary_key",
                    "merge_key",
                    "max_table_nesting",
                    "nested",
                    "schema_contract",
                    "columns");

    private static final Set<String> OF_COLUMN =
            Set.of(
                    "data_type",
                    "precision",
                    "scale",
                    "nullable",
                    "nested",
                    "primary_key",
                    "merge_key",
                    "dedup_sort",
                    "hard_delete");

    private static final Map<String, WriteMode> MODES =
            Map.of(
                    "append", WriteMode.APPEND,
                    "replace", WriteMode.REPLACE,
                    "merge", WriteMode.MERGE,
                    "delete-insert", WriteMode.MERGE,
                    "upsert", WriteMode.UPSERT,
                    "insert-only", WriteMode.INSERT_ONLY,
                    "scd2", WriteMode.SCD2);

    private static final Set<String> STRATEGIES =
            Set.of("delete-insert", "upsert", "insert-only", "scd2");

    private static final Map<String, DataType> TYPES =
            Map.ofEntries(
                    Map.entry("text", DataType.TEXT),
                    Map.entry("double", DataType.DOUBLE),
                    Map.entry("bool", DataType.BOOLEAN),
                    Map.entry("timestamp", DataType.TIMESTAMP),
                    Map.entry("date", DataType.DATE),
                    Map.entry("time", DataType.TIME),
                    Map.entry("bigint", DataType.INTEGER),
                    Map.entry("binary", DataType.BINARY),
                    Map.entry("json", DataType.JSON),
                    Map.entry("decimal", DataType.DECIMAL));

    private final Consumer<String> problems;

    /** Reads, and tells what is wrong in sentences that begin with the key. */
    TableRulesParser(Consumer<String> problems) {
        this.problems = problems;
    }

    /** From the values of {@link #KEYS}, those that are there. */
    TableRules read(Map<String, Object> entry) {
        TableRule all =
                new TableRule(
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        nesting("", entry),
                        contract("schema_contract", entry.get("schema_contract")),
                        TableSchema.empty());
        Map<String, TableRule> tables = new LinkedHashMap<>();
        mapping("tables", entry.get("tables"))
                .forEach((name, rule) -> tables.put(name, table("tables." + name, rule)));
        return new TableRules(all, tables);
    }

    private TableRule table(String place, Object written) {
        Map<String, Object> rule = mapping(place, written);
        checkKeys(place, rule, OF_TABLE);
        List<String> primaryKey = new ArrayList<>(names(place, rule, "primary_key"));
        List<String> mergeKey = new ArrayList<>(names(place, rule, "merge_key"));
        Optional<ResourceSpec.DedupSort> sort = Optional.empty();
        Optional<String> hardDelete = Optional.empty();
        TableSchema columns = TableSchema.empty();
        String within = place + ".columns";
        for (Map.Entry<String, Object> column : mapping(within, rule.get("columns")).entrySet()) {
            String name = column.getKey();
            String at = within + "." + name;
            Map<String, Object> hints = mapping(at, column.getValue());
            checkKeys(at, hints, OF_COLUMN);
            columns = declare(at, columns, name, hints);
            if (flag(at, hints, "primary_key", false)) {
                primaryKey.add(name);
            }
            if (flag(at, hints, "merge_key", false)) {
                mergeKey.add(name);
            }
            if (flag(at, hints, "hard_delete", false)) {
                hardDelete = Optional.of(name);
            }
            Optional<String> order = word(at, hints, "dedup_sort", Set.of("asc", "desc"));
            if (order.isPresent()) {
                sort = Optional.of(new ResourceSpec.DedupSort(name, order.get().equals("desc")));
            }
        }
        return new TableRule(
                mode(place, rule.get("write_disposition")),
                List.copyOf(primaryKey),
                List.copyOf(mergeKey),
                sort,
                hardDelete,
                nesting(place + ".", rule),
                contract(place + ".schema_contract", rule.get("schema_contract")),
                columns);
    }

    private Optional<WriteMode> mode(String place, Object written) {
        String at = place + ".write_disposition";
        if (!(written instanceof Map)) {
            return word(at, written, MODES.keySet()).map(MODES::get);
        }
        Map<String, Object> block = mapping(at, written);
        checkKeys(at, block, Set.of("disposition", "strategy"));
        Optional<String> strategy = word(at, block, "strategy", STRATEGIES);
        Optional<String> word =
                word(at, block, "disposition", Set.of("append", "replace", "merge"));
        return strategy.or(() -> word).map(MODES::get);
    }

    private OptionalInt nesting(String prefix, Map<String, Object> rule) {
        if (word(prefix + "nested", rule.get("nested"), Set.of("json", "tables"))
                .filter("json"::equals)
                .isPresent()) {
            return OptionalInt.of(0);
        }
        Object written = rule.get("max_table_nesting");
        if (written == null) {
            return OptionalInt.empty();
        }
        if (written instanceof Integer levels && levels >= 0) {
            return OptionalInt.of(levels);
        }
        problem(prefix + "max_table_nesting", "must be a number of levels, 0 or more");
        return OptionalInt.empty();
    }

    private Optional<TableSchema.Contract> contract(String place, Object written) {
        if (written == null) {
            return Optional.empty();
        }
        if (!(written instanceof Map)) {
            return change(place, written).map(all -> new TableSchema.Contract(all, all, all));
        }
        Map<String, Object> block = mapping(place, written);
        checkKeys(place, block, Set.of("tables", "columns", "data_type"));
        return Optional.of(
                new TableSchema.Contract(
                        change(place + ".tables", block.get("tables")).orElse(OnChange.EVOLVE),
                        change(place + ".columns", block.get("columns")).orElse(OnChange.EVOLVE),
                        change(place + ".data_type", block.get("data_type"))
                                .orElse(OnChange.EVOLVE)));
    }

    private Optional<OnChange> change(String place, Object written) {
        return word(place, written, Set.of("evolve", "freeze", "discard_row", "discard_value"))
                .map(word -> OnChange.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private TableSchema declare(
            String place, TableSchema columns, String name, Map<String, Object> hints) {
        boolean whole =
                word(place, hints, "nested", Set.of("json", "tables"))
                        .filter("json"::equals)
                        .isPresent();
        Optional<DataType> type =
                whole
                        ? Optional.of(DataType.JSON)
                        : word(place, hints, "data_type", TYPES.keySet()).map(TYPES::get);
        boolean nullable = flag(place, hints, "nullable", true);
        if (type.isEmpty()) {
            if (!nullable) {
                problem(place + ".nullable", "needs a data_type beside it");
            }
            return columns;
        }
        int precision = count(place, hints, "precision", TableSchema.DEFAULT_PRECISION);
        int scale = count(place, hints, "scale", Math.min(TableSchema.DEFAULT_SCALE, precision));
        if (precision < 1 || precision > TableSchema.DEFAULT_PRECISION || scale > precision) {
            problem(place + ".precision", "must be 1 to 38, and scale at most as much");
            return columns;
        }
        TableSchema more =
                type.get() == DataType.DECIMAL
                        ? columns.withDecimal(name, precision, scale)
                        : columns.with(name, type.get());
        return nullable ? more : more.notNull(name);
    }

    // ---- plain values ----------------------------------------------------------------------

    private void checkKeys(String place, Map<String, Object> block, Set<String> known) {
        for (String key : block.keySet()) {
            if (!known.contains(key)) {
                problems.accept(
                        "\""
                                + place
                                + "\" has the unknown key \""
                                + key
                                + "\""
                                + Nearest.question(key, new TreeSet<>(known)));
            }
        }
    }

    @SuppressWarnings("unchecked") // the keys of a YamlDocument's maps are Strings
    private Map<String, Object> mapping(String place, Object written) {
        if (written == null) {
            return Map.of();
        }
        if (written instanceof Map) {
            return (Map<String, Object>) written;
        }
        problem(place, "must be a mapping");
        return Map.of();
    }

    private List<String> names(String place, Map<String, Object> block, String key) {
        Object written = block.get(key);
        if (written == null) {
            return List.of();
        }
        List<?> names = written instanceof List<?> list ? list : List.of(written);
        if (names.stream().anyMatch(name -> !(name instanceof String))) {
            problem(place + "." + key, "must be the name of a column, or a list of them");
            return List.of();
        }
        return names.stream().map(String::valueOf).toList();
    }

    private Optional<String> word(
            String place, Map<String, Object> block, String key, Set<String> words) {
        return word(place + "." + key, block.get(key), words);
    }

    private Optional<String> word(String place, Object written, Set<String> words) {
        if (written == null) {
            return Optional.empty();
        }
        String word = String.valueOf(written);
        if (words.contains(word)) {
            return Optional.of(word);
        }
        problem(place, "must be one of " + String.join(", ", new TreeSet<>(words)));
        return Optional.empty();
    }

    private boolean flag(String place, Map<String, Object> block, String key, boolean standard) {
        Object written = block.get(key);
        if (written == null) {
            return standard;
        }
        Optional<Boolean> truth = Truth.of(written);
        if (truth.isEmpty()) {
            problem(place + "." + key, "must be true or false");
        }
        return truth.orElse(standard);
    }

    private int count(String place, Map<String, Object> block, String key, int standard) {
        Object written = block.get(key);
        if (written == null) {
            return standard;
        }
        if (written instanceof Integer number && number >= 0) {
            return number;
        }
        problem(place + "." + key, "must be a number, 0 or more");
        return standard;
    }

    private void problem(String place, String sentence) {
        problems.accept("\"" + place + "\" " + sentence + ".");
    }
}
