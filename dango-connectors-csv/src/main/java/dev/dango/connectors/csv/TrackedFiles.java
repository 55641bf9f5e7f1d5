package dev.dango.connectors.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files which the original Dango has loaded. It knows them by their path from the root, which
 * is another one when the project has moved, and by their time of change on the clock on the wall.
 */
final class TrackedFiles {

    /** Python keeps times as fractions of seconds, which rounds the last microsecond. */
    private static final long TOLERATED_MICROS = 1;

    private final Path folder;

    /**
     * Looks at the files of a folder.
     *
     * @param folder the source's folder as it is now
     */
    TrackedFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Where each file stands.
     *
     * @param original by path: {@code size} and {@code modified}
     * @return fingerprints by the path within the folder; empty texts for files that changed or
     *     went
     */
    Map<String, String> positions(Map<String, ?> original) throws IOException {
        Map<String, String> positions = new LinkedHashMap<>();
        for (Map.Entry<String, ?> tracked : original.entrySet()) {
            Optional<String> within = within(tracked.getKey());
            if (within.isPresent() && tracked.getValue() instanceof Map<?, ?> noted) {
                positions.put(within.get(), position(folder.resolve(within.get()), noted));
            }
        }
        return positions;
    }

    private static String position(Path file, Map<?, ?> noted) throws IOException {
        if (!Files.isRegularFile(file)
                || !(noted.get("size") instanceof Long size)
                || !(noted.get("modified") instanceof LocalDateTime modified)) {
            return "";
        }
        boolean isUnchanged =
                Files.size(file) == size
                        && isSame(Files.getLastModifiedTime(file).toInstant(), modified);
        return isUnchanged ? FileFingerprint.stat(file).hashed(file).toString() : "";
    }

    /** On this machine the clock on the wall says local time, in a container mostly UTC. */
    private static boolean isSame(Instant now, LocalDateTime noted) {
        return Stream.of(ZoneId.systemDefault(), ZoneOffset.UTC)
                .map(zone -> LocalDateTime.ofInstant(now, zone))
                .anyMatch(local -> isSame(local, noted));
    }

    private static boolean isSame(LocalDateTime now, LocalDateTime noted) {
        return noted.truncatedTo(ChronoUnit.SECONDS).equals(noted)
                ? now.truncatedTo(ChronoUnit.SECONDS).equals(noted)
                : Math.abs(ChronoUnit.MICROS.between(now, noted)) <= TOLERATED_MICROS;
    }

    /** The path within the folder: what follows where the most names are those of the folder's. */
    private Optional<String> within(String path) {
        List<String> names = List.of(path.split("/"));
        int best = 0;
        int from = 0;
        for (int i = 1; i < names.size(); i++) {
            int alike = alike(names.subList(0, i));
            if (alike > best) {
                best = alike;
                from = i;
            }
        }
        return best == 0
                ? Optional.empty()
                : Optional.of(String.join("/", names.subList(from, names.size())));
    }

    /** How many names at the end of a path are those at the end of the folder's. */
    private int alike(List<String> names) {
        int count = 0;
        int last = folder.getNameCount() - 1;
        while (count <= last
                && count < names.size()
                && names.get(names.size() - 1 - count)
                        .equals(folder.getName(last - count).toString())) {
            count++;
        }
        return count;
    }
}
