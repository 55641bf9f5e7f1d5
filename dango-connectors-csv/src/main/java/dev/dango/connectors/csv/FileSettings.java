package dev.dango.connectors.csv;

import dev.dango.spi.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users write under {@code csv:} and {@code local_files:}. */
public record FileSettings(
        @Setting(
                        doc = "Folder of the files, from the project's folder.",
                        example = "data/uploads/orders")
                Path directory,
        @Setting(
                        doc =
                                "Which files of the folder: * within a name, ** over folders; unless set,"
                                        + " csv takes *.csv and local_files takes *.",
                        example = "**/*.csv")
                Optional<String> filePattern,
        @Setting(doc = "What separates values in CSV files; found out unless set.", example = ";")
                Optional<String> delimiter,
        @Setting(doc = "What quotes values in CSV files; found out unless set.", example = "'")
                Optional<String> quote,
        @Setting(
                        doc =
                                "Whether the first line of CSV files names the columns; found out"
                                        + " unless set.")
                Optional<Boolean> header,
        @Setting(doc = "Encoding of CSV files; UTF-8 unless set.", example = "latin-1")
                Optional<String> encoding,
        @Setting(doc = "Texts in CSV files that stand for a missing value.", example = "[NA, '-']")
                List<String> nullStrings,
        @Setting(doc = "Lines to skip at the top of each CSV file.", defaultValue = "0")
                int skipLines,
        @Setting(
                        doc = "DuckDB types of columns in CSV files; found out unless set.",
                        example = "{zip: VARCHAR}")
                Map<String, String> types,
        @Setting(doc = "Format of dates in CSV files; found out unless set.", example = "%d.%m.%Y")
                Optional<String> dateFormat,
        @Setting(
                        doc = "Format of timestamps in CSV files; found out unless set.",
                        example = "%d.%m.%Y %H:%M")
                Optional<String> timestampFormat,
        @Setting(doc = "What separates decimals in CSV files; a point unless set.", example = ",")
                Optional<String> decimalSeparator,
        @Setting(doc = "Notes for people.") Optional<String> notes) {}
