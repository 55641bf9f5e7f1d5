package dev.dango.engine.load;

import dev.dango.engine.record.ColumnType;
import dev.dango.engine.record.Names;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Has DuckDB read the files of a resource into its table. Columns keep the names and types DuckDB
 * gives them; a value that does not fit the column that is there goes to a variant column, as
 * values of records do.
 */
final class FileWriter {

    /** How the names of what is known of each file begin. */
    private static final String JOINED = FileRows.FILE_COLUMN + "_file";

    private final Session session;
    private final WarehouseSchema shape;
    private final TableChanges changes;
    private final LoadHeader header;
    private final StagedLoad.Resource resource;
    private final String table;
    private final FileProbe probe;
    private final FileContract contract;
    private final List<Group> groups = new ArrayList<>();
    private long replaced;

    /** Files that are read by one scan, and the columns they bring. */
    private record Group(FileRows scan, Map<String, String> columns, Set<String> variants) {}

    FileWriter(
            Session session,
            WarehouseSchema shape,
            TableChanges changes,
            LoadHeader header,
            StagedLoad.Resource resource,
            FileProbe probe) {
        this.session = session;
        this.shape = shape;
        this.changes = changes;
        this.header = header;
        this.resource = resource;
        this.table = resource.load.table();
        this.probe = probe;
        this.contract = new FileContract(session, resource.load, shape.has(resource.load.table()));
    }

    /**
     * Looks at the files and makes the table fit to take them.
     *
     * @param mustBeWhole whether they replace rows that would be lost if a file cannot be read
     */
    void prepare(boolean mustBeWhole) throws SQLException {
        if (mustBeWhole) {
            refuseBadFiles();
        }
        List<StagedFile> files = probe.loadable(resource.files);
        if (files.isEmpty()) {
            refuseEmptyFiles();
            return;
        }
        for (StagedFile file : files) {
            SourceException changed = FileProbe.changed(file);
            if (changed != null) {
                throw changed;
            }
        }
        replaced = countReplaced(files);
        Collection<List<StagedFile>> alike = FileProbe.alike(files);
        boolean sampleAll = probe.samplesAll(resource);
        for (List<StagedFile> group : alike) {
            refuseOtherColumns(group, sampleAll);
        }
        for (List<StagedFile> group : alike) {
            FileRows scan = probe.rows(group, sampleAll);
            Map<String, String> columns = scan.describe(session);
            FileColumns.check(group.get(0), columns.keySet());
            if (CsvGuess.isOdd(columns.keySet())) {
                probe.refuseMisread(scan, columns.keySet());
            }
            refuseNewColumns(scan, columns);
            evolve(columns, group.get(0).columns());
            groups.add(new Group(scan, columns, variants(scan, columns)));
        }
    }

    private void refuseBadFiles() {
        for (StagedFile file : resource.files) {
            SourceException reason = probe.bad().get(file.path());
            if (reason != null) {
                throw SourceException.of(
                                reason.kind(),
                                "%s, so table %s was left as it is"
                                        .formatted(reason.getMessage(), table))
                        .hint(reason.hint());
            }
        }
    }

    /** Nobody asks for a sync in order to load nothing. */
    private void refuseEmptyFiles() {
        List<String> empty = probe.empty(resource);
        boolean brings = resource.records > 0 || !resource.deletes.isEmpty();
        if (empty.isEmpty() || brings || header.options().allowEmptyReplace()) {
            return;
        }
        throw SourceException.of(
                        ErrorKind.DATA,
                        "No data loaded: %s %s no data row"
                                .formatted(
                                        String.join(", ", empty),
                                        empty.size() == 1 ? "has" : "have"))
                .hint("Sync again when there are rows, or remove what is not to be loaded.");
    }

