package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.Names;
import dev.dango.engine.record.Rejects;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of what contracts have kept out of a source's tables. */
final class RejectsTable {

    private final Session session;
    private final String table;

    RejectsTable(Session session, String schema) {
        this.session = session;
        this.table = Sql.table(schema, Rejects.TABLE);
    }

    /** Adds what was staged of one load. */
    void add(String loadId, RowScan staged) throws SQLException {
        create();
        Set<String> there = staged.columns().stream().map(Column::name).collect(Collectors.toSet());
        String values =
                Rejects.COLUMNS.stream()
                        .map(name -> there.contains(name) ? Sql.name(name) : "NULL")
                        .collect(Collectors.joining(", "));
        session.execute(
                "INSERT INTO %s (load_id, %s, rejected_at) SELECT %s, %s, now() FROM %s"
                        .formatted(
                                table,
                                Sql.names(Rejects.COLUMNS),
                                Sql.text(loadId),
                                values,
                                staged.sql()));
    }

    /** Forgets what was kept out of a table, which is filled anew, and of those nested in it. */
    void forget(String root) throws SQLException {
        session.execute(
                "DELETE FROM %s WHERE table_name = %s OR starts_with(table_name, %s)"
                        .formatted(table, Sql.text(root), Sql.text(root + Names.SEPARATOR)));
    }

    private void create() throws SQLException {
        session.execute(
                "CREATE TABLE IF NOT EXISTS "
                        + table
                        + " (load_id VARCHAR NOT NULL, table_name VARCHAR NOT NULL,"
                        + " column_name VARCHAR, reason VARCHAR NOT NULL, value VARCHAR,"
                        + " expected_type VARCHAR, found_type VARCHAR, record JSON,"
                        + " rejected_at TIMESTAMP WITH TIME ZONE NOT NULL)");
    }
}
