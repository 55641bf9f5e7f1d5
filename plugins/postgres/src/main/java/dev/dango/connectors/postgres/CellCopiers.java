package dev.dango.connectors.postgres;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/** Makes the copiers of a table's columns. */
final class CellCopiers {

    private static final int WORD = Long.BYTES;

    private final String table;

    private CellCopiers(String table) {
        this.table = table;
    }

    /**
     * One copier a column.
     *
     * @param table selected as {@link Table#select} says
     * @return in the order of the columns
     */
    static CellCopier[] of(Table table) {
        CellCopiers copiers = new CellCopiers(table.name());
        CellCopier[] all = new CellCopier[table.columns().size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = copiers.of(table.columns().get(i), i);
        }
        return all;
    }

    private CellCopier of(Column column, int cell) {
        int at = cell + 1;
        return switch (column.type()) {
            case INTEGER -> integer(at, cell);
            case DOUBLE -> floating(at, cell);
            case BOOLEAN -> bool(at, cell);
            case DECIMAL -> decimal(column, at, cell);
            case DATE -> date(column, at, cell);
            case TIME -> time(column, at, cell);
            case TIMESTAMP -> timestamp(column, at, cell);
            case LOCAL_TIMESTAMP -> localTimestamp(column, at, cell);
            default -> bytes(at, cell);
        };
    }

    private static CellCopier integer(int at, int cell) {
        return (from, to) -> {
            long value = from.getLong(at);
            if (value != 0 || !from.wasNull()) {
                to.set(cell, value);
            }
            return WORD;
        };
    }

    private static CellCopier floating(int at, int cell) {
        return (from, to) -> {
            double value = from.getDouble(at);
            if (value != 0 || !from.wasNull()) {
                to.set(cell, value);
            }
            return WORD;
        };
    }

    private static CellCopier bool(int at, int cell) {
        return (from, to) -> {
            boolean value = from.getBoolean(at);
            if (value || !from.wasNull()) {
                to.set(cell, value);
            }
            return 1;
        };
    }

    /** The driver hands out what came over the wire, and that is UTF-8 for all that is no bytea. */
    private static CellCopier bytes(int at, int cell) {
        return (from, to) -> {
            byte[] value = from.getBytes(at);
            if (value == null) {
                return 0;
            }
            to.set(cell, value);
            return value.length;
        };
    }

    private CellCopier decimal(Column column, int at, int cell) {
        return (from, to) -> {
            BigDecimal value;
            try {
                value = from.getBigDecimal(at);
            } catch (SQLException e) {
                throw noPlace(column, from, at); // NaN, Infinity
            }
            if (value != null) {
                if (!fits(value, column)) {
                    throw noPlace(column, from, at);
                }
                to.set(cell, value);
            }
            return 2 * WORD;
        };
    }

    private static boolean fits(BigDecimal value, Column column) {
        BigDecimal exact = value.scale() <= column.scale() ? value : value.stripTrailingZeros();
        return exact.scale() <= column.scale()
                && exact.precision() - exact.scale() <= column.precision() - column.scale();
    }

    private CellCopier date(Column column, int at, int cell) {
        return (from, to) -> {
            LocalDate value = from.getObject(at, LocalDate.class);
            if (value != null) {
                if (value.equals(LocalDate.MAX) || value.equals(LocalDate.MIN)) {
                    throw noPlace(column, from, at); // infinity
                }
                to.set(cell, value);
            }
            return WORD;
        };
    }

    private CellCopier time(Column column, int at, int cell) {
        return (from, to) -> {
            LocalTime value = from.getObject(at, LocalTime.class);
            if (value != null) {
                if (value.equals(LocalTime.MAX)) {
                    throw noPlace(column, from, at); // 24:00:00
                }
                to.set(cell, value);
            }
            return WORD;
        };
    }

    private CellCopier timestamp(Column column, int at, int cell) {
        return (from, to) -> {
            OffsetDateTime value = from.getObject(at, OffsetDateTime.class);
            if (value != null) {
                if (value.equals(OffsetDateTime.MAX) || value.equals(OffsetDateTime.MIN)) {
                    throw noPlace(column, from, at); // infinity
                }
                to.set(cell, value.toInstant());
            }
            return WORD;
        };
    }

    private CellCopier localTimestamp(Column column, int at, int cell) {
        return (from, to) -> {
            LocalDateTime value = from.getObject(at, LocalDateTime.class);
            if (value != null) {
                if (value.equals(LocalDateTime.MAX) || value.equals(LocalDateTime.MIN)) {
                    throw noPlace(column, from, at); // infinity
                }
                to.set(cell, value);
            }
            return WORD;
        };
    }

    private SourceException noPlace(Column column, ResultSet from, int at) throws SQLException {
        return SourceException.of(
                        ErrorKind.DATA,
                        "Column \""
                                + column.name()
                                + "\" of table \""
                                + table
                                + "\" holds "
                                + from.getString(at)
                                + ", which does not fit its type "
                                + describe(column)
                                + ".")
                .hint("Load the column as text: as_text: [" + table + "." + column.name() + "].");
    }

    private static String describe(Column column) {
        return switch (column.type()) {
            case DECIMAL -> "decimal(" + column.precision() + "," + column.scale() + ")";
            case DATE -> "date";
            case TIME -> "time";
            default -> "timestamp";
        };
    }
}
