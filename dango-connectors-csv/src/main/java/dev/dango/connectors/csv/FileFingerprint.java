package dev.dango.connectors.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What tells whether a file is still the one that was loaded. Size and times say so cheaply; when
 * they differ, the content decides, so that a copied or touched file is not loaded again.
 *
 * @param size in bytes
 * @param modified last change of the content, in nanoseconds since 1970
 * @param changed last change of the file's entry where the file system tells, since that cannot be
 *     set back; otherwise the same as {@code modified}
 * @param hash SHA-256 of the content, 32 hexadecimal digits; empty if not computed
 */
record FileFingerprint(long size, long modified, long changed, String hash) {

    private static final int HASH_DIGITS = 32;

    /** Size and times, without a look at the content. */
    static FileFingerprint stat(Path file) throws IOException {
        long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        long changed = modified;
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:ctime") instanceof FileTime time) {
            changed = time.to(TimeUnit.NANOSECONDS);
        }
        return new FileFingerprint(Files.size(file), modified, changed, "");
    }

    /** The same with the hash of the content. */
    FileFingerprint hashed(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            String hex = HexFormat.of().formatHex(digest.digest());
            return new FileFingerprint(size, modified, changed, hex.substring(0, HASH_DIGITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean sameStat(FileFingerprint other) {
        return size == other.size && modified == other.modified && changed == other.changed;
    }

    /** Reads back what {@link #toString} wrote. */
    static Optional<FileFingerprint> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        return Optional.of(
                new FileFingerprint(
                        Long.parseLong(parts[0]),
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        parts[3]));
    }

    @Override
    public String toString() {
        return size + ":" + modified + ":" + changed + ":" + hash;
    }
}
