package dev.dango.engine.load;

import dev.dango.spi.FileFormat;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Files of one format and with the same options, as a table in SQL.
 *
 * @param files at least one
 * @param sampleAll whether to look at all rows before types are chosen
 */
record FileScan(List<StagedFile> files, boolean sampleAll) implements FileRows {

    @Override
    public String sql() {
        StagedFile first = files.get(0);
        FileFormat format = first.format();
        Map<String, String> options = new LinkedHashMap<>(first.options());
        if (sampleAll && format != FileFormat.PARQUET) {
            options.put("sample_size", "-1");
        }
        String function =
                switch (format) {
                    case CSV -> "read_csv";
                    case JSON -> "read_json";
                    case PARQUET -> "read_parquet";
                };
        String paths =
                files.stream()
                        .map(file -> Sql.text(escapeGlob(file.path())))
                        .collect(Collectors.joining(", ", "[", "]"));
        String several =
                files.size() == 1 ? "" : ", union_by_name = true, filename = '" + FILE_COLUMN + "'";
        return function + "(" + paths + FileOptions.sql(format, options) + several + ")";
    }

    @Override
    public Map<String, String> describe(Session session) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        session.query(
                "DESCRIBE SELECT * FROM " + sql(),
                row -> columns.put(row.getString(1), row.getString(2)));
        if (files.size() > 1) {
            columns.remove(FILE_COLUMN);
        }
        return columns;
    }

    /** DuckDB takes a path for a pattern. */
    static String escapeGlob(String path) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '*' || c == '?' || c == '[') {
                escaped.append('[').append(c).append(']');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
