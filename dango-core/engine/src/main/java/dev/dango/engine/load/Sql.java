package dev.dango.engine.load;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as SQL. Everything that goes into a statement goes through here. */
final class Sql {

    /** The warehouse among the databases of a session. */
    static final String WAREHOUSE = "wh";

    private Sql() {}

    /** A name, quoted. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table of the warehouse. */
    static String table(String schema, String table) {
        return WAREHOUSE + "." + name(schema) + "." + name(table);
    }

    /** A text, quoted. */
    static String text(String text) {
        String quoted = '\'' + text.replace("'", "''") + '\'';
        // DuckDB takes a NUL for the end of the statement
        return text.indexOf('\0') < 0
                ? quoted
                : '(' + quoted.replace("\0", "' || chr(0) || '") + ')';
    }

    /** Names, quoted and separated by commas. */
    static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    /** Whether two rows have the same values in these columns. */
    static String same(Collection<String> columns, String left, String right) {
        return columns.stream()
                .map(c -> left + "." + name(c) + " = " + right + "." + name(c))
                .collect(Collectors.joining(" AND "));
    }
}
