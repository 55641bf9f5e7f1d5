package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.docs.Documents;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes are those that documents and help promise. */
class ExitCodeTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d+) \\|(.*)\\|$", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/exit-codes.md"})
    void documentsListThemAll(String document) {
        assertThat(
                        ROW.matcher(Documents.read(Documents.ROOT.resolve(document)))
                                .results()
                                .map(row -> row.group(1))
                                .toList())
                .containsExactlyInAnyOrderElementsOf(codes());
    }

    @Test
    void documentsSayTheSameOfThem() {
        assertThat(rows("README.md")).isEqualTo(rows("docs/exit-codes.md"));
    }

    @Test
    void helpListsThemAll() {
        String help =
                String.join(
                        " ",
                        Arrays.asList(
                                DangoCommand.class
                                        .getAnnotation(picocli.CommandLine.Command.class)
                                        .footer()));

        assertThat(codes())
                .allSatisfy(code -> assertThat(help).containsPattern("\\b" + code + " "));
    }

    private static Set<String> rows(String document) {
        return ROW.matcher(Documents.read(Documents.ROOT.resolve(document)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Set<String> codes() {
        return Arrays.stream(ExitCode.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() == int.class)
                .map(ExitCodeTest::value)
                .collect(Collectors.toSet());
    }

    private static String value(Field field) {
        try {
            return String.valueOf(field.getInt(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
