package dev.dango.cli.kill;

import java.util.ArrayList;
import java.util.List;

/** The columns that tables must have, beside those that every table has. */
final class Schema {

    private Schema() {}

    /** Names of tables, each followed by its columns with their types. */
    static Origin.Expected of(String... tablesAndColumns) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < tablesAndColumns.length; i += 2) {
            for (String column : tablesAndColumns[i + 1].split(", ", -1)) {
                rows.add(tablesAndColumns[i] + " " + column);
            }
        }
        return new Origin.Expected(
                "SELECT concat_ws(' ', table_name, column_name, data_type) FROM duckdb_columns()"
                        + " WHERE schema_name = current_schema() AND NOT starts_with(table_name, '_')"
                        + " AND NOT starts_with(column_name, '_dlt_')",
                rows);
    }
}
