package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.dango.cli.docs.Documents;
import dev.dango.cli.docs.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Whatever the documents and the helps tell users to type can be typed. */
class DocumentedCommandsTest {

    private static final Set<String> SHELL = Set.of("", "sh", "bash", "console");

    @TestFactory
    Stream<DynamicTest> documents() {
        return Documents.all().stream()
                .map(
                        document ->
                                DynamicTest.dynamicTest(
                                        Documents.ROOT.relativize(document).toString(),
                                        () -> calls(document).forEach(this::parses)));
    }

    @Test
    void theReadmeShowsHowDangoIsCalled() {
        assertThat(calls(Documents.ROOT.resolve("README.md"))).hasSizeGreaterThan(5);
    }

    @Test
    void helps() {
        collect(cli())
                .flatMap(command -> Stream.of(command.getCommandSpec().usageMessage().footer()))
                .map(String::strip)
                .filter(line -> line.startsWith("dango "))
                .map(line -> line.replaceAll("\\s{2,}.*|&&.*|\\\\$|>.*", ""))
                .flatMap(line -> Shell.commands(line).stream())
                .forEach(words -> parses(words.subList(1, words.size())));
    }

    private static Stream<CommandLine> collect(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream()
                        .flatMap(DocumentedCommandsTest::collect));
    }

    private static CommandLine cli() {
        Host host = Host.ofProcess();
        return new Cli(host).commandLine(new Session(host, new GlobalOptions()));
    }

    private void parses(List<String> arguments) {
        String line = String.join(" ", arguments);
        assertThatCode(
                        () ->
                                assertThat(
                                                cli().parseArgs(arguments.toArray(String[]::new))
                                                        .unmatched())
                                        .isEmpty())
                .as("dango " + line)
                .doesNotThrowAnyException();
    }

    /** The arguments of each call of dango in a document. */
    private static List<List<String>> calls(Path document) {
        return Documents.fenced(document, SHELL).stream()
                .flatMap(block -> Shell.commands(block).stream())
                .map(words -> words.get(0).equals("$") ? words.subList(1, words.size()) : words)
                .filter(words -> words.get(0).matches("(.*/)?dango"))
                .map(words -> words.subList(1, words.size()))
                .toList();
    }
}
