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

/** CSV files of one folder, all into one table that is named like the source. */
public final class CsvSource implements Source {

    /** What users write under {@code csv:}. */
    public record Config(
            @Setting(
                            doc = "Folder of the files, from the project's folder.",
                            example = "data/uploads/orders")
                    Path directory,
            @Setting(
                            doc = "Which files of the folder: * within a name, ** over folders.",
                            defaultValue = "*.csv")
                    String filePattern,
            @Setting(doc = "What separates values; found out unless set.", example = ";")
                    Optional<String> delimiter,
            @Setting(doc = "What quotes values; found out unless set.", example = "'")
                    Optional<String> quote,
            @Setting(doc = "Whether the first line names the columns; found out unless set.")
                    Optional<Boolean> header,
            @Setting(doc = "Encoding of the files; UTF-8 unless set.", example = "latin-1")
                    Optional<String> encoding,
            @Setting(doc = "Texts that stand for a missing value.", example = "[NA, '-']")
                    List<String> nullStrings,
            @Setting(doc = "Lines to skip at the top of each file.", defaultValue = "0")
                    int skipLines,
            @Setting(
                            doc = "DuckDB types of columns; found out unless set.",
                            example = "{zip: VARCHAR}")
                    Map<String, String> types,
            @Setting(doc = "Format of dates; found out unless set.", example = "%d.%m.%Y")
                    Optional<String> dateFormat,
            @Setting(
                            doc = "Format of timestamps; found out unless set.",
                            example = "%d.%m.%Y %H:%M")
                    Optional<String> timestampFormat,
            @Setting(doc = "What separates decimals; a point unless set.", example = ",")
                    Optional<String> decimalSeparator,
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
                            dateFormat,
                            timestampFormat,
                            decimalSeparator));
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("csv", "CSV files")
                .category("Local & Custom")
                .description("CSV files of one folder, all into one table.")
                .docs("https://duckdb.org/docs/stable/data/csv/overview")
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
