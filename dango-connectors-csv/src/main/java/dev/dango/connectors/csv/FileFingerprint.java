package dev.dango.connectors.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What tells whether a file is still the one that was loaded. Size and times say so cheaply; when
 * they differ, the content decides, so that a copied or touched file is not loaded again.
 *
 * @param size in bytes
 * @param modified last change of the content, in nanoseconds since 1970
 * @param changed last change of the file's entry where the file system tells, since that cannot be
 *     set back; otherwise the same as {@code modified}
 * @param hash of the content, 16 hexadecimal digits: its CRC-32 and its CRC-32C, which processors
 *     compute faster than they read; empty if not computed
 */
record FileFingerprint(long size, long modified, long changed, String hash) {

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
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                one.update(buffer, 0, count);
                other.update(buffer, 0, count);
            }
        }
        String digits = "%08x%08x".formatted(one.getValue(), other.getValue());
        return new FileFingerprint(size, modified, changed, digits);
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
