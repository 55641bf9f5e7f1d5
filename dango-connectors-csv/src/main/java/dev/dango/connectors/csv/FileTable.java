package dev.dango.connectors.csv;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.IncrementalCursor;
import dev.dango.spi.ReadContext;
import dev.dango.spi.RecordSink;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.SourceException;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table that all files of a source go to. A slice is a file, its position the fingerprint, its
 * rows are replaced as a whole; a file is known by its path within the folder, so the project can
 * move and two folders can hold files of one name.
 */
final class FileTable implements Resource {

    private static final String PATH = "_dango_file_path";
    private static final String FILE = "file";

    private final String name;
    private final Folder folder;
    private final Map<String, String> csvOptions;

    FileTable(String name, Folder folder, Map<String, String> csvOptions) {
        this.name = name;
        this.folder = folder;
        this.csvOptions = csvOptions;
    }

    @Override
    public ResourceSpec spec() {
        return ResourceSpec.named(name)
                .description("a row of a file")
                .mergeKey(PATH)
                .mode(WriteMode.MERGE)
                .cursor(CursorSpec.opaque());
    }

    @Override
    public Map<String, String> adopt(Map<String, ?> original) throws IOException {
        return new TrackedFiles(folder.directory()).positions(original);
    }

    /** The files that are new, changed or gone. */
    @Override
    public List<Slice> slices(ReadContext context) throws IOException {
        Map<String, Path> files = folder.find(context::warn);
        Map<String, String> known = context.cursor().positions();
        if (files.isEmpty() && known.isEmpty()) {
            throw SourceException.of(
                            ErrorKind.NOT_FOUND,
                            "No files found: nothing in %s matches %s"
                                    .formatted(folder.directory(), folder.pattern()))
                    .hint("Put a file there, or correct directory or file_pattern.");
        }
        List<Slice> slices = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            FileFingerprint now = FileFingerprint.stat(file.getValue());
            if (loaded(known.get(file.getKey())).filter(now::sameStat).isEmpty()) {
                slices.add(new Slice(file.getKey(), Map.of(FILE, file.getValue().toString())));
            }
        }
        for (String path : known.keySet()) {
            if (!files.containsKey(path)) {
                slices.add(Slice.of(path));
            }
        }
        return slices;
    }

    private static Optional<FileFingerprint> loaded(String position) {
        return Optional.ofNullable(position).flatMap(FileFingerprint::parse);
    }

    @Override
    public void read(Slice slice, ReadContext context, RecordSink out) throws IOException {
        IncrementalCursor cursor = context.cursor();
        String file = slice.parameters().get(FILE);
        if (file == null) {
            out.delete(Map.of(PATH, slice.id()));
            cursor.forget();
            return;
        }
        Path path = Path.of(file);
        FileFingerprint now = FileFingerprint.stat(path).hashed(path);
        boolean same =
                loaded(cursor.position().orElse(null))
                        .filter(before -> before.hash().equals(now.hash()))
                        .isPresent();
        if (!same) {
            FileKind kind = FileKind.of(slice.id()).orElseThrow();
            out.file(path, kind.format(), options(kind), columns(slice.id(), now, context));
        }
        cursor.advanceTo(now.toString());
    }

    private Map<String, String> options(FileKind kind) {
        Map<String, String> options = new LinkedHashMap<>(kind.options());
        if (kind.format() == FileFormat.CSV) {
            options.putAll(csvOptions);
        }
        return options;
    }

    /** The columns the original Dango adds, and the path, which tells files of one name apart. */
    private static Map<String, Object> columns(
            String path, FileFingerprint file, ReadContext context) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("_dango_filename", path.substring(path.lastIndexOf('/') + 1));
        columns.put("_dango_file_mtime", Instant.ofEpochSecond(file.modified() / 1_000_000_000));
        columns.put("_dango_loaded_at", context.clock().instant());
        columns.put("_dango_deleted", false);
        columns.put(PATH, path);
        return columns;
    }
}
