package dev.dango.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.Script.Outcome;
import dev.dango.cli.docs.Documents;
import dev.dango.cli.docs.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart project does what its README shows, command by command. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class QuickstartIT {

    private static final Path DANGO = Path.of("target", "dango", "bin", "dango").toAbsolutePath();
    private static final Path QUICKSTART = Documents.ROOT.resolve("examples").resolve("quickstart");
    private static final Path README = QUICKSTART.resolve("README.md");

    @TempDir Path project;

    @Test
    void doesWhatItsReadmeShows() throws Exception {
        for (String part : List.of(".dango/project.yml", ".dango/sources.yml", "data")) {
            copy(part);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (List<String> call : calls()) {
            Outcome outcome = run(call);
            assertThat(outcome.exitCode()).as(call + "\n" + outcome.err()).isZero();
            assertThat(outcome.out()).as(String.join(" ", call)).isNotBlank();
            outcomes.add(outcome);
        }

        String shown = Documents.fenced(README, Set.of("text")).get(0);
        assertThat(withoutTimes(outcomes.get(0).out())).isEqualTo(withoutTimes(shown));
    }

    private static List<List<String>> calls() {
        return Documents.fenced(README, Set.of("sh")).stream()
                .flatMap(block -> Shell.commands(block).stream())
                .map(words -> words.subList(1, words.size()))
                .map(QuickstartIT::withoutProject)
                .toList();
    }

    private static List<String> withoutProject(List<String> arguments) {
        return arguments.get(0).equals("--project")
                ? arguments.subList(2, arguments.size())
                : arguments;
    }

    private Outcome run(List<String> arguments) throws InterruptedException {
        List<Object> command = new ArrayList<>(List.of(DANGO));
        command.addAll(arguments);
        return new Script(project, command.toArray())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("HOME", project)
                .run();
    }

    private static String withoutTimes(String text) {
        return text.replaceAll(" +\\d+\\.\\d", " 1.0");
    }

    /** What a sync has made of the project in the repository stays there. */
    private void copy(String part) throws IOException {
        try (Stream<Path> files = Files.walk(QUICKSTART.resolve(part))) {
            for (Path file : files.filter(QuickstartIT::isGiven).toList()) {
                Path target = project.resolve(QUICKSTART.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static boolean isGiven(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith("warehouse");
    }
}
