package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says what is wrong with the warehouse when DuckDB refuses, and what to do about it. */
final class WarehouseFailure {

    private static final String RESTORE =
            "Restore it from a copy, or move it away: the next sync then makes a new one and reads"
                    + " everything again.";
    private static final String MAY_WRITE =
            "See that you may write the file and its folder, and sync again.";
    private static final Pattern DAMAGED =
            Pattern.compile(
                    "(?i)could not read enough bytes|corrupt|checksum|deserializ|unexpected end of file");
    private static final Pattern READ_ONLY =
            Pattern.compile("(?i)read-only file system|permission denied|not permitted");

    private final Path file;

    WarehouseFailure(Path file) {
        this.file = file;
    }

    /** The file cannot be opened. */
    SourceException opening(SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        if (Files.isDirectory(file)) {
            return say(
                    ErrorKind.CONFIG,
                    "is a folder",
                    "Move the folder away, or set platform.duckdb_path in .dango/project.yml.",
                    cause);
        }
        if (message.contains("storage version number")) {
            return otherVersion(message, cause);
        }
        if (message.contains("not a valid DuckDB database")) {
            return say(ErrorKind.DATA, "is not a DuckDB database", RESTORE, cause);
        }
        return known(cause)
                .orElseGet(
                        () ->
                                say(
                                        ErrorKind.DATA,
                                        "cannot be opened: " + Messages.firstLine(cause),
                                        "Check that the file is a DuckDB database and that you"
                                                + " may write it.",
                                        cause));
    }

    /** It is open, but something cannot be done. */
    SourceException using(SQLException cause) {
        return known(cause)
                .orElseGet(
                        () ->
                                say(
                                        ErrorKind.DATA,
                                        "refused: " + Messages.firstLine(cause),
                                        "",
                                        cause));
    }

    private Optional<SourceException> known(SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        if (DiskFailure.isWantOfRoom(cause)) {
            return Optional.of(
                    DiskFailure.of(
                            "the warehouse cannot be written", file, new IOException(message)));
        }
        if (DAMAGED.matcher(message).find()) {
            String reason = "is damaged: " + Messages.firstLine(cause);
            return Optional.of(say(ErrorKind.DATA, reason, RESTORE, cause));
        }
        if (READ_ONLY.matcher(message).find()) {
            String reason = "cannot be written: " + Messages.firstLine(cause);
            return Optional.of(say(ErrorKind.PERMISSION, reason, MAY_WRITE, cause));
        }
        return Optional.empty();
    }

    private SourceException otherVersion(String message, SQLException cause) {
        boolean newer = message.contains("newer version of DuckDB");
        return say(
                ErrorKind.UNSUPPORTED,
                newer
                        ? "was written by a newer DuckDB than the one in this Dango"
                        : "was written by a DuckDB too old for this Dango",
                newer
                        ? "Use a newer Dango, or another file as platform.duckdb_path in"
                                + " .dango/project.yml."
                        : "Export it with the DuckDB that wrote it, and import it into a new file.",
                cause);
    }

    private SourceException say(ErrorKind kind, String what, String hint, SQLException cause) {
        return SourceException.of(kind, "the warehouse " + file + " " + what)
                .hint(hint)
                .causedBy(cause);
    }
}
