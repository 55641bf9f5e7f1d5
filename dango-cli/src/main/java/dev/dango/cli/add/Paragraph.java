package dev.dango.cli.add;

import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines. */
final class Paragraph {

    private Paragraph() {}

    /** Lines shorter than this many columns, as far as words allow. */
    static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() >= columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
