package dev.dango.engine.load;

import dev.dango.engine.record.Rejects;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.state.CursorState;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a stage holds, by its journal. */
public final class StagedLoad {

    /** What a stage holds of one resource. */
    static final class Resource {
        final ResourceLoad load;
        List<JournalEntry.Table> tables = List.of();
        final List<StagedFile> files = new ArrayList<>();
        final List<Map<String, Object>> deletes = new ArrayList<>();
        final Map<String, CursorState> cursors = new LinkedHashMap<>();
        final Set<String> forgotten = new HashSet<>();
        final Map<String, Long> rejected = new LinkedHashMap<>();
        Optional<JournalEntry.Table> rejects = Optional.empty();
        long records;
        long discarded;
        boolean complete;
        boolean refused;

        Resource(ResourceLoad load) {
            this.load = load;
        }

        /** The resource's own table, with the columns its records brought. */
        Optional<JournalEntry.Table> root() {
            return tables.stream().filter(table -> table.parent() < 0).findFirst();
        }

        private void tables(List<JournalEntry.Table> journalled) {
            tables =
                    journalled.stream()
                            .filter(table -> !table.name().equals(Rejects.TABLE))
                            .toList();
            rejects =
                    journalled.stream()
                            .filter(table -> table.name().equals(Rejects.TABLE))
                            .findFirst();
        }

        /**
         * Whether a part can be loaded, and the rest later. What is added without a position will
         * be read from its beginning again, and must not be there twice.
         */
        boolean goesOn() {
            boolean adds = load.mode() == WriteMode.APPEND;
            return adds ? !cursors.isEmpty() : !isEmpty();
        }

        /** Whether rows that were not read yet would count as gone. */
        boolean needsAll() {
            return switch (load.mode()) {
                case REPLACE, SCD2 -> true;
                // a group of records comes as a whole
                case MERGE -> records > 0 && !load.mergeKey().isEmpty();
                default -> false;
            };
        }

        boolean isEmpty() {
            return records == 0
                    && rejected.isEmpty()
                    && files.isEmpty()
                    && deletes.isEmpty()
                    && cursors.isEmpty()
                    && forgotten.isEmpty();
        }
    }

    private final Path folder;
    private LoadHeader header;
    private final Map<Integer, Resource> resources = new LinkedHashMap<>();
    private final Map<String, Long> segments = new LinkedHashMap<>();
    private List<SegmentReader> readers;

    private StagedLoad(Path folder) {
        this.folder = folder;
    }

    static StagedLoad replay(Path folder, List<JournalEntry> journal) throws DamagedStageException {
        StagedLoad load = new StagedLoad(folder);
        for (JournalEntry entry : journal) {
            if (entry instanceof JournalEntry.Begin begin) {
                load.header = begin.header();
            } else if (entry instanceof JournalEntry.Resource resource) {
                load.resources.put(resource.load().id(), new Resource(resource.load()));
            } else if (entry instanceof JournalEntry.Tables tables) {
                load.resource(tables.resource()).tables(tables.tables());
            } else if (entry instanceof JournalEntry.Complete complete) {
                load.resource(complete.resource()).complete = true;
            } else if (entry instanceof JournalEntry.Refused refused) {
                load.resource(refused.resource()).refused = true;
            } else if (entry instanceof JournalEntry.Checkpoint checkpoint) {
                load.apply(checkpoint);
            }
        }
        return load;
    }

    private Resource resource(int id) throws DamagedStageException {
        Resource resource = resources.get(id);
        if (resource == null) {
            throw new DamagedStageException(folder);
        }
        return resource;
    }

    private void apply(JournalEntry.Checkpoint checkpoint) throws DamagedStageException {
        Resource resource = resource(checkpoint.resource());
        resource.records += checkpoint.records();
        resource.discarded += checkpoint.discarded();
        checkpoint
                .rejected()
                .forEach((table, count) -> resource.rejected.merge(table, count, Long::sum));
        resource.files.addAll(checkpoint.files());
        resource.deletes.addAll(checkpoint.deletes());
        if (checkpoint.forget()) {
            resource.cursors.remove(checkpoint.slice());
            resource.forgotten.add(checkpoint.slice());
        } else if (checkpoint.cursor() != null) {
            resource.cursors.put(checkpoint.slice(), checkpoint.cursor());
            resource.forgotten.remove(checkpoint.slice());
        }
        if (checkpoint.length() > 0) {
            segments.merge(checkpoint.segment(), checkpoint.length(), Math::max);
        }
    }

