package dev.dango.engine.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.engine.TestProject;
import dev.dango.engine.report.SourceReport;
import dev.dango.spi.Resource;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.WriteMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random records, as JSON and as maps, are what they were once they are loaded. {@code
 * -Ddango.fuzz=10000} loads so many of each, {@code -Ddango.fuzz.seed=7} others.
 */
class RecordFuzzTest {

    private static final int RECORDS = Integer.getInteger("dango.fuzz", 400);
    private static final long SEED = Long.getLong("dango.fuzz.seed", 1);
    private static final int PER_SYNC = 100;
    private static final int SYNCS = 2;

    @TempDir Path folder;

    @Test
    void recordsComeBackAsTheyWere() throws Exception {
        for (int round = 0; round * PER_SYNC * SYNCS < RECORDS; round++) {
            try {
                play(round);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "round %d of -Ddango.fuzz.seed=%d: %s"
                                .formatted(round, SEED, e.getMessage()),
                        e);
            }
        }
    }

    /** Several syncs into one warehouse: what the first finds decides the types. */
    private void play(int round) throws Exception {
        RandomJson random = new RandomJson(new SplittableRandom(SEED * 1_000_003 + round));
        TestProject project = new TestProject(folder.resolve("round" + round));
        List<Map<String, Object>> all = new ArrayList<>();
        for (int sync = 0; sync < SYNCS; sync++) {
            List<Map<String, Object>> records = new ArrayList<>();
            for (int i = 0; i < PER_SYNC; i++) {
                records.add(random.record(all.size() + i));
            }
            all.addAll(records);
            SourceReport report = project.offering(documents(records), maps(records)).sync();
            assertThat(report.failures()).isEmpty();
            assertThat(report.warnings()).allMatch(warning -> warning.contains("half a character"));
        }
        try (Connection warehouse =
                DriverManager.getConnection("jdbc:duckdb:" + project.project().warehouse())) {
            warehouse.createStatement().execute("SET TimeZone = 'UTC'; USE raw_s");
            new StoredRecords(warehouse, "documents").assertAre("documents", all);
            new StoredRecords(warehouse, "maps").assertAre("maps", all);
        }
    }

    private static Resource documents(List<Map<String, Object>> records) {
        byte[] utf8 = RandomJson.text(records).getBytes(UTF_8);
        return Resource.of(
                ResourceSpec.named("documents").mode(WriteMode.APPEND),
                (slice, context, out) -> out.json(utf8, 0, utf8.length));
    }

    private static Resource maps(List<Map<String, Object>> records) {
        return Resource.of(
                ResourceSpec.named("maps").mode(WriteMode.APPEND),
                (slice, context, out) -> records.forEach(record -> out.row(natural(record))));
    }

    private static Map<String, Object> natural(Map<String, Object> record) {
        Map<String, Object> natural = new LinkedHashMap<>();
        record.forEach((key, value) -> natural.put(key, natural(value)));
        return natural;
    }

    /** Numbers in the classes that connectors have them in. */
    @SuppressWarnings("unchecked")
    private static Object natural(Object value) {
        if (value instanceof Map<?, ?> object) {
            return natural((Map<String, Object>) object);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecordFuzzTest::natural).collect(Collectors.toList());
        }
        if (value instanceof BigDecimal number && number.scale() == 0) {
            BigInteger integer = number.toBigInteger();
            return integer.bitLength() < 64 ? (Object) integer.longValue() : integer;
        }
        return value;
    }
}
