package dev.dango.engine.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.spi.DataType;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.RowWriter;
import dev.dango.spi.TableSchema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of all types come out of the stage as they went in, over several batches, with gaps. */
class StagedColumnsTest {

    /** More than a batch holds, twice. */
    private static final int ROWS = 40_001;

    private static final TableSchema SCHEMA =
            TableSchema.empty()
                    .with("id", DataType.INTEGER)
                    .with("truth", DataType.BOOLEAN)
                    .with("real", DataType.DOUBLE)
                    .withDecimal("price", 18, 2)
                    .withDecimal("huge", 38, 9)
                    .with("day", DataType.DATE)
                    .with("hour", DataType.TIME)
                    .with("instant", DataType.TIMESTAMP)
                    .with("local", DataType.LOCAL_TIMESTAMP)
                    .with("text", DataType.TEXT)
                    .with("json", DataType.JSON)
                    .with("bytes", DataType.BINARY)
                    .with("seldom", DataType.TEXT)
                    .withDecimal("rate", 5, 4)
                    .withDecimal("most", 18, 0)
                    .withDecimal("more", 19, 0);

    /** The same cells, made by SQL. */
    private static final String EXPECTED =
            """
            SELECT i AS id,
                   CASE WHEN i % 2 > 0 THEN i % 3 = 0 END AS truth,
                   CASE WHEN i % 3 > 0 THEN i / 8 END AS real,
                   CASE WHEN i % 4 > 0 THEN ((i - 20000) / 100)::DECIMAL(18,2) END AS price,
                   CASE WHEN i % 5 > 0 THEN (i::DECIMAL(38,9) * 100000000000) END AS huge,
                   CASE WHEN i % 6 > 0 THEN DATE '1970-01-01' + (i - 20000)::INT END AS day,
                   CASE WHEN i % 7 > 0 THEN TIME '00:00:00' + to_microseconds(i * 1000003) END AS hour,
                   CASE WHEN i % 8 > 0 THEN make_timestamptz((i - 20000) * 1000000007) END AS instant,
                   CASE WHEN i % 9 > 0 THEN make_timestamp((i - 20000) * 1000000007) END AS local,
                   CASE WHEN i % 10 > 0 THEN repeat('é', i % 20) || i END AS text,
                   CASE WHEN i % 11 > 0 THEN '[' || i || ']' END AS json,
                   CASE WHEN i % 12 > 0 THEN encode(i::VARCHAR) END AS bytes,
                   CASE WHEN i = 20000 THEN 'once' END AS seldom,
                   CASE WHEN i % 13 > 0 THEN ((i % 1000 - 500) / 10000)::DECIMAL(5,4) END AS rate,
                   999999999999999999::DECIMAL(18,0) - i AS most,
                   i - 9999999999999999999::DECIMAL(19,0) AS more
            FROM range(%d) AS r(i)"""
                    .replace("%d", Integer.toString(ROWS));

    @TempDir Path folder;

    @Test
    void allTypesComeOutAsTheyWentIn() {
        TestProject project =
                new TestProject(folder)
                        .offering(
                                Resource.of(
                                        ResourceSpec.named("r").schema(SCHEMA),
                                        (slice, context, out) -> fill(out.rows(SCHEMA))));

        assertThat(project.sync().failures()).isEmpty();

        String columns = String.join(", ", SCHEMA.columns().stream().map(c -> c.name()).toList());
        assertThat(
                        project.query(
                                "SELECT count(*) FROM (SELECT %s FROM r EXCEPT ALL %s)"
                                        .formatted(columns, EXPECTED)))
                .isEqualTo(List.of("0"));
        assertThat(project.query("SELECT count(*), count(DISTINCT _dlt_id) FROM r"))
                .isEqualTo(List.of(ROWS + "|" + ROWS));
    }

    private static void fill(RowWriter row) {
        for (int i = 0; i < ROWS; i++) {
            row.set(0, (long) i);
            if (i % 2 > 0) {
                row.set(1, i % 3 == 0);
            }
            if (i % 3 > 0) {
                row.set(2, i / 8.0);
            }
            row.set(3, i % 4 > 0 ? BigDecimal.valueOf(i - 20_000, 2) : null);
            row.set(4, i % 5 > 0 ? BigDecimal.valueOf(i).movePointRight(11) : null);
            row.set(5, i % 6 > 0 ? LocalDate.ofEpochDay(i - 20_000) : null);
            row.set(6, i % 7 > 0 ? LocalTime.ofNanoOfDay(i * 1_000_003_000L) : null);
            Instant instant = Instant.EPOCH.plusNanos((i - 20_000) * 1_000_000_007_000L);
            row.set(7, i % 8 > 0 ? instant : null);
            row.set(8, i % 9 > 0 ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : null);
            row.set(9, i % 10 > 0 ? "é".repeat(i % 20) + i : null);
            row.set(10, i % 11 > 0 ? "[" + i + "]" : null);
            row.set(11, i % 12 > 0 ? Integer.toString(i).getBytes(UTF_8) : null);
            row.set(12, i == 20_000 ? "once" : null);
            row.set(13, i % 13 > 0 ? BigDecimal.valueOf(i % 1000 - 500, 4) : null);
            row.set(14, BigDecimal.valueOf(999_999_999_999_999_999L - i));
            row.set(15, BigDecimal.valueOf(i).subtract(new BigDecimal("9999999999999999999")));
            row.endRow();
        }
    }
}
