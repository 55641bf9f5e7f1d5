package dev.dango.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text, as wide as they need to be. */
public final class TextTable {

    private static final String GAP = "  ";

    /** On which side the text of a column stands. */
    public enum Align {
        /** For text. */
        LEFT,
        /** For numbers. */
        RIGHT
    }

    private final List<Align> alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Starts a table.
     *
     * @param alignment of each column
     */
    public TextTable(Align... alignment) {
        this.alignment = List.of(alignment);
    }

    /**
     * Adds a row.
     *
     * @param cells plain text, one for each column
     */
    public void row(String... cells) {
        if (cells.length != alignment.size()) {
            throw new IllegalArgumentException(Arrays.toString(cells) + " does not fill the row");
        }
        rows.add(List.of(cells));
    }

    /**
     * The table.
     *
     * @return one line per row, without spaces at its end
     */
    public List<String> lines() {
        int[] widths = new int[alignment.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - length(row.get(i)));
            boolean right = alignment.get(i) == Align.RIGHT;
            line.append(i == 0 ? "" : GAP)
                    .append(right ? padding : "")
                    .append(row.get(i))
                    .append(right ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
