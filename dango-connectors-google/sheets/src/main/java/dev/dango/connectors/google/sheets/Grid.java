package dev.dango.connectors.google.sheets;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of cells in a tab. Rows and columns count from 0; the ends are exclusive.
 *
 * @param tab the tab's title
 * @param sheetId the tab's id
 */
record Grid(String tab, long sheetId, int firstRow, int endRow, int firstColumn, int endColumn) {

    private static final Pattern A1 =
            Pattern.compile("([A-Za-z]{0,3})(\\d{0,8})(?::([A-Za-z]{0,3})(\\d{0,8}))?");
    private static final int LETTERS = 26;

    /** All cells of a tab. */
    static Grid of(String tab, long sheetId, int rows, int columns) {
        return new Grid(tab, sheetId, 0, rows, 0, columns);
    }

    int columns() {
        return endColumn - firstColumn;
    }

    boolean isEmpty() {
        return endRow <= firstRow || endColumn <= firstColumn;
    }

    /** The part of this that a named range covers; ends that are not said are open. */
    Grid part(Map<?, ?> range) {
        return part(
                number(range, "startRowIndex", 0),
                number(range, "endRowIndex", endRow),
                number(range, "startColumnIndex", 0),
                number(range, "endColumnIndex", endColumn));
    }

    private static int number(Map<?, ?> range, String name, int otherwise) {
        return range.get(name) instanceof Number given ? given.intValue() : otherwise;
    }

    private Grid part(int fromRow, int toRow, int fromColumn, int toColumn) {
        return new Grid(
                tab,
                sheetId,
                Math.max(firstRow, fromRow),
                Math.min(endRow, toRow),
                Math.max(firstColumn, fromColumn),
                Math.min(endColumn, toColumn));
    }

    /** The part of this that a reference such as {@code B2:F} covers; empty if it is none. */
    Optional<Grid> part(String reference) {
        Matcher cells = A1.matcher(reference);
        if (reference.isEmpty() || !cells.matches()) {
            return Optional.empty();
        }
        boolean single = cells.group(3) == null;
        String toColumn = single ? cells.group(1) : cells.group(3);
        String toRow = single ? cells.group(2) : cells.group(4);
        return Optional.of(
                part(
                        cells.group(2).isEmpty() ? 0 : Integer.parseInt(cells.group(2)) - 1,
                        toRow.isEmpty() ? endRow : Integer.parseInt(toRow),
                        cells.group(1).isEmpty() ? 0 : column(cells.group(1)) - 1,
                        toColumn.isEmpty() ? endColumn : column(toColumn)));
    }

    /** The same columns of other rows. */
    Grid rows(int from, int to) {
        return new Grid(tab, sheetId, from, Math.min(to, endRow), firstColumn, endColumn);
    }

    /** As the API wants it: {@code 'Plan'!B2:F20}. */
    String a1() {
        return "'%s'!%s%d:%s%d"
                .formatted(
                        tab.replace("'", "''"),
                        letters(firstColumn),
                        firstRow + 1,
                        letters(endColumn - 1),
                        endRow);
    }

    private static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % LETTERS));
        return column < LETTERS ? last : letters(column / LETTERS - 1) + last;
    }

    private static int column(String letters) {
        int number = 0;
        for (char letter : letters.toUpperCase(Locale.ROOT).toCharArray()) {
            number = number * LETTERS + letter - 'A' + 1;
        }
        return number;
    }
}
