package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.sql.SQLException;

/**
 * Refuses loads whose rows lack values that must be there: those of primary keys, and those of
 * columns declared so. DuckDB cannot be made to watch, since it adds no column with a constraint.
 */
final class NeverNull {

    private final Session session;
    private final WarehouseSchema shape;
    private final ResourceLoad load;
    private final String rows;

    NeverNull(Session session, WarehouseSchema shape, ResourceLoad load, String loadId) {
        this.session = session;
        this.shape = shape;
        this.load = load;
        this.rows =
                "FROM %s AS t WHERE %s = %s AND "
                        .formatted(
                                Sql.table(shape.schema(), load.table()),
                                TableChanges.LOAD_ID,
                                Sql.text(loadId));
    }

    /** Looks at the rows that the load has brought. */
    void check() throws SQLException {
        if (!shape.has(load.table())) {
            return;
        }
        for (String column : load.primaryKey()) {
            check(column, "the primary key column");
        }
        for (String column : load.notNull()) {
            check(column, "the column");
        }
    }

    private void check(String column, String what) throws SQLException {
        boolean there = shape.columns(load.table()).containsKey(column);
        String missing = rows + (there ? Sql.name(column) + " IS NULL" : "true");
        long count = session.number("SELECT count(*) " + missing);
        if (count > 0) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "%d %s of table %s %s no value in %s %s, which must not be null, for example %s"
                                    .formatted(
                                            count,
                                            count == 1 ? "record" : "records",
                                            load.table(),
                                            count == 1 ? "has" : "have",
                                            what,
                                            column,
                                            example(missing)))
                    .hint("Nothing of the table was loaded. Correct the records, or the rule.");
        }
    }

    private String example(String missing) throws SQLException {
        String row =
                session.query(
                                "SELECT to_json(t)::VARCHAR " + missing + " LIMIT 1",
                                result -> result.getString(1))
                        .get(0);
        return row.length() <= 200 ? row : row.substring(0, 200) + "...";
    }
}
