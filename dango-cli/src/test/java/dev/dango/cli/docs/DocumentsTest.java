package dev.dango.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What documents link to and speak of is there. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern FILE =
            Pattern.compile("`([\\w./-]+\\.(?:java|xml|yml))`|`([\\w-]+/[\\w./-]*)`");
    private static final Path ENGINE =
            Documents.ROOT.resolve("dango-core/engine/src/main/java/dev/dango/engine");

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() {
        return Documents.all().stream()
                .map(
                        document ->
                                DynamicTest.dynamicTest(
                                        Documents.ROOT.relativize(document).toString(),
                                        () ->
                                                assertThat(links(document))
                                                        .allSatisfy(
                                                                link ->
                                                                        assertThat(link)
                                                                                .exists())));
    }

    private static List<Path> links(Path document) {
        return LINK.matcher(Documents.prose(document))
                .results()
                .map(link -> URLDecoder.decode(link.group(1), StandardCharsets.UTF_8))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .map(link -> document.resolveSibling(link).normalize())
                .toList();
    }

    @Test
    void theFilesOfTheArchitectureAreThere() {
        List<String> files = new ArrayList<>();
        FILE.matcher(Documents.prose(Documents.ROOT.resolve("docs/architecture.md")))
                .results()
                .map(file -> file.group(1) == null ? file.group(2) : file.group(1))
                .filter(file -> file.contains("/") && !file.startsWith("."))
                .forEach(files::add);

        assertThat(files)
                .hasSizeGreaterThan(30)
                .allMatch(
                        file ->
                                Files.exists(ENGINE.resolve(file))
                                        || Files.exists(Documents.ROOT.resolve(file)));
    }

    @Test
    void noDocumentNamesAMachineOrARegistry() throws IOException {
        assertThat(Documents.all())
                .allSatisfy(
                        document ->
                                assertThat(Files.readString(document))
                                        .doesNotContainPattern(
                                                "(?<![\\w.])/(work|home|tmp|root|Users)/")
                                        .doesNotContainPattern("repo1?\\.maven|registry\\."));
    }
}
