package dev.dango.connectors.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the server's catalogue says of a schema, in one query for all tables. */
final class Catalog {

    /**
     * One row a column. A partition is read through its parent, so it is none of the tables. The
     * recursive part looks below domains, which may stand on domains.
     */
    private static final String COLUMNS =
            """
            WITH RECURSIVE below(domain, type, modifier) AS (
                SELECT oid, typbasetype, typtypmod FROM pg_catalog.pg_type WHERE typtype = 'd'
                UNION ALL
                SELECT below.domain, t.typbasetype, greatest(below.modifier, t.typtypmod)
                FROM below JOIN pg_catalog.pg_type t ON t.oid = below.type
                WHERE t.typtype = 'd'
            )
            SELECT c.relname, c.relkind IN ('v', 'm') AS is_view, a.attname,
                t.oid AS type_oid, t.typname, t.typtype, t.typcategory,
                CASE WHEN a.atttypid = t.oid THEN a.atttypmod ELSE b.modifier END AS modifier,
                array_position(k.conkey, a.attnum) AS key_position
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a
                ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN below b ON b.domain = a.atttypid
            JOIN pg_catalog.pg_type t
                ON t.oid = coalesce(b.type, a.atttypid) AND t.typtype <> 'd'
            LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
            ORDER BY c.relname COLLATE "C", a.attnum
            """;

    private static final String SCHEMAS =
            """
            SELECT nspname FROM pg_catalog.pg_namespace
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
            ORDER BY nspname COLLATE "C"
            """;

    private Catalog() {}

    /**
     * The tables and views of a schema.
     *
     * @param connection where to ask
     * @param schema the schema's name, in its case
     * @return by name in the order of code points; empty also if there is no such schema
     * @throws SQLException if the server refuses
     */
    static List<Table> tables(Connection connection, String schema) throws SQLException {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    drafts.computeIfAbsent(rows.getString("relname"), name -> new Draft())
                            .add(rows);
                }
            }
        }
        return drafts.entrySet().stream()
                .map(draft -> draft.getValue().table(schema, draft.getKey()))
                .toList();
    }

    /** A table of which some columns are known. */
    private static final class Draft {
        private final List<Column> columns = new ArrayList<>();
        private final Map<Integer, String> key = new TreeMap<>();
        private boolean isView;

        void add(ResultSet row) throws SQLException {
            Column column = Column.of(row.getString("attname"), type(row));
            columns.add(column);
            isView = row.getBoolean("is_view");
            int keyPosition = row.getInt("key_position");
            if (!row.wasNull()) {
                key.put(keyPosition, column.name());
            }
        }

        Table table(String schema, String name) {
            return new Table(schema, name, isView, List.copyOf(columns), List.copyOf(key.values()));
        }
    }

    private static PgType type(ResultSet row) throws SQLException {
        return new PgType(
                (int) row.getLong("type_oid"),
                row.getString("typname"),
                row.getString("typtype"),
                row.getString("typcategory"),
                row.getInt("modifier"));
    }

    /**
     * The schemas that users make.
     *
     * @param connection where to ask
     * @return in the order of code points
     * @throws SQLException if the server refuses
     */
    static List<String> schemas(Connection connection) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SCHEMAS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }
}
