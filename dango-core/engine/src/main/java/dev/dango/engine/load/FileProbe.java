package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What is known about the files of a load: which hold no rows, and after a try went wrong, whose
 * types need a look at all rows and which cannot be read at all, so that one bad file does not hold
 * up the others.
 */
final class FileProbe {

    /** Larger files are taken to hold rows, since a look into each costs time. */
    private static final long MAY_BE_EMPTY = 65_536;

    private final Session session;
    private final Path folder;
    private final List<JoinedCsv> joined = new ArrayList<>();
    private final Set<String> empty = new HashSet<>();
    private final Map<String, List<String>> columns = new HashMap<>();
    private final Set<StagedLoad.Resource> sampledWhole = new HashSet<>();
    private final Map<String, SourceException> bad = new LinkedHashMap<>();

    /**
     * Knows nothing yet.
     *
     * @param folder for files that may be written on the way; others clear it up
     */
    FileProbe(Session session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    boolean samplesAll(StagedLoad.Resource resource) {
        return sampledWhole.contains(resource);
    }

    /**
     * Finds the files that hold no rows. They are not loaded: the names and types they seem to have
     * mean nothing, and an export that failed must not cost a file its rows. Runs outside the
     * transaction.
     */
    void findEmpty(StagedLoad.Resource resource) {
        for (List<StagedFile> group : alike(loadable(resource.files))) {
            Set<StagedFile> clear = new HashSet<>(join(group));
            for (StagedFile file : group) {
                if (file.size() <= MAY_BE_EMPTY && !clear.contains(file)) {
                    lookInto(file);
                }
            }
        }
    }

    /** Those of the files that are known to hold rows, since they could be joined. */
    private List<StagedFile> join(List<StagedFile> files) {
        if (files.stream().anyMatch(file -> file.size() > MAY_BE_EMPTY)) {
            return List.of();
        }
        Path file = folder.resolve("files-" + joined.size() + ".csv");
        Optional<JoinedCsv> csv = JoinedCsv.of(session, files, file);
        if (csv.isEmpty()) {
            return List.of();
        }
        joined.add(csv.get());
        List<String> names = List.copyOf(csv.get().describe(session).keySet());
        csv.get().files().forEach(each -> columns.put(each.path(), names));
        return csv.get().files();
    }

    /** Files that may be read by one scan: those of one format and with the same options. */
    static Collection<List<StagedFile>> alike(List<StagedFile> files) {
        return files.stream()
                .collect(
                        Collectors.groupingBy(
                                file -> List.of(file.format(), file.options()),
                                LinkedHashMap::new,
                                Collectors.toList()))
                .values();
    }

    /** How to read files that are {@link #alike}. */
    FileRows rows(List<StagedFile> files, boolean sampleAll) {
        return joined.stream()
                .filter(csv -> !sampleAll && csv.files().equals(files))
                .findFirst()
                .<FileRows>map(csv -> csv)
                .orElseGet(() -> new FileScan(files, sampleAll));
    }

    private void lookInto(StagedFile file) {
        try {
            Path path = Path.of(file.path());
            if (Files.readString(path, StandardCharsets.ISO_8859_1).isBlank()) {
                empty.add(file.path());
                return;
            }
            String from = new FileScan(List.of(file), false).sql();
            List<List<String>> first =
                    session.query(
                            "SELECT * FROM " + from + " LIMIT 1", row -> names(row.getMetaData()));
            if (first.isEmpty()) {
                empty.add(file.path());
                return;
            }
            columns.put(file.path(), first.get(0));
            SourceException misread = CsvGuess.misread(session, file, first.get(0));
            if (misread != null) {
                bad.put(file.path(), misread);
            }
        } catch (IOException | SQLException e) {
            // whatever is wrong with it comes out when it is loaded
        }
    }

    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i));
        }
        return names;
    }

    /** The names of a file's columns; of most small files they are known, which saves a look. */
    Collection<String> columns(StagedFile file, boolean sampleAll) throws SQLException {
        List<String> known = sampleAll ? null : columns.get(file.path());
        return known != null
                ? known
                : new FileScan(List.of(file), sampleAll).describe(session).keySet();
    }

    /** Looks again at files too large to look into all of them, when their columns seem odd. */
    void refuseMisread(FileRows scan, Set<String> columns) throws SQLException {
        for (StagedFile file : scan.files()) {
            if (file.size() > MAY_BE_EMPTY) {
                Set<String> own =
                        scan.files().size() == 1
                                ? columns
                                : new FileScan(List.of(file), false).describe(session).keySet();
                SourceException misread = CsvGuess.misread(session, file, own);
                if (misread != null) {
                    throw misread;
                }
            }
        }
    }

    /** Whether a file can be read and holds rows. */
    boolean isLoadable(StagedFile file) {
        return !bad.containsKey(file.path()) && !empty.contains(file.path());
    }

    /** The files that can be read and hold rows, in order, whichever thread noted them first. */
    List<StagedFile> loadable(List<StagedFile> files) {
        return files.stream()
                .filter(this::isLoadable)
                .sorted(Comparator.comparing(StagedFile::path))
                .toList();
    }

    /** The names of the files that hold no rows. */
    List<String> empty(StagedLoad.Resource resource) {
        return resource.files.stream()
                .map(StagedFile::path)
                .filter(empty::contains)
                .map(path -> Path.of(path).getFileName().toString())
                .toList();
    }

    /** Sentences about the files that are left out because they hold no rows. */
    List<String> warnings(List<StagedLoad.Resource> resources) {
        return resources.stream()
                .flatMap(resource -> empty(resource).stream())
                .map(name -> name + " was skipped, since it has no data row")
                .toList();
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
        for (StagedFile file : loadable(resource.files)) {
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
        Optional<SQLException> failure = read(file, true);
        if (failure.isEmpty()) {
            return columnsOf(file);
        }
        // having seen all lines DuckDB says only that they do not fit together; at first sight
        // it goes on to the line that is wrong, and names it
        return explain(file, read(file, false).orElse(failure.get()));
    }

    private SourceException columnsOf(StagedFile file) throws SQLException {
        try {
            FileColumns.check(file, new FileScan(List.of(file), true).describe(session).keySet());
            return null;
        } catch (SourceException e) {
            return e;
        }
    }

    private Optional<SQLException> read(StagedFile file, boolean sampleAll) throws SQLException {
        try {
            String from = new FileScan(List.of(file), sampleAll).sql();
            session.execute("CREATE OR REPLACE TEMP TABLE _dango_probe AS SELECT * FROM " + from);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        } finally {
            session.execute("DROP TABLE IF EXISTS _dango_probe");
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
                        ErrorKind.DATA, name + " cannot be read: " + Messages.aboutFile(e));
        if (message.contains("not utf-8 encoded") || message.contains("unicode")) {
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
