package dev.dango.engine.load;

import dev.dango.engine.record.ColumnType;
import dev.dango.spi.DataType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Column types and DuckDB's names for them. */
final class TypeMapping {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

    private TypeMapping() {}

    /** DuckDB's name for a type. */
    static String duckdb(ColumnType type) {
        return switch (type.base()) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
            case BINARY -> "BLOB";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case LOCAL_TIMESTAMP -> "TIMESTAMP";
            case JSON -> "JSON";
            default -> "VARCHAR";
        };
    }

    /**
     * The type of a column that is in the warehouse already.
     *
     * @return empty if records have no such type: STRUCT, INTERVAL and the like
     */
    static Optional<ColumnType> column(String duckdb) {
        Matcher decimal = DECIMAL.matcher(duckdb);
        if (decimal.matches()) {
            return Optional.of(
                    new ColumnType(
                            DataType.DECIMAL,
                            Integer.parseInt(decimal.group(1)),
                            Integer.parseInt(decimal.group(2))));
        }
        DataType base =
                switch (duckdb) {
                    case "BOOLEAN" -> DataType.BOOLEAN;
                    case "TINYINT",
                            "SMALLINT",
                            "INTEGER",
                            "BIGINT",
                            "UTINYINT",
                            "USMALLINT",
                            "UINTEGER" ->
                            DataType.INTEGER;
                    case "FLOAT", "DOUBLE" -> DataType.DOUBLE;
                    case "VARCHAR", "UUID" -> DataType.TEXT;
                    case "BLOB" -> DataType.BINARY;
                    case "DATE" -> DataType.DATE;
                    case "TIME" -> DataType.TIME;
                    case "TIMESTAMP WITH TIME ZONE" -> DataType.TIMESTAMP;
                    case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                            DataType.LOCAL_TIMESTAMP;
                    case "JSON" -> DataType.JSON;
                    default -> null;
                };
        if ("HUGEINT".equals(duckdb)) {
            return Optional.of(ColumnType.HUGE_INTEGER);
        }
        return Optional.ofNullable(base).map(ColumnType::of);
    }
}
