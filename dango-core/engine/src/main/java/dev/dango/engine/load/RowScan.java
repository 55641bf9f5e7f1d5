package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The staged rows of a table, as a table in SQL. The last column counts the rows, so that of two
 * records with one key the later can be told.
 *
 * @param files Parquet files; none if there are no rows
 * @param columns what they hold
 * @param count how many rows there are
 */
record RowScan(List<Path> files, List<Column> columns, long count) {

    /** The counting column; no field gets a name that begins with two underscores. */
    static final String SEQUENCE = "__dango_seq";

    /** More rows than a file has. */
    private static final long FILE_STEP = 1L << 40;

    /** The table; good until the rows of another one are asked for. */
    String sql() {
        List<String> cells = new ArrayList<>();
        for (Column column : columns) {
            cells.add(cell(column) + " AS " + Sql.name(column.name()));
        }
        if (files.isEmpty()) {
            cells.add("0 AS " + SEQUENCE);
            return "(SELECT " + String.join(", ", cells) + " WHERE false)";
        }
        cells.add("(file_index * " + FILE_STEP + " + file_row_number)::BIGINT AS " + SEQUENCE);
        String paths =
                files.stream()
                        .map(file -> Sql.text(FileScan.escapeGlob(file.toString())))
                        .collect(Collectors.joining(", "));
        return "(SELECT " + String.join(", ", cells) + " FROM read_parquet([" + paths + "]))";
    }

    private String cell(Column column) {
        String type = TypeMapping.duckdb(column.type());
        if (files.isEmpty()) {
            return "NULL::" + type;
        }
        String name = ParquetFooter.name(column);
        return switch (column.type().base()) {
            case DECIMAL -> name + "::" + type;
            // what DuckDB does not take for JSON, such as half a surrogate pair, is but a text
            case JSON -> "COALESCE(TRY_CAST(%s AS JSON), to_json(%s))".formatted(name, name);
            default -> name;
        };
    }
}
