package dev.dango.engine.load;

import java.sql.SQLException;

/** DuckDB's messages in a form that fits into a sentence. */
final class Messages {

    private Messages() {}

    /** The first line, without DuckDB's class of error and without a trailing stop. */
    static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        line = line.replaceFirst("^(?:[A-Z][A-Za-z]+ )+Error: ", "").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
