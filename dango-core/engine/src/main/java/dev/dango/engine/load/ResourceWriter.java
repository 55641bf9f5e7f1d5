package dev.dango.engine.load;

import dev.dango.engine.record.Rejects;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
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
    private final StagedLoad.Resource resource;
    private final StagedLoad staged;
    private final ResourceLoad load;
    private final LoadOptions options;
    private final LoadHeader header;
    private final boolean replaces;
    private final Optional<String> sample;
    private final boolean begins;
    private final ResourceCounts counts = new ResourceCounts();
    private final TableChanges changes;
    private final StagedRows rows;
    private final FileWriter files;
    private boolean rewritten;

    ResourceWriter(
            Session session,
            WarehouseSchema shape,
            StagedLoad staged,
            StagedLoad.Resource resource,
            Optional<String> sample,
            boolean begins,
            FileProbe probe) {
        this.header = staged.header().orElseThrow();
        this.session = session;
        this.shape = shape;
        this.staged = staged;
        this.resource = resource;
        this.load = resource.load;
        this.options = header.options();
        this.replaces = options.fullRefresh() || load.mode() == WriteMode.REPLACE;
        this.sample = sample;
        this.begins = begins;
        this.changes = new TableChanges(session, shape);
        this.rows = new StagedRows(session, shape, staged, resource);
        this.files = new FileWriter(session, shape, changes, header, resource, probe);
    }

    List<TableReport> write() throws SQLException, IOException {
        long started = System.nanoTime();
        refuseFiles();
        Map<String, Long> before = rowCounts();
        if (options.fullRefresh()) {
            drop(before);
        } else if (load.mode() == WriteMode.APPEND) {
            deleteSample();
        }
        new UnmatchedRows(session, shape, load, options.fullRefresh() ? Map.of() : before)
                .remove(begins && options.wantsAll(), counts);
        ModeChange modeChange = new ModeChange(session, shape, changes, load);
        List<JournalEntry.Table> tables = rows.evolve(changes, load.mode());
        files.prepare(replaces && !before.isEmpty());
        modeChange.fill();
        ContentChange content = clear(before);
        // a table that was only declared has no rows, and not even ids to compare them by
        write(resource.records > 0 ? tables : List.of());
        addFiles();
        content.count(counts);
        new NeverNull(session, shape, load, header.loadId()).check();
        addRejects(header.loadId());
        long rowsBefore = before.getOrDefault(load.table(), 0L);
        refuseEmpty(rowsBefore);
        rewritten = replaces && rowsBefore > 0;
        return reports(Duration.ofNanos(System.nanoTime() - started));
    }

    /** Whether the warehouse is another one than before. */
    boolean hasChanged() {
        return rewritten
                || !changes.notes().isEmpty()
                || counts.anyChange()
                || !resource.rejected.isEmpty();
    }

    /** Files are read by DuckDB, past everything that gives rows their ids. */
    private void refuseFiles() {
        boolean needsIds = ModeChange.knowsRoots(load.mode()) && load.mode() != WriteMode.MERGE;
        if (!resource.files.isEmpty() && (needsIds || !load.primaryKey().isEmpty())) {
            throw SourceException.of(
                            ErrorKind.CONFIG,
                            "table %s is read from whole files, whose rows have no key of their own"
                                    .formatted(load.table()))
                    .hint(
                            "Take its write_disposition and primary_key out of sources.yml: the rows of a file replace those the file had before.");
        }
    }

    private void write(List<JournalEntry.Table> tables) throws SQLException, IOException {
        if (!ModeChange.knowsRoots(load.mode())) {
            if (load.mode() == WriteMode.APPEND && load.overlaps()) {
                new KnownRows(session, shape, load, rows, counts).addOthers(tables);
            } else {
                add(tables);
            }
            return;
        }
        try (IncomingRows incoming = new IncomingRows(session, shape, load, rows, tables)) {
            if (load.mode() == WriteMode.SCD2) {
                new Versions(session, shape, header, load, incoming, counts).write();
            } else if (load.mode() == WriteMode.INSERT_ONLY) {
                new InsertOnly(shape, load, incoming, counts).write();
            } else {
                new Merge(session, shape, resource, incoming, counts).write(files.keys());
            }
        }
    }

    private Map<String, Long> rowCounts() throws SQLException {
        Map<String, Long> found = new LinkedHashMap<>();
        if (shape.has(load.table())) {
            found.put(load.table(), count(load.table()));
            for (String child : shape.childrenOf(load.table())) {
                found.put(child, count(child));
            }
        }
        return found;
    }

    private long count(String table) throws SQLException {
        return session.number("SELECT count(*) FROM " + Sql.table(shape.schema(), table));
    }

    /** A full refresh begins with new tables, whose columns may have other types. */
    private void drop(Map<String, Long> before) throws SQLException {
        for (Map.Entry<String, Long> table : before.entrySet()) {
            counts.of(table.getKey()).deleted += table.getValue();
            session.execute("DROP TABLE " + Sql.table(shape.schema(), table.getKey()));
            shape.drop(table.getKey());
        }
    }

    /** Empties tables that are replaced, and notes what was in them. */
    private ContentChange clear(Map<String, Long> before) throws SQLException {
        ContentChange content = new ContentChange(session, shape, load);
        if (load.mode() == WriteMode.REPLACE && !options.fullRefresh()) {
            for (Map.Entry<String, Long> table : before.entrySet()) {
                if (table.getValue() > 0) {
                    content.before(table.getKey());
                }
                session.execute("DELETE FROM " + Sql.table(shape.schema(), table.getKey()));
            }
        }
        return content;
    }

    /** A limited load of a table that only grows was a sample; the next load takes its place. */
    private void deleteSample() throws SQLException {
        if (sample.isPresent() && shape.has(load.table())) {
            new RowDeletion(session, shape, load.table(), counts)
                    .where(TableChanges.LOAD_ID + " = " + Sql.text(sample.get()));
        }
    }

    private void add(List<JournalEntry.Table> tables) throws SQLException, IOException {
        for (JournalEntry.Table table : tables) {
            ResourceCounts.Table of = counts.of(table.name());
            of.read = rows.insert(table);
            of.inserted = of.read;
        }
    }

    private void addFiles() throws SQLException {
        ResourceCounts.Table root = counts.of(load.table());
        long added = files.insert();
        root.read += added;
        root.inserted += added;
        root.settle(files.replaced());
    }

    private void addRejects(String loadId) throws SQLException, IOException {
        RejectsTable rejects = new RejectsTable(session, shape.schema());
        if (replaces && shape.has(Rejects.TABLE)) {
            rejects.forget(load.table());
        }
        if (resource.rejects.isPresent()) {
            rejects.add(loadId, staged.rows(resource, resource.rejects.get()));
        }
    }

    /** A service that has a bad day and answers nothing must not cost the user a table. */
    private void refuseEmpty(long rowsBefore) throws SQLException {
        if (!replaces || rowsBefore == 0 || options.allowEmptyReplace()) {
            return;
        }
        if (!shape.has(load.table()) || count(load.table()) == 0) {
            throw SourceException.of(
                            ErrorKind.DATA,
                            "table %s would go from %d rows to 0 rows, so it was left as it is"
                                    .formatted(load.table(), rowsBefore))
                    .hint("If the source is really empty now, sync with --allow-empty-replace.");
        }
    }

    private List<TableReport> reports(Duration duration) throws SQLException {
        List<TableReport> reports = new ArrayList<>();
        for (Map.Entry<String, ResourceCounts.Table> entry : counts.tables().entrySet()) {
            String table = entry.getKey();
            ResourceCounts.Table of = entry.getValue();
            boolean isRoot = table.equals(load.table());
            long rejected = rejected(table, isRoot);
            if (isRoot && !shape.has(table) && rejected == 0) {
                continue;
            }
            reports.add(
                    new TableReport(
                            table,
                            load.resource(),
                            isRoot
                                    ? Math.max(of.read, resource.records) + resource.discarded
                                    : of.read,
                            of.inserted,
                            of.updated,
                            of.deleted,
                            rejected,
                            shape.has(table) ? count(table) : 0,
                            isRoot ? cursor() : Optional.empty(),
                            isRoot ? duration : Duration.ZERO,
                            changes.notes().getOrDefault(table, List.of())));
        }
        return reports;
    }

    /** What was kept out of a table; what needed a table that is not there is the root's. */
    private long rejected(String table, boolean isRoot) {
        long own = resource.rejected.getOrDefault(table, 0L);
        if (!isRoot) {
            return own;
        }
        return resource.rejected.entrySet().stream()
                .filter(entry -> !counts.tables().containsKey(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .reduce(own, Long::sum);
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
