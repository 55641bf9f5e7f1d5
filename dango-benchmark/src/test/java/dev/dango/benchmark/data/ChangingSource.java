package dev.dango.benchmark.data;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import dev.dango.spi.WriteMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A table of which some rows change between rounds, all over the table. Version 0 is all of it;
 * version n is what changed since the one before.
 */
public final class ChangingSource implements Source {

    private static final TableSchema SCHEMA =
            TableSchema.empty()
                    .with("id", DataType.INTEGER)
                    .with("version", DataType.INTEGER)
                    .with("amount", DataType.DOUBLE)
                    .with("quantity", DataType.INTEGER)
                    .with("active", DataType.BOOLEAN)
                    .with("name", DataType.TEXT)
                    .with("email", DataType.TEXT)
                    .with("status", DataType.TEXT);

    private static final String[] NAMES = Values.pool(1, new String[0], (i, r) -> Values.name(r));
    private static final String[] EMAILS = Values.pool(2, new String[0], (i, r) -> Values.email(r));
    private static final String[] STATES = Values.pool(3, new String[0], (i, r) -> Values.state(r));

    private final long rows;
    private final long changes;
    private int version;

    /**
     * Says how much there is.
     *
     * @param rows how many rows the table has
     * @param changes how many of them each version changes
     */
    public ChangingSource(long rows, long changes) {
        this.rows = rows;
        this.changes = changes;
    }

    /**
     * Chooses what is read next.
     *
     * @param next 0 for the whole table
     */
    public void version(int next) {
        version = next;
    }

    /** Takes one row. */
    private interface Row {
        void take(long id, long mixed) throws SQLException;
    }

    private void each(Row row) throws SQLException {
        long count = version == 0 ? rows : changes;
        long step = rows / count;
        for (long i = 0; i < count; i++) {
            // another offset in each version, so that it is not always the same rows
            long id = version == 0 ? i : (i * step + version * 7L) % rows;
            row.take(id, id + version * 1001L);
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("changing", "A table that changes");
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return List.of(
                Resource.of(
                        ResourceSpec.named("records")
                                .primaryKey("id")
                                .mode(WriteMode.MERGE)
                                .cursor(CursorSpec.opaque())
                                .schema(SCHEMA),
                        (slice, read, out) -> {
                            push(out);
                            read.cursor().advanceTo("version " + version);
                        }));
    }

    private void push(RecordSink out) throws SQLException {
        RowWriter writer = out.rows(SCHEMA);
        each(
                (id, mixed) ->
                        writer.set(0, id)
                                .set(1, (long) version)
                                .set(2, Values.index(mixed, 2) / 8.0)
                                .set(3, (long) (Values.index(mixed, 3) & 63))
                                .set(4, Values.index(mixed, 4) % 3 != 0)
                                .set(5, NAMES[Values.index(mixed, 5)])
                                .set(6, EMAILS[Values.index(mixed, 6)])
                                .set(7, STATES[Values.index(mixed, 7)])
                                .endRow());
    }

    /**
     * Writes the version that is chosen into a table of DuckDB.
     *
     * @param connection to DuckDB
     * @param table is made anew
     * @throws SQLException if that fails
     */
    public void write(Connection connection, String table) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE OR REPLACE TABLE "
                            + table
                            + "(id BIGINT, version BIGINT, amount DOUBLE, quantity BIGINT,"
                            + " active BOOLEAN, name VARCHAR, email VARCHAR, status VARCHAR)");
        }
        try (DuckDBAppender appender =
                connection
                        .unwrap(DuckDBConnection.class)
                        .createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
            each(
                    (id, mixed) -> {
                        appender.beginRow();
                        appender.append(id);
                        appender.append((long) version);
                        appender.append(Values.index(mixed, 2) / 8.0);
                        appender.append((long) (Values.index(mixed, 3) & 63));
                        appender.append(Values.index(mixed, 4) % 3 != 0);
                        appender.append(NAMES[Values.index(mixed, 5)]);
                        appender.append(EMAILS[Values.index(mixed, 6)]);
                        appender.append(STATES[Values.index(mixed, 7)]);
                        appender.endRow();
                    });
        }
    }
}
