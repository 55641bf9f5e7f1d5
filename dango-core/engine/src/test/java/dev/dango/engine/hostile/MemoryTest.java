package dev.dango.engine.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Size is no reason to fail: memory is bound by a batch and a record, not by a table. */
class MemoryTest {

    /** Less than either table, and well above the 190 MB that both need at their peaks at once. */
    private static final String HEAP = "-Xmx320m";

    /** The product's collector: what fits must not hang on how another one cuts up the heap. */
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    @TempDir Path folder;

    @Test
    void wideTablesAndLongRecordsFitIntoLittleMemory() throws Exception {
        Path project = folder.resolve("project");
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                COLLECTOR,
                                "-cp",
                                System.getProperty("java.class.path"),
                                LargeLoad.class.getName(),
                                project.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        TestProject loaded = TestProject.at(Project.at(project));
        assertThat(loaded.query("SELECT count(*), sum(c0), sum(c4999) FROM wide"))
                .containsExactly("8000|31996000|31996000");
        assertThat(loaded.query("SELECT count(*), min(length(text)) FROM long_records"))
                .containsExactly("40|10000000");
    }
}
