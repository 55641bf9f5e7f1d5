package dev.dango.engine.load;

import dev.dango.spi.FileFormat;
import java.util.List;
import java.util.Map;

/**
 * A file that DuckDB is to read while loading.
 *
 * @param slice the slice it was noted by
 * @param path where it is
 * @param size in bytes, when it was noted
 * @param modified last change in nanoseconds since 1970, when it was noted
 * @param format how to read it
 * @param options options of the reader
 * @param columns columns to add to every row
 */
record StagedFile(
        String slice,
        String path,
        long size,
        long modified,
        FileFormat format,
        Map<String, String> options,
        List<Constant> columns) {

    /**
     * A column with one value.
     *
     * @param name as the connector gave it
     * @param type DuckDB's type
     * @param text the value; null is null
     */
    record Constant(String name, String type, String text) {

        String sql() {
            return text == null
                    ? "NULL::" + type
                    : "VARCHAR".equals(type) ? Sql.text(text) : Sql.text(text) + "::" + type;
        }
    }
}
