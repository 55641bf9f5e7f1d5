package dev.dango.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.report.SourceReport;
import dev.dango.testkit.TestProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random CSV files hold in the warehouse what DuckDB reads in them, or are refused in a sentence.
 * {@code -Ddango.fuzz=1000} makes so many, {@code -Ddango.fuzz.seed=7} others.
 */
class CsvFuzzTest {

    private static final int FILES = Integer.getInteger("dango.fuzz", 20);
    private static final long SEED = Long.getLong("dango.fuzz.seed", 1);
    private static final List<String> CELLS =
            List.of(
                    "1",
                    "-2",
                    "0.5",
                    "1e400",
                    "99999999999999999999",
                    "x",
                    "",
                    "2024-01-01",
                    "2024-01-01 00:00:00",
                    "true",
                    "NULL",
                    "it's",
                    "\"q\"\"q\"",
                    "\"two\nlines\"",
                    "\"a,b\"",
                    "half\"quoted",
                    "\"open",
                    "a\0b",
                    "\ud83d\ude00",
                    "'); DROP TABLE test; --",
                    "x".repeat(3_000));

    @TempDir Path folder;

    @Test
    void filesHoldWhatDuckDbReadsInThem() throws Exception {
        for (int i = 0; i < FILES; i++) {
            String text = file(new SplittableRandom(SEED * 1_000_003 + i));
            Path root = folder.resolve("p" + i);
            Path file = root.resolve("uploads").resolve("a.csv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, UTF_8);
            TestProject project =
                    TestProject.in(root, new CsvSource(), Map.of("directory", "uploads"));
            SourceReport report = project.sync();
            String what = "file %d of -Ddango.fuzz.seed=%d: %s".formatted(i, SEED, text);
            if (report.failures().isEmpty()) {
                assertThat(loaded(project)).as(what).isIn(read(project, file));
            } else {
                assertThat(report.failures().get(0).message())
                        .as(what)
                        .contains("a.csv")
                        .doesNotContain("\n", "Exception", "unexpectedly");
            }
        }
    }

    private static String file(SplittableRandom random) {
        String separator = List.of(",", ";", "\t").get(random.nextInt(3));
        String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        int columns = 1 + random.nextInt(4);
        int kinds = 1 + random.nextInt(CELLS.size());
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
        for (int line = random.nextInt(12); line >= 0; line--) {
            int cells = random.nextInt(30) == 0 ? 1 + random.nextInt(6) : columns;
            for (int cell = 0; cell < cells; cell++) {
                text.append(cell == 0 ? "" : separator);
                text.append(CELLS.get(random.nextInt(kinds)));
            }
            text.append(line == 0 && random.nextBoolean() ? "" : end);
        }
        return text.toString();
    }

    private static List<String> loaded(TestProject project) {
        return project.query("SELECT COLUMNS('^([^_]|_[^d])') FROM test ORDER BY ALL");
    }

    /** At first sight, and after a look at all of it. */
    private static List<List<String>> read(TestProject project, Path file) {
        return List.of("", ", sample_size = -1").stream()
                .map("SELECT * FROM read_csv('%s'%%s) ORDER BY ALL".formatted(file)::formatted)
                .map(project::query)
                .toList();
    }
}
