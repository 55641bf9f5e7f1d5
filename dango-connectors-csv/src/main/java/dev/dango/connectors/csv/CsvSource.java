package dev.dango.connectors.csv;

import dev.dango.spi.SourceSpec;

/** CSV files of one folder, all into one table that is named like the source. */
public final class CsvSource extends FilesSource {

    /** For the service loader. */
    public CsvSource() {
        super(
                SourceSpec.of("csv", "CSV files")
                        .description("CSV files of one folder, all into one table.")
                        .docs("https://duckdb.org/docs/stable/data/csv/overview"),
                "*.csv");
    }
}
