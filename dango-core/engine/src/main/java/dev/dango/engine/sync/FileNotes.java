package dev.dango.engine.sync;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.RecordSink;
import dev.dango.spi.RowWriter;
import dev.dango.spi.SourceException;
import dev.dango.spi.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sink that remembers which files a slice would load, and takes nothing else. */
final class FileNotes implements RecordSink {

    private final List<Path> files = new ArrayList<>();
    private boolean deletes;

    List<Path> files() {
        return files;
    }

    /** Whether rows would be deleted. */
    boolean deletes() {
        return deletes;
    }

    @Override
    public void file(
            Path file, FileFormat format, Map<String, String> options, Map<String, ?> columns) {
        files.add(file);
    }

    @Override
    public void delete(Map<String, ?> key) {
        deletes = true;
    }

    @Override
    public void row(Map<String, ?> values) {
        throw onlyFiles();
    }

    @Override
    public RowWriter rows(TableSchema schema) {
        throw onlyFiles();
    }

    @Override
    public void json(byte[] utf8, int offset, int length) {
        throw onlyFiles();
    }

    private static SourceException onlyFiles() {
        return SourceException.of(
                ErrorKind.CANCELLED, "records are not read to plan, only files are");
    }

    @Override
    public void checkpoint() {
        // nothing was taken that could count
    }

    @Override
    public boolean satisfied() {
        return false;
    }
}
