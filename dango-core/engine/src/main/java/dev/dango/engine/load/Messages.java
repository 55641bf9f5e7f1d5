package dev.dango.engine.load;

import java.sql.SQLException;
import java.util.List;

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
        return "line " + first.substring(LINE.length()).strip() + ": " + reason(e.getMessage());
    }

    /** The line that stands between the one of the file, which may be many, and the advice. */
    private static String reason(String message) {
        List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
        boolean advice = false;
        for (int i = lines.size() - 1; i > 0; i--) {
            boolean isAdvice = lines.get(i).startsWith("Possible ");
            if (advice && !isAdvice) {
                return lines.get(i).strip();
            }
            advice = isAdvice;
        }
        return lines.stream()
                .skip(1)
                .filter(line -> !line.startsWith("Original Line:"))
                .findFirst()
                .orElse("it does not fit")
                .strip();
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
