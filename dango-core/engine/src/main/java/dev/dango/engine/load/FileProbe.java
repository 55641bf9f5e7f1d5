package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is known about the files of a load after a try went wrong: whose types need a look at all
 * rows, and which cannot be read at all, so that one bad file does not hold up the others.
 */
final class FileProbe {

    private final Session session;
    private final Set<StagedLoad.Resource> sampledWhole = new HashSet<>();
    private final Map<String, SourceException> bad = new LinkedHashMap<>();

    FileProbe(Session session) {
        this.session = session;
    }

    boolean samplesAll(StagedLoad.Resource resource) {
        return sampledWhole.contains(resource);
    }

    /** The files that can be read. */
    List<StagedFile> good(List<StagedFile> files) {
        return files.stream().filter(file -> !bad.containsKey(file.path())).toList();
    }

    /** Why files cannot be read, by path. */
    Map<String, SourceException> bad() {
        return bad;
    }

    /**
     * Finds out why a resource failed, as far as files are to blame. Runs outside the transaction.
     *
     * @return whether another try may go further
     */
    boolean mend(StagedLoad.Resource resource) throws SQLException {
        if (resource.files.isEmpty()) {
            return false;
        }
        if (sampledWhole.add(resource)) {
            return true;
        }
        int known = bad.size();
        for (StagedFile file : good(resource.files)) {
            SourceException reason = tryOut(file);
            if (reason != null) {
                bad.put(file.path(), reason);
            }
        }
        return bad.size() > known;
    }

    private SourceException tryOut(StagedFile file) throws SQLException {
        SourceException changed = changed(file);
        if (changed != null) {
            return changed;
        }
        try {
            String from = new FileScan(List.of(file), true).sql();
            session.execute("CREATE OR REPLACE TEMP TABLE _dango_probe AS SELECT * FROM " + from);
            session.execute("DROP TABLE _dango_probe");
            return null;
        } catch (SQLException e) {
            return explain(file, e);
        }
    }

    /** Whether a file is not what it was when its fingerprint was taken. */
    static SourceException changed(StagedFile file) {
        Path path = Path.of(file.path());
        try {
            if (Files.size(path) == file.size()
                    && Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS)
                            == file.modified()) {
                return null;
            }
            return SourceException.of(
                            ErrorKind.TRANSIENT, path.getFileName() + " changed while it was read")
                    .hint("Sync again once nothing writes to it any more.");
        } catch (IOException e) {
            return SourceException.of(
                    ErrorKind.NOT_FOUND, path.getFileName() + " went away while it was read");
        }
    }

    private static SourceException explain(StagedFile file, SQLException e) {
        String name = Path.of(file.path()).getFileName().toString();
        String message = String.valueOf(e.getMessage());
        SourceException reason =
                SourceException.of(
                        ErrorKind.DATA, name + " cannot be read: " + Messages.firstLine(e));
        if (message.contains("utf-8") || message.contains("UTF-8") || message.contains("unicode")) {
            return reason.hint(
                    "If it is in another encoding, set it, for example encoding: latin-1.");
        }
        if (file.format() == FileFormat.CSV) {
            return reason.hint(
                    "Look at the line, or set delimiter, quote, header or encoding for the source.");
        }
        return reason.hint("Check that the file is complete.");
    }
}
