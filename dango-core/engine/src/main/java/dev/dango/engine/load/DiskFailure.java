package dev.dango.engine.load;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The user's disk refuses: nobody's mistake but a matter of room and rights. */
public final class DiskFailure {

    /** Words of the operating systems, which DuckDB hands on as they are. */
    private static final Pattern FULL =
            Pattern.compile(
                    "No space left on device|Disk quota exceeded|not enough space on the disk");

    private static final Pattern TOO_LARGE = Pattern.compile("File too large");

    private DiskFailure() {}

    /**
     * Whether something failed for want of room, which the next try may have.
     *
     * @param thrown any exception
     * @return true if it, or what caused it, says so
     */
    static boolean isWantOfRoom(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (FULL.matcher(message).find() || TOO_LARGE.matcher(message).find()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Explains a failure to write.
     *
     * @param what what cannot be done, such as "what was read cannot be kept"
     * @param where the file or folder
     * @param cause what went wrong
     * @return names the place and what to do
     */
    public static SourceException of(String what, Path where, Exception cause) {
        String reason = reason(cause);
        if (FULL.matcher(reason).find()) {
            return SourceException.of(
                            ErrorKind.DATA, "the disk is full: %s in %s".formatted(what, where))
                    .hint("Make room and sync again; what is loaded or kept already stays.")
                    .causedBy(cause);
        }
        if (TOO_LARGE.matcher(reason).find()) {
            return SourceException.of(
                            ErrorKind.DATA,
                            "the limit on the size of files is reached: %s in %s"
                                    .formatted(what, where))
                    .hint("Raise the limit (ulimit -f) and sync again; what is loaded stays.")
                    .causedBy(cause);
        }
        return SourceException.of(
                        ErrorKind.PERMISSION, "%s in %s: %s".formatted(what, where, reason))
                .hint("See that the folder can be written, and sync again.")
                .causedBy(cause);
    }

    /** Explains why a file that is to be loaded cannot be looked at. */
    static SourceException ofFile(Path file, IOException cause) {
        return SourceException.of(
                        ErrorKind.NOT_FOUND,
                        "the file %s cannot be read: %s".formatted(file, reason(cause)))
                .hint("See that it is there and may be read, and sync again.")
                .causedBy(cause);
    }

    private static String reason(Exception thrown) {
        Exception cause =
                thrown instanceof UncheckedIOException unchecked ? unchecked.getCause() : thrown;
        if (cause instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason() + " (" + file.getFile() + ")";
        }
        return cause instanceof IOException && cause.getMessage() != null
                ? cause.getMessage()
                : cause.toString();
    }
}
