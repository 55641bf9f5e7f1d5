package dev.dango.engine.load;

import dev.dango.spi.Cancellation;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks into the warehouse and tidies it up, for the {@code db} commands. */
public final class WarehouseInspector {

    private static final String RAW = "raw_";

    private final Warehouse warehouse;
    private final Consumer<String> waiting;
    private final Cancellation cancellation;

    /**
     * A table of the warehouse.
     *
     * @param schema its schema
     * @param name its name
     * @param rows how many rows it has
     */
    public record Table(String schema, String name, long rows) {}

    /**
     * The answer to a query.
     *
     * @param columns names, in order
     * @param types DuckDB's names of their types
     * @param rows cells as DuckDB's driver gives them, but nested ones as maps and lists; null is
     *     null
     */
    public record Answer(List<String> columns, List<String> types, List<List<Object>> rows) {}

    /**
     * Looks into a warehouse.
     *
     * @param warehouse the project's
     * @param waiting hears what is waited for
     * @param cancellation ends a wait
     */
    public WarehouseInspector(
            Warehouse warehouse, Consumer<String> waiting, Cancellation cancellation) {
        this.warehouse = warehouse;
        this.waiting = waiting;
        this.cancellation = cancellation;
    }

    /**
     * All tables but those that Dango keeps for itself.
     *
     * @return in order of schema and name; empty if nothing was loaded yet
     */
    public List<Table> tables() {
        if (!warehouse.exists()) {
            return List.of();
        }
        return open(Warehouse.Access.READ, this::tables);
    }

    private List<Table> tables(Session session) throws SQLException {
        List<Table> found =
                session.query(
                        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = '"
                                + Sql.WAREHOUSE
                                + "' ORDER BY schema_name, table_name",
                        row -> new Table(row.getString(1), row.getString(2), 0));
        List<Table> tables = new ArrayList<>();
        for (Table table : found) {
            if (!SchemaVersions.isInternal(table.name())) {
                long rows =
                        session.number(
                                "SELECT count(*) FROM " + Sql.table(table.schema(), table.name()));
                tables.add(new Table(table.schema(), table.name(), rows));
            }
        }
        return tables;
    }

    /**
     * The schemas of sources, whether or not they are still configured.
     *
     * @return in order of their names
     */
    public List<String> sourceSchemas() {
        if (!warehouse.exists()) {
            return List.of();
        }
        return open(
                Warehouse.Access.READ,
                session ->
                        session.query(
                                "SELECT schema_name FROM duckdb_schemas() WHERE database_name = '"
                                        + Sql.WAREHOUSE
                                        + "' AND starts_with(schema_name, '"
                                        + RAW
                                        + "') ORDER BY schema_name",
                                row -> row.getString(1)));
    }

    /**
     * Drops schemas of sources that are not configured any more, all or none.
     *
     * @param schemas their names
     */
    public void drop(List<String> schemas) {
        open(
                Warehouse.Access.WRITE,
                session ->
                        session.transaction(
                                () -> {
                                    for (String schema : schemas) {
                                        if (!schema.startsWith(RAW)) {
                                            throw new SQLException("not a source's: " + schema);
                                        }
                                        session.execute(
                                                "DROP SCHEMA IF EXISTS %s.%s CASCADE"
                                                        .formatted(
                                                                Sql.WAREHOUSE, Sql.name(schema)));
                                    }
                                    return null;
                                }));
    }

    /**
     * Runs a query; it cannot change anything.
     *
     * @param sql one statement
     * @return all of its rows
     * @throws SourceException of kind CONFIG if DuckDB refuses it
     */
    public Answer query(String sql) {
        if (!warehouse.exists()) {
            throw SourceException.of(ErrorKind.CONFIG, "there is no warehouse yet")
                    .hint("Run dango sync first.");
        }
        return open(Warehouse.Access.READ, session -> query(session, sql));
    }

    private static Answer query(Session session, String sql) throws SQLException {
        session.execute("USE " + Sql.WAREHOUSE);
        try (Statement statement = session.connection().createStatement()) {
            if (!statement.execute(sql)) {
                return new Answer(List.of(), List.of(), List.of());
            }
            try (ResultSet result = statement.getResultSet()) {
                return read(result);
            }
        } catch (SQLException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "DuckDB refuses the query: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private static Answer read(ResultSet result) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> types = new ArrayList<>();
        int count = result.getMetaData().getColumnCount();
        for (int i = 1; i <= count; i++) {
            columns.add(result.getMetaData().getColumnName(i));
            types.add(result.getMetaData().getColumnTypeName(i));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                row.add(PlainValues.of(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Answer(columns, types, rows);
    }

    private <T> T open(Warehouse.Access access, Warehouse.Work<T> work) {
        return warehouse.open(access, "looking into the warehouse", waiting, cancellation, work);
    }
}
