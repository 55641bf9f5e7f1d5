package dev.dango.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.Script.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, with a Maven that "builds" a launcher that prints its arguments. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class RootScriptTest {

    private static final String LAUNCHER = "dango-cli/target/dango/bin/dango";

    @TempDir Path folder;
    private Path root;
    private Path script;

    @BeforeEach
    void checkOut() throws IOException {
        root = folder.toRealPath().resolve("check out");
        script = Script.copy(Path.of("..", "dango"), root.resolve("dango"));
    }

    @Test
    void runsWhatIsBuilt() throws Exception {
        Script.write(root.resolve(LAUNCHER), "#!/bin/sh\necho \"ran $*\"\nexit 3\n");

        Outcome outcome = new Script(folder, script, "source", "list").run();

        assertThat(outcome).isEqualTo(new Outcome(3, "ran source list\n", ""));
    }

    @Test
    void buildsOnFirstUse() throws Exception {
        Path maven =
                Script.write(
                        folder.resolve("bin").resolve("mvn"),
                        """
                        #!/bin/sh
                        echo "maven in $PWD: $*"
                        mkdir -p dango-cli/target/dango/bin
                        printf '#!/bin/sh\\necho "ran $*"\\n' >dango-cli/target/dango/bin/dango
                        chmod +x dango-cli/target/dango/bin/dango
                        """);

        Outcome outcome =
                new Script(folder, script, "--version")
                        .with("PATH", maven.getParent() + ":/usr/bin:/bin")
                        .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("ran --version\n");
        assertThat(outcome.err())
                .startsWith("Building Dango; this happens once and takes about a minute ...\n")
                .contains("maven in " + root + ": ");
    }

    @Test
    void isFoundThroughALink() throws Exception {
        Script.write(root.resolve(LAUNCHER), "#!/bin/sh\necho ran\n");
        Path link = Files.createSymbolicLink(folder.resolve("d"), script);

        assertThat(new Script(folder, link).run().out()).isEqualTo("ran\n");
    }

    @Test
    void saysWhenMavenIsMissing() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        Outcome outcome = new Script(folder, script).with("PATH", empty).run();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("needs Maven 3.8 or later").hasLineCount(1);
    }

    @Test
    void saysWhenTheBuildFails() throws Exception {
        Path maven =
                Script.write(
                        folder.resolve("bin").resolve("mvn"), "#!/bin/sh\necho broken\nexit 1\n");

        Outcome outcome =
                new Script(folder, script).with("PATH", maven.getParent() + ":/usr/bin:/bin").run();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .endsWith("broken\ndango: the build failed; the lines above say why.\n");
    }
}
