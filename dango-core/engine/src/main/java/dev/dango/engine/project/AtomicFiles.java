package dev.dango.engine.project;

import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and replaces small text files. A reader, or a crash, sees either the old text or the new
 * one; a link stays a link; a file of secrets is readable by its owner alone, where the file system
 * knows owners.
 */
public final class AtomicFiles {

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> USUAL =
            PosixFilePermissions.fromString("rw-r--r--");

    private AtomicFiles() {}

    /**
     * Reads a file as UTF-8.
     *
     * @param file where it would be
     * @return empty if there is no such file
     * @throws SourceException of kind CONFIG if it cannot be read or is not UTF-8
     */
    public static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw SourceException.of(ErrorKind.CONFIG, file + " is not a UTF-8 text.")
                    .hint("Save it as UTF-8.")
                    .causedBy(e);
        } catch (IOException e) {
            throw SourceException.of(ErrorKind.CONFIG, file + " cannot be read: " + reason(e) + ".")
                    .causedBy(e);
        }
    }

    /**
     * Replaces or makes a file; an existing one keeps its permissions.
     *
     * @param file where
     * @param text its new content
     * @throws SourceException of kind CONFIG if it cannot be written
     */
    public static void write(Path file, String text) {
        write(file, text, false);
    }

    /**
     * Replaces or makes a file that only its owner may read, whatever it was before.
     *
     * @param file where
     * @param text its new content
     * @throws SourceException of kind CONFIG if it cannot be written
     */
    public static void writePrivate(Path file, String text) {
        write(file, text, true);
    }

    private static void write(Path file, String text, boolean secret) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Files.createDirectories(target.toAbsolutePath().getParent());
            Set<PosixFilePermission> permissions = secret ? PRIVATE : permissionsOf(target);
            replace(target, text, permissions);
        } catch (IOException e) {
            throw SourceException.of(
                            ErrorKind.CONFIG, file + " cannot be written: " + reason(e) + ".")
                    .causedBy(e);
        }
    }

    private static void replace(Path target, String text, Set<PosixFilePermission> permissions)
            throws IOException {
        // Temporary files are made with mode 0600, so a secret is never readable in between.
        Path fresh =
                Files.createTempFile(
                        target.toAbsolutePath().getParent(), "." + target.getFileName(), ".tmp");
        try {
            Files.writeString(fresh, text);
            if (hasOwners()) {
                Files.setPosixFilePermissions(fresh, permissions);
            }
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    fresh,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static Set<PosixFilePermission> permissionsOf(Path file) throws IOException {
        return hasOwners() && Files.exists(file) ? Files.getPosixFilePermissions(file) : USUAL;
    }

    private static boolean hasOwners() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }
}
