package dev.dango.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of acceptance cases has all cases and tests, and none that is not there. */
class AcceptancePageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern METHOD = Pattern.compile("\\n    void (\\w+)\\(");
    private static final Pattern NUMBER = Pattern.compile("(?m)^\\| (\\d+) \\|");
    private static final Set<String> OWN = Set.of("DltCasesTest", "OriginalCasesIT");

    private static final String PAGE =
            Documents.read(Documents.ROOT.resolve("docs").resolve("acceptance.md"));
    private static final Map<String, String> TESTS = new HashMap<>();

    @BeforeAll
    static void findTests() throws IOException {
        Files.walkFileTree(
                Documents.ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.getFileName().toString();
                        boolean skipped =
                                name.equals("target")
                                        || name.equals("main")
                                        || name.startsWith(".");
                        return skipped && !folder.equals(Documents.ROOT) // whatever people call it
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString();
                        if (name.matches("\\w+(Test|IT)\\.java")) {
                            TESTS.merge(
                                    name.replace(".java", ""),
                                    Documents.read(file),
                                    String::concat);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Test
    void theTestsItNamesAreThere() {
        List<MatchResult> named = NAMED.matcher(PAGE).results().toList();

        assertThat(named)
                .hasSizeGreaterThan(80)
                .allSatisfy(
                        test ->
                                assertThat(TESTS.getOrDefault(test.group(1), ""))
                                        .as(test.group())
                                        .contains("void " + test.group(2) + "("));
    }

    @Test
    void itNamesAllTestsOfTheCases() {
        Set<String> cases = new TreeSet<>();
        for (String own : OWN) {
            METHOD.matcher(TESTS.get(own))
                    .results()
                    .map(method -> method.group(1))
                    .filter(method -> method.matches("(case\\d|further).*"))
                    .forEach(method -> cases.add("`" + own + "." + method + "`"));
        }
        assertThat(cases)
                .hasSizeGreaterThan(50)
                .allSatisfy(test -> assertThat(PAGE).contains(test));
    }

    @Test
    void noCaseIsMissing() {
        List<Integer> numbers = new ArrayList<>();
        IntStream.rangeClosed(1, 27).forEach(numbers::add);
        IntStream.rangeClosed(1, 20).forEach(numbers::add);

        assertThat(
                        NUMBER.matcher(PAGE)
                                .results()
                                .map(number -> Integer.valueOf(number.group(1)))
                                .toList())
                .isEqualTo(numbers);
    }
}
