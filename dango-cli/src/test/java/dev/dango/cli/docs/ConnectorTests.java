package dev.dango.cli.docs;

import dev.dango.spi.Source;
import dev.dango.testkit.SourceBehavior;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources of a connector's tests show: what it claims, and how it is checked. */
final class ConnectorTests {

    private static final Pattern CLAIMS =
            Pattern.compile(
                    "boolean has\\(SourceBehavior \\w+\\) \\{(.*?)\\n    }", Pattern.DOTALL);
    private static final Pattern CONTRACT =
            Pattern.compile("extends (Http)?(Source|Files)Contract\\b");
    private static final Pattern DELETES = Pattern.compile("\\.(hardDelete|delete|deletes)\\(");
    private static final String DOCUMENT = "ApiDocument.";

    private final String tests;
    private final String code;

    private ConnectorTests(String tests, String code) {
        this.tests = tests;
        this.code = code;
    }

    static ConnectorTests of(Source source) throws IOException, URISyntaxException {
        Path classes =
                Path.of(
                        source.getClass()
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        Path module = classes.getParent().getParent(); // from target/classes or target/x.jar
        return new ConnectorTests(
                text(module.resolve("src/test")), text(module.resolve("src/main")));
    }

    private static String text(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            StringBuilder text = new StringBuilder();
            for (Path source : sources) {
                text.append(Files.readString(source));
            }
            return text.toString();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a contract test says so of the connector, and thereby checks it. */
    boolean claims(SourceBehavior behavior) {
        Pattern denial =
                Pattern.compile(
                        "case [^>]*\\b"
                                + behavior
                                + "\\b[^>]*-> false|!= SourceBehavior."
                                + behavior);
        Matcher claims = CLAIMS.matcher(tests);
        boolean claimed = false;
        while (claims.find()) {
            claimed |= !denial.matcher(claims.group(1)).find();
        }
        return claimed;
    }

    /**
     * Whether any of its tables takes over deletions, be it one that the contract does not read.
     */
    boolean deletes() {
        return claims(SourceBehavior.DELETES) || DELETES.matcher(code).find();
    }

    boolean keepContract() {
        return CONTRACT.matcher(tests).find();
    }

    boolean checksDocument() {
        return tests.contains(DOCUMENT);
    }
}
