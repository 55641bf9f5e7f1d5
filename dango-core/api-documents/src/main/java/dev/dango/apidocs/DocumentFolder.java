package dev.dango.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where vendors' documents stand. */
final class DocumentFolder {

    private static final String PROPERTY = "dango.api.documents";
    private static final Path USUAL = Path.of("shared", "specs");

    private DocumentFolder() {}

    /** A document; without the folder the calling test is skipped, without the file it fails. */
    static Path file(String name) {
        Optional<Path> folder = folder();
        Assumptions.assumeTrue(
                folder.isPresent(), "there is no folder of vendors' documents on this machine");
        Path file = folder.get().resolve(name);
        Path vendor = folder.get().resolve(Path.of(name).getName(0));
        Assumptions.assumeTrue(Files.exists(vendor), () -> "there is no " + vendor.getFileName());
        assertThat(file).as("vendor's document").isRegularFile();
        return file;
    }

    private static Optional<Path> folder() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(folder -> folder != null)
                .map(folder -> folder.resolve(USUAL))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
