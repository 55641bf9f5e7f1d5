package dev.dango.connectors.postgres;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.IncrementalCursor;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Oid;

/** Asks for the rows of a table that are new, the oldest first. */
final class CursorQuery {

    /** Before this there is no lower bound; the year 1 is as early as ISO-8601 texts go. */
    private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    private CursorQuery() {}

    /**
     * Whether a column can tell new rows from old ones.
     *
     * @param column any column
     * @return true for timestamps, dates, whole numbers, texts and UUIDs
     */
    static boolean supports(Column column) {
        return switch (column.type()) {
            case TIMESTAMP, LOCAL_TIMESTAMP, DATE, INTEGER -> true;
            case TEXT ->
                    column.oid() == Oid.TEXT
                            || column.oid() == Oid.VARCHAR
                            || column.oid() == Oid.UUID;
            default -> false;
        };
    }

    /**
     * What Dango is told of the cursor.
     *
     * @param column a supported column
     * @return ordered, without a lag
     */
    static CursorSpec spec(Column column) {
        CursorSpec spec =
                switch (column.type()) {
                    case INTEGER -> CursorSpec.number(column.name());
                    case TEXT -> CursorSpec.text(column.name());
                    default -> CursorSpec.timestamp(column.name());
                };
        return spec.ordered(CursorSpec.Order.ASCENDING);
    }

    /**
     * The query from a position on.
     *
     * @param table the table
     * @param column a supported column of it
     * @param cursor how far it has been read
     * @return ordered by the column
     */
    static RowQuery of(Table table, Column column, IncrementalCursor cursor) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        String ordered = ordered(column);
        switch (column.type()) {
            case INTEGER -> {
                long from = cursor.after(Long.MIN_VALUE);
                if (from != Long.MIN_VALUE) {
                    conditions.add(ordered + " >= ?");
                    parameters.add(from);
                }
            }
            case TEXT ->
                    cursor.position()
                            .ifPresent(
                                    from -> {
                                        conditions.add(ordered + " >= ?");
                                        parameters.add(from);
                                    });
            default -> {
                Instant from = cursor.since(BEGINNING);
                if (from.isAfter(BEGINNING)) {
                    conditions.add(ordered + " >= ?");
                    parameters.add(time(column, from));
                }
                cursor.until()
                        .ifPresent(
                                until -> {
                                    conditions.add(ordered + " < ?");
                                    parameters.add(time(column, until));
                                });
            }
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return new RowQuery(table.select() + where + " ORDER BY " + ordered, parameters);
    }

    /** Texts are ordered by code point, as Dango compares them, whatever the column's collation. */
    private static String ordered(Column column) {
        return column.type() == DataType.TEXT
                ? column.quoted() + "::pg_catalog.text COLLATE \"C\""
                : column.quoted();
    }

    /** Dates and local times are taken as those of UTC, as Dango does. */
    private static Object time(Column column, Instant at) {
        return column.type() == DataType.TIMESTAMP
                ? at.atOffset(ZoneOffset.UTC)
                : LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