    /** The keys of the files, whose old rows they replace. */
    List<Map<String, ?>> keys() {
        List<Map<String, ?>> keys = new ArrayList<>();
        for (StagedFile file : probe.loadable(resource.files)) {
            Map<String, String> key = new LinkedHashMap<>();
            for (StagedFile.Constant constant : file.columns()) {
                if (resource.load.mergeKey().contains(Names.path(constant.name()))) {
                    key.put(Names.path(constant.name()), constant.text());
                }
            }
            if (!key.isEmpty()) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** How many rows of the same files were there before. */
    long replaced() {
        return replaced;
    }

    /** Reads the files into the table, as far as the limit goes; answers how many rows came. */
    long insert() throws SQLException {
        long left = header.options().limit() - resource.records;
        long rows = 0;
        for (Group group : groups) {
            if (rows < left) {
                rows += insert(group, left - rows);
            }
        }
        return rows;
    }

    private long countReplaced(List<StagedFile> files) throws SQLException {
        List<String> key = resource.load.mergeKey();
        if (resource.load.mode() != WriteMode.MERGE
                || key.size() != 1
                || !shape.columns(table).keySet().containsAll(key)) {
            return 0;
        }
        String values =
                files.stream()
                        .flatMap(file -> file.columns().stream())
                        .filter(constant -> Names.path(constant.name()).equals(key.get(0)))
                        .map(StagedFile.Constant::sql)
                        .collect(Collectors.joining(", "));
        return session.number(
                "SELECT count(*) FROM %s WHERE %s IN (%s)"
                        .formatted(Sql.table(shape.schema(), table), Sql.name(key.get(0)), values));
    }

    /** CSV files have no way to say that a column is missing on purpose, so the user has to. */
    private void refuseOtherColumns(List<StagedFile> group, boolean sampleAll) throws SQLException {
        if (header.options().allowSchemaChanges() || group.get(0).format() != FileFormat.CSV) {
            return;
        }
        boolean exists = shape.has(table);
        if (!exists && group.size() == 1) {
            return;
        }
        Set<String> expected = exists ? ownColumns(group.get(0)) : null;
        Set<String> variants = exists ? variants() : Set.of();
        for (StagedFile file : group) {
            Set<String> columns = folded(probe.columns(file, sampleAll));
            columns.removeAll(variants);
            if (expected == null) {
                expected = columns;
            }
            if (!columns.equals(expected)) {
                throw otherColumns(file, columns, expected);
            }
        }
    }

    private static SourceException otherColumns(
            StagedFile file, Set<String> columns, Set<String> expected) {
        Set<String> extra = new TreeSet<>(columns);
        extra.removeAll(expected);
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(columns);
        List<String> parts = new ArrayList<>();
        if (!extra.isEmpty()) {
            parts.add("extra columns: " + String.join(", ", extra));
        }
        if (!missing.isEmpty()) {
            parts.add("missing columns: " + String.join(", ", missing));
        }
        return SourceException.of(
                        ErrorKind.DATA,
                        "Schema validation failed: %s has %s"
                                .formatted(
                                        Path.of(file.path()).getFileName(),
                                        String.join("; ", parts)))
                .hint(
                        "Sync with --allow-schema-changes to add new columns and leave missing ones NULL.");
    }

    /** The columns of the table that came out of files, whatever their spelling. */
    private Set<String> ownColumns(StagedFile file) {
        Set<String> own = folded(shape.columns(table).keySet());
        file.columns().forEach(constant -> own.remove(fold(constant.name())));
        own.remove(TableChanges.LOAD_ID);
        own.removeAll(variants());
        return own;
    }

    private Set<String> variants() {
        Set<String> variants = folded(shape.columns(table).keySet());
        variants.removeIf(column -> !column.contains("__v_"));
        return variants;
    }

    private static Set<String> folded(Collection<String> columns) {
        return columns.stream()
                .map(FileWriter::fold)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String fold(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    private void refuseNewColumns(FileRows scan, Map<String, String> columns) throws SQLException {
        for (Map.Entry<String, String> column : columns.entrySet()) {
            if (changes.find(table, column.getKey()) == null) {
                contract.refuseColumn(scan, column.getKey(), column.getValue());
            }
        }
    }

    private void evolve(Map<String, String> columns, List<StagedFile.Constant> constants)
            throws SQLException {
        Map<String, String> wanted = new LinkedHashMap<>(columns);
        constants.forEach(constant -> wanted.put(constant.name(), constant.type()));
        wanted.put(TableChanges.LOAD_ID, "VARCHAR");
        changes.evolve(table, wanted);
    }

    /** Adds a variant for each column in which a value does not fit; answers those columns. */
    private Set<String> variants(FileRows scan, Map<String, String> columns) throws SQLException {
        Set<String> variants = new TreeSet<>();
        for (Map.Entry<String, String> column : columns.entrySet()) {
            String there = there(column.getKey());
            if (!there.equals(column.getValue())) {
                String misfit = misfit(column.getKey(), column.getValue(), there);
                if (session.number("SELECT count(*) FROM %s WHERE %s".formatted(scan.sql(), misfit))
                        > 0) {
                    String variant = variant(column.getKey(), column.getValue());
                    if (changes.find(table, variant) == null) {
                        contract.refuseValue(
                                scan, column.getKey(), column.getValue(), misfit, there);
                    }
                    variants.add(column.getKey());
                    String type = isScalar(column.getValue()) ? column.getValue() : "JSON";
                    changes.evolve(table, Map.of(variant, type));
                }
            }
        }
        return variants;
    }

    private String there(String column) {
        return shape.columns(table).get(changes.find(table, column));
    }

    private static boolean isScalar(String type) {
        return TypeMapping.column(type).isPresent();
    }

    private static String variant(String column, String type) {
        return column + "__v_" + TypeMapping.column(type).map(ColumnType::word).orElse("json");
    }

    /** Whether a value cannot become one of the table's type without losing something. */
    private static String misfit(String column, String type, String there) {
        String name = Sql.name(column);
        if (!isScalar(type)) {
            return name + " IS NOT NULL";
        }
        String cast = "TRY_CAST(" + name + " AS " + there + ")";
        if (!"VARCHAR".equals(type)) {
            return "(%s IS NOT NULL AND TRY_CAST(%s AS %s) IS DISTINCT FROM %s)"
                    .formatted(name, cast, type, name);
        }
        // a text like 2.7 would be rounded by the cast to a whole number
        boolean whole = there.endsWith("INT") || there.equals("INTEGER");
        String exact =
                whole
                        ? " OR TRY_CAST(%s AS DECIMAL(38,9)) IS DISTINCT FROM %s"
                                .formatted(name, cast)
                        : "";
        return "(%s IS NOT NULL AND (%s IS NULL%s))".formatted(name, cast, exact);
    }

    private long insert(Group group, long limit) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> column : group.columns().entrySet()) {
            addColumn(group, column.getKey(), column.getValue(), names, values);
        }
        List<StagedFile> files = group.scan().files();
        boolean single = files.size() == 1;
        List<StagedFile.Constant> constants = files.get(0).columns();
        for (int i = 0; i < constants.size(); i++) {
            names.add(constants.get(i).name());
            values.add(single ? constants.get(i).sql() : JOINED + i);
        }
        names.add(TableChanges.LOAD_ID);
        values.add(Sql.text(header.loadId()));
        String from = group.scan().sql() + (single ? "" : joined(files));
        if (header.options().limited()) {
            from += " LIMIT " + limit;
        }
        return session.execute(
                "INSERT INTO %s (%s) SELECT %s FROM %s"
                        .formatted(
                                Sql.table(shape.schema(), table),
                                Sql.names(names),
                                String.join(", ", values),
                                from));
    }

    private void addColumn(
            Group group, String column, String type, List<String> names, List<String> values) {
        String there = there(column);
        String name = Sql.name(column);
        names.add(changes.find(table, column));
        if (there.equals(type)) {
            values.add(name);
            return;
        }
        String cast = "TRY_CAST(" + name + " AS " + there + ")";
        if (!group.variants().contains(column)) {
            values.add(cast);
            return;
        }
        String misfit = misfit(column, type, there);
        values.add("CASE WHEN " + misfit + " THEN NULL ELSE " + cast + " END");
        names.add(variant(column, type));
        String kept = isScalar(type) ? name : "to_json(" + name + ")";
        values.add("CASE WHEN " + misfit + " THEN " + kept + " END");
    }

    /** Several files at once: each row finds the constants of its file. */
    private static String joined(List<StagedFile> files) {
        String rows =
                files.stream()
                        .map(
                                file ->
                                        "("
                                                + Sql.text(file.path())
                                                + file.columns().stream()
                                                        .map(constant -> ", " + constant.sql())
                                                        .collect(Collectors.joining())
                                                + ")")
                        .collect(Collectors.joining(", "));
        StringBuilder columns = new StringBuilder(JOINED);
        for (int i = 0; i < files.get(0).columns().size(); i++) {
            columns.append(", ").append(JOINED).append(i);
        }
        return " JOIN (VALUES %s) AS %s(%s) ON %s = %s"
                .formatted(rows, JOINED, columns, FileRows.FILE_COLUMN, JOINED);
    }
}
