package dev.dango.cli.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.cli.dist.Script.Outcome;
import dev.dango.cli.plugin.PluginDoctor;
import dev.dango.cli.plugin.PluginFolder;
import dev.dango.cli.plugin.PluginReport;
import dev.dango.cli.plugin.PluginSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as {@code package} leaves it. */
class DistributionIT {

    private static final Path HOME = Path.of("target", "dango").toAbsolutePath();

    @TempDir Path folder;

    @Test
    void everyPluginIsInOrder() {
        PluginFolder plugins =
                new PluginFolder(PluginFolder.Kind.DISTRIBUTION, HOME.resolve("plugins"));
        try (PluginSources sources = new PluginSources(List.of(plugins))) {
            PluginReport report = new PluginDoctor(sources).examine();

            assertThat(report.findings()).isEmpty();
            assertThat(sources.types())
                    .contains("csv", "local_files", "stripe", "rest_api", "kafka", "postgres");
        }
    }

    @Test
    void connectorsAndTheirLibrariesStayOutOfTheClassPath() throws IOException {
        assertThat(names(HOME.resolve("lib")))
                .isNotEmpty()
                .noneMatch(name -> name.contains("connector"))
                .noneMatch(name -> name.contains("kafka-clients"))
                .noneMatch(name -> name.startsWith("postgresql"));
    }

    @Test
    void theDriverFindsItsNativeLibraryBesideItself() throws IOException {
        List<String> lib = names(HOME.resolve("lib"));
        String driver =
                lib.stream()
                        .filter(name -> name.startsWith("duckdb_jdbc"))
                        .findFirst()
                        .orElseThrow();

        try (JarFile jar = new JarFile(HOME.resolve("lib").resolve(driver).toFile())) {
            assertThat(jar.stream()).noneMatch(entry -> entry.getName().startsWith("libduckdb"));
        }
        assertThat(lib).anyMatch(name -> name.startsWith("libduckdb_java.so_"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX scripts or signals")
    void startsAndPrintsNothingButWhatWasAskedFor() throws Exception {
        Path dango = HOME.resolve("bin").resolve("dango");

        // The first start makes the class archive, the second one uses it.
        for (int start = 1; start <= 2; start++) {
            Outcome outcome =
                    new Script(folder, dango, "--version")
                            .with("JAVA_HOME", System.getProperty("java.home"))
                            .with("HOME", folder)
                            .run();

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).startsWith("dango ");
        }
        assertThat(names(HOME.resolve("cache"))).anyMatch(name -> name.endsWith(".jsa"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
