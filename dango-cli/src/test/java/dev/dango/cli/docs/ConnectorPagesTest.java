package dev.dango.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed pages of the connectors are those the connectors would get now. */
class ConnectorPagesTest {

    private static final Path FOLDER = Documents.ROOT.resolve("docs").resolve("connectors");
    private static final String REGENERATE =
            "mvn -q -Dquick -pl dango-cli -am test -Dtest=ConnectorPagesTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Ddango.docs.write=true";

    @TempDir Path scratch;

    @Test
    void pagesSayWhatTheConnectorsSay() throws Exception {
        Map<String, String> pages = new ConnectorPages(scratch).all();
        if (Boolean.getBoolean("dango.docs.write")) {
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(pages)
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        (name, page) ->
                                assertThat(FOLDER.resolve(name))
                                        .as("write the page again: " + REGENERATE)
                                        .hasContent(page));
        assertThat(committed()).as("pages without a connector").isSubsetOf(pages.keySet());
        assertThat(Documents.read(Documents.ROOT.resolve("README.md")))
                .as("the README leads to every page")
                .contains(pages.keySet().stream().map("docs/connectors/"::concat).toList());
    }

    private static List<String> committed() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .toList();
        }
    }
}
