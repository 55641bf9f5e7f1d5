package dev.dango.engine.load;

import java.sql.SQLException;

/** DuckDB's messages in a form that fits into a sentence. */
final class Messages {

    private static final String LINE = "CSV Error on Line:";

    private Messages() {}

    /** What is wrong with a file: the line's number and the reason, where DuckDB gives them. */
    static String aboutFile(SQLException e) {
        String first = firstLine(e);
        if (first.startsWith("Error when sniffing file")) {
            return "no way of separating and quoting values fits its lines";
        }
        if (!first.startsWith(LINE)) {
            return first;
        }
        String reason =
                String.valueOf(e.getMessage())
                        .lines()
                        .skip(1)
                        .filter(line -> !line.isBlank() && !line.startsWith("Original Line:"))
                        .findFirst()
                        .orElse("it does not fit");
        return "line " + first.substring(LINE.length()).strip() + ": " + reason.strip();
    }

    /** The first line, without DuckDB's class of error and without a trailing stop. */
    static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        line = line.replaceFirst("^(?:[A-Z][A-Za-z]+ )+Error: ", "").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
