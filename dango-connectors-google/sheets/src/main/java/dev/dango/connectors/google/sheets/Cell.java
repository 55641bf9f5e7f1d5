package dev.dango.connectors.google.sheets;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** What the numbers of a column mean. */
enum Cell {
    /** Whole numbers. */
    WHOLE,
    /** Numbers, as Google calculates with them. */
    FLOATING,
    /** Days. */
    DATE,
    /** Points in time; a time of day is one of the first day. */
    TIMESTAMP,
    /** Not known: each is what it looks like. */
    ANY;

    /** Serial numbers count days from here on. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1899, 12, 30);

    private static final Instant FIRST_INSTANT = Instant.parse("1899-12-30T00:00:00Z");
    private static final BigDecimal MILLIS_A_DAY =
            BigDecimal.valueOf(Duration.ofDays(1).toMillis());

    /** What formulas show that have no result. */
    private static final Set<String> ERRORS =
            Set.of(
                    "#N/A",
                    "#REF!",
                    "#VALUE!",
                    "#DIV/0!",
                    "#NAME?",
                    "#NUM!",
                    "#NULL!",
                    "#ERROR!",
                    "Loading...");

    static boolean isBlank(Object cell) {
        return cell == null || cell.equals("") || ERRORS.contains(cell);
    }

    /** What the numbers of a column are, by the format of its first cell and by all in the top. */
    static Cell of(Cells.Top top, int firstRow, int column) {
        List<List<Object>> rows = top.rows();
        boolean whole = true;
        String format = null;
        for (int row = firstRow; row < rows.size(); row++) {
            List<Object> cells = rows.get(row);
            if (column < cells.size() && cells.get(column) instanceof Number number) {
                whole &= isWhole(number);
                Cells.Position place = new Cells.Position(row, column);
                format = format == null ? top.formats().getOrDefault(place, "") : format;
            }
        }
        if (format == null) {
            return ANY;
        }
        return switch (format) {
            case "DATE" -> DATE;
            case "DATE_TIME", "TIME" -> TIMESTAMP;
            default -> whole ? WHOLE : FLOATING;
        };
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long;
    }

    /** A cell as the table takes it. */
    Object value(Object cell) {
        if (!(cell instanceof Number number)) {
            return cell;
        }
        BigDecimal serial = new BigDecimal(number.toString());
        return switch (this) {
            case DATE -> FIRST_DAY.plusDays(rounded(serial, RoundingMode.FLOOR));
            case TIMESTAMP ->
                    FIRST_INSTANT.plusMillis(
                            rounded(serial.multiply(MILLIS_A_DAY), RoundingMode.HALF_UP));
            case FLOATING -> number.doubleValue();
            case WHOLE, ANY -> isWhole(number) ? number : (Object) number.doubleValue();
        };
    }

    private static long rounded(BigDecimal number, RoundingMode mode) {
        return number.setScale(0, mode).longValue();
    }
}
