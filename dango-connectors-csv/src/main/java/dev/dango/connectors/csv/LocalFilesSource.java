package dev.dango.connectors.csv;

import dev.dango.spi.SourceSpec;

/** Files of one folder in any format, all into one table that is named like the source. */
public final class LocalFilesSource extends FilesSource {

    /** For the service loader. */
    public LocalFilesSource() {
        super(
                SourceSpec.of("local_files", "File import (CSV, JSON, Parquet)")
                        .description(
                                "CSV, TSV, JSON, NDJSON and Parquet files of one folder, all into"
                                        + " one table.")
                        .docs("https://duckdb.org/docs/stable/data/overview"),
                "*");
    }
}
