package dev.dango.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.Script.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a Java that writes down how it is called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
class LauncherTest {

    /** Makes an archive when asked to, counts that, and otherwise prints its arguments. */
    private static final String RECORDING_JAVA =
            """
            #!/bin/sh
            for argument in "$@"; do
                case $argument in
                    -Xshare:dump) echo dump >>"${0%/*}/dumps" ;;
                    -XX:SharedArchiveFile=*.jsa) ;;
                    -XX:SharedArchiveFile=*) echo classes >"${argument#*=}" ;;
                esac
            done
            for argument in "$@"; do echo "$argument"; done
            """;

    @TempDir Path folder;
    private Path launcher;
    private Path javaHome;

    @BeforeEach
    void install() throws IOException {
        folder = folder.toRealPath();
        launcher =
                Script.copy(
                        Path.of("src", "main", "dist", "bin", "dango"),
                        folder.resolve("my dango").resolve("bin").resolve("dango"));
        Files.createDirectories(home().resolve("lib"));
        Files.writeString(home().resolve("lib").resolve("a.jar"), "a");
        Files.writeString(home().resolve("lib").resolve("b.jar"), "b");
        Files.writeString(home().resolve("lib").resolve("dango.classlist"), "java/lang/Object\n");
        javaHome = java("17.0.9");
    }

    @Test
    void startsMainWithTheJarsInLibAndTheArgumentsAsTheyAre() throws Exception {
        Outcome outcome = dango("source", "list", "--project", "a b").run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .endsWith(
                        "-Ddango.home=" + home(),
                        "-Ddango.terminals=",
                        "-cp",
                        home().resolve("lib/a.jar") + ":" + home().resolve("lib/b.jar"),
                        "dev.dango.cli.Main",
                        "source",
                        "list",
                        "--project",
                        "a b");
    }

