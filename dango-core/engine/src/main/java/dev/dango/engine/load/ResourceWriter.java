package dev.dango.engine.load;

import dev.dango.engine.record.Column;
import dev.dango.engine.record.Names;
import dev.dango.engine.record.TableModel;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one resource of a load: its own table and those nested in it. Runs inside the transaction.
 */
final class ResourceWriter {

    private final Session session;
    private final WarehouseSchema shape;
    private final StagedLoad staged;
    private final StagedLoad.Resource resource;
    private final LoadHeader header;
    private final ResourceLoad load;
    private final Optional<String> sample;
    private final TableChanges changes;
    private final FileWriter files;
    private final Map<String, Counts> counts = new LinkedHashMap<>();

    /** What happened to one table. */
    static final class Counts {
        long read;
        long inserted;
        long updated;
        long deleted;
    }

    ResourceWriter(
            Session session,
            WarehouseSchema shape,
            StagedLoad staged,
            StagedLoad.Resource resource,
            Optional<String> sample,
            FileProbe probe) {
        this.sample = sample;
        this.session = session;
        this.shape = shape;
        this.staged = staged;
        this.resource = resource;
        this.header = staged.header().orElseThrow();
        this.load = resource.load;
        this.changes = new TableChanges(session, shape);
        this.files = new FileWriter(session, shape, changes, header, resource, probe);
    }

    List<TableReport> write() throws SQLException, IOException {
        Map<String, Long> before = rowCounts();
        WriteMode mode = header.options().fullRefresh() ? WriteMode.REPLACE : load.mode();
        if (mode == WriteMode.REPLACE) {
            clear(before);
        } else if (mode == WriteMode.APPEND) {
            deleteSample();
        }
        List<JournalEntry.Table> tables = evolve(mode);
        files.prepare();
        if (mode == WriteMode.MERGE) {
            merge(tables);
        } else {
            for (JournalEntry.Table table : tables) {
                Counts of = countsOf(table.name());
                of.read = insert(table);
                of.inserted = of.read;
            }
        }
        Counts root = countsOf(load.table());
        long fromFiles = files.insert();
        root.read += fromFiles;
        root.inserted += fromFiles;
        settleReplacedFiles(root, mode);
        refuseEmpty(before);
        return reports();
    }

    /**
     * Rows of a file that came again replace its old ones: that is an update, not both halves of
     * it.
     */
    private void settleReplacedFiles(Counts root, WriteMode mode) {
        if (mode == WriteMode.MERGE && files.replaced() > 0) {
            long updated = Math.min(files.replaced(), root.inserted);
            root.updated += updated;
            root.inserted -= updated;
            root.deleted -= updated;
        }
    }

    /** Whether the warehouse is another one than before. */
    boolean hasChanged() {
        return !changes.notes().isEmpty()
                || counts.values().stream().anyMatch(c -> c.inserted + c.updated + c.deleted > 0);
    }

