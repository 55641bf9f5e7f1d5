package dev.dango.engine.load;

import dev.dango.engine.protocol.Step;
import dev.dango.engine.protocol.Steps;
import dev.dango.engine.record.ResourceModel;
import dev.dango.engine.record.TableModel;
import dev.dango.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The folder that keeps what was read of one source until it is in the warehouse: a journal, and
 * segments of rows. What the journal does not speak of does not count, so a process may be killed
 * at any moment. Thread-safe; the outputs it hands out are not.
 */
public final class Stage implements Closeable {

    private static final String JOURNAL = "journal.jsonl";

    private final Path folder;
    private final LoadHeader header;
    private final Journal journal;
    private final Steps steps;
    private final List<StageWriter> writers = new ArrayList<>();
    private final Map<Integer, Integer> journalled = new HashMap<>();
    private final AtomicReference<SourceException> failure = new AtomicReference<>();

    private Stage(Path folder, LoadHeader header, Steps steps) throws IOException {
        this.folder = folder;
        this.header = header;
        this.journal = new Journal(folder.resolve(JOURNAL));
        this.steps = steps;
    }

    /**
     * Begins a stage.
     *
     * @param parent the folder of the source's stages
     * @param header what the load is about; its id names the folder
     * @param steps hears of each step
     * @return an open stage
     * @throws IOException if the folder cannot be written
     */
    public static Stage create(Path parent, LoadHeader header, Steps steps) throws IOException {
        Path folder = parent.resolve(header.loadId());
        Files.createDirectories(folder);
        Stage stage = new Stage(folder, header, steps);
        stage.journal.append(new JournalEntry.Begin(header));
        steps.reached(Step.STAGE_BEGUN);
        return stage;
    }

    /**
     * The stages that earlier runs have left.
     *
     * @param parent the folder of the source's stages
     * @return their folders, the oldest first
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> leftovers(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /**
     * What a stage holds.
     *
     * @param folder the stage's folder
     * @return never null; has no header if not even that was written
     * @throws IOException if it cannot be read or is damaged
     */
    public static StagedLoad read(Path folder) throws IOException {
        Path journal = folder.resolve(JOURNAL);
        return StagedLoad.replay(folder, Files.exists(journal) ? Journal.read(journal) : List.of());
    }

    /**
     * The stage's folder.
     *
     * @return exists
     */
    public Path folder() {
        return folder;
    }

    /**
     * What the load is about.
     *
     * @return never null
     */
    public LoadHeader header() {
        return header;
    }

    /**
     * Notes that a resource is going to be read.
     *
     * @param load how it will be loaded
     */
    public void begin(ResourceLoad load) {
        append(new JournalEntry.Resource(load));
    }

    /**
     * Notes that all slices of a resource are read.
     *
     * @param load the resource
     * @param model its tables, which count also when no record came
     */
    public void complete(ResourceLoad load, ResourceModel model) {
        noteTables(load.id(), model);
        append(new JournalEntry.Complete(load.id()));
        steps.reached(Step.RESOURCE_COMPLETED);
    }

    /**
     * Notes that nothing of a resource is to be loaded.
     *
     * @param load the resource
     */
    public void refuse(ResourceLoad load) {
        append(new JournalEntry.Refused(load.id()));
    }

    /**
     * A place to write for one more thread.
     *
     * @return open until the stage is closed
     */
    public synchronized StageWriter writer() {
        String name = "segment-" + writers.size() + ".bin";
        StageWriter writer = new StageWriter(this, name, folder.resolve(name), steps);
        writers.add(writer);
        return writer;
    }

    void append(JournalEntry entry) {
        checkWritable();
        try {
            journal.append(entry);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Notes that the stage could not be written. Half a line or batch may stand at its end, so
     * nothing may follow.
     */
    SourceException failed(IOException cause) {
        failure.compareAndSet(
                null, DiskFailure.of("what was read cannot be kept", folder.getParent(), cause));
        return failure.get();
    }

    /**
     * Throws if the stage could not be written before, whatever a connector made of that.
     *
     * @throws SourceException the first failure
     */
    public void checkWritable() {
        SourceException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /** Writes the tables down, if there is anything new about them since the last time. */
    synchronized void noteTables(int resource, ResourceModel model) {
        List<JournalEntry.Table> tables = new ArrayList<>();
        int columns = 0;
        for (TableModel table : model.tables()) {
            JournalEntry.Table entry =
                    new JournalEntry.Table(
                            table.id(),
                            table.name(),
                            table.parent().map(TableModel::id).orElse(-1),
                            table.columns());
            tables.add(entry);
            columns += 1 + entry.columns().size();
        }
        Integer known = journalled.put(resource, columns);
        if (known == null || known != columns) {
            append(new JournalEntry.Tables(resource, tables));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (StageWriter writer : writers) {
            writer.close();
        }
        journal.close();
        steps.reached(Step.STAGE_CLOSED);
    }

    /**
     * Removes a stage; what is in it is loaded or not wanted.
     *
     * @param folder the stage's folder
     * @param steps hears of each step
     * @throws IOException if a file cannot be removed
     */
    public static void delete(Path folder, Steps steps) throws IOException {
        // without its journal the rest is not a stage any more, should this be interrupted
        Files.deleteIfExists(folder.resolve(JOURNAL));
        steps.reached(Step.JOURNAL_DELETED);
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        steps.reached(Step.SEGMENT_DELETED);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                            throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
        try {
            Files.delete(folder.getParent());
        } catch (DirectoryNotEmptyException others) {
            // another stage of the source waits to be loaded
        }
        steps.reached(Step.STAGE_DELETED);
    }
}
