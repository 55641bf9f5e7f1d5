package dev.dango.engine.record;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the fields of one kind of record were called before their names became those of columns. One
 * table may have several kinds: objects, and rows of cells whose columns are known.
 */
final class Spellings {

    private final String table;
    private final Consumer<String> warnings;
    private final Map<String, String> byColumn = new HashMap<>();

    Spellings(String table, Consumer<String> warnings) {
        this.table = table;
        this.warnings = warnings;
    }

    /** Tells the user when two fields end up in one column; the later value wins, as with dlt. */
    void note(String column, String spelling) {
        String other = byColumn.putIfAbsent(column, spelling);
        if (other != null) {
            warnings.accept(
                    "fields \"%s\" and \"%s\" of table %s share the column %s; of two values in one record the later is kept"
                            .formatted(other, spelling, table, column));
        }
    }
}
