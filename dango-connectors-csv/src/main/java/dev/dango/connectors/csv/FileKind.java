package dev.dango.connectors.csv;

import dev.dango.spi.FileFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file is, by the end of its name; {@code .gz} and {@code .zst} may follow. */
enum FileKind {
    CSV(FileFormat.CSV, Map.of()),
    TSV(FileFormat.CSV, Map.of("delim", "\t")),
    JSON(FileFormat.JSON, Map.of()),
    NDJSON(FileFormat.JSON, Map.of("format", "newline_delimited")),
    JSONL(FileFormat.JSON, Map.of("format", "newline_delimited")),
    PARQUET(FileFormat.PARQUET, Map.of());

    private final FileFormat format;

    @SuppressWarnings("ImmutableEnumChecker") // maps made by Map.of cannot change
    private final Map<String, String> options;

    FileKind(FileFormat format, Map<String, String> options) {
        this.format = format;
        this.options = options;
    }

    FileFormat format() {
        return format;
    }

    /** What the kind says to DuckDB's reader. */
    Map<String, String> options() {
        return options;
    }

    static Optional<FileKind> of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (String compressed : new String[] {".gz", ".zst"}) {
            if (name.endsWith(compressed)) {
                name = name.substring(0, name.length() - compressed.length());
                break;
            }
        }
        String ending = name.substring(name.lastIndexOf('.') + 1);
        for (FileKind kind : values()) {
            if (name.contains(".") && kind.name().toLowerCase(Locale.ROOT).equals(ending)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