    /**
     * The stage's folder.
     *
     * @return never null
     */
    public Path folder() {
        return folder;
    }

    /**
     * What the load is about.
     *
     * @return empty if the stage was never begun, or by a version this one does not understand
     */
    public Optional<LoadHeader> header() {
        return Optional.ofNullable(header).filter(begun -> begun.version() == LoadHeader.VERSION);
    }

    /**
     * Whether another version of Dango has made the stage, whose journal this one cannot read.
     *
     * @return false also if the stage was never begun
     */
    public boolean isOfAnotherVersion() {
        return header != null && header.version() != LoadHeader.VERSION;
    }

    /**
     * The resources that can be loaded: whole ones, and of those that add to their tables also the
     * parts that were checkpointed.
     */
    List<Resource> loadable() {
        return resources.values().stream().filter(this::isLoadable).toList();
    }

    private boolean isLoadable(Resource resource) {
        boolean needsAll = header.options().fullRefresh() || resource.needsAll();
        return !resource.refused && (resource.complete || (!needsAll && resource.goesOn()));
    }

    /**
     * Whether anything can be loaded.
     *
     * @return false if the stage can as well be deleted
     */
    public boolean hasSomething() {
        return !loadable().isEmpty();
    }

    /**
     * Whether loading would change the warehouse.
     *
     * @param state what the warehouse holds
     * @return false if nothing new came and no table is to be replaced
     */
    public boolean changesAnything(SourceState state) {
        return header.options().fullRefresh()
                || loadable().stream().anyMatch(resource -> changes(resource, state));
    }

    private static boolean changes(Resource resource, SourceState state) {
        String table = resource.load.table();
        boolean empties = resource.load.mode() == WriteMode.REPLACE && state.rows(table) > 0;
        boolean creates = declaresColumns(resource) && !state.has(table);
        return !resource.isEmpty() || empties || creates;
    }

    private static boolean declaresColumns(Resource resource) {
        return resource.root().stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> !column.isSystem());
    }

    /**
     * What to report when loading would change nothing.
     *
     * @param state what the warehouse holds
     * @return one entry per resource whose table is there
     */
    public List<TableReport> unchanged(SourceState state) {
        return loadable().stream()
                .filter(resource -> state.has(resource.load.table()))
                .map(
                        resource ->
                                new TableReport(
                                        resource.load.table(),
                                        resource.load.resource(),
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        state.rows(resource.load.table()),
                                        state.furthest(resource.load),
                                        Duration.ZERO,
                                        List.of()))
                .toList();
    }

    /**
     * How large the files are that a resource notes.
     *
     * @param resource its number within the load
     * @return in bytes
     */
    public long fileBytes(int resource) {
        return resources.get(resource).files.stream().mapToLong(StagedFile::size).sum();
    }

    /** Has the load leave out what a killed run only noted; reading it again costs little. */
    public void forgetFiles() {
        resources.values().removeIf(resource -> !resource.files.isEmpty());
    }

    /** The rows of one table, until those of another one are asked for. */
    RowScan rows(Resource resource, JournalEntry.Table table) throws IOException {
        if (readers == null) {
            readers = new ArrayList<>();
            for (Map.Entry<String, Long> segment : segments.entrySet()) {
                readers.add(
                        new SegmentReader(folder.resolve(segment.getKey()), segment.getValue()));
            }
        }
        List<Path> files = new ArrayList<>();
        long count = 0;
        for (SegmentReader reader : readers) {
            long rows = reader.expose(resource.load.id(), table.id(), table.columns());
            if (rows > 0) {
                files.add(reader.path());
                count += rows;
            }
        }
        return new RowScan(files, List.copyOf(table.columns()), count);
    }
}
