package dev.dango.engine.project;

import java.util.Optional;

/** A text seen as lines, with its own kind of line end; each change gives a new text. */
final class TextLines {

    private final String text;
    private final String lineBreak;

    TextLines(String text) {
        this.text = text;
        this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** Where the line of an offset begins. */
    int lineStart(int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** Behind the line break of an offset's line, or the end of the text. */
    int lineEnd(int offset) {
        int feed = text.indexOf('\n', offset);
        return feed < 0 ? text.length() : feed + 1;
    }

    /** The offset without the blanks and line breaks before it. */
    int withoutTrailingBlanks(int offset) {
        int end = offset;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** Where the line begins that holds the dash of an item: this one or one above. */
    Optional<Integer> lineOfDash(int offset, int column) {
        int start = lineStart(offset);
        while (start > 0 && !hasDash(start, column)) {
            start = lineStart(start - 1);
        }
        return hasDash(start, column) ? Optional.of(start) : Optional.empty();
    }

    private boolean hasDash(int start, int column) {
        int dash = start + column;
        return dash < text.length()
                && text.charAt(dash) == '-'
                && text.substring(start, dash).isBlank();
    }

    /** Behind the comment lines that are indented more than a column; blanks count in between. */
    int endOfDeeperComments(int offset, int column) {
        int end = offset;
        for (int at = offset; at < text.length(); at = lineEnd(at)) {
            String line = text.substring(at, lineEnd(at));
            if (line.isBlank()) {
                continue;
            }
            int indent = line.length() - line.stripLeading().length();
            if (line.charAt(indent) != '#' || indent <= column) {
                break;
            }
            end = lineEnd(at);
        }
        return end;
    }

    boolean isBlank(int start, int end) {
        return text.substring(start, end).isBlank();
    }

    /** The offset behind the spaces that follow it on its line. */
    int afterSpaces(int offset) {
        int end = offset;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    boolean isBlankBefore(int lineStart) {
        return lineStart > 0 && isBlank(lineStart(lineStart - 1), lineStart);
    }

    private boolean isBlankAt(int lineStart) {
        return isBlank(lineStart, lineEnd(lineStart));
    }

    /** The comma that follows an offset, behind blanks and comments. */
    Optional<Integer> commaAfter(int offset) {
        int at = offset;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ',') {
                return Optional.of(at);
            } else if (c == '#') {
                at = lineEnd(at);
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    String insert(int offset, String inserted) {
        return replace(offset, offset, inserted);
    }

    String replace(int start, int end, String replacement) {
        return text.substring(0, start) + replacement + text.substring(end);
    }

    /** Puts whole lines, ending in line feeds, where a line begins or the text ends. */
    String insertLines(int offset, String inserted) {
        boolean unfinished = offset > 0 && text.charAt(offset - 1) != '\n';
        String block = inserted.replace("\n", lineBreak);
        return insert(offset, unfinished ? lineBreak + block : block);
    }

    /** Takes lines out, and one of the two blank lines that would then stand together. */
    String removeLines(int start, int end) {
        boolean blankBefore = isBlankBefore(start);
        if (blankBefore && end == text.length()) {
            return replace(lineStart(start - 1), end, "");
        }
        return replace(start, blankBefore && isBlankAt(end) ? lineEnd(end) : end, "");
    }
}
