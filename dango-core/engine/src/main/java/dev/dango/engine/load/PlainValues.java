package dev.dango.engine.load;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/** Makes maps and lists of the driver's nested values, so that others need not know the driver. */
final class PlainValues {

    private PlainValues() {}

    /** A cell; what is not nested stays as it is. */
    static Object of(Object cell) throws SQLException {
        if (cell instanceof DuckDBStruct struct) {
            return of(struct.getMap());
        }
        if (cell instanceof Array array) {
            return of(array.getArray());
        }
        if (cell instanceof Object[] elements) {
            List<Object> list = new ArrayList<>();
            for (Object element : elements) {
                list.add(of(element));
            }
            return list;
        }
        if (cell instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                plain.put(of(entry.getKey()), of(entry.getValue()));
            }
            return plain;
        }
        return cell;
    }
}
