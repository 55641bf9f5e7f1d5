package dev.dango.engine.kill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a syncing process with SIGKILL at seeded places, runs it again, and counts rows. */
class KillTest {

    private static final int KILLS = 12;

    @TempDir Path folder;

    @Test
    void noRowIsLostAndNoneIsDoubled() throws Exception {
        TestProject project = new TestProject(folder);
        Random random = new Random(20261123);
        int survived = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            survived += killed(random) ? 0 : 1;
        }
        assertThat(survived).as("runs that ended before they were killed").isLessThan(KILLS);
        assertThat(runToTheEnd()).isEqualTo("ended OK");

        for (String table : List.of("added", "merged", "replaced")) {
            assertThat(
                            project.query(
                                    "SELECT count(*), count(DISTINCT id), min(id), max(id) FROM "
                                            + table))
                    .as(table)
                    .containsExactly(
                            "%d|%d|0|%d".formatted(Victim.ROWS, Victim.ROWS, Victim.ROWS - 1));
            assertThat(
                            project.query(
                                    "SELECT count(*), count(DISTINCT (p.id, c._dlt_list_idx)), count_if(abs(c.value) = p.id) FROM %s p JOIN %s__list c ON c._dlt_parent_id = p._dlt_id"
                                            .formatted(table, table)))
                    .as(table + "__list")
                    .containsExactly(
                            "%d|%d|%d"
                                    .formatted(2 * Victim.ROWS, 2 * Victim.ROWS, 2 * Victim.ROWS));
        }
        assertThat(project.query("SELECT count(*) - count(DISTINCT load_id) FROM _dlt_loads"))
                .containsExactly("0");
        assertThat(project.project().loads().resolve("s")).doesNotExist();
    }

    /**
     * Kills after some line of output and a moment more; answers whether the run was still going.
     */
    private boolean killed(Random random) throws Exception {
        Process process = start();
        int lines = random.nextInt(2 * Victim.PAGES);
        boolean waitForLoad = random.nextInt(3) == 0;
        int moment = random.nextInt(250);
        try (BufferedReader output = process.inputReader(UTF_8)) {
            String line = output.readLine();
            for (int i = 0;
                    line != null && (waitForLoad ? !line.equals("loading") : i < lines);
                    i++) {
                line = output.readLine();
            }
            if (waitForLoad) {
                process.waitFor(moment, TimeUnit.MILLISECONDS);
            }
            boolean alive = process.isAlive();
            process.destroyForcibly();
            process.waitFor();
            return alive;
        }
    }

    private String runToTheEnd() throws Exception {
        Process process = start();
        String last = "";
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last = line;
            }
        }
        process.waitFor();
        return last;
    }

    private Process start() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