    @Test
    void isFoundThroughSymbolicLinks() throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("first"), launcher);
        Path relative = Files.createSymbolicLink(folder.resolve("second"), absolute.getFileName());

        assertThat(run(relative).out()).contains("-Ddango.home=" + home() + "\n");
    }

    @Test
    void takesJavaFromThePathWithoutJavaHome() throws Exception {
        Outcome outcome =
                new Script(folder, launcher)
                        .with("PATH", javaHome.resolve("bin") + ":/usr/bin:/bin")
                        .run();

        assertThat(outcome.out()).contains("dev.dango.cli.Main");
    }

    @Test
    void saysWhenThereIsNoJava() throws Exception {
        Files.createDirectories(folder.resolve("empty"));

        Outcome outcome = new Script(folder, launcher).with("PATH", folder.resolve("empty")).run();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .isEqualTo(
                        "dango: needs Java 17 or later, and there is none. Install one, or set"
                                + " JAVA_HOME.\n");
    }

    @Test
    void saysWhenJavaHomeIsWrong() throws Exception {
        Outcome outcome =
                new Script(folder, launcher).with("JAVA_HOME", folder.resolve("nowhere")).run();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("dango: JAVA_HOME is " + folder.resolve("nowhere"))
                .hasLineCount(1);
    }

    @Test
    void saysWhenJavaIsTooOld() throws Exception {
        for (String old : new String[] {"1.8.0_412", "11.0.22", "16"}) {
            javaHome = java(old);

            Outcome outcome = dango("--version").run();

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("dango: needs Java 17 or later, and ")
                    .contains(" is " + old + ".")
                    .hasLineCount(1);
        }
    }

    @Test
    void asksAJavaWithoutReleaseFileForItsVersion() throws Exception {
        Path wrapper =
                Script.write(
                        folder.resolve("shim").resolve("bin").resolve("java"),
                        "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");

        Outcome outcome =
                new Script(folder, launcher, "--version")
                        .with("JAVA_HOME", wrapper.getParent().getParent())
                        .run();

        assertThat(outcome.err()).contains(" is 11.0.2.");
    }

    @Test
    void onlySyncsGetTheThoroughCompiler() throws Exception {
        assertThat(dango("source", "list").run().out())
                .contains("-XX:TieredStopAtLevel=1\n", "-XX:+UseSerialGC\n");
        assertThat(dango("--project", "p", "sync", "stripe").run().out())
                .contains("-XX:+UseParallelGC\n")
                .doesNotContain("Tiered", "SerialGC");
    }

    @Test
    void passesOptionsToTheJvmAndLetsTheUserChooseTheCollector() throws Exception {
        Outcome outcome =
                dango("--version").with("DANGO_JAVA_OPTS", "-Xmx1g -XX:+UseParallelGC").run();

        assertThat(outcome.out())
                .contains("-Xmx1g\n-XX:+UseParallelGC\n")
                .doesNotContain("SerialGC");
    }

    @Test
    void allowsNativeLibrariesWhereTheJvmWouldWarnOfThem() throws Exception {
        assertThat(dango("--version").run().out()).doesNotContain("native-access", "unsafe");

        javaHome = java("25.0.1");

        assertThat(dango("--version").run().out())
                .contains(
                        "--enable-native-access=ALL-UNNAMED\n",
                        "--sun-misc-unsafe-memory-access=allow\n");
    }

    @Test
    void makesTheClassArchiveOnce() throws Exception {
        Path archive = home().resolve("cache").resolve("classes-17.0.9.jsa");

        assertThat(dango("--version").run().out())
                .startsWith("-XX:SharedArchiveFile=" + archive + "\n");
        assertThat(dango("--version").run().out()).contains("-XX:SharedArchiveFile=" + archive);

        assertThat(dumps()).isEqualTo(1);
        try (Stream<Path> files = Files.list(archive.getParent())) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            archive, archive.resolveSibling("classes-17.0.9.jsa.stamp"));
        }
    }

    @Test
    void makesTheClassArchiveAgainWhenAJarOrJavaChanges() throws Exception {
        dango("--version").run();

        Path jar = home().resolve("lib").resolve("b.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        dango("--version").run();
        assertThat(dumps()).isEqualTo(2);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        Files.writeString(home().resolve("lib").resolve("c.jar"), "c");
        Files.setLastModifiedTime(home().resolve("lib/c.jar"), FileTime.from(Instant.EPOCH));
        dango("--version").run();
        assertThat(dumps()).isEqualTo(3);

        javaHome = java("21.0.2");
        dango("--version").run();
        assertThat(dumps()).isEqualTo(1);
    }

    @Test
    void keepsTheClassArchiveInTheUsersCacheIfItCannotStayWithDango() throws Exception {
        Files.writeString(home().resolve("cache"), "a file, hence no folder");
        Path cache = folder.resolve("xdg");

        Outcome outcome = dango("--version").with("XDG_CACHE_HOME", cache).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .startsWith("-XX:SharedArchiveFile=" + cache.resolve("dango/classes-17.0.9.jsa"));
    }

    @Test
    void worksWithoutAnyPlaceForAClassArchive() throws Exception {
        Files.writeString(home().resolve("cache"), "a file, hence no folder");

        Outcome outcome = dango("--version").with("HOME", "/dev/null").run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void remembersThatAJavaCannotMakeAnArchive() throws Exception {
        Script.write(
                javaHome.resolve("bin").resolve("java"),
                RECORDING_JAVA.replace("-Xshare:dump) ", "-Xshare:dump) exit 1; "));

        dango("--version").run();
        Script.write(javaHome.resolve("bin").resolve("java"), RECORDING_JAVA);
        Outcome second = dango("--version").run();

        assertThat(second.out()).doesNotContain("SharedArchiveFile");
        assertThat(javaHome.resolve("bin").resolve("dumps")).doesNotExist();
    }

    @Test
    void leavesClassSharingToTheUserWhoAsksForIt() throws Exception {
        Outcome outcome = dango("--version").with("DANGO_JAVA_OPTS", "-Xshare:off").run();

        assertThat(outcome.out()).contains("-Xshare:off\n").doesNotContain("SharedArchiveFile");
        assertThat(home().resolve("cache")).doesNotExist();
    }

    private Path home() {
        return launcher.getParent().getParent();
    }

    private Path java(String version) throws IOException {
        Path java = folder.resolve("java-" + version);
        Script.write(java.resolve("bin").resolve("java"), RECORDING_JAVA);
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return java;
    }

    private long dumps() throws IOException {
        return Files.readAllLines(javaHome.resolve("bin").resolve("dumps")).size();
    }

    private Script dango(Object... arguments) {
        Object[] command =
                Stream.concat(Stream.of(launcher), Stream.of(arguments)).toArray(Object[]::new);
        return new Script(folder, command).with("JAVA_HOME", javaHome);
    }

    private Outcome run(Path script) throws InterruptedException {
        return new Script(folder, script).with("JAVA_HOME", javaHome).run();
    }
}
