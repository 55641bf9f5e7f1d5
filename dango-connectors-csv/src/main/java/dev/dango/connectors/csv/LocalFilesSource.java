package dev.dango.connectors.csv;

import dev.dango.spi.Resource;
import dev.dango.spi.Setting;
import dev.dango.spi.Source;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of one folder in any format, all into one table that is named like the source. */
public final class LocalFilesSource implements Source {

    /** What users write under {@code local_files:}. */
    public record Config(
            @Setting(
                            doc = "Folder of the files, from the project's folder.",
                            example = "data/uploads/exports")
                    Path directory,
            @Setting(
                            doc = "Which files of the folder: * within a name, ** over folders.",
                            defaultValue = "*")
                    String filePattern,
            @Setting(
                            doc = "What separates values in CSV files; found out unless set.",
                            example = ";")
                    Optional<String> delimiter,
            @Setting(doc = "What quotes values in CSV files; found out unless set.", example = "'")
                    Optional<String> quote,
            @Setting(
                            doc =
                                    "Whether the first line of CSV files names the columns; found out unless set.")
                    Optional<Boolean> header,
            @Setting(doc = "Encoding of CSV files; UTF-8 unless set.", example = "latin-1")
                    Optional<String> encoding,
            @Setting(
                            doc = "Texts in CSV files that stand for a missing value.",
                            example = "[NA, '-']")
                    List<String> nullStrings,
            @Setting(doc = "Lines to skip at the top of each CSV file.", defaultValue = "0")
                    int skipLines,
            @Setting(
                            doc = "DuckDB types of columns in CSV files; found out unless set.",
                            example = "{zip: VARCHAR}")
                    Map<String, String> types,
            @Setting(doc = "Notes for people.") Optional<String> notes) {

        FileSettings files() {
            return new FileSettings(
                    directory,
                    filePattern,
                    new CsvOptions(
                            delimiter,
                            quote,
                            header,
                            encoding,
                            nullStrings,
                            skipLines,
                            types,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("local_files", "File import (CSV, JSON, Parquet)")
                .category("Local & Custom")
                .description(
                        "CSV, TSV, JSON, NDJSON and Parquet files of one folder, all into one table.")
                .docs("https://duckdb.org/docs/stable/data/overview")
                .config(Config.class);
    }

    @Override
    public List<Resource> resources(SourceContext context) {
        return List.of(new FileTable(context.sourceName(), context.config(Config.class).files()));
    }

    @Override
    public void check(SourceContext context) {
        context.config(Config.class).files().find(context::warn);
    }
}
