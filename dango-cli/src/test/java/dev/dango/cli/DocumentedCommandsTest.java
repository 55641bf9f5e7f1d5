package dev.dango.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Whatever the documents and the helps tell users to type can be typed. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|[^\\s\"']+");
    private static final Pattern LINE = Pattern.compile("(?:\\$ |> )?(?:\\./)?dango (.*)");

    @TestFactory
    Stream<DynamicTest> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : List.of("", "docs", "examples")) {
            Path path = ROOT.resolve(folder);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.walk(path, folder.isEmpty() ? 1 : 4)) {
                    files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
                }
            }
        }
        return documents.stream()
                .map(
                        document ->
                                DynamicTest.dynamicTest(
                                        ROOT.relativize(document).toString(),
                                        () -> commandLines(document).forEach(this::parses)));
    }

    @Test
    void helps() {
        collect(cli())
                .flatMap(command -> Stream.of(command.getCommandSpec().usageMessage().footer()))
                .map(String::strip)
                .filter(line -> line.startsWith("dango "))
                .map(line -> line.replaceAll("\\s{2,}.*|&&.*|\\\\$|>.*", ""))
                .forEach(line -> parses(line.substring("dango ".length())));
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

    private void parses(String arguments) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(arguments);
        while (word.find()) {
            words.add(word.group().replaceAll("^[\"']|[\"']$", ""));
        }
        assertThat(cli().parseArgs(words.toArray(String[]::new)).unmatched())
                .as(arguments)
                .isEmpty();
    }

    /** The lines of fenced blocks that call dango, continued lines joined, comments cut off. */
    private static List<String> commandLines(Path document) {
        String text;
        try {
            text = Files.readString(document).replace("\\\n", " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> found = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            } else if (fenced) {
                for (String part : line.strip().replaceAll("\\s#.*", "").split("&&|\\|")) {
                    Matcher command = LINE.matcher(part.strip());
                    if (command.matches()) {
                        found.add(command.group(1));
                    }
                }
            }
        }
        return found;
    }
}