    private Map<String, Long> rowCounts() throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        if (shape.has(load.table())) {
            rows.put(load.table(), count(load.table()));
            for (String child : shape.childrenOf(load.table())) {
                rows.put(child, count(child));
            }
        }
        return rows;
    }

    private long count(String table) throws SQLException {
        return session.number("SELECT count(*) FROM " + Sql.table(shape.schema(), table));
    }

    private void clear(Map<String, Long> before) throws SQLException {
        for (Map.Entry<String, Long> table : before.entrySet()) {
            countsOf(table.getKey()).deleted += table.getValue();
            if (header.options().fullRefresh()) {
                session.execute("DROP TABLE " + Sql.table(shape.schema(), table.getKey()));
                shape.drop(table.getKey());
            } else {
                session.execute("DELETE FROM " + Sql.table(shape.schema(), table.getKey()));
            }
        }
    }

    /** Makes the tables fit to take the rows; answers those that have any columns of their own. */
    private List<JournalEntry.Table> evolve(WriteMode mode) throws SQLException {
        List<JournalEntry.Table> tables = new ArrayList<>();
        for (JournalEntry.Table table : resource.tables) {
            boolean hasData = table.columns().stream().anyMatch(c -> !c.isSystem());
            boolean isChild = table.parent() >= 0;
            if (!isChild && (!hasData || resource.records == 0 && shape.has(table.name()))) {
                // nothing came, or it comes as files
                continue;
            }
            if (isChild
                    && table.columns().stream().noneMatch(c -> c.name().equals(TableModel.ID))) {
                // known from the warehouse alone
                continue;
            }
            changes.evolve(table.name(), wanted(table, mode));
            tables.add(table);
        }
        return tables;
    }

    /**
     * The columns of a table in the order in which a new one gets them: data first, as with dlt.
     */
    private Map<String, String> wanted(JournalEntry.Table table, WriteMode mode) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            if (!column.isSystem()) {
                wanted.put(column.name(), TypeMapping.duckdb(column.type()));
            }
        }
        if (table.parent() < 0) {
            wanted.put(TableChanges.LOAD_ID, "VARCHAR");
        } else {
            if (mode == WriteMode.MERGE) {
                wanted.put(TableModel.ROOT_ID, "VARCHAR");
            }
            wanted.put(TableModel.PARENT_ID, "VARCHAR");
            wanted.put(TableModel.LIST_INDEX, "BIGINT");
        }
        wanted.put(TableModel.ID, "VARCHAR");
        return wanted;
    }

    /** The staged columns that the table takes. */
    private List<Column> taken(JournalEntry.Table table) {
        Map<String, String> there = shape.columns(table.name());
        return table.columns().stream()
                .filter(c -> there.containsKey(c.name()))
                .filter(c -> !c.name().equals(TableChanges.LOAD_ID))
                .toList();
    }

    private String expression(JournalEntry.Table table, Column column) {
        String own = RowStream.sql(column);
        String there = shape.columns(table.name()).get(column.name());
        return there.equals(TypeMapping.duckdb(column.type()))
                ? own
                : "CAST(" + own + " AS " + there + ")";
    }

    private long insert(JournalEntry.Table table) throws SQLException, IOException {
        List<Column> columns = taken(table);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            names.add(column.name());
            values.add(expression(table, column));
        }
        if (table.parent() < 0) {
            names.add(TableChanges.LOAD_ID);
            values.add(Sql.text(header.loadId()));
        }
        try (RowStream rows = staged.rows(resource, table)) {
            return DuckRows.reading(
                    rows,
                    from ->
                            session.execute(
                                    "INSERT INTO %s (%s) SELECT %s FROM %s"
                                            .formatted(
                                                    Sql.table(shape.schema(), table.name()),
                                                    Sql.names(names),
                                                    String.join(", ", values),
                                                    from)));
        }
    }

    /**
     * Replaces what has the keys of the new rows, children and all, as dlt's delete-insert does.
     */
    private void merge(List<JournalEntry.Table> tables) throws SQLException, IOException {
        requireKey();
        Map<JournalEntry.Table, String> copies = new LinkedHashMap<>();
        for (JournalEntry.Table table : tables) {
            copies.put(table, copy(table));
        }
        boolean target = shape.has(load.table());
        JournalEntry.Table root = resource.root().filter(copies::containsKey).orElse(null);
        if (root != null) {
            refuseNullKeys(copies.get(root));
            dropRepeated(copies.get(root), copies);
        }
        if (target) {
            deleteRows(root == null ? null : copies.get(root));
        }
        for (Map.Entry<JournalEntry.Table, String> copy : copies.entrySet()) {
            long inserted = insertCopy(copy.getKey(), copy.getValue());
            Counts of = countsOf(copy.getKey().name());
            long replaced = Math.min(inserted, of.deleted);
            of.read = inserted;
            of.updated = replaced;
            of.inserted = inserted - replaced;
            of.deleted -= replaced;
            session.execute("DROP TABLE " + copy.getValue());
        }
    }

    private void requireKey() {
        if (load.primaryKey().isEmpty() && load.mergeKey().isEmpty()) {
            throw SourceException.of(
                            ErrorKind.CONFIG, "table " + load.table() + " merges but has no key")
                    .hint("Set a primary_key for it, or write_disposition: append.");
        }
    }

    /** A copy of the staged rows with the table's own types, since a merge reads them twice. */
    private String copy(JournalEntry.Table table) throws SQLException, IOException {
        String name = "_dango_stage_" + table.id();
        List<String> values = new ArrayList<>();
        for (Column column : taken(table)) {
            values.add(expression(table, column) + " AS " + Sql.name(column.name()));
        }
        try (RowStream rows = staged.rows(resource, table)) {
            DuckRows.reading(
                    rows,
                    from ->
                            session.execute(
                                    "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s, %s FROM %s"
                                            .formatted(
                                                    name,
                                                    String.join(", ", values),
                                                    RowStream.SEQUENCE,
                                                    from)));
        }
        return name;
    }

    private void refuseNullKeys(String copy) throws SQLException {
        for (String key : load.primaryKey()) {
            boolean known =
                    session.number(
                                    "SELECT count(*) FROM duckdb_columns() WHERE table_name = %s AND column_name = %s"
                                            .formatted(Sql.text(copy), Sql.text(key)))
                            > 0;
            long rows =
                    session.number(
                            known
                                    ? "SELECT count(*) FROM %s WHERE %s IS NULL"
                                            .formatted(copy, Sql.name(key))
                                    : "SELECT count(*) FROM " + copy);
            if (rows > 0) {
                throw SourceException.of(
                                ErrorKind.DATA,
                                "%d records of table %s have no value in the primary key column %s"
                                        .formatted(rows, load.table(), key))
                        .hint("Choose another primary key for it.");
            }
        }
    }

    /** Of records with one key the newest by the cursor is kept, and of those the last to come. */
    private void dropRepeated(String root, Map<JournalEntry.Table, String> copies)
            throws SQLException {
        if (load.primaryKey().isEmpty()) {
            return;
        }
        boolean ordered =
                !load.cursor().isEmpty()
                        && resource.root().orElseThrow().columns().stream()
                                .anyMatch(c -> c.name().equals(load.cursor()));
        String order = ordered ? Sql.name(load.cursor()) + " DESC NULLS LAST, " : "";
        session.execute(
                ("CREATE OR REPLACE TEMP TABLE _dango_repeated AS SELECT %s FROM %s"
                                + " QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s%s DESC) > 1")
                        .formatted(
                                TableModel.ID,
                                root,
                                Sql.names(load.primaryKey()),
                                order,
                                RowStream.SEQUENCE));
        if (session.number("SELECT count(*) FROM _dango_repeated") > 0) {
            for (Map.Entry<JournalEntry.Table, String> copy : copies.entrySet()) {
                String own = copy.getKey().parent() < 0 ? TableModel.ID : TableModel.ROOT_ID;
                session.execute(
                        "DELETE FROM %s WHERE %s IN (SELECT %s FROM _dango_repeated)"
                                .formatted(copy.getValue(), own, TableModel.ID));
            }
        }
        session.execute("DROP TABLE _dango_repeated");
    }

    private void deleteRows(String root) throws SQLException {
        List<String> matches = new ArrayList<>();
        if (root != null) {
            matches(load.primaryKey(), root).ifPresent(matches::add);
            matches(load.mergeKey(), root).ifPresent(matches::add);
        }
        if (writeKeysToDelete()) {
            matches(keyColumns(), "_dango_deleted").ifPresent(matches::add);
        }
        if (matches.isEmpty()) {
            return;
        }
        String condition = String.join(" OR ", matches);
        deleteWithChildren(condition);
        session.execute("DROP TABLE IF EXISTS _dango_deleted");
    }

    /** Deletes rows of the resource's table and, from parent to child, all that hangs on them. */
    private void deleteWithChildren(String condition) throws SQLException {
        String table = Sql.table(shape.schema(), load.table());
        List<String> children = shape.childrenOf(load.table());
        if (!children.isEmpty()) {
            session.execute(
                    "CREATE OR REPLACE TEMP TABLE _dango_gone AS SELECT %s FROM %s AS t WHERE %s"
                            .formatted(TableModel.ID, table, condition));
            for (String child : children) {
                String rows = Sql.table(shape.schema(), child);
                String gone =
                        " WHERE %s IN (SELECT %s FROM _dango_gone)"
                                .formatted(TableModel.PARENT_ID, TableModel.ID);
                session.execute(
                        "INSERT INTO _dango_gone SELECT " + TableModel.ID + " FROM " + rows + gone);
                countsOf(child).deleted += session.execute("DELETE FROM " + rows + gone);
            }
            session.execute("DROP TABLE _dango_gone");
        }
        countsOf(load.table()).deleted +=
                session.execute("DELETE FROM " + table + " AS t WHERE " + condition);
    }

    /** A limited load of a table that only grows was a sample; the next load takes its place. */
    private void deleteSample() throws SQLException {
        if (sample.isPresent() && shape.has(load.table())) {
            deleteWithChildren(TableChanges.LOAD_ID + " = " + Sql.text(sample.get()));
        }
    }

    private Optional<String> matches(List<String> key, String from) {
        if (key.isEmpty() || !shape.columns(load.table()).keySet().containsAll(key)) {
            return Optional.empty();
        }
        return Optional.of(
                "EXISTS (SELECT 1 FROM %s AS s WHERE %s)".formatted(from, Sql.same(key, "s", "t")));
    }

    private List<String> keyColumns() {
        return load.primaryKey().isEmpty() ? load.mergeKey() : load.primaryKey();
    }

    /** The keys that the connector deletes and those of the files that come again. */
    private boolean writeKeysToDelete() throws SQLException {
        List<Map<String, ?>> keys = new ArrayList<>(resource.deletes);
        keys.addAll(files.keys());
        if (keys.isEmpty() || !shape.columns(load.table()).keySet().containsAll(keyColumns())) {
            return false;
        }
        StringBuilder values = new StringBuilder();
        for (Map<String, ?> key : keys) {
            Map<String, Object> byColumn = new LinkedHashMap<>();
            key.forEach((name, value) -> byColumn.put(Names.path(name), value));
            List<String> cells = new ArrayList<>();
            for (String column : keyColumns()) {
                String type = shape.columns(load.table()).get(column);
                cells.add(Sql.text(String.valueOf(byColumn.get(column))) + "::" + type);
            }
            values.append(values.isEmpty() ? "(" : ", (")
                    .append(String.join(", ", cells))
                    .append(')');
        }
        session.execute(
                "CREATE OR REPLACE TEMP TABLE _dango_deleted AS SELECT * FROM (VALUES %s) AS v(%s)"
                        .formatted(values, Sql.names(keyColumns())));
        return true;
    }

    private long insertCopy(JournalEntry.Table table, String copy) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Column column : taken(table)) {
            names.add(column.name());
        }
        String into = Sql.names(names);
        String from = into;
        if (table.parent() < 0) {
            into += ", " + TableChanges.LOAD_ID;
            from += ", " + Sql.text(header.loadId());
        }
        return session.execute(
                "INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY %s"
                        .formatted(
                                Sql.table(shape.schema(), table.name()),
                                into,
                                from,
                                copy,
                                RowStream.SEQUENCE));
    }

    /** A service that has a bad day and answers nothing must not cost the user a table. */
    private void refuseEmpty(Map<String, Long> before) throws SQLException {
        boolean replaced = header.options().fullRefresh() || load.mode() == WriteMode.REPLACE;
        long rows = before.getOrDefault(load.table(), 0L);
        if (!replaced || rows == 0 || header.options().allowEmptyReplace()) {
            return;
        }
        if (!shape.has(load.table()) || count(load.table()) == 0) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "table %s would go from %d rows to 0 rows, so it was left as it is"
                                    .formatted(load.table(), rows))
                    .hint("If the source is really empty now, sync with --allow-empty-replace.");
        }
    }

    private Counts countsOf(String table) {
        return counts.computeIfAbsent(table, name -> new Counts());
    }

    private List<TableReport> reports() throws SQLException {
        if (shape.has(load.table())) {
            countsOf(load.table());
        }
        List<TableReport> reports = new ArrayList<>();
        for (Map.Entry<String, Counts> entry : counts.entrySet()) {
            String table = entry.getKey();
            Counts of = entry.getValue();
            boolean isRoot = table.equals(load.table());
            reports.add(
                    new TableReport(
                            table,
                            load.resource(),
                            isRoot ? Math.max(of.read, resource.records) : of.read,
                            of.inserted,
                            of.updated,
                            of.deleted,
                            shape.has(table) ? count(table) : 0,
                            isRoot ? cursor() : Optional.empty(),
                            changes.notes().getOrDefault(table, List.of())));
        }
        return reports;
    }

    /** The furthest position, for people to read; opaque ones mean nothing to them. */
    private Optional<String> cursor() {
        return load.cursor().isEmpty()
                ? Optional.empty()
                : resource.cursors.values().stream()
                        .map(CursorState::position)
                        .max(String::compareTo);
    }
}
