package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.FileFormat;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/**
 * Doubts what DuckDB makes of a CSV file whose lines have different numbers of cells. It takes such
 * a file for one with a single column, or skips the lines that do not fit, and says nothing.
 */
final class CsvGuess {

    private static final Set<String> SEPARATORS = Set.of(",", ";", "\t", "|");

    /** What DuckDB calls columns for which it has seen no names. */
    private static final String UNNAMED = "column0";

    private CsvGuess() {}

    /** Whether names look as if files were not understood. */
    static boolean isOdd(Collection<String> columns) {
        return columns.contains(UNNAMED)
                || columns.stream().anyMatch(name -> SEPARATORS.stream().anyMatch(name::contains));
    }

    /** Why a file cannot have been understood, by the names DuckDB gives its columns; or null. */
    static SourceException misread(Session session, StagedFile file, Collection<String> columns)
            throws SQLException {
        if (file.format() != FileFormat.CSV) {
            return null;
        }
        boolean oneColumn =
                columns.size() == 1
                        && !file.options().containsKey("delim")
                        && SEPARATORS.stream().anyMatch(columns.iterator().next()::contains);
        return oneColumn || skipsLines(session, file, columns) ? uneven(file) : null;
    }

    private static boolean skipsLines(Session session, StagedFile file, Collection<String> columns)
            throws SQLException {
        if (!columns.contains(UNNAMED)
                || file.options().containsKey("skip")
                || file.options().containsKey("names")) {
            return false;
        }
        return session.number(
                        "SELECT SkipRows FROM sniff_csv(%s%s)"
                                .formatted(
                                        Sql.text(FileScan.escapeGlob(file.path())),
                                        FileOptions.sql(file.format(), file.options())))
                > 0;
    }

    private static SourceException uneven(StagedFile file) {
        return SourceException.of(
                        ErrorKind.DATA,
                        Path.of(file.path()).getFileName()
                                + " cannot be read: its lines have different numbers of cells")
                .hint("Correct the lines, or set delimiter, quote or header for the source.");
    }
}
