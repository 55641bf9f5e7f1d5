package dev.dango.cli.kill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.project.Project;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a {@link Victim}, and kills it. */
final class VictimProcess {

    /** How a process ended. */
    enum End {
        /** By itself, and all went well. */
        FINISHED,
        KILLED,
        KILLED_WHILE_RECOVERING
    }

    /** The distribution has DuckDB's driver in a form that does not unpack 80 MB at every start. */
    private static final Path QUICK_DRIVER = Path.of("target", "duckdb").toAbsolutePath();

    private static final String CLASS_PATH = classPath();

    private final Project project;

    VictimProcess(Project project) {
        this.project = project;
    }

    /** Syncs to the end. */
    void finish() throws IOException {
        Process process = start(List.of());
        try (BufferedReader output = process.inputReader(UTF_8)) {
            assertFinished(process, output.lines().toList());
        }
    }

    /** Syncs until the shot, or to the end if that is not reached. */
    End killBy(Aim.Shot shot) throws IOException {
        Process process = start(Ambush.arguments(shot.step(), shot.times(), shot.isExact()));
        List<String> said = new ArrayList<>();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.startsWith(Ambush.HERE)) {
                    LockSupport.parkNanos(Math.max(0, shot.micros()) * 1000);
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.onExit().join();
        if (process.exitValue() != 128 + 9) {
            assertFinished(process, said);
            return End.FINISHED;
        }
        return said.contains(Ambush.HERE + true) ? End.KILLED_WHILE_RECOVERING : End.KILLED;
    }

    private static void assertFinished(Process process, List<String> said) {
        assertThat(process.onExit().join().exitValue())
                .as("exit code of a sync that was not killed; it said: %s", said)
                .isZero();
    }

    private Process start(List<String> ambush) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", CLASS_PATH, Victim.class.getName()));
        command.add(project.root().toString());
        command.addAll(ambush);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String classPath() {
        Stream<String> tests =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
        if (!Files.isDirectory(QUICK_DRIVER)) {
            return tests.collect(Collectors.joining(File.pathSeparator));
        }
        try (Stream<Path> files = Files.list(QUICK_DRIVER)) {
            Stream<String> driver = files.map(Path::toString).filter(file -> file.endsWith(".jar"));
            return Stream.concat(
                            driver.toList().stream(),
                            tests.filter(entry -> !entry.contains("duckdb_jdbc")))
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
