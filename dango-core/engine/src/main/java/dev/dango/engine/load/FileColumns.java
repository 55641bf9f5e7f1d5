package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;

/** Refuses files whose columns cannot stand in one table with those that Dango adds. */
final class FileColumns {

    private FileColumns() {}

    /**
     * Looks at the names that a file has.
     *
     * @throws SourceException of kind DATA that says which one cannot be
     */
    static void check(StagedFile file, Collection<String> columns) {
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String column : columns) {
            if (isReserved(file, column)) {
                throw refusal(file, column, "which Dango fills itself");
            }
            if (column.indexOf('\0') >= 0) {
                throw refusal(file, column.replace("\0", "\\0"), "whose name holds a NUL");
            }
            if (!seen.add(column)) {
                throw refusal(
                        file,
                        column,
                        "which differs from %s only by case".formatted(seen.ceiling(column)));
            }
        }
    }

    private static boolean isReserved(StagedFile file, String column) {
        return column.equalsIgnoreCase(TableChanges.LOAD_ID)
                || column.regionMatches(
                        true, 0, FileRows.FILE_COLUMN, 0, FileRows.FILE_COLUMN.length())
                || file.columns().stream()
                        .anyMatch(constant -> constant.name().equalsIgnoreCase(column));
    }

    private static SourceException refusal(StagedFile file, String column, String why) {
        return SourceException.of(
                        ErrorKind.DATA,
                        "%s cannot be loaded: it has a column %s, %s"
                                .formatted(Path.of(file.path()).getFileName(), column, why))
                .hint("Give the column another name.");
    }
}
