package dev.dango.connectors.postgres;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.DataType;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One table. With a cursor it is read in one piece from the position on, the oldest row first, so
 * that a read can be resumed; without one it is read in full, in pieces if it is large, all of
 * which see it as of the same moment.
 */
final class TableResource implements Resource {

    private static final Pattern ESTIMATE = Pattern.compile("\"Plan Rows\": (\\d+)");
    private static final String SNAPSHOT = "snapshot";

    private final Database database;
    private final TablePlan plan;
    private final Optional<String> snapshot;
    private final int sliceRows;
    private final ResourceSpec spec;

    /**
     * Describes a table.
     *
     * @param database where it is
     * @param plan which columns to read, and how to go on
     * @param snapshot what all reads of the run share, if the server lets them
     * @param settings the user's settings
     */
    TableResource(
            Database database,
            TablePlan plan,
            Optional<String> snapshot,
            PostgresSettings settings) {
        this.database = database;
        this.plan = plan;
        this.snapshot = snapshot;
        this.sliceRows = settings.sliceRows();
        this.spec = spec(plan, settings.lookback());
    }

    private static ResourceSpec spec(TablePlan plan, Optional<Duration> lookback) {
        Table table = plan.table();
        ResourceSpec full =
                ResourceSpec.named(table.name())
                        .primaryKey(table.primaryKey().toArray(String[]::new))
                        .schema(table.declared());
        return plan.cursor()
                .map(CursorQuery::spec)
                .map(cursor -> full.cursor(lagging(cursor, table, lookback)))
                .orElse(full);
    }

    /** Rows read again can only be told from new ones by a key. */
    private static CursorSpec lagging(CursorSpec cursor, Table table, Optional<Duration> lookback) {
        return cursor.kind() == CursorSpec.Kind.TIMESTAMP && !table.primaryKey().isEmpty()
                ? lookback.map(cursor::lag).orElse(cursor)
                : cursor;
    }

    @Override
    public ResourceSpec spec() {
        return spec;
    }

    @Override
    public List<Slice> slices(ReadContext context) {
        Slice whole = sharing(Slice.WHOLE.id(), Map.of());
        Optional<Column> key = rangeKey();
        if (key.isEmpty() || snapshot.isEmpty()) {
            return List.of(whole);
        }
        try (Session session = Session.open(database, context, snapshot)) {
            long rows = session.isShared() ? estimate(session.connection()) : 0;
            List<Slice> ranges =
                    rows <= sliceRows ? List.of() : ranges(session.connection(), key.get(), rows);
            return ranges.isEmpty() ? List.of(whole) : ranges;
        } catch (SQLException e) {
            throw failure(e, context);
        }
    }

    /** Only a table that is read in full is cut: what is resumed needs one order. */
    private Optional<Column> rangeKey() {
        Table table = plan.table();
        return plan.cursor().isEmpty() && table.primaryKey().size() == 1
                ? table.column(table.primaryKey().get(0))
                        .filter(key -> key.type() == DataType.INTEGER)
                : Optional.empty();
    }

    /** The planner knows about how many rows there are, also in tables never analysed. */
    private long estimate(Connection connection) throws SQLException {
        String explain = "EXPLAIN (FORMAT JSON) SELECT 1 FROM " + plan.table().quoted();
        try (PreparedStatement query = connection.prepareStatement(explain);
                ResultSet row = query.executeQuery()) {
            row.next();
            Matcher matcher = ESTIMATE.matcher(row.getString(1));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
    }

    private List<Slice> ranges(Connection connection, Column key, long rows) throws SQLException {
        String bounds =
                "SELECT min(%1$s), max(%1$s) FROM %2$s"
                        .formatted(key.quoted(), plan.table().quoted());
        try (PreparedStatement query = connection.prepareStatement(bounds);
                ResultSet row = query.executeQuery()) {
            row.next();
            long min = row.getLong(1);
            long max = row.getLong(2);
            if (row.wasNull()) {
                return List.of();
            }
            return KeyRanges.cut(min, max, rows / sliceRows + 1).stream()
                    .map(range -> sharing(range.id(), range.parameters()))
                    .toList();
        }
    }

    private Slice sharing(String id, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        snapshot.ifPresent(moment -> all.put(SNAPSHOT, moment));
        return new Slice(id, all);
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) {
        Optional<String> moment = Optional.ofNullable(slice.parameters().get(SNAPSHOT));
        try (Session session = Session.open(database, context, moment)) {
            if (moment.isPresent() && !session.isShared()) {
                missMoment(slice, context);
            }
            RowCopy copy = new RowCopy(plan.table(), out);
            copy.run(
                    query(slice, context.cursor()),
                    session.connection(),
                    plan.cursor().isPresent());
            context.exchanged(1, copy.bytes());
        } catch (SQLException e) {
            throw failure(e, context);
        }
    }

    private RowQuery query(Slice slice, IncrementalCursor cursor) {
        Table table = plan.table();
        if (KeyRanges.isRange(slice)) {
            return KeyRanges.query(table, rangeKey().orElseThrow(), slice);
        }
        return plan.cursor()
                .map(column -> CursorQuery.of(table, column, cursor))
                .orElseGet(() -> new RowQuery(table.select(), List.of()));
    }

    /** A whole table is right by itself; pieces of one are not if they show different moments. */
    private void missMoment(Slice slice, ReadContext context) {
        if (KeyRanges.isRange(slice)) {
            throw SourceException.of(
                            ErrorKind.TRANSIENT,
                            "The server no longer has the snapshot in which table \""
                                    + plan.table().name()
                                    + "\" is read.")
                    .hint("Run the sync again.");
        }
        context.warn("The server shares no snapshot, so tables are read as of different moments.");
    }

    private SourceException failure(SQLException error, ReadContext context) {
        context.cancellation().throwIfRequested();
        return PostgresErrors.of(error, "Reading table \"" + plan.table().name() + "\"");
    }
}
